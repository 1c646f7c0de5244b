"""What the OpenAPI document says about every operation without being told."""

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerExtension, OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import get_lib_doc_excludes
from drf_spectacular.utils import Direction

from cpd_portal.api.openapi import (
    ETAG_HEADER,
    IDEMPOTENCY_KEY_PARAMETER,
    IF_MATCH_PARAMETER,
    PROBLEM_RESPONSES,
)
from cpd_portal.api.serializers import StrictSerializer
from cpd_portal.api.views import (
    PortalAPIView,
    ScopedAPIMixin,
    ScopedListView,
    ScopedObjectView,
)


def documentation_excludes() -> list[type]:
    """Classes whose docstrings are for developers of the portal, not for its clients."""
    bases = [PortalAPIView, ScopedAPIMixin, ScopedListView, ScopedObjectView, StrictSerializer]
    return [*get_lib_doc_excludes(), *bases]  # type: ignore[no-untyped-call]


WRITES = ("POST", "PUT", "PATCH", "DELETE")


class PortalAutoSchema(AutoSchema):
    """Adds the problem responses, Idempotency-Key, If-Match and ETag."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        operation.setdefault("parameters", []).extend(self._header_parameters())
        responses = operation["responses"]
        if self._has_etag() and "200" in responses:
            responses["200"].setdefault("headers", {}).update(ETAG_HEADER)
        for status in sorted(self._problem_statuses(operation)):
            name, _ = PROBLEM_RESPONSES[status]
            responses.setdefault(status, {"$ref": f"#/components/responses/{name}"})
        return operation

    def _has_etag(self) -> bool:
        return isinstance(self.view, ScopedObjectView)

    def _needs_if_match(self) -> bool:
        return self._has_etag() and self.method in ("PUT", "PATCH")

    def _header_parameters(self) -> list[dict[str, Any]]:
        parameters = []
        if self.method in WRITES:
            parameters.append(IDEMPOTENCY_KEY_PARAMETER)
        if self._needs_if_match():
            parameters.append(IF_MATCH_PARAMETER)
        return parameters

    def _problem_statuses(self, operation: dict[str, Any]) -> set[str]:
        statuses = {"400", "401", "403"}
        if isinstance(self.view, PortalAPIView):
            statuses |= self.view.problem_statuses
        names = {parameter.get("name") for parameter in operation["parameters"]}
        if "{" in self.path or "page" in names:
            statuses.add("404")
        if self.method in WRITES:
            statuses |= {"409", "413", "415", "422"}
        if self._needs_if_match():
            statuses |= {"412", "428"}
        return statuses


class StrictSerializerScheme(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Unknown fields are refused, and the schema says so."""

    target_class = "cpd_portal.api.serializers.StrictSerializer"
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: Direction) -> dict[str, Any]:
        schema: dict[str, Any] = auto_schema._map_serializer(  # type: ignore[no-untyped-call]
            self.target, direction, bypass_extensions=True
        )
        return {**schema, "additionalProperties": False} if direction == "request" else schema


class OfficeFieldScheme(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """Given by code, shown with its name."""

    target_class = "cpd_portal.api.serializers.OfficeField"

    def map_serializer_field(
        self, auto_schema: AutoSchema, direction: Direction
    ) -> dict[str, Any]:
        if direction == "request":
            return {"type": "string", "example": "50"}
        return {
            "type": "object",
            "required": ["code", "name"],
            "properties": {"code": {"type": "string"}, "name": {"type": "string"}},
        }


class DecimalStringFieldScheme(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    target_class = "cpd_portal.api.serializers.DecimalStringField"

    def map_serializer_field(
        self, auto_schema: AutoSchema, direction: Direction
    ) -> dict[str, Any]:
        return {"type": "string", "format": "decimal", "pattern": self.target.PATTERN}

"""Reports over the API: the catalogue, an order, how far it is, its file."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from cpd_portal.api.serializers import StrictSerializer
from cpd_portal.api.views import PortalAPIView, ScopedAPIMixin, ScopedObjectView
from cpd_portal.core.documents.choices import DocumentStatus, Format
from cpd_portal.core.documents.downloads import download_response
from cpd_portal.core.documents.models import Document
from cpd_portal.core.documents.registry import AnyReport, all_reports, reports_for
from cpd_portal.core.documents.report import ReportForm
from cpd_portal.core.documents.services import document_request

PARAMETER_TYPES: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.IntegerField, "integer"),
    (forms.BooleanField, "boolean"),
    (forms.DateField, "date"),
)


def _identifiers() -> list[tuple[str, str]]:
    return [(report.identifier, report.title) for report in all_reports()]


def _parameter(field: forms.Field) -> dict[str, Any]:
    """One parameter as the catalogue shows it; `choices` are those of the caller."""
    kind = next((name for kind, name in PARAMETER_TYPES if isinstance(field, kind)), "string")
    shown: dict[str, Any] = {
        "title": str(field.label),
        "type": kind,
        "required": field.required,
    }
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        shown["choices"] = [value for value, _ in choices if value not in (None, "")]
        if shown["choices"] and all(isinstance(value, int) for value in shown["choices"]):
            shown["type"] = "integer"
    return shown


class ParameterSerializer(serializers.Serializer[Any]):
    title = serializers.CharField()
    type = serializers.CharField()
    required = serializers.BooleanField()  # type: ignore[assignment]
    choices = serializers.ListField(required=False)


class CatalogueEntrySerializer(serializers.Serializer[Any]):
    identifier = serializers.CharField()
    title = serializers.CharField()
    formats = serializers.ListField(child=serializers.ChoiceField(choices=Format.choices))
    params = serializers.DictField(child=ParameterSerializer())

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return super().get_fields() | {
            "identifier": serializers.ChoiceField(choices=_identifiers())
        }


class OrderSerializer(StrictSerializer):
    params = serializers.DictField(required=False, default=dict)
    format = serializers.ChoiceField(choices=Format.choices)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {"report": serializers.ChoiceField(choices=_identifiers())} | super().get_fields()


class DocumentSerializer(serializers.Serializer[Document]):
    id = serializers.UUIDField()
    report = serializers.CharField()
    title = serializers.CharField()
    format = serializers.ChoiceField(choices=Format.choices)
    status = serializers.ChoiceField(choices=DocumentStatus.choices)
    progress = serializers.IntegerField(min_value=0, max_value=100)
    file = serializers.SerializerMethodField()
    error = serializers.SerializerMethodField()
    as_of = serializers.DateTimeField(allow_null=True)
    sha256 = serializers.CharField()

    @extend_schema_field({"type": "string", "format": "uri", "nullable": True})
    def get_file(self, document: Document) -> str | None:
        if not document.is_downloadable:
            return None
        return _address("report-file", document, self.context["request"])

    @extend_schema_field({"type": "string", "nullable": True})
    def get_error(self, document: Document) -> str | None:
        return document.error or None


class CatalogueView(PortalAPIView):
    @extend_schema(responses=CatalogueEntrySerializer(many=True))
    def get(self, request: Request) -> Response:
        """รายงานที่บัญชีนี้ขอได้"""
        reports = reports_for(self.actor)
        asked = {report.params_form for report in reports}
        # Several reports ask for the same: their choices are read once.
        shared: dict[str, Any] = {}
        forms = {form: form(user=self.actor, shared=shared) for form in asked}
        return Response([_entry(report, forms[report.params_form]) for report in reports])


class OrderView(PortalAPIView):
    @extend_schema(
        request=OrderSerializer,
        responses={
            202: OpenApiResponse(DocumentSerializer, "รับคำขอแล้ว ที่อยู่ของเอกสารอยู่ใน Location")
        },
    )
    def post(self, request: Request) -> Response:
        """ขอเอกสาร ระบบจัดทำอยู่เบื้องหลัง"""
        order = self.read(OrderSerializer)
        document = document_request(
            actor=self.actor,
            report=order["report"],
            params=order["params"],
            file_format=order["format"],
        )
        shown = DocumentSerializer(document, context={"request": request}).data
        location = _address("report-status", document, request)
        return Response(shown, status=202, headers={"Location": location})


class StatusView(ScopedObjectView):
    model = Document
    serializer_class = DocumentSerializer
    lookup_url_kwarg = "document_id"

    @extend_schema(responses=DocumentSerializer)
    def get(self, request: Request, document_id: UUID) -> Response:
        """ความคืบหน้าของเอกสารที่ขอไว้"""
        return self.shown(self.get_object())


class FileView(ScopedAPIMixin):
    model = Document
    problem_statuses = frozenset({"409"})

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, document_id: UUID) -> FileResponse:
        """แฟ้มของเอกสารที่จัดทำเสร็จแล้ว การดาวน์โหลดทุกครั้งถูกบันทึก"""
        document = get_object_or_404(self.get_queryset(), pk=document_id)
        return download_response(self.actor, document)


def _entry(report: AnyReport, form: ReportForm) -> dict[str, Any]:
    return {
        "identifier": report.identifier,
        "title": report.title,
        "formats": list(report.formats),
        "params": {name: _parameter(field) for name, field in form.fields.items()},
    }


def _address(name: str, document: Document, request: Request) -> str:
    return reverse(f"api:{name}", kwargs={"document_id": document.pk}, request=request)


api_urlpatterns = [
    path("", OrderView.as_view(), name="report-order"),
    path("catalogue/", CatalogueView.as_view(), name="report-catalogue"),
    path("<uuid:document_id>/", StatusView.as_view(), name="report-status"),
    path("<uuid:document_id>/file/", FileView.as_view(), name="report-file"),
]

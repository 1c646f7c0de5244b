"""Base classes of the API's views.

`PortalAPIView` for a calculation or an action, `ScopedListView` for a paged list and
`ScopedObjectView` for one object with ETag and If-Match.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from cpd_portal.api.etags import check_if_match, etag_of, require_if_match
from cpd_portal.api.exceptions import MalformedRequest
from cpd_portal.api.idempotency import answer_once, keep_body, keyed
from cpd_portal.api.parsers import storable
from cpd_portal.api.permissions import HasRequiredRole
from cpd_portal.api.pointers import pointer
from cpd_portal.core.choices import Role
from cpd_portal.core.models import User
from cpd_portal.core.scoping import ScopedQuerySet, scoped

# What a handler returns: REST framework lets plain responses through as well.
Handler = Callable[..., Any]


class PortalAPIView(APIView):
    """Every write is one transaction, and with an Idempotency-Key done once."""

    http_method_names = ["get", "head", "post", "put", "patch", "delete"]
    required_roles: frozenset[Role] = frozenset()
    write_roles: frozenset[Role] = frozenset()
    # Problems that the view answers with besides those of every view, for the description.
    problem_statuses: frozenset[str] = frozenset()
    permission_classes: Sequence[type[BasePermission]] = (IsAuthenticated, HasRequiredRole)

    @property
    def actor(self) -> User:
        """The person behind the token or session."""
        user = self.request.user
        assert isinstance(user, User)
        return user

    def read(self, serializer_class: type[BaseSerializer[Any]]) -> Any:
        """The validated body; PATCH may leave fields out. Raises ValidationError (400)."""
        if self.request.data is None:
            raise ValidationError("ต้องไม่เป็น null")
        serializer = serializer_class(
            data=self.request.data,
            partial=self.request.method == "PATCH",
            context={"request": self.request, "view": self},
        )
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        keep_body(request)
        super().initial(request, *args, **kwargs)
        _refuse_unstorable(kwargs, request)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """REST framework's own, with the work of a write in a transaction and under its key."""
        self.args, self.kwargs = args, kwargs
        self.request = self.initialize_request(request, *args, **kwargs)
        self.headers = self.default_response_headers
        try:
            self.initial(self.request, *args, **kwargs)
            response = self._answer(self._handler())
        except Exception as error:
            response = self.handle_exception(error)
        self.response = self.finalize_response(self.request, response, *args, **kwargs)
        return self.response

    def _handler(self) -> Handler:
        name = str(self.request.method).lower()
        if name not in self.http_method_names:
            return self.http_method_not_allowed
        handler: Handler = getattr(self, name, self.http_method_not_allowed)
        return handler

    def _answer(self, handler: Handler) -> Any:
        if self.request.method in SAFE_METHODS:
            return handler(self.request, *self.args, **self.kwargs)
        request = keyed(self.request)
        if request is not None:
            return answer_once(request, lambda: self._rendered_work(handler))
        with transaction.atomic():
            return handler(self.request, *self.args, **self.kwargs)

    def _rendered_work(self, handler: Handler) -> HttpResponse:
        """The answer as bytes, refusals included; what is refused is rolled back first."""
        try:
            with transaction.atomic():
                response = handler(self.request, *self.args, **self.kwargs)
        except Exception as error:
            response = self.handle_exception(error)
        final: HttpResponse = self.finalize_response(self.request, response)
        return final.render() if isinstance(final, Response) else final


def _refuse_unstorable(kwargs: Mapping[str, Any], request: Request) -> None:
    """A NUL in the address would be an error of the database."""
    if not all(storable(value) for value in kwargs.values() if isinstance(value, str)):
        raise MalformedRequest("ที่อยู่มีอักขระที่ใช้ไม่ได้")
    errors = [
        (pointer(name.replace("\x00", "")), "มีอักขระที่ใช้ไม่ได้")
        for name, values in request.query_params.lists()
        if not all(storable(text) for text in (name, *values))
    ]
    if errors:
        raise MalformedRequest("พารามิเตอร์ของที่อยู่มีอักขระที่ใช้ไม่ได้", errors)


class ScopedAPIMixin(PortalAPIView):
    """The queryset holds only what the person may see; an unscoped model fails loudly."""

    model: type[models.Model]

    def get_queryset(self) -> ScopedQuerySet:
        return scoped(self.model, self.request.user)


class ScopedListView(ScopedAPIMixin, ListAPIView[Any]):
    """GET: the visible rows, filtered (`filterset_class`) and paged.

    Give `model` and `serializer_class`; extend `get_queryset` for order and joins.
    """


class ScopedObjectView(ScopedAPIMixin, GenericAPIView[Any]):
    """One visible object, found by `lookup_field`, with an ETag of what is shown.

    Give `model` and `serializer_class` and write `get` / `patch` / `put` with
    `shown(self.get_object())` and `get_locked_object()`.
    """

    def represent(self, instance: Any) -> Any:
        """What GET shows and what the ETag is computed from."""
        return self.get_serializer(instance).data

    def shown(self, instance: Any, status: int = 200) -> Response:
        representation = self.represent(instance)
        return Response(representation, status=status, headers={"ETag": etag_of(representation)})

    def current(self) -> Any:
        """The object as it is now, for the problem document of a stale write; None when it
        is gone."""
        try:
            return self.represent(self.get_object())
        except Http404:
            return None

    def get_locked_object(self) -> Any:
        """The object for a write, held until the end of the transaction.

        404 outside the person's scope, 428 without If-Match, 412 with a stale one.
        """
        lookup = {self.lookup_field: self.kwargs[self.lookup_url_kwarg or self.lookup_field]}
        held = scoped(self.model, self.request.user).select_for_update(of=("self",))
        if held.filter(**lookup).first() is None:
            raise Http404
        wanted = require_if_match(self.request)
        instance = self.get_object()
        check_if_match(wanted, self.represent(instance))
        return instance

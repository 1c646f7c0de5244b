"""The one door for scoped reads: `visible_to`, and the view mixins that apply it.

Outside a person's reach an object does not exist (404); inside it, without the role for the
page, the person is refused (403).
"""

from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponseBase

from cpd_portal.core.choices import Role

if TYPE_CHECKING:
    from cpd_portal.core.models import User


class ScopedQuerySet(models.QuerySet[Any]):
    """A queryset that knows which of its rows a person may see."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        raise NotImplementedError(f"{type(self).__name__} lacks visible_to")


class NationalQuerySet(ScopedQuerySet):
    """National reference data: every signed-in person may read it."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        return self.all() if user.is_authenticated else self.none()


class OfficeScopedQuerySet(ScopedQuerySet):
    """Rows that belong to an office: visible from that office and from the units above it."""

    office_field = "office"

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        if isinstance(user, AnonymousUser):
            return self.none()
        if user.reach.nationwide:
            return self.all()
        return self.filter(**{f"{self.office_field}__in": user.reach.unit_ids})


def scoped(model: type[models.Model], user: "User | AnonymousUser") -> ScopedQuerySet:
    """All rows of `model` that the person may see; fails loudly for an unscoped model."""
    queryset = model._default_manager.all()
    if not isinstance(queryset, ScopedQuerySet):
        raise ImproperlyConfigured(f"{model.__name__} has no scoped queryset (visible_to)")
    return queryset.visible_to(user)


class RoleRequiredMixin:
    """A page for certain roles; empty means every signed-in person."""

    required_roles: frozenset[Role] = frozenset()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        roles = self.required_roles
        if user.is_authenticated and roles and not user.has_role(*roles):
            raise PermissionDenied("บัญชีนี้ไม่มีบทบาทที่ใช้หน้านี้ได้")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class ScopedViewMixin(RoleRequiredMixin):
    """A class-based view over one scoped model: its queryset holds only visible rows."""

    model: type[models.Model]
    request: HttpRequest

    def get_queryset(self) -> ScopedQuerySet:
        return scoped(self.model, self.request.user)

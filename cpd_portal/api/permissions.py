"""Roles at the door of the API."""

from typing import TYPE_CHECKING

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from cpd_portal.core.choices import Role
from cpd_portal.core.models import User

if TYPE_CHECKING:
    # REST framework's views import this module while they are being imported.
    from rest_framework.views import APIView


class HasRequiredRole(BasePermission):
    """`required_roles` of the view, and for writes its `write_roles`; empty means everyone."""

    message = "บัญชีนี้ไม่มีบทบาทที่ใช้ส่วนนี้ได้"

    def has_permission(self, request: Request, view: "APIView") -> bool:
        needed: list[frozenset[Role]] = [getattr(view, "required_roles", frozenset())]
        if request.method not in SAFE_METHODS:
            needed.append(getattr(view, "write_roles", frozenset()))
        user = request.user
        return all(
            not roles or (isinstance(user, User) and user.has_role(*roles)) for roles in needed
        )

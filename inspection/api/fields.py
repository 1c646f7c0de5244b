"""Fields that name a visible object, and the shapes that several endpoints share."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from coops.models import Institution
from cpd_portal.core.models import User
from cpd_portal.core.scoping import scoped
from inspection.models import Defect, Visit


class _VisibleField(serializers.UUIDField):
    """The key of an object; one outside the caller's scope is unknown to him."""

    default_error_messages = {"unknown": "ไม่พบรายการนี้ในขอบเขตที่บัญชีนี้ดูได้"}
    model: type[Any]

    def to_internal_value(self, data: Any) -> Any:
        key = super().to_internal_value(data)
        found = scoped(self.model, self.context["request"].user).filter(pk=key).first()
        if found is None:
            self.fail("unknown")
        return found


class VisitField(_VisibleField):
    model = Visit


class DefectField(_VisibleField):
    model = Defect


@extend_schema_field({"type": "string", "description": "เลขทะเบียน"})
class InstitutionField(serializers.Field[Institution, Any, str, Any]):
    """Given and shown by its registration number."""

    default_error_messages = {"unknown": "ไม่พบเลขทะเบียนนี้ในขอบเขตที่บัญชีนี้ดูได้"}

    def to_internal_value(self, data: Any) -> Institution:
        rows = Institution.objects.visible_to(self.context["request"].user)
        found: Institution | None = (
            rows.filter(registration_no=data).first() if isinstance(data, str) else None
        )
        if found is None:
            self.fail("unknown")
        return found

    def to_representation(self, value: Institution) -> str:
        return value.registration_no


@extend_schema_field({"type": "string", "description": "ชื่อบัญชี"})
class PersonField(serializers.Field[User, Any, str, Any]):
    """Given and shown by the user name."""

    default_error_messages = {"unknown": "ไม่พบบัญชีผู้ใช้นี้"}

    def to_internal_value(self, data: Any) -> User:
        found = (
            User.objects.filter(username=data, is_active=True).first()
            if isinstance(data, str)
            else None
        )
        if found is None:
            self.fail("unknown")
        return found

    def to_representation(self, value: User) -> str:
        return value.username

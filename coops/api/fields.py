"""Fields and shapes that the endpoints of this room share."""

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from coops.choices import Kind, Sector
from coops.selectors import fiscal_years
from cpd_portal.api.serializers import DecimalStringField
from cpd_portal.core.exceptions import InvalidInput
from cpd_portal.core.models import OrgUnit


class PointsField(serializers.DictField):
    """Points by indicator code; each is checked later, against the rule set.

    What is no text becomes None, which no check accepts: a JSON number may have lost digits.
    """

    child = DecimalStringField()
    default_error_messages = {"not_a_dict": 'ต้องเป็นวัตถุของคะแนนตามรหัสตัวชี้วัด เช่น {{"1.1": "15"}}'}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            self.fail("not_a_dict", input_type=type(data).__name__)
        return {code: value if isinstance(value, str) else None for code, value in data.items()}


class CodeNameSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class KindSerializer(serializers.Serializer[Any]):
    """Base of shapes that tell kind and sector (null for farmer groups)."""

    kind = serializers.ChoiceField(choices=Kind.choices)
    sector = serializers.ChoiceField(choices=Sector.choices, allow_null=True)


def office_in_reach(request: Request, code: str) -> OrgUnit:
    """The office of the code. One that the caller may not see is not found."""
    office: OrgUnit | None = (
        OrgUnit.objects.visible_to(request.user).offices().filter(code=code).first()
    )
    if office is None:
        raise NotFound(f"ไม่พบหน่วยงานรหัส “{code}” ในขอบเขตที่บัญชีนี้ดูได้")
    return office


def known_year(fiscal_year: int) -> None:
    """Raises InvalidInput for a year that has no rule sets."""
    if fiscal_year not in fiscal_years():
        raise unknown_year(fiscal_year)


def unknown_year(fiscal_year: int) -> InvalidInput:
    message = f"ไม่มีเกณฑ์การจัดชั้นของปีงบประมาณ {fiscal_year}"
    return InvalidInput([("/fiscal_year", message)])

"""Serializers and fields that the rooms share: strict bodies, offices, decimal strings."""

import re
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from cpd_portal.core.models import OrgUnit


class StrictSerializer(serializers.Serializer[Any]):
    """A body that holds nothing but the documented fields: a misspelt one is an error and
    not silently ignored."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            unknown = [key for key in data if key not in self.fields]
            if unknown:
                raise serializers.ValidationError(
                    {key: ["ไม่รู้จักฟิลด์นี้"] for key in unknown}, code="unknown"
                )
        return super().to_internal_value(data)


class WholeNumberField(serializers.IntegerField):
    """A JSON integer, no text and no fraction."""

    default_error_messages = {"invalid": "ต้องเป็นจำนวนเต็ม"}

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return super().to_internal_value(data)


class YesNoField(serializers.BooleanField):
    """true or false, no text or number that could mean it."""

    default_error_messages = {"invalid": "ต้องเป็น true หรือ false"}

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class TextField(serializers.CharField):
    """A JSON string; a number is not turned into one."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class ChoiceTextField(serializers.ChoiceField):
    """One of the texts; anything that is no text is refused without being converted."""

    default_error_messages = {"invalid_choice": "ไม่รู้จักค่านี้ ใช้ได้: {choices}"}

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or data not in self.choices:
            self.fail("invalid_choice", choices=", ".join(str(choice) for choice in self.choices))
        return data


class OfficeField(serializers.Field[OrgUnit, Any, dict[str, str], OrgUnit]):
    """One of the 78 offices: given by its code ("50"), shown as {"code", "name"}.

    An office outside the caller's reach is unknown to him.
    """

    default_error_messages = {
        "invalid": 'ต้องเป็นรหัสหน่วยงานในรูปข้อความ เช่น "50"',
        "unknown": "ไม่พบหน่วยงานรหัส “{code}” ในขอบเขตที่บัญชีนี้ดูได้",
    }

    def to_internal_value(self, data: Any) -> OrgUnit:
        if not isinstance(data, str):
            self.fail("invalid")
        visible = OrgUnit.objects.visible_to(self.context["request"].user)
        office: OrgUnit | None = visible.offices().filter(code=data).first()
        if office is None:
            self.fail("unknown", code=data)
        return office

    def to_representation(self, value: OrgUnit) -> dict[str, str]:
        return {"code": value.code, "name": value.name}


class DecimalStringField(serializers.DecimalField):
    """An exact decimal as text, both ways: "62.24", "10", "0.5" (no trailing zeros).

    A JSON number is refused: it may have lost digits before it was sent.
    """

    PATTERN = r"^-?[0-9]{1,15}(\.[0-9]{1,10})?$"

    default_error_messages = {
        "text": 'ต้องเป็นตัวเลขในรูปข้อความ เช่น "45.00"',
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_digits=kwargs.pop("max_digits", 25),
            decimal_places=kwargs.pop("decimal_places", 10),
            **kwargs,
        )

    def to_internal_value(self, data: Any) -> Decimal:
        if not isinstance(data, str) or not re.fullmatch(self.PATTERN, data):
            self.fail("text")
        return super().to_internal_value(data)

    def to_representation(self, value: Any) -> str:
        return plain(Decimal(value))


def plain(number: Decimal) -> str:
    """The decimal as the API prints it: "10" for 10.000, never an exponent."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

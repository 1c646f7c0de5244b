"""A form field for a day as people type it: พ.ศ. or ค.ศ., Thai or Arabic digits."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from cpd_portal.thai.date_input import EXPECTED, DateInputError, parse_date
from cpd_portal.thai.dates import format_date_numeric

IN_THE_FUTURE = "วันนี้ยังมาไม่ถึง เลือกวันที่ไม่เกินวันนี้"


class TypedDateField(forms.CharField):
    """Cleans to a date, or None where it may be left out and was."""

    def __init__(self, **kwargs: Any) -> None:
        options: dict[str, Any] = {
            "max_length": 40,
            "widget": forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
            "help_text": EXPECTED,
            "empty_value": None,
        }
        super().__init__(**{**options, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return format_date_numeric(value) if isinstance(value, date) else value

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if text is None:
            return None
        try:
            return parse_date(text)
        except DateInputError as error:
            raise forms.ValidationError(str(error)) from error


class PastDayField(TypedDateField):
    """Of which day something is looked at: empty is now, a day that has not come is refused."""

    def __init__(self, **kwargs: Any) -> None:
        options: dict[str, Any] = {
            "required": False,
            "help_text": "",
            "widget": forms.TextInput({"placeholder": "วว/ดด/พ.ศ.", "autocomplete": "off"}),
        }
        super().__init__(**{**options, **kwargs})

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError(IN_THE_FUTURE)
        return day

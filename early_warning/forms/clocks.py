"""Filters of the clocks."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from cpd_portal.core.models import OrgUnit
from early_warning.choices import ClockKind
from early_warning.rules.clocks import months_around
from early_warning.selectors.clocks import ClockChoice

UNKNOWN = {"invalid_choice": "ไม่มีตัวเลือกนี้"}
BEFORE, AFTER = 12, 12
"""Months that can be chosen."""


class ClockForm(forms.Form):
    month = forms.ChoiceField(label="เดือน", required=False, error_messages=UNKNOWN)
    office = forms.ChoiceField(label="หน่วยงาน", required=False, error_messages=UNKNOWN)
    kind = forms.ChoiceField(
        label="เรื่อง",
        choices=[("", "ทั้งหมด"), *ClockKind.choices],
        required=False,
        error_messages=UNKNOWN,
    )
    show = forms.ChoiceField(
        label="แสดง",
        choices=[("", "ครบกำหนดในเดือน"), ("late", "เกินกำหนดแล้ว")],
        required=False,
        error_messages=UNKNOWN,
    )

    def __init__(self, data: Mapping[str, Any], *, offices: Sequence[OrgUnit]) -> None:
        super().__init__(data)
        units: Any = self.fields["office"]
        units.choices = [("", "ทั้งหมด"), *((unit.code, unit.short_name) for unit in offices)]
        if len(offices) == 1:
            units.widget = forms.HiddenInput()
        months: Any = self.fields["month"]
        offered = months_around(timezone.localdate(), BEFORE, AFTER)
        months.choices = [("", "เดือนนี้"), *offered]

    def chosen(self) -> ClockChoice:
        """Whatever is valid."""
        self.is_valid()
        return ClockChoice(
            month=self.cleaned_data.get("month", ""),
            office=self.cleaned_data.get("office", ""),
            kind=self.cleaned_data.get("kind", ""),
            late=self.cleaned_data.get("show", "") == "late",
        )

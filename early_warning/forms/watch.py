"""Filters of the watchlist."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from coops.selectors.register import type_choices
from cpd_portal.core.models import OrgUnit
from early_warning.choices import SignalCode
from early_warning.selectors.watchlist import WatchChoice, WatchOrder
from early_warning.thresholds import Book

CHOOSE = {"invalid_choice": "ไม่มีตัวเลือกนี้ ให้เลือกจากรายการ"}
ALL = ("", "ทั้งหมด")


class WatchForm(forms.Form):
    q = forms.CharField(
        label="ค้นหา",
        max_length=60,
        required=False,
        widget=forms.TextInput({"placeholder": "ชื่อหรือเลขทะเบียน"}),
    )
    office = forms.ChoiceField(label="หน่วยงาน", required=False, error_messages=CHOOSE)
    rank = forms.ChoiceField(label="ระดับ", required=False, error_messages=CHOOSE)
    type_code = forms.ChoiceField(label="ประเภท", required=False, error_messages=CHOOSE)
    signal = forms.ChoiceField(
        label="สัญญาณ", required=False, choices=[ALL, *SignalCode.choices], error_messages=CHOOSE
    )
    sort = forms.ChoiceField(
        label="เรียง", required=False, choices=WatchOrder.choices, error_messages=CHOOSE
    )

    def __init__(self, data: Mapping[str, Any], *, offices: Sequence[OrgUnit], book: Book) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["office"].choices = [ALL, *((unit.code, unit.short_name) for unit in offices)]
        fields["rank"].choices = [ALL, *((str(one.rank), one.name) for one in book.levels)]
        fields["type_code"].choices = [ALL, *type_choices()]
        if len(offices) == 1:
            fields["office"].widget = forms.HiddenInput()

    def chosen(self) -> WatchChoice:
        """Whatever is valid."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return WatchChoice(**given)

"""Which accounting year counts, where the year-end changed."""

from datetime import date
from typing import Any

from django import forms

from coops.models import YearEndDecision
from coops.rules import YearEnds
from cpd_portal.core.date_field import TypedDateField
from cpd_portal.thai.dates import format_date_long

VERSION = "version"
NEW = 0


class YearEndForm(forms.Form):
    """One of the year-ends in the window; where there is none, any day."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="เหตุผลที่ใช้งบการเงินนี้",
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "บอกเหตุผลที่ใช้งบการเงินนี้"},
    )

    use_required_attribute = False
    field_order = (VERSION, "accounting_year_end", "reason")

    def __init__(
        self, data: Any = None, *, ends: YearEnds, decision: YearEndDecision | None
    ) -> None:
        super().__init__(data, initial=_shown(decision))
        self.ends = ends
        self.fields["accounting_year_end"] = _day_field(ends)
        self.order_fields(list(self.field_order))

    def add_problems(self, errors: list[tuple[str, str]]) -> None:
        for pointer, message in errors:
            self.add_error(pointer.strip("/"), message)


def _shown(decision: YearEndDecision | None) -> dict[str, Any]:
    if decision is None:
        return {VERSION: NEW}
    names = (VERSION, "accounting_year_end", "reason")
    return {name: getattr(decision, name) for name in names}


def _day_field(ends: YearEnds) -> forms.Field:
    label = "งบการเงินที่ใช้ (วันสิ้นปีบัญชี)"
    missing = {"required": "เลือกหรือกรอกวันสิ้นปีบัญชี"}
    if not ends.found:
        return TypedDateField(label=label, error_messages=missing)
    return forms.TypedChoiceField(
        label=label,
        choices=[(end.isoformat(), format_date_long(end)) for end in ends.found],
        coerce=date.fromisoformat,
        widget=forms.RadioSelect,
        error_messages=missing,
    )

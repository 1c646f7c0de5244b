"""The dates of a year that is being opened, and taking the opening back."""

from datetime import date
from typing import Any

from django import forms

from cpd_portal.core.date_field import TypedDateField
from cpd_portal.core.years.facts import YearFacts
from cpd_portal.home.year_opening.selectors import year_dates
from cpd_portal.thai.fiscal import fiscal_year_bounds

BEFORE_LOCK = ("coops.strength-due", "coops.strength-lock")


class OpeningForm(forms.Form):
    """One field for each date that a part asks for, proposed from last year's."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, facts: YearFacts) -> None:
        super().__init__(data)
        self.begins = fiscal_year_bounds(facts.fiscal_year)[0]
        for day in year_dates():
            self.fields[day.code] = TypedDateField(
                label=day.label,
                required=day.required,
                initial=day.proposed(facts),
                error_messages={"required": f"กรุณากรอก{day.label}"},
                **({"help_text": day.help_text} if day.help_text else {}),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for wanted in year_dates():
            day = cleaned.get(wanted.code)
            if wanted.is_deadline and day is not None and day < self.begins:
                self.add_error(wanted.code, "วันที่ต้องไม่ก่อนวันแรกของปีงบประมาณที่เปิด")
        due, lock = (cleaned.get(code) for code in BEFORE_LOCK)
        if due and lock and lock < due:
            self.add_error(BEFORE_LOCK[1], "วันปิดรับต้องไม่ก่อนกำหนดส่ง")
        return cleaned

    def dates(self) -> dict[str, date]:
        return {code: day for code, day in self.cleaned_data.items() if day is not None}


class UndoForm(forms.Form):
    reason = forms.CharField(
        label="เหตุผลที่ยกเลิกการเปิดปี",
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "ระบุเหตุผลที่ยกเลิกการเปิดปี"},
    )
    use_required_attribute = False

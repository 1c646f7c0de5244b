"""Which past day is asked about."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cpd_portal.core.date_field import TypedDateField
from early_warning.rules.proof import YEAR

FIRST = date(2017, 10, 1)
"""Before fiscal year 2561 no assessment is known."""
WRONG = "เลือกวันตั้งแต่ 1 ตุลาคม 2560 ถึงเมื่อวาน"


class ProofForm(forms.Form):
    day = TypedDateField(label="คำเตือน ณ วันที่", required=False)

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        self.today = today

    def clean_day(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        if day is not None and not FIRST <= day < self.today:
            raise ValidationError(WRONG)
        return day

    def chosen(self) -> date:
        """A year ago unless another valid day is given."""
        self.is_valid()
        day: date | None = self.cleaned_data.get("day")
        return day or self.today - timedelta(days=YEAR + 1)

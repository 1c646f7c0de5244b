"""Filters of the pages of the execution."""

from typing import Any

from django import forms

from strategy.choices import Status
from strategy.selectors.overview import OverviewFilter

SEARCH = forms.TextInput(attrs={"type": "search"})


class OverviewForm(forms.Form):
    q = forms.CharField(label="ค้นหา", required=False, max_length=100, widget=SEARCH)
    strategy = forms.TypedChoiceField(
        label="ยุทธศาสตร์", required=False, coerce=int, empty_value=None
    )
    unit = forms.ChoiceField(label="หน่วยงานที่รับผิดชอบ", required=False)
    year = forms.TypedChoiceField(label="ปีงบประมาณ", required=False, coerce=int, empty_value=None)
    status = forms.ChoiceField(
        label="สถานะ", required=False, choices=[("", "ทุกสถานะ"), *Status.choices]
    )

    def __init__(self, data: Any, plan: Any) -> None:
        """`plan` with what its filters offer (`selectors.overview.plan_of`)."""
        super().__init__(data)
        fields: Any = self.fields
        fields["strategy"].choices = [
            ("", "ทุกยุทธศาสตร์"),
            *((one, f"ยุทธศาสตร์ที่ {one}") for one in plan.strategy_numbers),
        ]
        fields["unit"].choices = [
            ("", "ทุกหน่วยงาน"),
            *((unit["code"], unit["name"]) for unit in plan.unit_rows),
        ]
        fields["year"].choices = [("", "ทุกปี"), *((year, str(year)) for year in plan.years)]

    def chosen(self) -> OverviewFilter:
        """What of it is valid; the rest shows everything."""
        self.is_valid()
        found = self.cleaned_data
        return OverviewFilter(
            words=found.get("q", ""),
            strategy=found.get("strategy"),
            unit=found.get("unit", ""),
            fiscal_year=found.get("year"),
            status=found.get("status", ""),
        )

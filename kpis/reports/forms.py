"""Which scorecard, which KPI."""

from typing import Any

from django import forms

from cpd_portal.core.documents.report import ReportForm
from cpd_portal.core.models import User
from kpis.models import Kpi
from kpis.selectors import scorecard_years


class YearForm(ReportForm):
    """Without a year the newest scorecard is meant."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["fiscal_year"] = forms.TypedChoiceField(
            label="ปีงบประมาณ",
            choices=[("", "ปีล่าสุด"), *((year, str(year)) for year in scorecard_years())],
            coerce=int,
            empty_value=None,
            required=False,
        )


class KpiForm(YearForm):
    """One KPI, by its number."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        numbers = Kpi.objects.visible_to(user).order_by("number").values_list("number", flat=True)
        self.fields["number"] = forms.TypedChoiceField(
            label="ตัวชี้วัดที่",
            choices=[(number, str(number)) for number in sorted(set(numbers))],
            coerce=int,
        )

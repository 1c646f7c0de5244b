"""Which scorecard, which KPI."""

from typing import Any

from django import forms

from cpd_portal.core.documents.report import ReportForm
from cpd_portal.core.models import User
from kpis.models import Kpi


class YearForm(ReportForm):
    """Without a year the newest scorecard is meant."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        years = dict.fromkeys(year for year, _ in self.kpis())
        self.fields["fiscal_year"] = forms.TypedChoiceField(
            label="ปีงบประมาณ",
            choices=[("", "ปีล่าสุด"), *((year, str(year)) for year in years)],
            coerce=int,
            empty_value=None,
            required=False,
        )

    def kpis(self) -> list[tuple[int, int]]:
        """Year and number of every KPI, the newest year first."""
        rows = Kpi.objects.visible_to(self.user).order_by("-scorecard__fiscal_year", "number")
        return self.once(
            "kpis", lambda: list(rows.values_list("scorecard__fiscal_year", "number"))
        )


class KpiForm(YearForm):
    """One KPI, by its number."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        numbers = {number for _, number in self.kpis()}
        self.fields["number"] = forms.TypedChoiceField(
            label="ตัวชี้วัดที่",
            choices=[(number, str(number)) for number in sorted(numbers)],
            coerce=int,
        )

"""Parameters of this room's documents."""

from typing import Any

from django import forms
from django.utils import timezone

from cpd_portal.core.documents.report import ReportForm
from cpd_portal.core.models import User
from early_warning.selectors.self_assessments import YEARS, QuarterChoice

UNKNOWN = {"invalid_choice": "ไม่มีตัวเลือกนี้"}


class SelfAssessmentReportForm(ReportForm):
    """Without a quarter: the one of today."""

    fiscal_year = forms.IntegerField(
        label="ปีงบประมาณ", min_value=YEARS.start, max_value=YEARS.stop - 1, required=False
    )
    quarter = forms.IntegerField(label="ไตรมาส", min_value=1, max_value=4, required=False)
    office = forms.ChoiceField(label="หน่วยงาน", required=False, error_messages=UNKNOWN)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        _offer_offices(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        now = QuarterChoice.of_day(timezone.localdate())
        cleaned["fiscal_year"] = cleaned.get("fiscal_year") or now.fiscal_year
        cleaned["quarter"] = cleaned.get("quarter") or now.quarter
        return cleaned


class AlertsReportForm(ReportForm):
    office = forms.ChoiceField(label="หน่วยงาน", required=False, error_messages=UNKNOWN)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        _offer_offices(self)


def _offer_offices(form: ReportForm) -> None:
    units: Any = form.fields["office"]
    offered = ((unit.code, unit.short_name) for unit in form.user.offices_in_reach)
    units.choices = [("", "ทั้งหมด"), *offered]

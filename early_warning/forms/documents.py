"""Parameters of this room's documents."""

from typing import Any

from django import forms
from django.utils import timezone

from coops.selectors.register import type_choices
from cpd_portal.core.documents.report import ReportForm
from cpd_portal.core.models import User
from early_warning.choices import ClockKind, SignalCode
from early_warning.rules.clocks import MONTH
from early_warning.selectors.self_assessments import YEARS, QuarterChoice
from early_warning.thresholds import book_in_force

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


class ClocksReportForm(ReportForm):
    """Without a month: the one of today."""

    month = forms.RegexField(
        label="เดือน (ค.ศ.-เดือน เช่น 2026-11)",
        regex=rf"^{MONTH.pattern}$",
        required=False,
        error_messages={"invalid": "กรอกเป็นปี ค.ศ. ขีด เดือนสองหลัก เช่น 2026-11"},
    )
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

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        _offer_offices(self)


class LevelReportForm(ReportForm):
    """Without a rank: every watch level."""

    rank = forms.ChoiceField(label="ระดับ", required=False, error_messages=UNKNOWN)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        ranks: Any = self.fields["rank"]
        levels = self.once("early_warning.levels", lambda: book_in_force().levels)
        ranks.choices = [("", "ทุกระดับ"), *((str(one.rank), one.name) for one in levels)]


class WatchlistReportForm(LevelReportForm):
    """Without anything: the whole watchlist in reach."""

    office = forms.ChoiceField(label="หน่วยงาน", required=False, error_messages=UNKNOWN)
    signal = forms.ChoiceField(
        label="สัญญาณ",
        choices=[("", "ทั้งหมด"), *SignalCode.choices],
        required=False,
        error_messages=UNKNOWN,
    )
    type_code = forms.ChoiceField(label="ประเภท", required=False, error_messages=UNKNOWN)
    q = forms.CharField(label="ชื่อหรือเลขทะเบียน", max_length=60, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        _offer_offices(self)
        types: Any = self.fields["type_code"]
        types.choices = [("", "ทั้งหมด"), *self.once("coops.types", type_choices)]


class HealthReportForm(ReportForm):
    registration_no = forms.CharField(
        label="เลขทะเบียน", max_length=40, error_messages={"required": "กรุณากรอกเลขทะเบียน"}
    )


def _offer_offices(form: ReportForm) -> None:
    units: Any = form.fields["office"]
    offered = ((unit.code, unit.short_name) for unit in form.user.offices_in_reach)
    units.choices = [("", "ทั้งหมด"), *offered]

"""Parameters of the assessment form on paper."""

from typing import Any

from django import forms

from coops.forms.filters import UNKNOWN
from coops.models import RuleSet
from coops.selectors import fiscal_years
from cpd_portal.core.documents.report import ReportForm
from cpd_portal.core.models import User

ONE_OF = "เลือกอย่างเดียว: แบบเปล่า หน่วยงาน หรือเลขทะเบียน"


class PaperReportForm(ReportForm):
    """A blank form, one institution's, or all of an office."""

    fiscal_year = forms.TypedChoiceField(label="ปีงบประมาณ", coerce=int, error_messages=UNKNOWN)
    blank = forms.ChoiceField(label="แบบเปล่าของ", required=False, error_messages=UNKNOWN)
    office = forms.ChoiceField(
        label="กรอกแล้ว ทุกแห่งของหน่วยงาน", required=False, error_messages=UNKNOWN
    )
    registration_no = forms.CharField(
        label="กรอกแล้ว แห่งเดียว เลขทะเบียน", max_length=40, required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        year, blank, office = (self.fields[name] for name in ("fiscal_year", "blank", "office"))
        offered: Any = year
        offered.choices = [(one, str(one)) for one in fiscal_years()]
        branches: Any = blank
        branches.choices = [("", "ไม่ใช้แบบเปล่า"), *_branches()]
        units: Any = office
        codes = [(unit.code, unit.short_name) for unit in user.offices_in_reach]
        units.choices = [("", "ไม่เลือก"), *codes]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        wanted = [given.get(name) for name in ("blank", "office", "registration_no")]
        if sum(map(bool, wanted)) != 1:
            raise forms.ValidationError(ONE_OF)
        return given


def _branches() -> list[tuple[str, str]]:
    """Kind and sector of every rule set, as one code: "cooperative-agricultural"."""
    rows = RuleSet.objects.order_by("kind", "sector").distinct("kind", "sector")
    return [
        (
            f"{row.kind}-{row.sector}".rstrip("-"),
            f"{row.get_kind_display()}{row.get_sector_display() if row.sector else ''}",
        )
        for row in rows
    ]

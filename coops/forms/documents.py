"""Parameters of the documents of analysis."""

from typing import Any

from django import forms

from coops.choices import Kind, Sector
from coops.forms.filters import UNKNOWN
from coops.models import Institution
from coops.selectors import fiscal_years
from coops.selectors.movement import Move
from coops.selectors.results_on import Outcome
from cpd_portal.core.documents.report import ReportForm
from cpd_portal.core.models import User
from cpd_portal.thai.date_input import DateInputError, parse_date

UNKNOWN_INSTITUTION = "ไม่พบเลขทะเบียนนี้ในขอบเขตที่บัญชีนี้ดูได้"


class YearReportForm(ReportForm):
    """Without a year the newest one with results is meant."""

    fiscal_year = forms.TypedChoiceField(
        label="ปีงบประมาณ", coerce=int, empty_value=None, required=False, error_messages=UNKNOWN
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self._offer_years("fiscal_year", "ปีล่าสุด")

    def _offer_years(self, name: str, empty: str) -> None:
        field: Any = self.fields[name]
        field.choices = [("", empty), *((year, str(year)) for year in fiscal_years())]


class InstitutionSheetForm(YearReportForm):
    registration_no = forms.CharField(label="เลขทะเบียน", max_length=40)
    field_order = ("registration_no", "fiscal_year")

    def clean_registration_no(self) -> str:
        number: str = self.cleaned_data["registration_no"].strip()
        visible = Institution.objects.visible_to(self.user)
        if not visible.filter(registration_no=number).exists():
            raise forms.ValidationError(UNKNOWN_INSTITUTION)
        return number


class OfficeSummaryForm(YearReportForm):
    office = forms.ChoiceField(label="หน่วยงาน", error_messages=UNKNOWN)
    field_order = ("office", "fiscal_year")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        offices: Any = self.fields["office"]
        offices.choices = [(unit.code, unit.name) for unit in user.offices_in_reach]


class MovementReportForm(YearReportForm):
    """Institutions by their movement between two years: of one kind, or from one outcome to
    another."""

    earlier = forms.TypedChoiceField(
        label="เทียบกับปี", coerce=int, empty_value=None, required=False, error_messages=UNKNOWN
    )
    kind = forms.ChoiceField(
        label="ชนิด", choices=Kind.choices, initial=Kind.COOPERATIVE, error_messages=UNKNOWN
    )
    sector = forms.ChoiceField(
        label="ภาค (สหกรณ์)",
        choices=[("", "ทั้งสองภาค"), *Sector.choices],
        required=False,
        error_messages=UNKNOWN,
    )
    office = forms.ChoiceField(label="หน่วยงาน", required=False, error_messages=UNKNOWN)
    move = forms.ChoiceField(
        label="การเปลี่ยนแปลง",
        choices=[("", "ทั้งหมด"), *Move.choices],
        required=False,
        error_messages=UNKNOWN,
    )
    before = forms.ChoiceField(
        label="ผลปีก่อน",
        choices=[("", "ทั้งหมด"), *Outcome.choices],
        required=False,
        error_messages=UNKNOWN,
    )
    after = forms.ChoiceField(
        label="ผลปีหลัง",
        choices=[("", "ทั้งหมด"), *Outcome.choices],
        required=False,
        error_messages=UNKNOWN,
    )
    as_of = forms.CharField(label="ผล ณ วันที่", required=False, max_length=40)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self._offer_years("earlier", "ปีก่อนหน้า")
        offices: Any = self.fields["office"]
        units = [(unit.code, unit.short_name) for unit in user.offices_in_reach]
        offices.choices = [("", "ทั้งหมด"), *units]

    def clean_as_of(self) -> str:
        text: str = self.cleaned_data["as_of"].strip()
        if not text:
            return ""
        try:
            return parse_date(text).isoformat()
        except DateInputError as error:
            raise forms.ValidationError(str(error)) from error

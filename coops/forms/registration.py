"""Forms of a new institution, of pairs with names alike, and of the auditing department's list."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from coops.choices import (
    Level,
    MismatchDecision,
    MismatchKind,
    MismatchState,
    PairDecision,
)
from coops.forms.filters import UNKNOWN
from coops.forms.imports import ImportUploadForm
from coops.forms.register import CHOOSE, DATE, PAPER, DigitsField, PaperFields, month_field
from coops.models import InstitutionType
from coops.selectors.duplicates import PairChoice
from coops.selectors.reconciliation import MismatchChoice
from coops.services import NewInstitution, Paper
from cpd_portal.core.date_field import TypedDateField
from cpd_portal.core.models import OrgUnit

FIRST_FIELDS = (
    "name",
    "registration_no",
    "type",
    "level",
    "office",
    "district",
    "accounting_year_end_day",
    "accounting_year_end_month",
)


def _reason(**options: Any) -> Any:
    return forms.CharField(
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "กรุณากรอกเหตุผล"},
        **options,
    )


class WithProblems(forms.Form):
    """Takes over the service's errors by their pointers."""

    use_required_attribute = False

    def add_problems(self, errors: list[tuple[str, str]]) -> None:
        for pointer, message in errors:
            self.add_error(pointer.strip("/"), message)


class NewInstitutionForm(WithProblems, PaperFields):
    registration_no = forms.CharField(
        label="เลขทะเบียน", max_length=40, error_messages={"required": "กรุณากรอกเลขทะเบียน"}
    )
    name = forms.CharField(label="ชื่อ", max_length=200, error_messages={"required": "กรุณากรอกชื่อ"})
    type = forms.ModelChoiceField(
        InstitutionType.objects.all(),
        label="ประเภท",
        empty_label="เลือกประเภท",
        error_messages=CHOOSE,
    )
    level = forms.ChoiceField(label="ระดับ", choices=Level.choices, error_messages=CHOOSE)
    office = forms.ModelChoiceField(
        OrgUnit.objects.none(), label="หน่วยงานที่ดูแล", error_messages=CHOOSE
    )
    district = forms.CharField(label="อำเภอ/เขต", max_length=80, required=False)
    accounting_year_end_day = DigitsField(label="วันสิ้นปีบัญชี")
    accounting_year_end_month = month_field()
    reason = _reason(label="เหตุผลว่าเป็นคนละแห่งกับชื่อที่คล้ายกัน", required=False)

    def __init__(self, data: Any = None, *, offices: Any, asks_reason: bool = False) -> None:
        super().__init__(data)
        office: Any = self.fields["office"]
        office.queryset = offices
        if offices.count() == 1:
            office.initial = offices.first()
        self.fields["effective_on"].label = "วันที่จดทะเบียน"
        self.order_fields([*FIRST_FIELDS, *PAPER])
        if not asks_reason:
            self.fields["reason"].widget = forms.HiddenInput()

    def ask_reason(self) -> None:
        """After names alike were found."""
        self.fields["reason"].required = True
        self.fields["reason"].widget = forms.Textarea({"rows": 3, "id": "id_reason"})

    def new_institution(self) -> NewInstitution:
        skipped = {*PAPER, "reason"}
        values: Any = {k: v for k, v in self.cleaned_data.items() if k not in skipped}
        return values  # type: ignore[no-any-return]  # the fields are those of NewInstitution

    def paper(self) -> Paper:
        return Paper(**{name: self.cleaned_data[name] for name in PAPER})


class DecideForm(WithProblems):
    decision = forms.ChoiceField(
        label="ผล",
        choices=PairDecision.choices,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    reason = _reason(label="เหตุผล", help_text="ถ้าเป็นแห่งเดียวกัน ให้บอกว่าจะคงเลขทะเบียนใดไว้")


class SettleForm(WithProblems):
    version = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label="ผล",
        choices=MismatchDecision.choices,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    reason = _reason(label="เหตุผล")


class AuditorListForm(WithProblems, ImportUploadForm):
    as_of = TypedDateField(label="ข้อมูล ณ วันที่", error_messages=DATE)
    field_order = ("as_of", "file")


def _choice(label: str, choices: Iterable[tuple[Any, Any]], empty: str = "ทั้งหมด") -> Any:
    return forms.ChoiceField(
        label=label, choices=[("", empty), *choices], required=False, error_messages=UNKNOWN
    )


class OfficeFilter(forms.Form):
    office = _choice("หน่วยงาน", [])

    def __init__(self, data: Mapping[str, Any], *, offices: list[OrgUnit]) -> None:
        super().__init__(data)
        units: Any = self.fields["office"]
        units.choices = [*units.choices, *((unit.code, unit.short_name) for unit in offices)]
        if len(offices) == 1:
            units.widget = forms.HiddenInput()

    def valid(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class PairFilterForm(OfficeFilter):
    decision = _choice("ผล", [*PairDecision.choices, ("all", "ทั้งหมด")], "ยังไม่ตัดสิน")

    def chosen(self) -> PairChoice:
        return PairChoice(**self.valid())


class MismatchFilterForm(OfficeFilter):
    q = forms.CharField(
        label="ค้นหา",
        max_length=100,
        required=False,
        widget=forms.TextInput({"placeholder": "ชื่อหรือเลขทะเบียน"}),
    )
    kind = _choice("ความต่าง", MismatchKind.choices)
    state = _choice("สถานะงาน", MismatchState.choices)
    field_order = ("q", "kind", "state", "office")

    def chosen(self) -> MismatchChoice:
        return MismatchChoice(**self.valid())

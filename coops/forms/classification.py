"""Forms of the classification of a year: population, exceptions, decisions, comparison."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from coops.choices import Kind, Movement, Sector, Tier, UnassessedGroup
from coops.forms.resolution import ResolutionForm
from coops.models import ClassificationRun
from coops.selectors.run_compare import CompareChoice
from coops.services.decisions import ExceptionValues
from coops.services.populations import ChangeValues, FreezeValues
from cpd_portal.core.date_field import TypedDateField
from cpd_portal.core.documents.report import ReportForm
from cpd_portal.core.models import OrgUnit, User

UNKNOWN = {"invalid_choice": "ไม่มีตัวเลือกนี้"}
GROUP = "group_"
OUTCOMES = [
    *((str(tier.value), tier.label) for tier in Tier),
    *((f"{GROUP}{group.value}", f"ไม่นำมาประเมิน {group.label}") for group in UnassessedGroup),
]


class _Paper(forms.Form):
    """The letter behind a decision."""

    document_no = forms.CharField(label="เลขที่หนังสือ", max_length=80)
    document_on = TypedDateField(label="ลงวันที่")
    use_required_attribute = False

    def add_problems(self, errors: list[tuple[str, str]]) -> None:
        for pointer, message in errors:
            self.add_error(pointer.strip("/"), message)


class FreezeForm(_Paper):
    reference_date = TypedDateField(label="ข้อมูล ณ วันที่")
    note = forms.CharField(
        label="หมายเหตุ", required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )
    field_order = ("reference_date", "document_no", "document_on", "note")

    def values(self) -> FreezeValues:
        found = self.cleaned_data
        return FreezeValues(
            reference_date=found["reference_date"],
            document_no=found["document_no"],
            document_on=found["document_on"],
            note=found["note"],
        )


class PopulationChangeForm(_Paper):
    """One institution by its registration number, added or taken out."""

    registration_no = forms.CharField(label="เลขทะเบียน", max_length=40)
    added = forms.TypedChoiceField(
        label="การเปลี่ยน",
        choices=[("1", "เพิ่มเข้ารายชื่อ"), ("0", "ถอนออกจากรายชื่อ")],
        coerce=lambda value: value == "1",
        error_messages=UNKNOWN,
    )
    reason = forms.CharField(label="เหตุผล", max_length=2000, widget=forms.Textarea({"rows": 2}))
    field_order = ("registration_no", "added", "reason", "document_no", "document_on")

    def values(self) -> ChangeValues:
        found = self.cleaned_data
        return ChangeValues(
            reason=found["reason"],
            document_no=found["document_no"],
            document_on=found["document_on"],
        )


class ExceptionForm(_Paper):
    registration_no = forms.CharField(label="เลขทะเบียน", max_length=40)
    outcome = forms.ChoiceField(label="คณะทำงานให้เป็น", choices=OUTCOMES, error_messages=UNKNOWN)
    reason = forms.CharField(label="เหตุผล", max_length=2000, widget=forms.Textarea({"rows": 3}))
    field_order = ("registration_no", "outcome", "reason", "document_no", "document_on")

    def values(self) -> ExceptionValues:
        outcome = self.cleaned_data["outcome"]
        is_group = outcome.startswith(GROUP)
        number = int(outcome.removeprefix(GROUP))
        return ExceptionValues(
            tier=None if is_group else number,
            unassessed_group=number if is_group else None,
            reason=self.cleaned_data["reason"],
            document_no=self.cleaned_data["document_no"],
            document_on=self.cleaned_data["document_on"],
        )


class AcceptForm(ResolutionForm):
    """Where something is still missing, it has to be seen and said."""

    acknowledged = forms.BooleanField(
        label="คณะทำงานทราบว่ายังมีข้อที่ไม่ครบตามรายการ และมีมติรับผล",
        error_messages={"required": "ต้องยืนยันว่าคณะทำงานทราบข้อที่ยังไม่ครบ"},
    )

    def __init__(self, *args: Any, open_points: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not open_points:
            del self.fields["acknowledged"]


class RejectForm(forms.Form):
    reason = forms.CharField(
        label="เหตุผลที่คณะทำงานไม่รับผล",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "กรุณาระบุเหตุผลที่คณะทำงานไม่รับผล"},
    )
    use_required_attribute = False


class CompareFields(forms.Form):
    movement = forms.ChoiceField(label="การเปลี่ยน", required=False, error_messages=UNKNOWN)
    kind = forms.ChoiceField(label="ชนิด", required=False, error_messages=UNKNOWN)
    sector = forms.ChoiceField(label="ภาค", required=False, error_messages=UNKNOWN)
    office = forms.ChoiceField(label="หน่วยงาน", required=False, error_messages=UNKNOWN)

    def offer(self, offices: Iterable[OrgUnit]) -> None:
        units = [(unit.code, unit.short_name) for unit in offices]
        self._choices("movement", Movement.choices, "ทุกแห่งที่เปลี่ยน")
        self._choices("kind", Kind.choices)
        self._choices("sector", Sector.choices)
        self._choices("office", units)

    def _choices(
        self, name: str, choices: Iterable[tuple[Any, Any]], empty: str = "ทั้งหมด"
    ) -> None:
        field: Any = self.fields[name]
        field.choices = [("", empty), *choices]


class CompareForm(CompareFields):
    """`base` is the run compared with; computed ones of any year."""

    base = forms.ChoiceField(label="เทียบกับ", required=False, error_messages=UNKNOWN)
    field_order = ("base", "movement", "kind", "sector", "office")

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        offices: Iterable[OrgUnit],
        bases: Iterable[ClassificationRun],
    ) -> None:
        super().__init__(data)
        self.offer(offices)
        base: Any = self.fields["base"]
        base.choices = [(str(run.pk), str(run)) for run in bases]

    def chosen(self) -> CompareChoice:
        """Of what was asked, whatever is valid; the form shows what is not."""
        self.is_valid()
        valid = {k: v for k, v in self.cleaned_data.items() if v and k != "base"}
        return CompareChoice(**valid)


class CompareReportForm(CompareFields, ReportForm):
    """Parameters of the document of a comparison."""

    run = forms.ChoiceField(label="การจัดชั้น", error_messages=UNKNOWN)
    base = forms.ChoiceField(label="เทียบกับ", error_messages=UNKNOWN)
    field_order = ("run", "base", "movement", "kind", "sector", "office")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.offer(user.offices_in_reach)
        runs = [(str(run.pk), str(run)) for run in ClassificationRun.objects.computed()]
        for name in ("run", "base"):
            field: Any = self.fields[name]
            field.choices = runs

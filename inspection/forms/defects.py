"""Forms of defects: filters, the finding itself, and one form for every act."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from coops.models import Institution
from cpd_portal.core.amount_field import TypedAmountField
from cpd_portal.core.date_field import TypedDateField
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.saved_filters.registry import FilterPage
from inspection.choices import Category, DefectAct, Severity, Source
from inspection.models import CorrectiveAction, Defect
from inspection.rules.defects import Move
from inspection.selectors.board import DefectChoice, DefectOrder, Lateness, Stage
from inspection.services.defects import DefectValues

UNKNOWN = {"required": "กรุณาเลือก", "invalid_choice": "ไม่มีตัวเลือกนี้"}
FILL = {"required": "กรุณากรอก"}


def _filter(label: str, choices: Iterable[tuple[Any, Any]] = ()) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[("", "ทั้งหมด"), *choices], required=False, error_messages=UNKNOWN
    )


def _choose(label: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", "เลือก"), *choices], error_messages=UNKNOWN)


def _text(rows: int = 3) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


class WithProblems(forms.Form):
    use_required_attribute = False

    def add_problems(self, errors: Iterable[tuple[str, str]]) -> None:
        for pointer, message in errors:
            name = pointer.strip("/")
            self.add_error(name if name in self.fields else None, message)


class WithVersion(WithProblems):
    """Of a row that somebody else may change meanwhile."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def renew(self, version: int) -> None:
        """After a conflict what was typed counts for the row as it is now."""
        self.data = {**self.data, "version": str(version)}


class BoardForm(forms.Form):
    stage = _filter("สถานะ", Stage.choices)
    late = _filter("กำหนด", Lateness.choices)
    severity = _filter("ชนิด", Severity.choices)
    category = _filter("ด้าน", Category.choices)
    source = _filter("ผู้พบ", Source.choices)
    office = _filter("หน่วยงาน")
    q = forms.CharField(
        label="ค้นหา",
        max_length=100,
        required=False,
        widget=forms.TextInput({"placeholder": "ชื่อ เลขทะเบียน หรือเรื่อง"}),
    )
    sort = forms.ChoiceField(
        label="เรียงตาม", choices=DefectOrder.choices, required=False, error_messages=UNKNOWN
    )

    def __init__(self, data: Mapping[str, Any], *, offices: Sequence[OrgUnit]) -> None:
        super().__init__(data)
        units: Any = self.fields["office"]
        units.choices = [*units.choices, *((unit.code, unit.short_name) for unit in offices)]
        if len(offices) == 1:
            units.widget = forms.HiddenInput()

    def chosen(self, today: date) -> DefectChoice:
        """Of what was asked, whatever is valid; the form shows what is not."""
        self.is_valid()
        valid = {name: value for name, value in self.cleaned_data.items() if value}
        return DefectChoice(**{"today": today, **valid})


BOARD = FilterPage(
    code="inspection-defects",
    title="ข้อบกพร่องและข้อสังเกต",
    address="inspection:defects",
    form=lambda user, asked: BoardForm(asked, offices=user.offices_in_reach),
)


class OverviewForm(forms.Form):
    office = _filter("หน่วยงาน")

    def __init__(self, data: Mapping[str, Any], *, offices: Sequence[OrgUnit]) -> None:
        super().__init__(data)
        units: Any = self.fields["office"]
        units.choices = [*units.choices, *((unit.code, unit.short_name) for unit in offices)]
        if len(offices) == 1:
            units.widget = forms.HiddenInput()


class AsOfForm(forms.Form):
    as_of = TypedDateField(label="ณ วันที่", required=False)

    def chosen(self, today: date) -> date:
        self.is_valid()
        return self.cleaned_data.get("as_of") or today


class DefectForm(WithProblems):
    """`id` is made with the empty form, so that pressing twice records once."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    severity = _choose("ชนิด", Severity.choices)
    category = _choose("ด้าน", Category.choices)
    source = _choose("ผู้พบ", Source.choices)
    title = forms.CharField(label="เรื่อง", max_length=200, error_messages=FILL)
    facts = forms.CharField(
        label="ข้อเท็จจริง", max_length=8_000, widget=_text(6), error_messages=FILL
    )
    clause = forms.CharField(label="กฎหมายหรือระเบียบที่เกี่ยวข้อง", max_length=300, required=False)
    amount = TypedAmountField(label="จำนวนเงิน (บาท)", required=False)
    responsible = forms.CharField(label="ผู้รับผิดชอบแก้ไข", max_length=200, required=False)
    found_on = TypedDateField(label="วันที่พบ", error_messages={"required": "กรุณากรอกวันที่"})
    due_on = TypedDateField(
        label="กำหนดแก้ไข", required=False, help_text="เว้นไว้ ระบบกำหนดให้ตามชนิดและด้าน"
    )

    def values(self, institution: Institution) -> DefectValues:
        cleaned = dict(self.cleaned_data)
        cleaned["severity"] = Severity(cleaned["severity"])
        cleaned["category"] = Category(cleaned["category"])
        cleaned["source"] = Source(cleaned["source"])
        return DefectValues(institution=institution, **cleaned)


class ActForm(WithVersion):
    """What one act asks for; documents may be named with every act."""

    reason = forms.CharField(label="เหตุผลหรือรายละเอียด", max_length=8_000, widget=_text())
    until = TypedDateField(label="ถึงวันที่")
    document_no = forms.CharField(label="เลขที่หนังสือ", max_length=60, required=False)
    document_on = TypedDateField(label="ลงวันที่", required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, act: DefectAct, move: Move, version: int
    ) -> None:
        super().__init__(data, initial={"version": version}, auto_id=f"{act.value}_%s")
        self.act = act
        self.fields["reason"].required = move.needs_reason
        self.fields["reason"].error_messages |= FILL
        if not move.needs_until:
            del self.fields["until"]
        else:
            self.fields["until"].error_messages |= {"required": "กรุณากรอกวันที่"}

    def said(self) -> dict[str, Any]:
        """Arguments of the service."""
        return dict(self.cleaned_data)


class MergeForm(WithProblems):
    version = forms.IntegerField(widget=forms.HiddenInput)
    into = forms.ModelChoiceField(
        label="รวมเข้ากับ", queryset=Defect.objects.none(), error_messages=UNKNOWN
    )
    reason = forms.CharField(label="เหตุผล", max_length=8_000, widget=_text(), error_messages=FILL)

    def __init__(self, data: Mapping[str, Any] | None = None, *, defect: Defect) -> None:
        super().__init__(data, initial={"version": defect.version}, auto_id="merged_%s")
        others: Any = self.fields["into"]
        others.queryset = (
            Defect.objects.filter(
                institution=defect.institution_id,
                office=defect.office_id,
                severity=defect.severity,
                merged_into=None,
            )
            .exclude(pk=defect.pk)
            .order_by("-found_on", "pk")
        )


class PaperForm(WithProblems):
    id = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(label="เป็นหลักฐานของอะไร", max_length=200, error_messages=FILL)
    file = forms.FileField(
        label="แฟ้ม",
        help_text="PDF, JPEG, PNG หรือ WebP ไม่เกิน 10 MB ห้ามมีเลขประจำตัวประชาชนของสมาชิก",
        error_messages={"required": "กรุณาเลือกแฟ้ม", "empty": "แฟ้มที่เลือกว่างเปล่า"},
        widget=forms.FileInput({"accept": ".pdf,image/jpeg,image/png,image/webp"}),
    )


class ActionForm(WithProblems):
    """`id` is made with the empty form, so that pressing twice records once."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(label="สิ่งที่ต้องทำ", max_length=300, error_messages=FILL)
    owner = forms.CharField(label="ผู้ทำ", max_length=200, error_messages=FILL)
    due_on = TypedDateField(label="ภายในวันที่", error_messages={"required": "กรุณากรอกวันที่"})

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"id": uuid4()}, auto_id="new_%s")


class ActionDoneForm(WithVersion):
    done_on = TypedDateField(label="ทำเสร็จเมื่อ", error_messages={"required": "กรุณากรอกวันที่"})
    note = forms.CharField(
        label="ผลการทำและหลักฐาน", max_length=8_000, widget=_text(), error_messages=FILL
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, action: CorrectiveAction) -> None:
        super().__init__(data, initial={"version": action.version}, auto_id=f"{action.pk}_%s")
        self.action = action

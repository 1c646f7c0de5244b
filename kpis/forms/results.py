"""Forms of a result: the value, its papers, the steps, the evaluator's score."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cpd_portal.core.date_field import TypedDateField
from kpis.choices import Basis
from kpis.forms.score import plain
from kpis.models import Criterion, KpiResult
from kpis.rules import Policy
from kpis.rules.criteria import SINGLE
from kpis.services import EvaluatorLetter, ResultEntry
from kpis.typed_results import for_field

LONGEST_REMARK = 2000
ENTERED = [(basis.value, str(basis.label)) for basis in (Basis.TYPED, Basis.EXTERNAL)]


class PointedForm(forms.Form):
    def add_problems(self, problems: Sequence[tuple[str, str]]) -> None:
        """Problems of a service at their fields; a pointer without a field stands on top."""
        for pointer, message in problems:
            name = pointer.rsplit("/", 1)[-1]
            self.add_error(name if name in self.fields else None, message)


class ResultForm(PointedForm):
    """One text field for each figure; Thai digits and thousands separators are taken."""

    basis = forms.ChoiceField(
        label="ที่มาของผล",
        choices=ENTERED,
        initial=Basis.TYPED,
        widget=forms.RadioSelect,
        error_messages={"required": "เลือกที่มาของผล", "invalid_choice": "เลือกที่มาของผลจากรายการ"},
    )
    agency = forms.CharField(label="หน่วยงานที่แจ้งผล", max_length=200, required=False)
    letter_no = forms.CharField(label="เลขที่หนังสือ", max_length=60, required=False)
    letter_on = TypedDateField(label="ลงวันที่", required=False)
    remark = forms.CharField(
        label="คำอธิบาย",
        max_length=LONGEST_REMARK,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    unit = forms.CharField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    field_order = ("basis",)

    def __init__(
        self, criterion: Criterion, policy: Policy, result: KpiResult | None, data: Any = None
    ) -> None:
        """`result`: what the form begins with."""
        self.exact = figures_of(result)
        self.shown = {
            part: for_field(text, criterion, policy) for part, text in self.exact.items()
        }
        begin = {"unit": criterion.unit, **self.shown, **_beside(result)}
        super().__init__(data, initial=begin)
        self.criterion = criterion
        for part, label in criterion.labels.items():
            self.fields[part] = self._figure(part, label)
        self.order_fields(["basis", *criterion.labels])

    @property
    def figures(self) -> list[forms.BoundField]:
        return [self[part] for part in self.criterion.labels]

    def _figure(self, part: str, label: str) -> forms.CharField:
        may_be_empty = self.criterion.no_result_score is not None
        return forms.CharField(
            label=f"ผล ({self.criterion.unit})" if part == SINGLE else label,
            required=not may_be_empty,
            max_length=60,
            help_text="เว้นว่างไว้หมายถึงไม่มีผลการสำรวจ" if may_be_empty else "",
            widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
            error_messages={"required": "กรอกผลเป็นตัวเลข เช่น 45.00"},
        )

    def entry(self) -> ResultEntry:
        given = self.cleaned_data
        texts = {part: self._kept(part, plain(given[part])) for part in self.criterion.labels}
        basis = Basis(given["basis"])
        outside = basis == Basis.EXTERNAL
        return ResultEntry(
            value=texts if self.criterion.rule.is_composite else texts[SINGLE] or None,
            unit=given["unit"],
            basis=basis,
            agency=given["agency"] if outside else "",
            letter_no=given["letter_no"] if outside else "",
            letter_on=given["letter_on"] if outside else None,
            remark=given["remark"],
        )

    def _kept(self, part: str, typed: str) -> str:
        """The stored figure with every digit while the field still shows it rounded."""
        is_left = part in self.exact and typed == self.shown[part]
        return self.exact[part] if is_left else typed


def figures_of(result: KpiResult | None) -> dict[str, str]:
    """By part, with every digit."""
    if result is None or result.value is None:
        return {}
    return dict(result.value) if isinstance(result.value, dict) else {SINGLE: result.value}


def _beside(result: KpiResult | None) -> dict[str, Any]:
    """What stands beside the figures."""
    if result is None:
        return {"version": 0}
    basis = result.basis if result.basis == Basis.EXTERNAL else Basis.TYPED
    kept = {name: getattr(result, name) for name in ("agency", "letter_no", "letter_on", "remark")}
    return {**kept, "basis": basis, "version": result.version}


class EvidenceForm(PointedForm):
    title = forms.CharField(
        label="เป็นหลักฐานเรื่อง",
        max_length=200,
        error_messages={"required": "ระบุว่าแฟ้มนี้เป็นหลักฐานเรื่องใด"},
    )
    file = forms.FileField(
        label="แฟ้ม",
        help_text="PDF, JPEG หรือ PNG ไม่เกิน 10 MB",
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"required": "เลือกแฟ้มหลักฐาน", "empty": "แฟ้มว่าง ให้เลือกแฟ้มใหม่"},
    )


class ReasonForm(forms.Form):
    """Why a result goes back, or is opened after an appeal."""

    reason = forms.CharField(
        label="เหตุผล",
        max_length=LONGEST_REMARK,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "ระบุเหตุผล เพื่อให้เจ้าของตัวชี้วัดทราบว่าต้องแก้อะไร"},
    )


class AppealForm(ReasonForm):
    document_no = forms.CharField(label="เลขที่หนังสืออุทธรณ์", max_length=60, required=False)


class EvaluatorForm(PointedForm):
    score = forms.DecimalField(
        label="คะแนนที่ผู้ประเมินให้",
        max_digits=5,
        decimal_places=2,
        localize=False,
        error_messages={"required": "กรอกคะแนน 0 ถึง 100", "invalid": "กรอกคะแนนเป็นตัวเลข 0 ถึง 100"},
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )
    agency = forms.CharField(
        label="ผู้ประเมิน", max_length=200, error_messages={"required": "ระบุหน่วยงานที่ประเมิน"}
    )
    letter_no = forms.CharField(
        label="เลขที่หนังสือ", max_length=60, error_messages={"required": "ระบุเลขที่หนังสือ"}
    )
    letter_on = TypedDateField(label="ลงวันที่", error_messages={"required": "ระบุวันที่ของหนังสือ"})
    note = forms.CharField(
        label="หมายเหตุ",
        required=False,
        max_length=LONGEST_REMARK,
        widget=forms.Textarea({"rows": 2}),
    )
    evaluator_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def letter(self) -> EvaluatorLetter:
        given = self.cleaned_data
        return EvaluatorLetter(
            score=given["score"],
            agency=given["agency"].strip(),
            letter_no=given["letter_no"].strip(),
            letter_on=given["letter_on"],
            note=given["note"].strip(),
        )

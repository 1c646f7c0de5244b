"""Forms of one activity of an action plan."""

from collections.abc import Sequence

from django import forms

from cpd_portal.core.date_field import TypedDateField


class ProblemsForm(forms.Form):
    """Shows what a service found wrong at the fields."""

    def add_problems(self, problems: Sequence[tuple[str, str]]) -> None:
        for pointer, message in problems:
            self.add_error(pointer.removeprefix("/"), message)


class TickForm(ProblemsForm):
    done_on = TypedDateField(label="แล้วเสร็จเมื่อ", error_messages={"required": "กรอกวันที่แล้วเสร็จ"})
    note = forms.CharField(
        label="ผลการดำเนินการ",
        max_length=2_000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class UntickForm(ProblemsForm):
    reason = forms.CharField(
        label="เหตุผลที่ยกเลิก",
        max_length=500,
        error_messages={"required": "ระบุเหตุผลที่ยกเลิกว่าแล้วเสร็จ"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class EvidenceForm(ProblemsForm):
    title = forms.CharField(
        label="หลักฐานเรื่อง",
        max_length=200,
        error_messages={"required": "ระบุว่าแฟ้มนี้เป็นหลักฐานเรื่องใด"},
    )
    file = forms.FileField(
        label="แฟ้ม",
        help_text="PDF, JPEG หรือ PNG ไม่เกิน 10 MB",
        error_messages={"required": "เลือกแฟ้มก่อน", "empty": "แฟ้มว่าง ให้เลือกแฟ้มใหม่"},
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

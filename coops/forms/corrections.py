"""Forms of corrections after approval."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cpd_portal.core.corrections.choices import CorrectionState
from cpd_portal.core.corrections.services import CorrectionRequest
from cpd_portal.core.date_field import TypedDateField

LONGEST_REASON = 1000


class CorrectionForm(forms.Form):
    """Why an approved assessment has to be reopened, and by which document."""

    reason = forms.CharField(
        label="เหตุผลที่ขอแก้ไข",
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 4}),
        help_text="บอกว่าค่าใดผิด ค่าที่ถูกคืออะไร และทราบจากอะไร",
    )
    document_no = forms.CharField(
        label="เลขที่หนังสือ",
        max_length=60,
        help_text="หนังสือของสำนักงานที่ขอแก้ไข",
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    document_on = TypedDateField(label="ลงวันที่")
    file = forms.FileField(
        label="แฟ้มหนังสือ",
        required=False,
        help_text="PDF, JPEG หรือ PNG ไม่เกิน 10 MB",
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def asked(self) -> CorrectionRequest:
        given = self.cleaned_data
        return CorrectionRequest(
            reason=given["reason"],
            document_no=given["document_no"],
            document_on=given["document_on"],
        )

    def add_problems(self, problems: Sequence[tuple[str, str]]) -> None:
        for pointer, message in problems:
            self.add_error(pointer.removeprefix("/"), message)


class AnswerForm(forms.Form):
    """What headquarters write when they refuse or send back."""

    reason = forms.CharField(
        label="เหตุผล",
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "กรุณาระบุเหตุผล เพื่อให้สำนักงานทราบว่าต้องทำอะไรต่อ"},
    )


class CorrectionFilterForm(forms.Form):
    """Which corrections of the chosen year."""

    state = forms.ChoiceField(
        label="สถานะ",
        required=False,
        choices=[("", "ทั้งหมด"), ("open", "ยังไม่เสร็จ"), *CorrectionState.choices],
        error_messages={"invalid_choice": "ไม่มีตัวเลือกนี้"},
    )

    def chosen(self) -> str:
        self.is_valid()
        found: Any = self.cleaned_data.get("state", "")
        return str(found)

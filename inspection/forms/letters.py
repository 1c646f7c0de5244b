"""Forms of letters about defects."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html

from cpd_portal.core.date_field import TypedDateField
from cpd_portal.core.documents.choices import Format
from inspection.models import Defect
from inspection.services.letters import NOTHING_CHOSEN, LetterValues


class ProblemsForm(forms.Form):
    """Shows what a service found wrong at the fields."""

    def add_problems(self, problems: Sequence[tuple[str, str]]) -> None:
        for pointer, message in problems:
            self.add_error(pointer.removeprefix("/"), message)


class LetterForm(ProblemsForm):
    """Which defects of the institution, and by when it has to report."""

    defects = forms.MultipleChoiceField(
        label="เรื่องที่แจ้ง",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": NOTHING_CHOSEN, "invalid_choice": NOTHING_CHOSEN},
    )
    reply_by = TypedDateField(label="ขอให้รายงานผลภายในวันที่")

    def __init__(self, data: Any = None, *, defects: Collection[Defect], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offered: Any = self.fields["defects"]
        offered.choices = [
            (str(row.pk), format_html("{}: <bdi>{}</bdi>", row.get_severity_display(), row.title))
            for row in defects
        ]
        self.by_key = {str(row.pk): row.pk for row in defects}

    def values(self) -> LetterValues:
        given = self.cleaned_data
        return LetterValues(
            defects=[self.by_key[key] for key in given["defects"]], reply_by=given["reply_by"]
        )


class NumberForm(ProblemsForm):
    """Number and day from the office's register of letters."""

    document_no = forms.CharField(
        label="เลขที่หนังสือ",
        max_length=60,
        help_text="ตามทะเบียนหนังสือส่งของสำนักงาน",
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    document_on = TypedDateField(label="ลงวันที่")
    version = forms.IntegerField(widget=forms.HiddenInput)


class ScanForm(forms.Form):
    """The signed paper."""

    file = forms.FileField(
        label="แฟ้มฉบับลงนาม",
        help_text="PDF, JPEG หรือ PNG ไม่เกิน 10 MB",
        error_messages={"required": "เลือกแฟ้มฉบับลงนามก่อน", "empty": "แฟ้มว่าง ให้เลือกแฟ้มใหม่"},
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class FileForm(forms.Form):
    format = forms.ChoiceField(
        choices=[(one.value, one.label) for one in (Format.PDF, Format.DOCX)],
        error_messages={"required": "เลือกรูปแบบแฟ้ม", "invalid_choice": "ไม่มีรูปแบบแฟ้มนี้"},
    )

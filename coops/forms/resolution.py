"""The resolution of the joint working group: meeting, document, and who sat in it."""

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from coops.choices import Department
from coops.models.resolutions import DOCUMENT_TYPES
from coops.services.resolutions import MemberValues, ResolutionValues
from cpd_portal.core.date_field import TypedDateField
from cpd_portal.core.imports.limits import MEGABYTE

MAX_DOCUMENT = 10 * MEGABYTE
PERSON = re.compile(r"(?P<name>[^,\t]+)[,\t]\s*(?P<position>.+)")


class MembersField(forms.CharField):
    """One person a line, "name, position"; a table pasted from Word or Excel reads the same."""

    def __init__(self, department: Department, **kwargs: Any) -> None:
        self.department = department
        super().__init__(
            label=f"คณะทำงานจาก{department.label}",
            help_text="บรรทัดละหนึ่งคน: ชื่อ, ตำแหน่ง",
            widget=forms.Textarea({"rows": 4}),
            error_messages={"required": "ต้องมีอย่างน้อยหนึ่งคน"},
            **kwargs,
        )

    def clean(self, value: Any) -> list[MemberValues]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        found = [PERSON.fullmatch(line) for line in lines]
        for line, match in zip(lines, found, strict=True):
            if match is None:
                raise forms.ValidationError(f"บรรทัด “{line}” ต้องเป็น ชื่อ, ตำแหน่ง")
        return [
            MemberValues(
                name=match["name"].strip(),
                department=self.department.value,
                position=match["position"].strip(),
            )
            for match in found
            if match
        ]


class ResolutionForm(forms.Form):
    meeting_no = forms.CharField(label="การประชุมครั้งที่", max_length=40)
    meeting_on = TypedDateField(label="วันประชุม")
    resolution = forms.CharField(label="มติ", max_length=4000, widget=forms.Textarea({"rows": 4}))
    document_no = forms.CharField(label="เลขที่หนังสือหรือรายงานการประชุม", max_length=80)
    document_on = TypedDateField(label="ลงวันที่")
    document = forms.FileField(
        label="แฟ้มเอกสาร",
        required=False,
        help_text="PDF ภาพ หรือ DOCX ไม่เกิน 10 MB",
        widget=forms.FileInput({"accept": ",".join(f".{kind}" for kind in DOCUMENT_TYPES)}),
    )
    cpd_members = MembersField(Department.CPD)
    cad_members = MembersField(Department.CAD)
    use_required_attribute = False

    def clean_document(self) -> "UploadedFile[bytes] | None":
        document: UploadedFile[bytes] | None = self.cleaned_data["document"]
        if document is None:
            return None
        if (document.size or 0) > MAX_DOCUMENT:
            raise forms.ValidationError("แฟ้มใหญ่เกิน 10 MB")
        if (document.name or "").rpartition(".")[2].lower() not in DOCUMENT_TYPES:
            raise forms.ValidationError("รับเฉพาะ PDF ภาพ หรือ DOCX")
        return document

    def values(self) -> ResolutionValues:
        """Of a valid form."""
        found = self.cleaned_data
        return ResolutionValues(
            meeting_no=found["meeting_no"],
            meeting_on=found["meeting_on"],
            resolution=found["resolution"],
            document_no=found["document_no"],
            document_on=found["document_on"],
            document=found["document"],
            members=found["cpd_members"] + found["cad_members"],
        )

    def add_problems(self, errors: list[tuple[str, str]]) -> None:
        """Of the service; what concerns all members stands above the form."""
        for pointer, message in errors:
            name = pointer.strip("/")
            self.add_error(name if name in self.fields else None, message)

"""Choosing a spreadsheet."""

from django import forms

from cpd_portal.core.imports.limits import MAX_FILE_BYTES, MEGABYTE


class ImportUploadForm(forms.Form):
    file = forms.FileField(
        label="แฟ้ม Excel หรือ CSV",
        help_text=f".xlsx หรือ .csv ไม่เกิน {MAX_FILE_BYTES // MEGABYTE} MB",
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
        max_length=200,
        error_messages={
            "required": "กรุณาเลือกแฟ้ม",
            "empty": "แฟ้มที่เลือกว่างเปล่า",
            "max_length": "ชื่อแฟ้มยาวเกินไป กรุณาตั้งชื่อให้สั้นลง",
        },
    )
    use_required_attribute = False

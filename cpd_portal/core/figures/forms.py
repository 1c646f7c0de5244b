"""Proposing a version, and taking one back."""

from django import forms

from cpd_portal.core.imports.limits import MAX_FILE_BYTES, MEGABYTE


class ProposalForm(forms.Form):
    file = forms.FileField(
        label="แฟ้มที่แก้แล้ว",
        help_text=f".xlsx ไม่เกิน {MAX_FILE_BYTES // MEGABYTE} MB ชุดที่มีแผ่นงานเดียวรับ .csv ด้วย",
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
        max_length=200,
        error_messages={
            "required": "กรุณาเลือกแฟ้ม",
            "empty": "แฟ้มที่เลือกว่างเปล่า",
            "max_length": "ชื่อแฟ้มยาวเกินไป กรุณาตั้งชื่อให้สั้นลง",
        },
    )
    source = forms.CharField(
        label="ที่มา",
        help_text="หนังสือ คู่มือ หรือมติ ที่ตัวเลขมาจาก พร้อมเลขที่และวันที่",
        max_length=300,
        error_messages={"required": "กรุณาระบุที่มาของตัวเลข"},
    )
    note = forms.CharField(
        label="หมายเหตุ", required=False, widget=forms.Textarea({"rows": 2}), max_length=2000
    )
    use_required_attribute = False


class WithdrawalForm(forms.Form):
    reason = forms.CharField(
        label="เหตุผลที่ถอนข้อเสนอ",
        widget=forms.Textarea({"rows": 2}),
        max_length=500,
        error_messages={"required": "กรุณาระบุเหตุผลที่ถอนข้อเสนอ"},
    )
    use_required_attribute = False

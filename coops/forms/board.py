"""Filters of the board of offices."""

from typing import Any

from django import forms

from coops.forms.filters import UNKNOWN
from coops.selectors.board import CHANGED, LATE, UNSENT, BoardOrder
from coops.selectors.desk import NOT_STARTED
from cpd_portal.core.choices import SubmissionState

BOARD_SHOWS = [
    ("", "ทุกสถานะ"),
    (UNSENT, "ยังไม่ส่ง"),
    (LATE, "ส่งช้าหรือเกินกำหนด"),
    (CHANGED, "มีค่าที่เปลี่ยนหลังอนุมัติ"),
    (NOT_STARTED, "ยังไม่เริ่ม"),
    *SubmissionState.choices,
]


class BoardForm(forms.Form):
    state = forms.ChoiceField(
        label="แสดง", choices=BOARD_SHOWS, required=False, error_messages=UNKNOWN
    )
    q = forms.CharField(
        label="สำนักงาน",
        max_length=60,
        required=False,
        widget=forms.TextInput({"placeholder": "ชื่อสำนักงาน"}),
    )
    sort = forms.ChoiceField(
        label="เรียงตาม", choices=BoardOrder.choices, required=False, error_messages=UNKNOWN
    )
    view = forms.ChoiceField(
        label="แบบ",
        choices=[("", "สามคอลัมน์"), ("table", "ตารางเดียว")],
        required=False,
        error_messages=UNKNOWN,
    )

    def chosen(self) -> dict[str, Any]:
        """Of what was asked, whatever is valid; the form shows what is not."""
        self.is_valid()
        given = self.cleaned_data
        return {
            "state": given.get("state", ""),
            "q": given.get("q", ""),
            "order": BoardOrder(given.get("sort") or BoardOrder.NAME),
        }

    @property
    def is_table(self) -> bool:
        return self.cleaned_data.get("view") == "table"

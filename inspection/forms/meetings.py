"""Forms of the meetings of the working group."""

from django import forms

from cpd_portal.core.date_field import TypedDateField
from inspection.choices import Decision
from inspection.forms.letters import ProblemsForm
from inspection.services.meetings import DecisionValues, MeetingValues


class MeetingForm(ProblemsForm):
    number = forms.CharField(label="ครั้งที่", max_length=20, help_text="เช่น 1/2569")
    held_on = TypedDateField(label="วันที่ประชุม")
    place = forms.CharField(label="สถานที่", max_length=200)

    def values(self) -> MeetingValues:
        return MeetingValues(**self.cleaned_data)


class DecisionForm(ProblemsForm):
    decision = forms.ChoiceField(
        label="มติ",
        choices=Decision.choices,
        error_messages={"required": "เลือกมติ", "invalid_choice": "ไม่มีมตินี้ให้เลือก"},
    )
    note = forms.CharField(
        label="รายละเอียดของมติ",
        max_length=2_000,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "กรุณากรอกรายละเอียดของมติ"},
    )
    until = TypedDateField(label="ขยายกำหนดถึง (เฉพาะมติขยายกำหนด)", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def values(self) -> DecisionValues:
        given = self.cleaned_data
        return DecisionValues(
            decision=Decision(given["decision"]), note=given["note"], until=given["until"]
        )


class CloseForm(ProblemsForm):
    """Who was present, one on each line, and what the minutes say besides the decisions."""

    present = forms.CharField(
        label="ผู้มาประชุม",
        max_length=5_000,
        help_text="บรรทัดละหนึ่งคน ชื่อ ตำแหน่ง และหน้าที่ในคณะทำงาน",
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": "กรุณากรอกรายชื่อผู้มาประชุมอย่างน้อยหนึ่งคน"},
    )
    minutes = forms.CharField(
        label="บันทึกการประชุม",
        max_length=20_000,
        required=False,
        widget=forms.Textarea({"rows": 6}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class VersionForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)

"""Forms of the plan: quota, an added institution, an entry's day, team and end."""

from typing import Any

from django import forms

from cpd_portal.core.date_field import TypedDateField
from cpd_portal.core.models import User


class QuotaForm(forms.Form):
    quota = forms.IntegerField(
        label="จำนวนที่ต้องตรวจ (แห่ง)",
        min_value=0,
        max_value=9_999,
        error_messages={"invalid": "กรอกเป็นจำนวนเต็ม", "required": "กรอกจำนวนที่ต้องตรวจ"},
    )
    note = forms.CharField(label="ที่มาของจำนวน", max_length=300, required=False)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class VersionForm(forms.Form):
    version = forms.IntegerField(min_value=0)


class AddForm(forms.Form):
    institution = forms.IntegerField()
    planned_on = TypedDateField(label="วันที่จะตรวจ")


class MoveForm(forms.Form):
    planned_on = TypedDateField(label="วันที่จะตรวจ")
    version = forms.IntegerField(widget=forms.HiddenInput)


class RemoveForm(forms.Form):
    reason = forms.CharField(label="เหตุผลที่เอาออกจากแผน", max_length=500)
    version = forms.IntegerField(widget=forms.HiddenInput)


class TeamForm(forms.Form):
    """`people`: who has an appointment in force on the day."""

    leader = forms.ModelChoiceField(
        label="หัวหน้าคณะ",
        queryset=User.objects.none(),
        error_messages={
            "required": "เลือกหัวหน้าคณะ",
            "invalid_choice": "เลือกผู้ที่มีคำสั่งให้ตรวจในวันที่จะตรวจ",
        },
    )
    members = forms.ModelMultipleChoiceField(
        label="ผู้ร่วมตรวจ",
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("leader", "members"):
            field: Any = self.fields[name]
            field.queryset = people

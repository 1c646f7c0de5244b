"""A new announcement."""

from typing import Any

from django import forms
from django.utils import timezone

from cpd_portal.core.announcements.services import AnnouncementValues
from cpd_portal.core.choices import Role
from cpd_portal.core.date_field import TypedDateField
from cpd_portal.core.models.people import User
from cpd_portal.core.models.places import OrgUnit

UNKNOWN = {"invalid_choice": "เลือกจากรายการที่มีให้"}


class AnnouncementForm(forms.Form):
    title = forms.CharField(
        label="หัวเรื่อง", max_length=120, error_messages={"required": "กรุณากรอกหัวเรื่อง"}
    )
    body = forms.CharField(
        label="ข้อความ",
        max_length=4_000,
        widget=forms.Textarea({"rows": 6}),
        help_text="ข้อความล้วน ไม่เกิน 4,000 ตัวอักษร ขึ้นบรรทัดใหม่ได้",
        error_messages={"required": "กรุณากรอกข้อความ"},
    )
    starts = TypedDateField(label="แสดงตั้งแต่วันที่", error_messages={"required": "กรุณากรอกวันแรกที่แสดง"})
    ends = TypedDateField(label="แสดงถึงวันที่", error_messages={"required": "กรุณากรอกวันสุดท้ายที่แสดง"})
    units = forms.MultipleChoiceField(
        label="ถึงคนของหน่วยงาน",
        widget=forms.SelectMultiple,
        help_text="รวมหน่วยงานที่อยู่ใต้หน่วยงานที่เลือก",
        error_messages={"required": "เลือกหน่วยงานอย่างน้อยหนึ่งแห่ง", **UNKNOWN},
    )
    roles = forms.MultipleChoiceField(
        label="เฉพาะบทบาท",
        required=False,
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="ไม่เลือก คือทุกบทบาท",
        error_messages=UNKNOWN,
    )
    use_required_attribute = False

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        self.offered = [unit for unit in user.units_below if user.administers(unit)]
        units: Any = self.fields["units"]
        units.choices = [(unit.code, unit.name) for unit in self.offered]
        self.fields["starts"].initial = timezone.localdate()
        units.widget.attrs["size"] = min(max(len(self.offered), 2), 8)
        if len(self.offered) == 1:
            units.initial = [self.offered[0].code]

    def values(self) -> AnnouncementValues:
        found: dict[str, Any] = self.cleaned_data
        units: list[OrgUnit] = [unit for unit in self.offered if unit.code in found["units"]]
        return AnnouncementValues(
            title=found["title"],
            body=found["body"],
            starts=found["starts"],
            ends=found["ends"],
            units=units,
            roles=[Role(role) for role in found["roles"]],
        )

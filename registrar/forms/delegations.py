"""The form of a delegation order, and of its revocation."""

from collections.abc import Iterable
from typing import Any

from django import forms

from coops.choices import Kind
from cpd_portal.core.amount_field import TypedAmountField
from cpd_portal.core.date_field import TypedDateField
from cpd_portal.core.models import OrgUnit, User
from registrar.choices import Delegate
from registrar.framework import Power
from registrar.services.delegations import DelegationValues

CHOOSE = {"required": "เลือกหนึ่งข้อ", "invalid_choice": "เลือกจากรายการ"}


class DelegationForm(forms.Form):
    order_no = forms.CharField(label="คำสั่งเลขที่", max_length=60)
    ordered_on = TypedDateField(label="ลงวันที่")
    gazette = forms.CharField(label="ประกาศราชกิจจานุเบกษา", max_length=200, required=False)
    power_codes = forms.MultipleChoiceField(
        label="อำนาจที่มอบ",
        widget=forms.SelectMultiple(attrs={"size": 12}),
        error_messages={"required": "เลือกอำนาจอย่างน้อยหนึ่งอำนาจ"},
    )
    delegate = forms.ChoiceField(
        label="ผู้รับมอบอำนาจ", choices=Delegate.choices, error_messages=CHOOSE
    )
    unit = forms.ModelChoiceField(
        label="หน่วยงานของผู้รับมอบ",
        queryset=OrgUnit.objects.none(),
        required=False,
        empty_label="ทุกสำนักงาน แต่ละแห่งในพื้นที่ของตน",
        to_field_name="code",
        error_messages=CHOOSE,
    )
    person = forms.CharField(label="เฉพาะบัญชีผู้ใช้", max_length=60, required=False)
    area = forms.MultipleChoiceField(
        label="พื้นที่", required=False, widget=forms.SelectMultiple(attrs={"size": 8})
    )
    kind = forms.ChoiceField(
        label="เฉพาะชนิด", required=False, choices=[("", "ทั้งสองชนิด"), *Kind.choices]
    )
    max_amount = TypedAmountField(label="วงเงินไม่เกิน (บาท)", required=False)
    starts_on = TypedDateField(label="มีผลตั้งแต่วันที่")
    ends_on = TypedDateField(label="ถึงวันที่", required=False)
    conditions = forms.CharField(
        label="เงื่อนไขในคำสั่ง", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, powers: Iterable[Power], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["power_codes"].choices = [
            (power.code, f"{power.section} {power.title}") for power in powers if power.delegable
        ]
        units = list(OrgUnit.objects.order_by("name_sort"))
        fields["unit"].queryset = OrgUnit.objects.order_by("name_sort")
        fields["area"].choices = [(unit.code, unit.name) for unit in units if unit.is_office]

    def clean_person(self) -> User | None:
        username = self.cleaned_data["person"].strip()
        if not username:
            return None
        found = User.objects.filter(username=username, is_active=True).first()
        if found is None:
            raise forms.ValidationError(f"ไม่พบบัญชีผู้ใช้ “{username}” ที่ใช้งานได้")
        return found

    def values(self) -> DelegationValues:
        data = dict(self.cleaned_data)
        data["delegate"] = Delegate(data["delegate"])
        return DelegationValues(**data)


class ConfirmForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)


class RevokeForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    revocation = forms.CharField(label="คำสั่งยกเลิกเลขที่และวันที่", max_length=200)

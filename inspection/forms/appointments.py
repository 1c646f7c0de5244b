"""Forms of appointments: the person and what the regulation asks, the order, the end."""

from typing import Any

from django import forms

from cpd_portal.core.date_field import TypedDateField
from cpd_portal.core.documents.report import ReportForm
from cpd_portal.core.models import OrgUnit, User
from inspection.choices import Capacity, EndReason, PositionKind, Rank
from inspection.selectors.appointments import appointments_of
from inspection.services.appointments import AppointmentValues

OFFERED = 500
CHOOSE = {"required": "เลือกหนึ่งข้อ", "invalid_choice": "เลือกจากรายการ"}


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """People of one unit by their names."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(
            label=label, queryset=User.objects.none(), error_messages=CHOOSE, **kwargs
        )


class AppointmentForm(forms.Form):
    inspector = PersonField("ผู้ที่จะแต่งตั้ง")
    capacity = forms.ChoiceField(label="ฐานะ", choices=Capacity.choices, error_messages=CHOOSE)
    position = forms.CharField(label="ตำแหน่ง", max_length=200)
    position_kind = forms.ChoiceField(
        label="ประเภทตำแหน่ง", choices=PositionKind.choices, error_messages=CHOOSE
    )
    rank = forms.ChoiceField(label="ระดับ", choices=Rank.choices, error_messages=CHOOSE)
    starts_on = TypedDateField(label="ปฏิบัติหน้าที่ตั้งแต่วันที่")
    served_since = TypedDateField(label="รับราชการตั้งแต่วันที่", required=False)
    course_on = TypedDateField(label="ผ่านการอบรมระดับพื้นฐานเมื่อ", required=False)
    is_civil_servant = forms.BooleanField(label="เป็นข้าราชการกรมส่งเสริมสหกรณ์", required=False)
    is_suitable = forms.BooleanField(
        label="พิจารณาแล้วว่าเหมาะสม มีความรู้ความเข้าใจ และใช้กฎหมายว่าด้วยสหกรณ์ได้ดี", required=False
    )
    under_director = forms.BooleanField(
        label="อยู่ในคณะที่มีผู้อำนวยการกองหรือผู้ตรวจราชการกรมเป็นประธาน", required=False
    )
    is_official = forms.BooleanField(
        label="เป็นพนักงานเจ้าหน้าที่ซึ่งรัฐมนตรีแต่งตั้ง (เฉพาะการตรวจสอบกลุ่มเกษตรกร)", required=False
    )

    def __init__(self, *args: Any, office: OrgUnit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office = office
        people: Any = self.fields["inspector"]
        people.queryset = people_of(office)

    def values(self) -> AppointmentValues:
        data = self.cleaned_data
        return AppointmentValues(
            **{
                **data,
                "office": self.office,
                "capacity": Capacity(data["capacity"]),
                "position_kind": PositionKind(data["position_kind"]),
                "rank": Rank(data["rank"]),
            }
        )


class OrderForm(forms.Form):
    order_no = forms.CharField(label="คำสั่งเลขที่", max_length=60)
    ordered_on = TypedDateField(label="ลงวันที่")
    version = forms.IntegerField(widget=forms.HiddenInput)


class EndForm(forms.Form):
    reason = forms.ChoiceField(
        label="เหตุที่พ้นจากตำแหน่ง",
        choices=[("", "เลือกเหตุ"), *EndReason.choices],
        error_messages=CHOOSE,
    )
    ended_on = TypedDateField(label="พ้นตั้งแต่วันที่")
    document = forms.CharField(label="คำสั่งเลขที่และวันที่", max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class OrderReportForm(ReportForm):
    appointment = forms.ChoiceField(
        label="การแต่งตั้ง",
        error_messages={"invalid_choice": "ไม่พบการแต่งตั้งนี้ในขอบเขตของบัญชี"},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        rows = appointments_of(user, None).order_by("-made_at")[:OFFERED]
        field: Any = self.fields["appointment"]
        field.choices = [(str(row.pk), f"{row.inspector} {row.position}") for row in rows]
        field.valid_value = lambda value: appointments_of(user, None).filter(pk=value).exists()


def people_of(office: OrgUnit) -> Any:
    """Who has an account in the unit; the service looks at the day."""
    return (
        User.objects.filter(memberships__org_unit=office, is_active=True)
        .distinct()
        .order_by("full_name")
    )

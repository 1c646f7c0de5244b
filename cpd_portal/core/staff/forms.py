"""Forms about people; the services decide."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from cpd_portal.core.choices import Acting, Role
from cpd_portal.core.date_field import TypedDateField
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.core.staff.open_work import WorkLine
from cpd_portal.core.staff.people_list import MOST, read_people
from cpd_portal.core.staff.roles import ActingOrder
from cpd_portal.core.staff.rules import roles_at
from cpd_portal.core.staff.services import NewPerson

UNKNOWN = {"invalid_choice": "เลือกจากรายการที่มีให้"}
NO_SUCH_USER = "ไม่พบบัญชีที่เปิดอยู่ชื่อนี้"


def role_choices(unit: OrgUnit) -> list[tuple[str, str]]:
    return [(role.value, str(role.label)) for role in roles_at(unit.kind)]


class UnitForm(forms.Form):
    """A form about people of one unit."""

    use_required_attribute = False

    def __init__(self, *args: Any, unit: OrgUnit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        if "role" in self.fields:
            role: Any = self.fields["role"]
            role.choices = role_choices(unit)

    def add_problems(self, errors: Iterable[tuple[str, str]]) -> None:
        for pointer, message in errors:
            name = pointer.rsplit("/", 1)[-1]
            self.add_error(name if name in self.fields else None, message)


class NewPersonForm(UnitForm):
    username = forms.CharField(
        label="ชื่อผู้ใช้",
        max_length=60,
        help_text="อักษรอังกฤษตัวเล็ก ตัวเลข จุด หรือขีด ใช้เข้าระบบ เปลี่ยนภายหลังไม่ได้",
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none"}),
    )
    full_name = forms.CharField(label="ชื่อ-นามสกุล", max_length=120)
    position = forms.CharField(
        label="ตำแหน่ง", max_length=120, required=False, help_text="พิมพ์ใต้ลายมือชื่อเมื่อทำหน้าที่แทนผู้อื่น"
    )
    role = forms.ChoiceField(label="บทบาท", error_messages=UNKNOWN)
    email = forms.EmailField(label="อีเมล", required=False)

    def person(self) -> NewPerson:
        data = self.cleaned_data
        return NewPerson(**{**data, "role": Role(data["role"])})


class PeopleListForm(UnitForm):
    people = forms.CharField(
        label="รายชื่อ",
        widget=forms.Textarea({"rows": 10, "spellcheck": "false"}),
        help_text=f"หนึ่งคนต่อหนึ่งบรรทัด ไม่เกิน {MOST} คน คัดลอกจากตารางคำนวณมาวางได้: "
        "ชื่อผู้ใช้ ชื่อ-นามสกุล บทบาท ตำแหน่ง อีเมล (สองช่องหลังเว้นได้) คั่นด้วยแท็บหรือเครื่องหมายจุลภาค",
        error_messages={"required": "กรุณาวางรายชื่อ"},
    )

    def clean_people(self) -> Sequence[NewPerson]:
        people, problems = read_people(self.cleaned_data["people"])
        if problems:
            raise forms.ValidationError(problems)
        return people

    def add_problems(self, errors: Iterable[tuple[str, str]]) -> None:
        """Pointers count from nought, people count lines from one."""
        people = self.cleaned_data.get("people", [])
        for pointer, message in errors:
            index = int(pointer.split("/")[1])
            name = people[index].username
            self.add_error("people", f"บรรทัดที่ {index + 1} ({name}): {message}")


class PersonForm(UnitForm):
    full_name = forms.CharField(label="ชื่อ-นามสกุล", max_length=120)
    position = forms.CharField(label="ตำแหน่ง", max_length=120, required=False)
    email = forms.EmailField(label="อีเมล", required=False)


class UserField(forms.CharField):
    """An open account by its user name."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"list": "people", "autocomplete": "off"})
        super().__init__(**{"max_length": 60, "widget": widget, **kwargs})

    def clean(self, value: Any) -> User:
        name = super().clean(value)
        user = User.objects.filter(username=name, is_active=True).first()
        if user is None:
            raise forms.ValidationError(NO_SUCH_USER)
        return user


class RoleForm(UnitForm):
    user = UserField(label="ชื่อผู้ใช้")
    role = forms.ChoiceField(label="บทบาท", error_messages=UNKNOWN)
    starts = TypedDateField(label="ตั้งแต่วันที่", initial=timezone.localdate)
    ends = TypedDateField(label="ถึงวันที่", required=False)


class ActingForm(UnitForm):
    replaces = forms.ChoiceField(
        label="แทนใคร", required=False, error_messages=UNKNOWN, help_text="เว้นว่างเมื่อตำแหน่งว่าง"
    )
    role = forms.ChoiceField(label="ในบทบาท", error_messages=UNKNOWN)
    user = UserField(label="ผู้ทำหน้าที่แทน", help_text="ชื่อผู้ใช้ของผู้ทำหน้าที่แทน อาจประจำหน่วยงานอื่นก็ได้")
    acting = forms.ChoiceField(
        label="ฐานะ",
        choices=[(one.value, one.label) for one in Acting if one != Acting.NONE],
        error_messages=UNKNOWN,
    )
    order_no = forms.CharField(label="คำสั่งเลขที่", max_length=60)
    order_date = TypedDateField(label="คำสั่งลงวันที่")
    starts = TypedDateField(label="ตั้งแต่วันที่")
    ends = TypedDateField(label="ถึงวันที่", required=False)

    def __init__(self, *args: Any, unit: OrgUnit, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, unit=unit, **kwargs)
        self.people = {user.username: user for user in people}
        replaces: Any = self.fields["replaces"]
        replaces.choices = [
            ("", "ตำแหน่งว่าง"),
            *((name, f"{user} ({name})") for name, user in self.people.items()),
        ]

    def order(self) -> ActingOrder:
        data = self.cleaned_data
        return ActingOrder(
            role=Role(data["role"]),
            acting=Acting(data["acting"]),
            replaces=self.people.get(data["replaces"]),
            order_no=data["order_no"],
            order_date=data["order_date"],
            starts=data["starts"],
            ends=data["ends"],
        )


class EndForm(forms.Form):
    """The last day and why: of a role, or of the whole account."""

    use_required_attribute = False

    last_day = TypedDateField(label="วันสุดท้าย", error_messages={"required": "กรุณากรอกวันสุดท้าย"})
    reason = forms.CharField(
        label="เหตุผล", max_length=300, error_messages={"required": "กรุณาระบุเหตุผล"}
    )


class LeaveForm(EndForm):
    """With whom what is open goes to, where there is any."""

    receiver = forms.ChoiceField(label="ส่งมอบงานค้างให้", required=False, error_messages=UNKNOWN)

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {user.username: user for user in people}
        receiver: Any = self.fields["receiver"]
        receiver.choices = [
            ("", "ส่งมอบแล้วหรือไม่มีงานค้าง"),
            *((name, str(user)) for name, user in self._people.items()),
        ]

    def clean_receiver(self) -> User | None:
        return self._people.get(self.cleaned_data["receiver"])


class ReasonForm(forms.Form):
    use_required_attribute = False

    reason = forms.CharField(
        label="เหตุผล", max_length=300, error_messages={"required": "กรุณาระบุเหตุผล"}
    )


class IdentityForm(forms.Form):
    """Typed by the administrator, never shown again."""

    use_required_attribute = False

    identifier = forms.CharField(
        label="เลขหรือรหัสที่บริการยืนยันตัวตนใช้",
        max_length=120,
        required=False,
        help_text="เช่น เลขประจำตัวประชาชน ระบบไม่เก็บตัวเลข เก็บเฉพาะค่าที่ย้อนกลับไม่ได้ เว้นว่างเพื่อเลิกผูก",
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class WorkHandoverForm(forms.Form):
    """To whom, and which kinds of what is open."""

    use_required_attribute = False

    receiver = forms.ChoiceField(
        label="ผู้รับมอบ", error_messages={"required": "เลือกผู้รับมอบ", **UNKNOWN}
    )
    on = TypedDateField(label="วันที่ส่งมอบ", initial=timezone.localdate)
    reason = forms.CharField(
        label="เหตุผล",
        max_length=300,
        help_text="เช่น ย้าย ลาออก ตามคำสั่งที่ …",
        error_messages={"required": "กรุณาระบุเหตุผล"},
    )
    kinds = forms.MultipleChoiceField(
        error_messages={"required": "เลือกงานที่จะส่งมอบอย่างน้อยหนึ่งด้าน", **UNKNOWN}
    )

    def __init__(
        self, *args: Any, people: Sequence[User], lines: Sequence[WorkLine], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines, self._people = lines, {user.username: user for user in people}
        receiver: Any = self.fields["receiver"]
        receiver.choices = [("", "เลือก"), *((name, str(u)) for name, u in self._people.items())]
        kinds: Any = self.fields["kinds"]
        kinds.choices = [(line.work.code, line.title) for line in lines]

    @property
    def ticked(self) -> list[str]:
        data: Any = self.data
        found: list[str] = data.getlist("kinds")
        return found

    def clean_receiver(self) -> User:
        return self._people[self.cleaned_data["receiver"]]


class RightsFilterForm(forms.Form):
    unit = forms.ChoiceField(label="หน่วยงาน", required=False, error_messages=UNKNOWN)
    role = forms.ChoiceField(
        label="บทบาท",
        required=False,
        choices=[("", "ทุกบทบาท"), *Role.choices],
        error_messages=UNKNOWN,
    )
    acting = forms.ChoiceField(
        label="ฐานะ",
        required=False,
        choices=[("", "ทุกฐานะ"), ("only", "เฉพาะผู้ทำหน้าที่แทน")],
        error_messages=UNKNOWN,
    )
    on = TypedDateField(label="ณ วันที่", required=False, help_text="")

    def __init__(self, data: Any, units: Sequence[OrgUnit]) -> None:
        super().__init__(data)
        unit: Any = self.fields["unit"]
        unit.choices = [("", "ทุกหน่วยงาน"), *((one.code, one.short_name) for one in units)]

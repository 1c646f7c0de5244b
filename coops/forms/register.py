"""Forms of the register's acts: what changed, since when, by which document.

Each form's `values` are the arguments of its service, besides actor, institution and version.
"""

from typing import Any

from django import forms
from django.utils import timezone

from coops.choices import Level, Standing
from coops.models import BusinessLine, Institution
from coops.querysets import InstitutionQuerySet
from coops.services import Paper
from cpd_portal.core.choices import Role
from cpd_portal.core.date_field import TypedDateField
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.thai.calendar import MONTHS
from cpd_portal.thai.numerals import to_arabic_digits

DATE = {"required": "กรุณากรอกวันที่"}
CHOOSE = {"required": "กรุณาเลือก", "invalid_choice": "ไม่มีตัวเลือกนี้"}
MONTH_CHOICES = [(number, name) for number, name in enumerate(MONTHS, start=1)]


class DigitsField(forms.CharField):
    """A whole number of at most four Thai or Arabic digits."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=4,
            widget=forms.TextInput({"inputmode": "numeric"}),
            error_messages={"required": "กรุณากรอกตัวเลข"},
            **kwargs,
        )

    def clean(self, value: Any) -> int:
        text = to_arabic_digits(super().clean(value))
        if not text.isascii() or not text.isdigit():
            raise forms.ValidationError("ต้องเป็นตัวเลข")
        return int(text)


def institution_of(number: str, reach: InstitutionQuerySet) -> Institution:
    """By registration number, in any digits. Raises ValidationError."""
    found: Institution | None = reach.of_number(number).first()
    if found is None:
        raise forms.ValidationError(f"ไม่พบเลขทะเบียน “{number.strip()}” ในขอบเขตของบัญชีนี้")
    return found


class NumberField(forms.CharField):
    """One registration number; cleans to the institution, within `reach`."""

    reach: InstitutionQuerySet = Institution.objects.none()

    def __init__(self, **kwargs: Any) -> None:
        errors = {"required": "กรุณากรอกเลขทะเบียน"}
        super().__init__(max_length=40, error_messages=errors, **kwargs)

    def clean(self, value: Any) -> Institution:
        return institution_of(super().clean(value), self.reach)


class NumbersField(forms.CharField):
    """Registration numbers, one a line or separated by commas; cleans to institutions."""

    reach: InstitutionQuerySet = Institution.objects.none()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.Textarea({"rows": 3}),
            max_length=1_000,
            help_text="เลขทะเบียน บรรทัดละหนึ่งแห่ง หรือคั่นด้วยจุลภาค",
            error_messages={"required": "กรุณากรอกเลขทะเบียน"},
            **kwargs,
        )

    def clean(self, value: Any) -> list[Institution]:
        lines = super().clean(value).replace(",", "\n").splitlines()
        return [institution_of(line, self.reach) for line in lines if line.strip()]


def month_field() -> Any:
    return forms.TypedChoiceField(
        label="เดือนสิ้นปีบัญชี", choices=MONTH_CHOICES, coerce=int, error_messages=CHOOSE
    )


class RegisterForm(forms.Form):
    """`pointers` lead from the service's error pointers to fields of another name."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    use_required_attribute = False
    pointers: dict[str, str] = {}

    def __init__(self, data: Any = None, *, institution: Institution, user: User) -> None:
        super().__init__(data, initial={"version": institution.version})
        self.offer(institution)
        for field in self.fields.values():
            if isinstance(field, NumberField | NumbersField):
                field.reach = Institution.objects.visible_to(user).select_related("office")

    def offer(self, institution: Institution) -> None:
        """Puts in choices and first values."""

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def add_problems(self, errors: list[tuple[str, str]]) -> None:
        for pointer, message in errors:
            name = pointer.strip("/")
            self.add_error(self.pointers.get(name, name), message)


class PaperFields(forms.Form):
    effective_on = TypedDateField(label="วันที่มีผล", error_messages=DATE)
    document_no = forms.CharField(
        label="เลขที่เอกสาร",
        max_length=80,
        error_messages={"required": "กรุณากรอกเลขที่เอกสาร"},
        help_text="คำสั่ง ประกาศ หรือหนังสือที่ทำให้เปลี่ยน",
    )
    document_date = TypedDateField(label="เอกสารลงวันที่", error_messages=DATE)
    note = forms.CharField(
        label="หมายเหตุ", required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )


PAPER = tuple(PaperFields.base_fields)


class PaperForm(RegisterForm, PaperFields):
    def order_first(self, *names: str) -> None:
        self.order_fields([*names, *PAPER])

    def values(self) -> dict[str, Any]:
        values = super().values()
        paper = Paper(**{name: values[name] for name in PAPER})
        others = {k: v for k, v in values.items() if k not in (*PAPER, "confirm")}
        return {**others, "paper": paper}


def _confirm(text: str, *, required: bool = True) -> Any:
    return forms.BooleanField(
        label=text, required=required, error_messages={"required": "กรุณายืนยันก่อน เพราะย้อนกลับไม่ได้"}
    )


class StandingForm(PaperForm):
    standing = forms.ChoiceField(label="สถานะใหม่", error_messages=CHOOSE)
    confirm = _confirm("ยืนยัน (เฉพาะการถอนชื่อ ซึ่งย้อนกลับไม่ได้)", required=False)

    def offer(self, institution: Institution) -> None:
        field: Any = self.fields["standing"]
        choices = [row for row in Standing.choices if row[0] != Standing.NEW]
        field.choices = [("", "เลือกสถานะ"), *choices]
        self.order_first("standing")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("standing") == Standing.STRUCK_OFF and not values.get("confirm"):
            self.add_error("confirm", "กรุณายืนยันก่อน เพราะถอนชื่อแล้วย้อนกลับไม่ได้")
        return values


class YearEndForm(PaperForm):
    day = DigitsField(label="วันสิ้นปีบัญชีใหม่")
    month = month_field()

    def offer(self, institution: Institution) -> None:
        self.order_first("day", "month")


class NameForm(PaperForm):
    name = forms.CharField(
        label="ชื่อใหม่", max_length=200, error_messages={"required": "กรุณากรอกชื่อใหม่"}
    )

    def offer(self, institution: Institution) -> None:
        self.order_first("name")


class MoveForm(PaperForm):
    to_office = forms.ModelChoiceField(
        OrgUnit.objects.none(), label="หน่วยงานที่รับไปดูแล", error_messages=CHOOSE
    )
    confirm = _confirm("ยืนยันการโอน หลังจากนี้หน่วยงานเดิมจะไม่เห็นสหกรณ์หรือกลุ่มเกษตรกรนี้")

    def offer(self, institution: Institution) -> None:
        field: Any = self.fields["to_office"]
        offices = OrgUnit.objects.offices().exclude(pk=institution.office_id)
        field.queryset = offices.order_by("name_sort")
        self.order_first("to_office")


class MergeForm(PaperForm):
    others = NumbersField(label="แห่งอื่นที่ควบเข้าด้วยกัน")
    successor = NumberField(
        label="เลขทะเบียนของแห่งใหม่",
        help_text="ต้องจดทะเบียนแห่งใหม่ในระบบก่อน (มาตรา 93)",
    )
    confirm = _confirm("ยืนยันการควบ ทุกแห่งที่ควบเข้ากันจะถูกถอนชื่อ (มาตรา 94) และย้อนกลับไม่ได้")

    def offer(self, institution: Institution) -> None:
        self.order_first("others", "successor")


class SplitForm(PaperForm):
    successors = NumbersField(label="แห่งใหม่ที่แยกออกไป")
    confirm = _confirm("ยืนยันการแยก บันทึกแล้วย้อนกลับไม่ได้")

    def offer(self, institution: Institution) -> None:
        self.order_first("successors")


class ResponsibleForm(RegisterForm):
    responsible = forms.ModelChoiceField(
        User.objects.none(),
        label="เจ้าหน้าที่ผู้รับผิดชอบ",
        required=False,
        empty_label="ยังไม่มอบหมาย",
        error_messages=CHOOSE,
    )

    def offer(self, institution: Institution) -> None:
        field: Any = self.fields["responsible"]
        field.queryset = people_of(institution.office)
        self.initial["responsible"] = institution.responsible_id


def people_of(office: OrgUnit) -> Any:
    """Officers and chief of the office today."""
    held = office.memberships.filter(role__in=(Role.OFFICER, Role.CHIEF))
    in_force = held.in_force(timezone.localdate())
    return User.objects.filter(pk__in=in_force.values("user")).order_by("full_name")


class BusinessForm(RegisterForm):
    line = forms.ModelChoiceField(
        BusinessLine.objects.all(), label="ธุรกิจ", error_messages=CHOOSE, empty_label="เลือกธุรกิจ"
    )
    since = TypedDateField(label="ตั้งแต่วันที่", required=False)
    until = TypedDateField(
        label="ถึงวันที่", required=False, help_text="เว้นว่างถ้ายังดำเนินอยู่ บันทึกธุรกิจเดิมซ้ำคือการแก้ไข"
    )


class StandardForm(RegisterForm):
    fiscal_year = DigitsField(label="ปีงบประมาณ (พ.ศ.)")
    passed = forms.TypedChoiceField(
        label="ผล",
        choices=[("1", "ผ่านมาตรฐาน"), ("0", "ไม่ผ่านมาตรฐาน")],
        coerce=lambda text: text == "1",
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    source = forms.CharField(
        label="ที่มา",
        max_length=200,
        help_text="เลขที่ประกาศหรือหนังสือแจ้งผล",
        error_messages={"required": "กรุณากรอกที่มา"},
    )


class RegistrationForm(RegisterForm):
    level = forms.ChoiceField(label="ระดับ", choices=Level.choices, error_messages=CHOOSE)
    registered_on = TypedDateField(label="วันที่จดทะเบียน", required=False)
    reason = forms.CharField(label="เหตุผลที่แก้", max_length=300, required=False)

    def offer(self, institution: Institution) -> None:
        for name in ("level", "registered_on"):
            self.initial[name] = getattr(institution, name)

"""Forms of a visit: planning, one answer, a finding, a photo, closing, cancelling."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms

from cpd_portal.core.amount_field import TypedAmountField
from cpd_portal.core.date_field import TypedDateField
from cpd_portal.core.documents.report import ReportForm
from cpd_portal.core.models import OrgUnit, User
from inspection.choices import Answer, Category, PaperKind, Severity, VisitState
from inspection.models import Visit

CHOOSE = {"required": "กรุณาเลือก", "invalid_choice": "ไม่มีตัวเลือกนี้"}
FILL = {"required": "กรุณากรอก"}
LONGEST_TEXT = 8_000
YEARS_BACK = 5


class WithProblems(forms.Form):
    use_required_attribute = False

    def add_problems(self, errors: Iterable[tuple[str, str]]) -> None:
        for pointer, message in errors:
            name = pointer.strip("/")
            self.add_error(name if name in self.fields else None, message)


class PlanForm(WithProblems):
    """`id` makes a form that is sent twice one visit; the first of the team leads."""

    id = forms.UUIDField(widget=forms.HiddenInput(), initial=uuid4)
    planned_on = TypedDateField(label="วันที่จะตรวจ", error_messages=FILL)
    leader = forms.ChoiceField(label="หัวหน้าคณะตรวจ", error_messages=CHOOSE)
    others = forms.MultipleChoiceField(
        label="ผู้ตรวจร่วม", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        choices = [(key, str(person)) for key, person in self.people.items()]
        for name, empty in (("leader", [("", "เลือกผู้ตรวจการ")]), ("others", [])):
            field: Any = self.fields[name]
            field.choices = [*empty, *choices]

    def team(self) -> list[User]:
        keys = [self.cleaned_data["leader"], *self.cleaned_data["others"]]
        return [self.people[key] for key in dict.fromkeys(keys)]


class AnswerForm(forms.Form):
    question = forms.CharField(max_length=20)
    answer = forms.ChoiceField(choices=Answer.choices, error_messages=CHOOSE)
    note = forms.CharField(max_length=LONGEST_TEXT, required=False)


class FindingForm(WithProblems):
    """A defect of one question; without a due day the policy decides."""

    id = forms.UUIDField(widget=forms.HiddenInput())
    question = forms.CharField(max_length=20, widget=forms.HiddenInput())
    severity = forms.ChoiceField(
        label="ประเภทสิ่งที่ตรวจพบ",
        choices=Severity.choices,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    category = forms.ChoiceField(label="ด้าน", choices=Category.choices, error_messages=CHOOSE)
    title = forms.CharField(label="เรื่อง", max_length=200, error_messages=FILL)
    facts = forms.CharField(
        label="ข้อเท็จจริง",
        help_text="เว้นว่างไว้จะใช้ข้อความในช่องสิ่งที่พบ",
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    amount = TypedAmountField(label="จำนวนเงิน (บาท)", required=False)
    responsible = forms.CharField(label="ผู้รับผิดชอบแก้ไข", max_length=200, required=False)
    due_on = TypedDateField(label="กำหนดแก้ไข", required=False)


class PhotoForm(forms.Form):
    id = forms.UUIDField(widget=forms.HiddenInput())
    question = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput())
    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in (PaperKind.PHOTO, PaperKind.PAPER)],
        error_messages=CHOOSE,
    )
    title = forms.CharField(max_length=200, required=False)
    file = forms.FileField(error_messages={"required": "กรุณาเลือกแฟ้ม", "empty": "แฟ้มที่เลือกว่างเปล่า"})


class FinishForm(WithProblems):
    version = forms.IntegerField(widget=forms.HiddenInput())
    signature_id = forms.UUIDField(widget=forms.HiddenInput())
    representative = forms.CharField(label="ชื่อผู้แทนที่ลงชื่อ", max_length=200, error_messages=FILL)
    summary = forms.CharField(
        label="สรุปผลการตรวจ",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 4}),
        error_messages=FILL,
    )
    signature = forms.FileField(
        label="ลายมือชื่อผู้แทน",
        help_text="เซ็นบนจอ หรือเลือกภาพถ่ายใบลงชื่อ",
        required=False,
        widget=forms.FileInput({"accept": "image/*"}),
    )


class CancelForm(WithProblems):
    version = forms.IntegerField(widget=forms.HiddenInput())
    reason = forms.CharField(
        label="เหตุผลที่ยกเลิก",
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "กรุณาระบุเหตุผลที่ยกเลิก"},
    )


class CalendarForm(forms.Form):
    """Visits lie ahead, so that the year is that of today and not the one being reported."""

    fiscal_year = forms.TypedChoiceField(
        label="ปีงบประมาณ", coerce=int, required=False, empty_value=None
    )
    office = forms.ChoiceField(label="หน่วยงาน", required=False)
    state = forms.ChoiceField(
        label="สถานะ", choices=[("", "ทั้งหมด"), *VisitState.choices], required=False
    )

    def __init__(self, data: Any, *, offices: Sequence[OrgUnit], this_year: int) -> None:
        super().__init__(data)
        self.this_year = this_year
        years: Any = self.fields["fiscal_year"]
        offered = range(this_year + 1, this_year - YEARS_BACK, -1)
        years.choices = [("", "ปีนี้"), *((year, str(year)) for year in offered)]
        self.units = {unit.code: unit for unit in offices}
        field: Any = self.fields["office"]
        field.choices = [("", "ทั้งหมด"), *((unit.code, unit.short_name) for unit in offices)]
        if len(offices) == 1:
            field.widget = forms.HiddenInput()

    def chosen(self) -> tuple[int, OrgUnit | None, str]:
        """Of what was asked, whatever is valid."""
        self.is_valid()
        office = self.units.get(self.cleaned_data.get("office", ""))
        year = self.cleaned_data.get("fiscal_year") or self.this_year
        return year, office, self.cleaned_data.get("state", "")


class MinutesForm(ReportForm):
    """Which visit; a visit out of reach is not found."""

    visit = forms.CharField(label="การตรวจ (รหัสจากหน้าการตรวจ)", max_length=36)

    def clean_visit(self) -> str:
        try:
            key = UUID(self.cleaned_data["visit"])
        except ValueError as error:
            raise forms.ValidationError("รหัสการตรวจไม่ถูกต้อง") from error
        if not Visit.objects.visible_to(self.user).filter(pk=key).exists():
            raise forms.ValidationError("ไม่พบการตรวจนี้ในขอบเขตของบัญชี")
        return str(key)

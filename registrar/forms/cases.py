"""Forms of cases: opening, filters, and one form for every act on a case."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from django import forms

from cpd_portal.core.amount_field import TypedAmountField
from cpd_portal.core.date_field import TypedDateField
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.core.saved_filters.registry import FilterPage
from registrar.case_types import CaseType, case_types
from registrar.choices import (
    CaseState,
    Conduct,
    Ending,
    HearingManner,
    Origin,
    Outcome,
    PersonPart,
    StopReason,
    Verdict,
)
from registrar.framework import Power
from registrar.models import Case, CaseHearing
from registrar.selectors.case_lists import CaseChoice, Lateness
from registrar.services.case_opinions import OpinionValues

FILL = {"required": "กรุณากรอก"}
YEARS = 10
CHOOSE = {"required": "กรุณาเลือก", "invalid_choice": "ไม่มีตัวเลือกนี้"}


def _filter(label: str, choices: Iterable[tuple[Any, Any]] = ()) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[("", "ทั้งหมด"), *choices], required=False, error_messages=CHOOSE
    )


def _choose(label: str, choices: Iterable[tuple[Any, Any]], **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[("", "เลือก"), *choices], error_messages=CHOOSE, **options
    )


def _text(label: str, longest: int = 8_000, rows: int = 3, **options: Any) -> forms.CharField:
    area = forms.Textarea({"rows": rows})
    return forms.CharField(
        label=label, max_length=longest, widget=area, error_messages=FILL, **options
    )


def _line(label: str, longest: int = 200, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, error_messages=FILL, **options)


def _day(label: str, **options: Any) -> TypedDateField:
    return TypedDateField(label=label, error_messages={"required": "กรุณากรอกวันที่"}, **options)


class ProblemsForm(forms.Form):
    use_required_attribute = False

    def add_problems(self, problems: Sequence[tuple[str, str]]) -> None:
        """Each at its field, what has none above the form."""
        for pointer, message in problems:
            name = pointer.strip("/")
            self.add_error(name if name in self.fields else None, message)


class RegisterForm(forms.Form):
    state = _filter("สถานะ", CaseState.choices)
    late = _filter("กำหนดเวลา", Lateness.choices)
    origin = _filter("ที่มา", Origin.choices)
    type_code = _filter("ประเภทเรื่อง")
    office = _filter("หน่วยงาน")
    q = forms.CharField(
        label="ค้นหา",
        max_length=100,
        required=False,
        widget=forms.TextInput({"placeholder": "เลขสำนวน ชื่อ เลขทะเบียน หรือเรื่อง"}),
    )

    def __init__(
        self, data: Mapping[str, Any], *, offices: Sequence[OrgUnit], types: Sequence[CaseType]
    ) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["type_code"].choices = [("", "ทั้งหมด"), *((row.code, row.title) for row in types)]
        units = [(unit.code, unit.short_name) for unit in offices]
        fields["office"].choices = [("", "ทั้งหมด"), *units]
        if len(offices) == 1:
            fields["office"].widget = forms.HiddenInput()

    def chosen(self, today: Any) -> CaseChoice:
        """Whatever is valid; the form shows what is not."""
        self.is_valid()
        valid = {name: value for name, value in self.cleaned_data.items() if value}
        return CaseChoice(**{"today": today, **valid})


def _register_form(user: User, asked: Mapping[str, str]) -> RegisterForm:
    return RegisterForm(asked, offices=user.offices_in_reach, types=case_types()[0].types)


REGISTER = FilterPage(
    code="registrar-cases", title="สำนวน", address="registrar:cases", form=_register_form
)


class OverviewForm(forms.Form):
    """In which fiscal year (B.E.) cases were decided."""

    year = forms.ChoiceField(label="ปีงบประมาณที่ตัดสิน", required=False, error_messages=CHOOSE)

    def __init__(self, data: Mapping[str, Any], *, this_year: int) -> None:
        super().__init__({"year": data.get("year") or str(this_year)})
        self.this_year = this_year
        field: Any = self.fields["year"]
        field.choices = [(str(this_year - back), str(this_year - back)) for back in range(YEARS)]

    def chosen(self) -> int:
        return int(self.cleaned_data["year"]) if self.is_valid() else self.this_year


class CaseForm(ProblemsForm):
    """A new case. Without a registration number the applicant is named."""

    type_code = _choose("ประเภทเรื่อง", ())
    registration_no = _line("เลขทะเบียน", 40, required=False)
    applicant = _line("ผู้ยื่นคำขอ", 200, required=False, help_text="เฉพาะสถาบันที่ยังไม่จดทะเบียน")
    title = _line("เรื่อง")
    facts = _text("ข้อเท็จจริง", rows=6)
    clause = _line("กฎหมายหรือระเบียบที่เกี่ยวข้อง", 300, required=False)
    amount = TypedAmountField(label="จำนวนเงิน (บาท)", required=False)
    conduct = forms.MultipleChoiceField(
        label="พฤติการณ์",
        choices=Conduct.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOOSE,
    )
    received_on = _day("วันที่รับเรื่อง")
    document_no = _line("เลขที่หนังสือ", 60, required=False)
    document_on = TypedDateField(label="ลงวันที่", required=False)

    def __init__(self, data: Any = None, *, types: Sequence[CaseType], **options: Any) -> None:
        super().__init__(data, **options)
        offered: Any = self.fields["type_code"]
        offered.choices = [("", "เลือก"), *((row.code, row.title) for row in types)]


class ReferralForm(CaseForm):
    """Of a defect: the type and the institution are known."""

    def __init__(self, data: Any = None, *, types: Sequence[CaseType], **options: Any) -> None:
        super().__init__(data, types=types, **options)
        for name in ("type_code", "registration_no", "applicant"):
            del self.fields[name]


class ActForm(ProblemsForm):
    """One act on a case; `case` and who may be chosen are given by the page."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        case: Case,
        people: Sequence[User] = (),
        powers: Sequence[Power] = (),
        hearings: Sequence[CaseHearing] = (),
        prefix: str = "",
        **options: Any,
    ) -> None:
        initial = {"version": case.version, **options.pop("initial", {})}
        super().__init__(data, files, initial=initial, auto_id=f"{prefix}_%s", **options)
        self.case = case
        self.prepare(people, powers, hearings)

    def prepare(
        self, people: Sequence[User], powers: Sequence[Power], hearings: Sequence[CaseHearing]
    ) -> None:
        """Fills the choices."""

    def renew(self, version: int) -> None:
        """After a conflict what was typed counts for the case as it is now."""
        sent: Any = self.data
        self.data = {**sent.dict(), "version": str(version)}


def _people(form: ActForm, name: str, people: Sequence[User]) -> None:
    field: Any = form.fields[name]
    field.choices = [("", "เลือก"), *((str(user.pk), str(user)) for user in people)]


class DescribeForm(ActForm):
    title = _line("เรื่อง")
    facts = _text("ข้อเท็จจริง", rows=6)
    clause = _line("กฎหมายหรือระเบียบที่เกี่ยวข้อง", 300, required=False)
    amount = TypedAmountField(label="จำนวนเงิน (บาท)", required=False)
    conduct = forms.MultipleChoiceField(
        label="พฤติการณ์",
        choices=Conduct.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOOSE,
    )


class AssignForm(ActForm):
    handler = _choose("ผู้รับผิดชอบ", ())

    def prepare(self, people: Any, powers: Any, hearings: Any) -> None:
        _people(self, "handler", people)


class TaskForm(ActForm):
    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    title = _line("งาน", 300)
    owner = _choose("ผู้ทำ", ())
    due_on = _day("ภายในวันที่")

    def prepare(self, people: Any, powers: Any, hearings: Any) -> None:
        _people(self, "owner", people)


class TaskDoneForm(ActForm):
    task = forms.UUIDField(widget=forms.HiddenInput)
    note = _text("ผลของงาน")


class StopForm(ActForm):
    because = _choose("เหตุ", StopReason.choices)
    words = _text("รายละเอียด", rows=2)
    from_on = _day("ตั้งแต่วันที่")


class ResumeForm(ActForm):
    until_on = _day("นับต่อวันที่")


class PaperForm(ActForm):
    item = forms.ChoiceField(label="เป็นเอกสารใดในรายการ", required=False, error_messages=CHOOSE)
    title = _line("ชื่อเอกสาร", required=False, help_text="เว้นไว้ ใช้ชื่อในรายการ")
    file = forms.FileField(
        label="แฟ้ม",
        help_text="PDF, JPEG หรือ PNG ไม่เกิน 10 MB",
        error_messages={"required": "กรุณาเลือกแฟ้ม", "empty": "แฟ้มที่เลือกว่างเปล่า"},
        widget=forms.FileInput({"accept": ".pdf,image/jpeg,image/png"}),
    )

    def prepare(self, people: Any, powers: Any, hearings: Any) -> None:
        field: Any = self.fields["item"]
        rows = [(row["code"], row["title"]) for row in self.case.terms["papers"]]
        field.choices = [("", "เอกสารอื่น"), *rows]


class PersonForm(ActForm):
    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    part = _choose("ฐานะ", PersonPart.choices)
    name = _line("ชื่อ-นามสกุล")
    position = _line("ตำแหน่ง", required=False)
    contact = _line("ที่ติดต่อ", 300, required=False)


class ReasonForm(ActForm):
    reason = _text("เหตุผล")


class EndForm(ActForm):
    ending = _choose("ผลของเรื่อง", [row for row in Ending.choices if row[0] != Ending.WITHDRAWN])
    appealed = forms.BooleanField(label="มีการอุทธรณ์", required=False)
    reason = _text("รายละเอียด")


class ConflictForm(ActForm):
    words = _text("ลักษณะของส่วนได้เสีย", rows=2)


class HearingCallForm(ActForm):
    party = _line("ผู้มีสิทธิชี้แจง", initial="คณะกรรมการดำเนินการ")
    called_on = _day("แจ้งเมื่อ")
    document_no = _line("เลขที่หนังสือ", 60, required=False)
    reply_by = _day("ให้ชี้แจงภายในวันที่")


class HearingForm(ActForm):
    hearing = forms.ChoiceField(label="การแจ้งให้ชี้แจง", required=False, error_messages=CHOOSE)
    party = _line("ผู้มีสิทธิชี้แจง", required=False, help_text="เฉพาะเมื่อไม่ได้แจ้งให้ชี้แจง")
    manner = _choose("ผล", HearingManner.choices)
    heard_on = _day("วันที่")
    statement = _text("คำชี้แจงหรือเหตุ")

    def prepare(self, people: Any, powers: Any, hearings: Sequence[CaseHearing]) -> None:
        field: Any = self.fields["hearing"]
        rows = [(str(row.pk), row.party) for row in hearings if not row.manner]
        field.choices = [("", "ไม่ได้แจ้ง (ไม่ต้องรับฟัง)"), *rows]


class OpinionForm(ActForm):
    outcome = _choose("เห็นควร", Outcome.choices)
    power_code = forms.ChoiceField(label="อำนาจ", required=False, error_messages=CHOOSE)
    days = forms.IntegerField(
        label="ให้เวลา (วัน)",
        required=False,
        min_value=1,
        max_value=730,
        error_messages={
            "invalid": "กรอกจำนวนวัน",
            "min_value": "จำนวนวันต้องเป็น 1 ถึง 730",
            "max_value": "จำนวนวันต้องเป็น 1 ถึง 730",
        },
    )
    reason = _text("เหตุผล")
    departure = _text(
        "เหตุที่ต่างจากแนวเดิม", rows=2, required=False, help_text="เฉพาะเมื่อต่างจากเรื่องที่คล้ายกัน"
    )
    no_conflict = forms.BooleanField(label="ข้าพเจ้าไม่มีส่วนได้เสียในเรื่องนี้", required=False)

    def prepare(self, people: Any, powers: Sequence[Power], hearings: Any) -> None:
        field: Any = self.fields["power_code"]
        field.choices = [("", "ไม่ใช้อำนาจ"), *_powers(self.case, powers)]

    def values(self) -> OpinionValues:
        given = self.cleaned_data
        return OpinionValues(
            outcome=Outcome(given["outcome"]),
            power_code=given["power_code"],
            days=given["days"],
            reason=given["reason"],
            departure=given["departure"],
            no_conflict=given["no_conflict"],
        )


def _powers(case: Case, powers: Sequence[Power]) -> list[tuple[str, Any]]:
    """Those that apply by the latest assessment before the others."""
    trace = (case.assessment or {}).get("powers", [])
    applying = {row["code"] for row in trace if row["verdict"] == "applies"}
    groups: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    for row in powers:
        groups[row.code in applying].append((row.code, f"{row.section} {row.title}"))
    if not groups[True]:
        return list(groups[False])
    return [("ใช้ได้ตามผลประเมิน", groups[True]), ("อำนาจอื่น", groups[False])]


class SignForm(OpinionForm):
    position = forms.IntegerField(widget=forms.HiddenInput)
    verdict = _choose("ความเห็น", [row for row in Verdict.choices if row[0] != "proposes"])
    field_order = ("position", "verdict")


class DecisionForm(OpinionForm):
    amount = TypedAmountField(label="วงเงิน (บาท)", required=False)

"""Parameters of the documents of inspections."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from cpd_portal.core.date_field import TypedDateField
from cpd_portal.core.documents.report import ReportForm
from cpd_portal.core.models import User
from cpd_portal.core.scoping import OfficeScopedQuerySet
from cpd_portal.thai.dates import format_date
from inspection.choices import Category, DefectState, Severity, Source
from inspection.models import DefectLetter, WorkingGroupMeeting
from inspection.selectors.plans import YEARS
from inspection.selectors.register import RegisterShow

OFFERED = 200
UNKNOWN = {"invalid_choice": "ไม่มีตัวเลือกนี้"}
WITH_WRITING = "shown"


def _choice(label: str, choices: Any = ()) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[("", "ทั้งหมด"), *choices], required=False, error_messages=UNKNOWN
    )


def _offer_offices(form: ReportForm) -> None:
    units = [(unit.code, unit.short_name) for unit in form.user.offices_in_reach]
    field: Any = form.fields["office"]
    field.choices = [("", "ทั้งหมด"), *units]


class RegisterReportForm(ReportForm):
    """Filters of the defect register; all may be left out."""

    office = _choice("หน่วยงาน")
    show = _choice("แสดง", RegisterShow.choices)
    state = _choice("สถานะ", DefectState.choices)
    severity = _choice("ความรุนแรง", Severity.choices)
    category = _choice("ด้าน", Category.choices)
    source = _choice("ผู้พบ", Source.choices)
    found_from = TypedDateField(label="พบตั้งแต่วันที่", required=False)
    found_to = TypedDateField(label="พบถึงวันที่", required=False)
    q = forms.CharField(label="ชื่อหรือเลขทะเบียน", max_length=100, required=False)
    writing = forms.ChoiceField(
        label="ข้อเท็จจริงและผู้รับผิดชอบแก้ไข",
        choices=[("", "ไม่แสดง"), (WITH_WRITING, "แสดงตามที่บันทึก (อาจมีชื่อบุคคล)")],
        required=False,
        error_messages=UNKNOWN,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        _offer_offices(self)

    def clean_found_from(self) -> str | None:
        return _iso(self.cleaned_data["found_from"])

    def clean_found_to(self) -> str | None:
        return _iso(self.cleaned_data["found_to"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("found_from"), cleaned.get("found_to")
        if first and last and last < first:
            self.add_error("found_to", "วันสุดท้ายต้องไม่ก่อนวันแรก")
        return cleaned


class AgeingReportForm(ReportForm):
    office = _choice("หน่วยงาน")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        _offer_offices(self)


class PlansReportForm(ReportForm):
    fiscal_year = forms.IntegerField(
        label="ปีงบประมาณ",
        required=False,
        min_value=YEARS.start,
        max_value=YEARS.stop - 1,
        help_text="พ.ศ. เว้นไว้คือปีงบประมาณนี้",
        error_messages={
            "invalid": "กรอกปีงบประมาณเป็น พ.ศ. สี่หลัก",
            "min_value": "ไม่มีปีงบประมาณนี้",
            "max_value": "ไม่มีปีงบประมาณนี้",
        },
    )


class LetterReportForm(ReportForm):
    """Which letter; the latest stand first."""

    letter = forms.ChoiceField(
        label="หนังสือ", error_messages={"invalid_choice": "ไม่พบหนังสือฉบับนี้ในขอบเขตของบัญชี"}
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        rows = DefectLetter.objects.visible_to(user).select_related("institution")
        _offer(self, "letter", rows, _letter_title)


class MeetingReportForm(ReportForm):
    """Which meeting; the latest stand first."""

    meeting = forms.ChoiceField(
        label="การประชุม",
        error_messages={"invalid_choice": "ไม่พบการประชุมนี้ในขอบเขตของบัญชี"},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        rows = WorkingGroupMeeting.objects.visible_to(user).select_related("office")
        _offer(self, "meeting", rows, _meeting_title)


def _offer(
    form: ReportForm, name: str, rows: OfficeScopedQuerySet, title: Callable[[Any], str]
) -> None:
    """The latest, and the one that is asked for however old it is."""
    found = list(rows[:OFFERED])
    asked = _asked(form, name)
    if asked is not None and asked not in {row.pk for row in found}:
        found += rows.filter(pk=asked)
    field: Any = form.fields[name]
    field.choices = [(str(row.pk), title(row)) for row in found]


def _asked(form: ReportForm, name: str) -> UUID | None:
    try:
        return UUID(str(form.data.get(name) or form.initial.get(name)))
    except ValueError:
        return None


def _letter_title(letter: DefectLetter) -> str:
    number = letter.document_no or "ยังไม่ลงเลขที่"
    return f"{letter.institution.name} {number} {format_date(letter.made_at.date())}"


def _meeting_title(meeting: WorkingGroupMeeting) -> str:
    return f"{meeting.office.short_name} ครั้งที่ {meeting.number} {format_date(meeting.held_on)}"


def _iso(day: date | None) -> str | None:
    """Parameters are JSON."""
    return day.isoformat() if day else None

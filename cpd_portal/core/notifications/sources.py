"""What the core itself tells a person: forms on their way, reports, imports, work handed over,
announcements."""

from collections.abc import Sequence
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat, Left
from django.urls import reverse

from cpd_portal.core.announcements.models import Announcement, AnnouncementRead
from cpd_portal.core.announcements.services import announcements_read
from cpd_portal.core.choices import Quarter, Role, Round, SubmissionState
from cpd_portal.core.corrections.choices import CorrectionState
from cpd_portal.core.documents.choices import DocumentStatus
from cpd_portal.core.entry_forms import EntryPlace, entry_form
from cpd_portal.core.guards import forms_approved_by
from cpd_portal.core.models import (
    Correction,
    Document,
    Import,
    StaffHandover,
    Submission,
    User,
)
from cpd_portal.core.notifications.moments import midnight_of
from cpd_portal.core.notifications.registry import (
    Acknowledgement,
    NotificationKind,
    NotificationSource,
    Span,
)

LONGEST_DETAIL = 300
FORMS = NotificationKind(
    "core.submissions",
    "แบบข้อมูลที่ส่งและตรวจ",
    "แบบที่ส่งกลับหรืออนุมัติแล้ว แบบที่รอตรวจทานหรืออนุมัติ และคำตอบของคำขอแก้ไขหลังอนุมัติ",
)
REPORTS = NotificationKind(
    "core.documents", "รายงานและเอกสาร", "รายงานที่ขอไว้ ทั้งที่เสร็จแล้วและที่จัดทำไม่สำเร็จ"
)
IMPORTS = NotificationKind("core.imports", "การนำเข้าข้อมูล", "แฟ้มที่คุณยืนยันและนำเข้าแล้ว")
HANDOVERS = NotificationKind("core.handovers", "การรับมอบงาน", "งานที่หน่วยงานโอนจากผู้อื่นมาให้คุณ")
ANNOUNCEMENTS = NotificationKind(
    "core.announcements", "ประกาศ", "ประกาศของผู้ดูแลระบบถึงหน่วยงานและบทบาทของคุณ"
)


# --- forms ----------------------------------------------------------------------


def _own_offices(user: User, *roles: Role) -> list[int]:
    return [row.org_unit_id for row in user.active_memberships if row.role in roles]


def _of_own_office(user: User) -> Any:
    offices = _own_offices(user, Role.OFFICER, Role.CHIEF)
    return Submission.objects.visible_to(user).filter(office__in=offices)


def _returned(user: User, span: Span) -> Any:
    rows = _of_own_office(user).filter(returned_at__gte=span.since)
    return rows.exclude(returned_by=user)


def _approved(user: User, span: Span) -> Any:
    return _of_own_office(user).filter(approved_at__gte=span.since, state=SubmissionState.APPROVED)


def _to_verify(user: User, span: Span) -> Any:
    rows = Submission.objects.visible_to(user).filter(office__in=_own_offices(user, Role.CHIEF))
    rows = rows.filter(state=SubmissionState.SUBMITTED, submitted_at__gte=span.since)
    return rows.exclude(submitted_by=user)


def _to_approve(user: User, span: Span) -> Any:
    forms = forms_approved_by(user)
    rows = Submission.objects.visible_to(user).filter(period__form__in=forms)
    return rows.filter(state=SubmissionState.VERIFIED, verified_at__gte=span.since)


def _answered(user: User, span: Span) -> Any:
    rows = Correction.objects.visible_to(user).filter(requested_by=user)
    return rows.filter(decided_at__gte=span.since).exclude(state=CorrectionState.REQUESTED)


PLACE = (
    F("period__form"),
    F("office__code"),
    Cast("period__fiscal_year", CharField()),
    F("period__round"),
    F("period__subject"),
)
SEPARATOR = "|"


def _joined(*parts: Any) -> Concat:
    between = [piece for part in parts for piece in (Value(SEPARATOR), part)]
    return Concat(*between[1:], output_field=CharField())


def _place(told: str) -> EntryPlace:
    form, office, year, entry_round, subject = told.split(SEPARATOR)
    return EntryPlace(form, office, int(year), entry_round, subject)


def _form_words(told: str) -> str:
    office, _, rest = told.partition(SEPARATOR)
    place = _place(rest)
    words = {**dict(Round.choices), **dict(Quarter.choices)}.get(place.round, place.round)
    subject = f" {place.subject}" if place.subject else ""
    return f"{entry_form(place.form).title}{subject} · ปี {place.fiscal_year} {words} · {office}"


def _form_page(target: str) -> str:
    place = _place(target)
    return entry_form(place.form).address(place)


def _form_source(code: str, title: str, rows: Any, at: str, detail: Any) -> NotificationSource:
    return NotificationSource(
        code,
        FORMS,
        title,
        rows,
        at=F(at),
        subject=_joined(F("office__short_name"), *PLACE),
        detail=detail,
        target=_joined(*PLACE),
        address=_form_page,
        shown=_form_words,
    )


NOTHING = Value("")
FORM_SOURCES = (
    _form_source(
        "core.returned",
        "แบบข้อมูลถูกส่งกลับให้แก้",
        _returned,
        "returned_at",
        Left("return_reason", LONGEST_DETAIL),
    ),
    _form_source("core.approved", "แบบข้อมูลได้รับอนุมัติแล้ว", _approved, "approved_at", NOTHING),
    _form_source("core.to-verify", "แบบข้อมูลรอท่านตรวจทาน", _to_verify, "submitted_at", NOTHING),
    _form_source("core.to-approve", "แบบข้อมูลรอท่านอนุมัติ", _to_approve, "verified_at", NOTHING),
    NotificationSource(
        "core.correction",
        FORMS,
        "ส่วนกลางตอบคำขอแก้ไขหลังอนุมัติแล้ว",
        _answered,
        at=F("decided_at"),
        subject=F("item_title"),
        detail=Left("answer", LONGEST_DETAIL),
        address=lambda key: reverse("coops:correction", args=[key]),
    ),
)


# --- reports, imports, handovers --------------------------------------------------


def _ended(user: User, span: Span) -> Any:
    rows = Document.objects.visible_to(user).filter(created_at__gte=span.since)
    return rows.filter(finished_at__gte=span.since, cancelled_at=None)


def _ready(user: User, span: Span) -> Any:
    return _ended(user, span).filter(status=DocumentStatus.DONE).exclude(file="")


def _failed(user: User, span: Span) -> Any:
    return _ended(user, span).filter(status=DocumentStatus.FAILED)


def _imported(user: User, span: Span) -> Any:
    rows = Import.objects.visible_to(user).confirmed().filter(requester=user)
    return rows.filter(confirmed_at__gte=span.since)


def _received(user: User, span: Span) -> Any:
    rows = StaffHandover.objects.visible_to(user).filter(receiver=user)
    return rows.filter(made_at__gte=span.since).exclude(made_by=user)


def _document_page(key: str) -> str:
    return reverse("reports:list")


REPORT_SOURCES = (
    NotificationSource(
        "core.report-ready",
        REPORTS,
        "รายงานพร้อมรับแล้ว",
        _ready,
        at=F("finished_at"),
        subject=F("title"),
        detail=F("format"),
        address=_document_page,
    ),
    NotificationSource(
        "core.report-failed",
        REPORTS,
        "จัดทำรายงานไม่สำเร็จ",
        _failed,
        at=F("finished_at"),
        subject=F("title"),
        detail=Left("error", LONGEST_DETAIL),
        address=_document_page,
    ),
)
IMPORT_SOURCES = (
    NotificationSource(
        "core.imported",
        IMPORTS,
        "นำเข้าข้อมูลแล้ว",
        _imported,
        at=F("confirmed_at"),
        subject=F("file_name"),
        detail=Concat(
            Value("เปลี่ยน "), Cast("changed", CharField()), Value(" แถว"), output_field=CharField()
        ),
        address=lambda key: reverse("coops:import-check", args=[key]),
    ),
)
HANDOVER_SOURCES = (
    NotificationSource(
        "core.handed-over",
        HANDOVERS,
        "ได้รับมอบงาน",
        _received,
        at=F("made_at"),
        subject=Concat(
            Value("จาก"),
            F("giver__full_name"),
            Value(" · "),
            F("unit__name"),
            output_field=CharField(),
        ),
        detail=F("reason"),
        address=lambda key: reverse("home:index"),
    ),
)


# --- announcements ----------------------------------------------------------------


def _announced(user: User, span: Span) -> Any:
    return Announcement.objects.meant_for(user).shown_on(span.today)


def _seen(user: User) -> Q:
    return Q(Exists(AnnouncementRead.objects.filter(announcement=OuterRef("pk"), user=user)))


def _note(user: User, keys: Sequence[str]) -> None:
    announcements_read(actor=user, announcements=Announcement.objects.filter(pk__in=keys))


ANNOUNCEMENT_SOURCES = (
    NotificationSource(
        "core.announced",
        ANNOUNCEMENTS,
        "ประกาศ",
        _announced,
        at=midnight_of("starts"),
        subject=F("title"),
        detail=Left("body", LONGEST_DETAIL),
        address=lambda key: reverse("announcements:list"),
        acknowledged=Acknowledgement(_seen, _note),
    ),
)

BY_KIND = {
    FORMS: FORM_SOURCES,
    REPORTS: REPORT_SOURCES,
    IMPORTS: IMPORT_SOURCES,
    HANDOVERS: HANDOVER_SOURCES,
    ANNOUNCEMENTS: ANNOUNCEMENT_SOURCES,
}

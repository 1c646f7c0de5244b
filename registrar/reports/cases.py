"""The register of cases, and the summary of one; persons stand in them by their part only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Column, Report, ReportContext, ReportError, Row
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded
from cpd_portal.thai.dates import format_date_long
from cpd_portal.thai.formatting import format_money, format_number
from registrar.choices import Conduct
from registrar.forms.documents import CaseRegisterForm, CaseSummaryForm
from registrar.models import Case
from registrar.rules.decisions import decision_words
from registrar.selectors.case_lists import CaseChoice, cases_of, with_names
from registrar.selectors.case_page import (
    CasePage,
    case_opinions,
    case_page,
    case_seen,
    clock_of,
    steps_of,
)
from registrar.selectors.powers import framework
from registrar.selectors.precedents import precedents

ROWS_AT_ONCE = 2_000


@dataclass(frozen=True, kw_only=True)
class RegisterContext(ReportContext):
    requester: User
    choice: CaseChoice


@register
class CaseRegister(Report[RegisterContext]):
    identifier = "case-register"
    title = "ทะเบียนสำนวนของนายทะเบียน"
    description = "ทุกสำนวนในขอบเขตของบัญชีตามตัวกรอง พร้อมเวลาที่ใช้ คำตัดสิน และผล ไม่มีชื่อบุคคล"
    formats = (Format.XLSX, Format.CSV, Format.PDF)
    params_form = CaseRegisterForm
    landscape = True
    columns = (
        Column("หน่วยงาน", 20),
        Column("เลขสำนวน", 26),
        Column("ของ", 32),
        Column("เลขทะเบียน", 20, on_paper=False),
        Column("ที่มา", 24, on_paper=False),
        Column("ประเภทเรื่อง", 28),
        Column("เรื่อง", 34),
        Column("จำนวนเงิน (บาท)", 22, places=2),
        Column("รับเรื่อง", 18),
        Column("ครบกำหนด", 18),
        Column("ใช้ไป (วัน)", 12, places=0),
        Column("สถานะ", 26),
        Column("คำตัดสิน", 34),
        Column("ตัดสินเมื่อ", 20),
        Column("ให้เวลา (วัน)", 10, places=0, on_paper=False),
        Column("ผลของเรื่อง", 24, on_paper=False),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> RegisterContext:
        today = timezone.localdate(as_of)
        return RegisterContext(
            title=f"{self.title} ณ วันที่ {format_date_long(today)}",
            as_of=as_of,
            rule_version="",
            is_sample=sample_loaded(),
            requester=user,
            choice=CaseChoice(today=today, **params),
        )

    def rows(self, context: RegisterContext) -> Iterator[Row]:
        rows = with_names(cases_of(context.requester, context.choice))
        for case in rows.order_by("office__code", "year", "number").iterator(ROWS_AT_ONCE):
            yield _row(case, context.choice.today)

    def row_count(self, context: RegisterContext) -> int:
        return cases_of(context.requester, context.choice).count()


def _row(case: Any, today: date) -> Row:
    decision = getattr(case, "decision", None)
    return (
        case.office.short_name,
        case.shown_number,
        case.about,
        case.institution.registration_no if case.institution else None,
        case.get_origin_display(),
        case.type_title,
        case.shown_title,
        case.amount,
        case.received_on,
        case.due_on,
        clock_of(case, today).used,
        case.get_state_display(),
        _words(decision) if decision else None,
        decision.decided_on if decision else None,
        decision.days if decision else None,
        case.get_ending_display() or None,
    )


def _words(decision: Any) -> str:
    return decision_words(decision.outcome, decision.power_title)


@dataclass(frozen=True, kw_only=True)
class SummaryContext(ReportContext):
    lines: tuple[tuple[str, str], ...]


@register
class CaseSummary(Report[SummaryContext]):
    identifier = "case-summary"
    title = "บันทึกสรุปสำนวน"
    description = "ข้อเท็จจริง อำนาจที่ใช้ได้ ความเห็น คำตัดสิน และลำดับเรื่องของสำนวนหนึ่ง ไม่มีชื่อบุคคล"
    formats = (Format.PDF, Format.XLSX)
    params_form = CaseSummaryForm
    columns = (Column("หัวข้อ", 26), Column("รายละเอียด", 90))

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> SummaryContext:
        case = case_seen(user).filter(pk=params["case"]).first()
        if case is None:
            raise ReportError("ไม่พบสำนวนนี้ในขอบเขตของบัญชี")
        page = case_page(user, case, timezone.localdate(as_of))
        return SummaryContext(
            title=f"{self.title} {case.shown_number}",
            as_of=as_of,
            rule_version=f"ประเภทเรื่องรุ่นที่ {case.terms_version}",
            is_sample=sample_loaded() or case.is_sample,
            lines=tuple(_summary(user, page)),
        )

    def rows(self, context: SummaryContext) -> Iterator[Row]:
        yield from context.lines


def _summary(user: User, page: CasePage) -> Iterator[tuple[str, str]]:
    case = page.case
    yield "เรื่อง", page.title
    yield "ของ", case.about
    yield "ประเภทเรื่อง", case.type_title
    yield "รับเรื่อง", format_date_long(case.received_on)
    yield "เวลา", _time(page)
    yield "ข้อเท็จจริง", page.facts
    if case.clause:
        yield "กฎหมายหรือระเบียบที่เกี่ยวข้อง", page.mask(case.clause)
    if case.amount is not None:
        yield "จำนวนเงิน", f"{format_money(case.amount)} บาท"
    if case.conduct:
        yield "พฤติการณ์", ", ".join(str(Conduct(code).label) for code in case.conduct)
    for row in page.defects:
        yield "ข้อบกพร่อง", f"{row['title']} ({row['words']})"
    if page.persons:
        yield "บุคคล", ", ".join(person.alias for person in page.persons)
    yield from _powers(case.assessment or {})
    yield from _common_line(case)
    yield from _opinions(user, page)
    for step in steps_of(page):
        yield "ลำดับเรื่อง", f"{step.title} {step.by}"


def _time(page: CasePage) -> str:
    clock, limit = page.clock, page.case.limit_days
    words = [f"ใช้ไป {format_number(clock.used)} วัน"]
    words.append(f"จากกำหนด {format_number(limit)} วัน" if limit else "ไม่มีกำหนด")
    if clock.due_on is not None:
        words.append(f"ครบกำหนด {format_date_long(clock.due_on)}")
    if page.case.stopped_on is not None:
        words.append(f"หยุดนับตั้งแต่ {format_date_long(page.case.stopped_on)}")
    return " ".join(words)


def _given(days: int | None) -> str:
    return f" ให้เวลา {format_number(days)} วัน" if days else ""


def _departure(words: str) -> str:
    return f" ต่างจากแนวเดิมเพราะ {words}" if words else ""


def _common_line(case: Case) -> Iterator[tuple[str, str]]:
    """Of like cases of the country, without whom they were about."""
    found = precedents(case)
    for row in found.decisions:
        ended = ", ".join(f"{words} {format_number(count)}" for words, count in row.endings)
        mark = " (แนวส่วนใหญ่)" if row.is_line else ""
        number = format_number(row.count)
        yield "แนวที่เคยตัดสิน", f"{row.words} {number} เรื่อง{mark}: {ended}"


def _powers(trace: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for power in trace.get("powers", []):
        if power["verdict"] == "applies":
            mark = "" if power["verified"] else " (ตัวบทยังไม่ตรวจยืนยัน)"
            yield "อำนาจที่ใช้ได้", f"{power['section']} {power['title']}{mark}"


def _opinions(user: User, page: CasePage) -> Iterator[tuple[str, str]]:
    shown = case_opinions(user, page, framework().titles)
    for number, rows in reversed(shown.rounds):
        for row in rows:
            said = f"{row.verdict} {row.outcome} {row.power}".strip() + _given(row.days)
            reason = f"{row.reason}{_departure(row.departure)}"
            yield f"ความเห็นรอบที่ {number}", f"{row.title}: {said} เหตุผล {reason} ({row.by})"
    for hearing in shown.hearings:
        words = f"{hearing.get_manner_display() or 'รอคำชี้แจง'} {hearing.statement}".strip()
        yield "การรับฟัง", f"{hearing.party}: {words}"
    decision = getattr(page.case, "decision", None)
    if decision is not None:
        departure = _departure(page.mask(decision.departure))
        reason = f"{page.mask(decision.reason)}{departure}"
        yield "คำตัดสิน", f"{_words(decision)}{_given(decision.days)} เหตุผล {reason}"
        yield "ผู้ตัดสิน", f"{decision.by or 'ระบบ'} {format_date_long(decision.decided_on)}"

"""The register of defects as a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Column, Report, ReportContext, Row
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded
from cpd_portal.thai.dates import format_date_long
from inspection.forms.documents import WITH_WRITING, RegisterReportForm
from inspection.models import Defect
from inspection.rules.defects import days_late
from inspection.selectors.register import RegisterChoice, register_of, streamed_register

WITHHELD = "(ไม่แสดง)"


@dataclass(frozen=True, kw_only=True)
class RegisterContext(ReportContext):
    """The rows are read again and again with the requester's rights."""

    requester: User
    choice: RegisterChoice
    with_writing: bool
    """Facts and who has to mend, as written: only when asked for, since people are named in it."""


@register
class DefectRegister(Report[RegisterContext]):
    identifier = "defect-register"
    title = "ทะเบียนข้อบกพร่องและข้อสังเกต"
    description = "ทุกรายการในขอบเขตของบัญชีตามตัวกรอง พร้อมกำหนดแก้ไข สถานะ และจำนวนวันที่เกินกำหนด"
    formats = (Format.XLSX, Format.CSV, Format.PDF)
    params_form = RegisterReportForm
    landscape = True
    columns = (
        Column("หน่วยงาน", 24),
        Column("เลขทะเบียน", 20),
        Column("ชื่อ", 40),
        Column("ความรุนแรง", 12),
        Column("ด้าน", 14),
        Column("เรื่อง", 40),
        Column("ข้อเท็จจริง", 60, on_paper=False),
        Column("กฎหมายหรือระเบียบ", 30, on_paper=False),
        Column("จำนวนเงิน (บาท)", 16, places=2),
        Column("ผู้พบ", 20, on_paper=False),
        Column("ผู้รับผิดชอบแก้ไข", 24, on_paper=False),
        Column("วันที่พบ", 16),
        Column("กำหนดแก้ไข", 16),
        Column("สถานะ", 24),
        Column("เกินกำหนด (วัน)", 12, places=0),
        Column("แก้ไขแล้วเสร็จ", 16),
        Column("เสนอนายทะเบียน", 16, on_paper=False),
        Column("ผ่อนผันถึง", 16, on_paper=False),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> RegisterContext:
        choice = _choice(params, timezone.localdate(as_of))
        return RegisterContext(
            title=f"{self.title} ณ วันที่ {format_date_long(choice.as_of)}",
            as_of=as_of,
            rule_version="",
            is_sample=sample_loaded(),
            requester=user,
            choice=choice,
            with_writing=params.get("writing") == WITH_WRITING,
        )

    def rows(self, context: RegisterContext) -> Iterator[Row]:
        for row in streamed_register(register_of(context.requester, context.choice)):
            yield _row(row, context)

    def row_count(self, context: RegisterContext) -> int:
        return register_of(context.requester, context.choice).count()


def _choice(params: Mapping[str, Any], today: date) -> RegisterChoice:
    given = {name: value for name, value in params.items() if name != "writing"}
    for name in ("found_from", "found_to"):
        if name in given:
            given[name] = date.fromisoformat(given[name])
    return RegisterChoice(**given, as_of=today)


def _row(row: Defect, context: RegisterContext) -> Row:
    today = context.choice.as_of
    late = days_late(row.due_on, today, row.exempt_until) if row.is_uncured else 0
    return (
        row.office.short_name,
        row.institution.registration_no,
        row.institution.name,
        row.get_severity_display(),
        row.get_category_display(),
        row.title,
        row.facts if context.with_writing else WITHHELD,
        row.clause or None,
        row.amount,
        row.get_source_display(),
        (row.responsible or None) if context.with_writing else WITHHELD,
        row.found_on,
        row.due_on,
        row.get_state_display(),
        late or None,
        row.closed_on,
        getattr(row, "referred_on", None),
        row.exempt_until,
    )

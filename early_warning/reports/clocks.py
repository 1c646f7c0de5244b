"""What is due in a month, as a file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Column, Report, ReportContext, Row
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded
from cpd_portal.thai.dates import format_date, format_date_long
from early_warning.forms.documents import ClocksReportForm
from early_warning.selectors.clocks import ClockChoice, ClockLine, clock_lines


@dataclass(frozen=True, kw_only=True)
class ClocksContext(ReportContext):
    lines: Sequence[ClockLine]


@register
class ClocksOfMonth(Report[ClocksContext]):
    identifier = "early-warning-clocks"
    title = "กำหนดเวลาในเดือน"
    description = "ประชุมใหญ่ งบการเงิน คำเตือน และการดำเนินการที่ครบกำหนดในขอบเขตของบัญชี"
    formats = (Format.XLSX, Format.CSV, Format.PDF)
    params_form = ClocksReportForm
    landscape = True
    columns = (
        Column("วันที่", 14),
        Column("เรื่อง", 24),
        Column("รายละเอียด", 44),
        Column("เลขทะเบียน", 24),
        Column("ชื่อ", 44),
        Column("หน่วยงาน", 22),
        Column("เวลา", 16),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> ClocksContext:
        today = timezone.localdate(as_of)
        choice = ClockChoice(
            month=params.get("month", ""),
            office=params.get("office", ""),
            kind=params.get("kind", ""),
            late=params.get("show", "") == "late",
        )
        span = choice.span(today)
        days = f"{format_date_long(span.first)} ถึง {format_date_long(span.last)}"
        return ClocksContext(
            title=f"{'ที่เกินกำหนดแล้ว' if choice.late else 'กำหนดเวลา'} {days}",
            as_of=as_of,
            rule_version="",
            is_sample=sample_loaded(),
            lines=clock_lines(user, choice, today),
        )

    def rows(self, context: ClocksContext) -> Iterator[Row]:
        for line in context.lines:
            yield (
                format_date(line.day),
                str(line.kind.label),
                line.title,
                line.registration_no,
                line.name,
                line.office_short,
                line.words,
            )

    def row_count(self, context: ClocksContext) -> int:
        return len(context.lines)

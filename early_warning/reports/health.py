"""The health sheet of one institution: every signal against bounds, peers and its own past."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from coops.models import Institution
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Column, Report, ReportContext, ReportError, Row
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded
from cpd_portal.thai.dates import format_date, format_date_long
from cpd_portal.thai.formatting import format_plain
from early_warning.forms.documents import HealthReportForm
from early_warning.reports.watch_words import book_words
from early_warning.selectors.health import Health, HealthLine, health
from early_warning.thresholds import book_in_force


@dataclass(frozen=True, kw_only=True)
class HealthContext(ReportContext):
    health: Health


@register
class HealthSheet(Report[HealthContext]):
    identifier = "health-sheet"
    title = "ใบสุขภาพ"
    description = "ทุกสัญญาณของหนึ่งแห่ง เทียบเกณฑ์ กลุ่มเดียวกัน และปีที่ผ่านมา"
    formats = (Format.PDF, Format.XLSX, Format.CSV)
    params_form = HealthReportForm
    landscape = True
    columns = (
        Column("สัญญาณ", 40),
        Column("สถานะ", 14),
        Column("ค่า", 12),
        Column("รายละเอียด", 44),
        Column("เฝ้าระวัง", 12),
        Column("เตือน", 12),
        Column("ค่ากลางของกลุ่ม", 16),
        Column("ต่ำกว่าแห่งนี้ (ร้อยละ)", 14, places=0),
        Column("ปีที่ผ่านมา", 44),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> HealthContext:
        day, book = timezone.localdate(as_of), book_in_force()
        rows = Institution.objects.visible_to(user).select_related("office", "type")
        institution = rows.filter(registration_no=params["registration_no"]).first()
        if institution is None:
            raise ReportError("ไม่พบเลขทะเบียนนี้ในขอบเขตที่บัญชีผู้ขอดูได้")
        found = health(institution, book, day)
        if found is None:
            raise ReportError("ยังไม่ได้คำนวณสัญญาณของแห่งนี้")
        level = f"ระดับ {found.reading.level} ตั้งแต่ {format_date_long(found.reading.since)}"
        return HealthContext(
            title=f"{self.title}ของ{institution.name} {level}",
            as_of=as_of,
            rule_version=book_words(book),
            is_sample=sample_loaded(),
            health=found,
        )

    def rows(self, context: HealthContext) -> Iterator[Row]:
        for line in context.health.lines:
            peers = line.peers
            yield (
                str(line.signal.code.label),
                str(line.signal.state.label),
                None if line.value is None else format_plain(line.value),
                _details(line),
                format_plain(line.row.watch),
                format_plain(line.row.alarm),
                format_plain(peers.median) if peers else None,
                peers.percentile if peers else None,
                " · ".join(_year(one.fiscal_year, one.value) for one in line.past) or None,
            )

    def row_count(self, context: HealthContext) -> int:
        return len(context.health.lines)


def _details(line: HealthLine) -> str:
    if line.due_on is None:
        return line.signal.words
    return f"{line.signal.words} (ครบกำหนด {format_date(line.due_on)})"


def _year(fiscal_year: int, value: Any) -> str:
    return f"{fiscal_year}: {'–' if value is None else format_plain(value)}"

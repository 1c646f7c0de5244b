"""The watchlist as a file."""

from collections.abc import Iterator, Mapping
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
from early_warning.forms.documents import WatchlistReportForm
from early_warning.querysets import WatchReadingQuerySet
from early_warning.reports.watch_words import book_words
from early_warning.selectors.watchlist import WatchChoice, watch_lines, watched
from early_warning.thresholds import book_in_force

ROWS_PER_READ = 1_000


@dataclass(frozen=True, kw_only=True)
class WatchlistContext(ReportContext):
    found: WatchReadingQuerySet


@register
class Watchlist(Report[WatchlistContext]):
    identifier = "watchlist"
    title = "บัญชีเฝ้าระวัง"
    description = "ทุกแห่งในขอบเขตของบัญชีที่อยู่ในระดับเฝ้าระวัง พร้อมเหตุ ระดับสูงอยู่บน"
    formats = (Format.XLSX, Format.CSV, Format.PDF)
    params_form = WatchlistReportForm
    landscape = True
    columns = (
        Column("หน่วยงาน", 22),
        Column("เลขทะเบียน", 22),
        Column("ชื่อ", 40),
        Column("ประเภท", 20),
        Column("ระดับ", 14),
        Column("คะแนน", 10, places=1),
        Column("เหตุ", 70),
        Column("ตั้งแต่", 14),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> WatchlistContext:
        given = {name: value for name, value in params.items() if value}
        return WatchlistContext(
            title=f"{self.title} ณ วันที่ {format_date_long(timezone.localdate(as_of))}",
            as_of=as_of,
            rule_version=book_words(book_in_force()),
            is_sample=sample_loaded(),
            found=watched(user, WatchChoice(**given)),
        )

    def rows(self, context: WatchlistContext) -> Iterator[Row]:
        """A thousand at a time: memory stays bounded."""
        first = 0
        while lines := watch_lines(context.found[first : first + ROWS_PER_READ]):
            first += ROWS_PER_READ
            for line in lines:
                institution, reading = line.reading.institution, line.reading
                yield (
                    institution.office.short_name,
                    institution.registration_no,
                    institution.name,
                    institution.type.title,
                    reading.level,
                    reading.points,
                    " · ".join(line.reasons),
                    format_date(reading.since),
                )

    def row_count(self, context: WatchlistContext) -> int:
        return context.found.count()

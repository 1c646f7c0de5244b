"""The watchlist by type of institution and office, as a file."""

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
from cpd_portal.thai.dates import format_date_long
from early_warning.forms.documents import LevelReportForm
from early_warning.reports.watch_words import book_words
from early_warning.selectors.national import NationalTable, national_table
from early_warning.thresholds import book_in_force


@dataclass(frozen=True, kw_only=True)
class NationalContext(ReportContext):
    table: NationalTable


@register
class WatchedByPlace(Report[NationalContext]):
    identifier = "watched-by-place"
    title = "การเฝ้าระวังตามประเภทและหน่วยงาน"
    description = "จำนวนแห่งที่อยู่ในระดับเฝ้าระวังในขอบเขตของบัญชี แยกตามหน่วยงานและประเภทของสถาบัน"
    formats = (Format.XLSX, Format.CSV, Format.PDF)
    params_form = LevelReportForm
    landscape = True

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> NationalContext:
        return NationalContext(
            title=f"{self.title} ณ วันที่ {format_date_long(timezone.localdate(as_of))}",
            as_of=as_of,
            rule_version=book_words(book_in_force()),
            is_sample=sample_loaded(),
            table=national_table(user, params.get("rank", "")),
        )

    def columns_of(self, context: NationalContext) -> tuple[Column, ...]:
        types = (Column(one.title, 16, places=0) for one in context.table.types)
        return (Column("หน่วยงาน", 30), *types, Column("รวม", 12, places=0))

    def rows(self, context: NationalContext) -> Iterator[Row]:
        table = context.table
        for place, cells, total in table.rows:
            yield (place.name, *(count for _, count in cells), total)
        yield ("รวม", *(count for _, count in table.sums), table.total)

    def row_count(self, context: NationalContext) -> int:
        return len(context.table.places) + 1

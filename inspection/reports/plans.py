"""The plans of all offices beside one another as a file."""

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
from cpd_portal.thai.dates import format_date_long
from cpd_portal.thai.fiscal import fiscal_year_of
from inspection.forms.documents import PlansReportForm
from inspection.selectors.plans import OfficeProgress, Progress, overview, together


@dataclass(frozen=True, kw_only=True)
class PlansContext(ReportContext):
    lines: Sequence[OfficeProgress]


@register
class InspectionPlans(Report[PlansContext]):
    identifier = "inspection-plans"
    title = "แผนการตรวจประจำปีและความก้าวหน้า"
    description = "รายหน่วยงานในขอบเขตของบัญชี พร้อมยอดรวม เทียบกับจำนวนที่ต้องตรวจ"
    formats = (Format.XLSX, Format.CSV, Format.PDF)
    params_form = PlansReportForm
    columns = (
        Column("หน่วยงาน", 28),
        Column("แผน", 16),
        Column("ต้องตรวจ (แห่ง)", 16, places=0),
        Column("อยู่ในแผน (แห่ง)", 16, places=0),
        Column("ตรวจเสร็จ (แห่ง)", 16, places=0),
        Column("เลยวันที่วางแผน (ครั้ง)", 18, places=0),
        Column("ตรวจเสร็จเทียบที่ต้องตรวจ (ร้อยละ)", 20, places=2),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> PlansContext:
        today = timezone.localdate(as_of)
        year = params.get("fiscal_year") or fiscal_year_of(today)
        return PlansContext(
            title=f"{self.title} ปีงบประมาณ {year} ณ วันที่ {format_date_long(today)}",
            as_of=as_of,
            rule_version="",
            is_sample=sample_loaded(),
            lines=overview(user, year, today),
        )

    def rows(self, context: PlansContext) -> Iterator[Row]:
        for line in context.lines:
            yield (line.short_name, line.state_label, *_cells(line.progress))
        if len(context.lines) > 1:
            yield ("รวม", None, *_cells(together(context.lines)))

    def row_count(self, context: PlansContext) -> int:
        return len(context.lines)


def _cells(progress: Progress) -> Row:
    return (
        progress.quota,
        progress.planned,
        progress.finished,
        progress.late,
        progress.percent,
    )

"""How long uncured defects are late, by office, as a file."""

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
from inspection.defect_policies import defect_policies
from inspection.forms.documents import AgeingReportForm
from inspection.selectors.ageing import AgeingLine, Bucket, ageing, buckets

UNVERIFIED = "ช่วงจำนวนวันเป็นค่าตั้งต้นที่ยังไม่ตรวจยืนยัน"


@dataclass(frozen=True, kw_only=True)
class AgeingContext(ReportContext):
    parts: Sequence[Bucket]
    lines: Sequence[AgeingLine]


@register
class DefectAgeing(Report[AgeingContext]):
    identifier = "defect-ageing"
    title = "ข้อบกพร่องที่ยังแก้ไขไม่แล้วเสร็จ จำแนกตามจำนวนวันที่เกินกำหนด"
    description = "รายหน่วยงานในขอบเขตของบัญชี ไม่นับข้อสังเกตและรายการที่รวมกับรายการอื่นแล้ว"
    formats = (Format.PDF, Format.XLSX)
    params_form = AgeingReportForm
    landscape = True
    columns = (
        Column("หน่วยงาน", 40),
        Column("ทั้งหมด", 12, places=0),
        Column("จำนวนเงิน (บาท)", 20, places=2),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> AgeingContext:
        today = timezone.localdate(as_of)
        policies = defect_policies()
        parts = buckets(policies.ageing)
        return AgeingContext(
            title=f"{self.title} ณ วันที่ {format_date_long(today)}",
            as_of=as_of,
            rule_version="" if policies.verified else UNVERIFIED,
            is_sample=sample_loaded(),
            parts=parts,
            lines=ageing(user, params.get("office", ""), parts, today),
        )

    def columns_of(self, context: AgeingContext) -> tuple[Column, ...]:
        office, total, amount = self.columns
        parts = (Column(part.label, 14, places=0) for part in context.parts)
        return (office, total, *parts, amount)

    def rows(self, context: AgeingContext) -> Iterator[Row]:
        for line in context.lines:
            yield (line.office, line.total, *line.counts, line.amount)
        if len(context.lines) > 1:
            yield _sum(context.lines)

    def row_count(self, context: AgeingContext) -> int:
        return len(context.lines)


def _sum(lines: Sequence[AgeingLine]) -> Row:
    amounts = [line.amount for line in lines if line.amount is not None]
    counts = [sum(column) for column in zip(*(line.counts for line in lines), strict=True)]
    return ("รวม", sum(counts), *counts, sum(amounts) if amounts else None)

"""The ledger as a file: every row of a plan, also the reversals."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Column, Report, ReportContext, Row
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded
from strategy.models import LedgerEntry
from strategy.reports.parameters import LedgerForm, chosen_plan
from strategy.selectors.ledger import LedgerFilter, ledger_rows


@dataclass(frozen=True, kw_only=True)
class LedgerContext(ReportContext):
    entries: tuple[LedgerEntry, ...]


@register
class LedgerReport(Report[LedgerContext]):
    identifier = "strategy-ledger"
    title = "บัญชีเงินของแผนยุทธศาสตร์"
    description = "ทุกรายการจัดสรร ผูกพัน เบิกจ่าย กันเงินเหลื่อมปี และกลับรายการ เป็นบาท"
    formats = (Format.XLSX, Format.CSV, Format.PDF)
    params_form = LedgerForm
    landscape = True
    columns = (
        Column("โครงการ", 12),
        Column("หน่วยงาน", 30),
        Column("ปีงบประมาณ", 16),
        Column("ไตรมาส", 9, places=0),
        Column("วันที่", 14),
        Column("รายการ", 20),
        Column("กลับรายการของ", 20),
        Column("เลขที่เอกสาร", 24),
        Column("เลขที่ GFMIS", 18),
        Column("งบรายจ่าย", 18),
        Column("จำนวนเงิน (บาท)", 20, places=2),
        Column("รายละเอียด", 40, on_paper=False),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> LedgerContext:
        plan = chosen_plan(params)
        wanted = LedgerFilter(
            fiscal_year=params.get("fiscal_year"),
            unit=params.get("unit", ""),
            kind=params.get("kind", ""),
        )
        rows = ledger_rows(user, plan, wanted).select_related("project", "unit", "reverses")
        return LedgerContext(
            title=f"{self.title} {plan.first_year}–{plan.last_year}",
            as_of=as_of,
            rule_version="",
            is_sample=sample_loaded(),
            entries=tuple(rows),
        )

    def rows(self, context: LedgerContext) -> Iterator[Row]:
        for entry in context.entries:
            yield (
                entry.project.code,
                entry.unit.name,
                str(entry.fiscal_year),
                entry.quarter,
                entry.occurred_on,
                str(entry.get_kind_display()),
                entry.reverses.reference_no if entry.reverses else None,
                entry.reference_no,
                entry.treasury_no or None,
                str(entry.get_category_display()),
                entry.amount,
                entry.detail or None,
            )

    def row_count(self, context: LedgerContext) -> int:
        return len(context.entries)

"""The plan's status on paper: strategies by years, and every project."""

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
from strategy.models import Plan
from strategy.reports.parameters import ARABIC, PrintedPlanForm, chosen_plan
from strategy.selectors.overview import Overview, OverviewFilter, overview


@dataclass(frozen=True, kw_only=True)
class StatusContext(ReportContext):
    """`digits`: thai or arabic, of what this document prints."""

    plan: Plan
    overview: Overview
    digits: str


@register
class StatusReport(Report[StatusContext]):
    identifier = "strategy-status"
    title = "รายงานสถานะแผนยุทธศาสตร์"
    description = "เงินและสถานะของทุกยุทธศาสตร์และโครงการรายปี จากรายงานที่อนุมัติแล้ว"
    formats = (Format.PDF, Format.XLSX, Format.CSV)
    params_form = PrintedPlanForm
    template = "reports/strategy_status.html"
    columns = (
        Column("ยุทธศาสตร์", 12, places=0),
        Column("โครงการ", 12),
        Column("ชื่อ", 60),
        Column("ปีงบประมาณ", 16),
        Column("แผน (ล้านบาท)", 16, places=2),
        Column("เงินที่ได้รับ (บาท)", 20, places=2),
        Column("ผูกพันค้างจ่าย (บาท)", 20, places=2),
        Column("เบิกจ่าย (บาท)", 20, places=2),
        Column("คงเหลือใช้ได้ (บาท)", 20, places=2),
        Column("ไตรมาสที่รายงาน", 14, places=0),
        Column("ถึงเป้าหมาย (ร้อยละ)", 18, places=2),
        Column("สถานะ", 16),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> StatusContext:
        plan = chosen_plan(params)
        found = overview(user, plan, OverviewFilter(), timezone.localdate(as_of))
        return StatusContext(
            title=f"{self.title} {plan.first_year}–{plan.last_year}",
            as_of=as_of,
            rule_version=found.thresholds.version,
            is_sample=sample_loaded(),
            plan=plan,
            overview=found,
            digits=params.get("digits") or ARABIC,
        )

    def rows(self, context: StatusContext) -> Iterator[Row]:
        for line in context.overview.lines:
            for project in line.projects:
                for year in project.shown:
                    if year.is_empty:
                        continue
                    judged = year.judged
                    yield (
                        line.strategy.number,
                        project.project.code,
                        project.project.title or None,
                        str(year.fiscal_year),
                        year.planned,
                        year.balance.funds,
                        year.balance.outstanding,
                        year.balance.disbursed,
                        year.balance.available,
                        year.quarter,
                        judged.attained if judged else None,
                        str(judged.status.label) if judged else None,
                    )

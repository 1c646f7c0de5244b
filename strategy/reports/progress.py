"""Everything that was reported, as a file: words and evidence by project, division and quarter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Column, Report, ReportContext, Row
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded
from strategy.reports.parameters import PlanForm, chosen_plan
from strategy.selectors.quarters import ReportLine, plan_reports


@dataclass(frozen=True, kw_only=True)
class ReportsContext(ReportContext):
    lines: tuple[ReportLine, ...]


@register
class ReportsList(Report[ReportsContext]):
    identifier = "strategy-reports"
    title = "รายงานรายไตรมาสของแผนยุทธศาสตร์"
    description = "ผลการดำเนินงาน ปัญหา และรายการหลักฐาน ของทุกโครงการ หน่วยงาน และไตรมาสที่รายงาน"
    formats = (Format.XLSX, Format.CSV, Format.PDF)
    params_form = PlanForm
    landscape = True
    columns = (
        Column("โครงการ", 12),
        Column("หน่วยงาน", 30),
        Column("ปีงบประมาณ", 16),
        Column("ไตรมาส", 9, places=0),
        Column("ผลการดำเนินงาน", 60),
        Column("ปัญหาและอุปสรรค", 40),
        Column("หลักฐาน", 40),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> ReportsContext:
        plan = chosen_plan(params)
        return ReportsContext(
            title=f"{self.title} {plan.first_year}–{plan.last_year}",
            as_of=as_of,
            rule_version="",
            is_sample=sample_loaded(),
            lines=tuple(plan_reports(plan)),
        )

    def rows(self, context: ReportsContext) -> Iterator[Row]:
        for line in context.lines:
            report = line.report
            if report is not None:
                yield (
                    line.project.code,
                    report.unit.name,
                    str(report.fiscal_year),
                    report.quarter,
                    report.narrative or None,
                    report.problems or None,
                    ", ".join(file.file_name for file in line.evidence) or None,
                )

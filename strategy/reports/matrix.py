"""The year matrix as a file: every target with what is printed, what it means and what was
reached."""

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
from strategy.choices import Basis
from strategy.models import Project
from strategy.reports.parameters import PlanForm, chosen_plan
from strategy.selectors.execution import Execution, ProjectExecution, TargetYear, execution


@dataclass(frozen=True, kw_only=True)
class MatrixContext(ReportContext):
    execution: Execution

    @property
    def lines(self) -> Iterator[tuple[ProjectExecution, int | None, TargetYear]]:
        """(project, newest approved quarter, target), in the order of the plan."""
        for project in self.execution.projects:
            for year in project.years.values():
                for target in year.targets:
                    yield project, year.quarter, target


@register
class YearMatrix(Report[MatrixContext]):
    identifier = "strategy-matrix"
    title = "เป้าหมายและผลรายปีของแผนยุทธศาสตร์"
    description = "ทุกเป้าหมายรายปี: ข้อความที่พิมพ์ ค่าที่อ่าน ฐาน ผลที่อนุมัติแล้ว และสถานะ"
    formats = (Format.XLSX, Format.CSV, Format.PDF)
    params_form = PlanForm
    landscape = True
    columns = (
        Column("โครงการ", 12),
        Column("สิ่งที่วัด", 40),
        Column("ปีงบประมาณ", 16),
        Column("ข้อความที่พิมพ์", 50, on_paper=False),
        Column("เป้าหมาย", 14, places=2),
        Column("หน่วยนับ", 14),
        Column("ฐาน", 26),
        Column("ไตรมาสที่รายงาน", 14, places=0),
        Column("ผลที่ทำได้", 14, places=2),
        Column("ขั้นงาน", 14),
        Column("สถานะ", 14),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> MatrixContext:
        plan = chosen_plan(params)
        rows = Project.objects.all().of_plan(plan.pk)
        found = execution(user, rows, timezone.localdate(as_of))
        return MatrixContext(
            title=f"{self.title} {plan.first_year}–{plan.last_year}",
            as_of=as_of,
            rule_version=found.thresholds.version,
            is_sample=sample_loaded(),
            execution=found,
        )

    def rows(self, context: MatrixContext) -> Iterator[Row]:
        for project, quarter, one in context.lines:
            measure, value = one.measure, one.value
            yield (
                project.project.code,
                _words(one),
                str(one.target.fiscal_year),
                one.target.text,
                one.target.value,
                measure.unit or None,
                str(Basis(measure.basis).label),
                quarter,
                value.value if value else None,
                value.milestone_words if value and measure.is_milestone else None,
                str(one.judged.status.label),
            )


def _words(one: TargetYear) -> str:
    measure = one.measure
    if measure.activity is not None:
        return f"{measure.activity.number} {measure.activity.title}".strip()
    return "ตัวชี้วัดความสำเร็จ"

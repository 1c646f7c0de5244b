"""The projects of a plan as a file, with the planned budget of every year."""

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
from strategy.models import Project
from strategy.reports.parameters import PlanForm, chosen_plan
from strategy.selectors.execution import ProjectExecution, execution


@dataclass(frozen=True, kw_only=True)
class ProjectsContext(ReportContext):
    years: tuple[int, ...]
    projects: tuple[ProjectExecution, ...]


@register
class ProjectList(Report[ProjectsContext]):
    identifier = "strategy-projects"
    title = "รายชื่อโครงการตามแผนยุทธศาสตร์"
    description = "ทุกโครงการ หน่วยงานที่รับผิดชอบ และงบประมาณตามแผนรายปีเป็นล้านบาท ที่พิมพ์และที่ปรับแล้ว"
    formats = (Format.XLSX, Format.CSV, Format.PDF)
    params_form = PlanForm
    landscape = True
    columns = (
        Column("ยุทธศาสตร์", 12, places=0),
        Column("โครงการ", 12),
        Column("ชื่อ", 60),
        Column("หน่วยงานที่รับผิดชอบ", 40),
        Column("ปีงบประมาณ", 16),
        Column("งบประมาณที่พิมพ์ (ล้านบาท)", 18, places=2),
        Column("งบประมาณปัจจุบัน (ล้านบาท)", 18, places=2),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> ProjectsContext:
        plan = chosen_plan(params)
        rows = Project.objects.all().of_plan(plan.pk)
        found = execution(user, rows, timezone.localdate(as_of))
        return ProjectsContext(
            title=f"{self.title} {plan.first_year}–{plan.last_year}",
            as_of=as_of,
            rule_version="",
            is_sample=sample_loaded(),
            years=plan.years,
            projects=tuple(found.projects),
        )

    def rows(self, context: ProjectsContext) -> Iterator[Row]:
        for one in context.projects:
            for year in context.years:
                found = one.year(year)
                yield (
                    one.project.strategy.number,
                    one.project.code,
                    one.project.title or None,
                    ", ".join(unit.name for unit in one.units) or None,
                    str(year),
                    found.printed,
                    found.planned,
                )

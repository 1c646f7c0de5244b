"""One project on paper: targets beside what was reached, money, reports and evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Report, ReportContext, ReportError
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded
from strategy.models import Project
from strategy.reports.parameters import ARABIC, ProjectForm
from strategy.selectors.execution import ProjectExecution, execution
from strategy.selectors.quarters import ReportLine, project_reports


@dataclass(frozen=True, kw_only=True)
class ProjectContext(ReportContext):
    executed: ProjectExecution
    reports: tuple[ReportLine, ...]
    digits: str


@register
class ProjectSheet(Report[ProjectContext]):
    identifier = "strategy-project"
    title = "แบบสรุปโครงการตามแผนยุทธศาสตร์"
    description = "เป้าหมายและผลรายปี เงิน รายงานรายไตรมาส และรายการหลักฐานของโครงการ"
    formats = (Format.PDF,)
    params_form = ProjectForm
    template = "reports/strategy_project.html"

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> ProjectContext:
        rows = Project.objects.filter(code=params["project"])
        found = execution(user, rows, timezone.localdate(as_of))
        if not found.projects:
            raise ReportError("ไม่มีโครงการนี้ในระบบ")
        executed = found.projects[0]
        return ProjectContext(
            title=f"โครงการที่ {executed.project.code} {executed.project.title}".strip(),
            as_of=as_of,
            rule_version=found.thresholds.version,
            is_sample=sample_loaded(),
            executed=executed,
            reports=tuple(project_reports(executed.project)),
            digits=params.get("digits") or ARABIC,
        )

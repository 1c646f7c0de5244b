"""The plan's status and the sheet of every project, in one archive."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import PUBLISHED_ROOM, Member, Report, ReportContext
from cpd_portal.core.models import User
from strategy.reports.parameters import PrintedPlanForm
from strategy.reports.project import ProjectSheet
from strategy.reports.status import StatusContext, StatusReport


@dataclass(frozen=True, kw_only=True)
class PlanBookContext(ReportContext):
    """The sheets are read one by one, when their turn comes."""

    requester: User
    status: StatusContext

    @property
    def codes(self) -> list[str]:
        """The projects in the order of the plan."""
        lines = self.status.overview.lines
        return [found.project.code for line in lines for found in line.projects]


@register
class PlanBook(Report[PlanBookContext]):
    identifier = "published-plan-book"
    title = "สมุดแผนยุทธศาสตร์"
    description = "รายงานสถานะแผน และแบบสรุปโครงการละหนึ่งแฟ้ม PDF รวมเป็น ZIP เดียว ตามข้อมูลขณะจัดทำ"
    room = PUBLISHED_ROOM
    formats = (Format.ZIP,)
    params_form = PrintedPlanForm

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> PlanBookContext:
        status = StatusReport().context(user, params, as_of)
        plan = status.plan
        return PlanBookContext(
            title=f"{self.title} {plan.first_year}–{plan.last_year}",
            as_of=as_of,
            rule_version=status.rule_version,
            is_sample=status.is_sample,
            requester=user,
            status=status,
        )

    def members(self, context: PlanBookContext) -> Iterator[Member]:
        yield Member("00 สถานะแผน.pdf", Format.PDF, StatusReport(), context.status)
        sheet = ProjectSheet()
        for code in context.codes:
            params = {"project": code, "digits": context.status.digits}
            yield Member(
                name=f"โครงการ {code}.pdf",
                format=Format.PDF,
                report=sheet,
                context=sheet.context(context.requester, params, context.as_of),
            )

    def row_count(self, context: PlanBookContext) -> int:
        return 1 + len(context.codes)

"""The year's scorecard and the sheet of every KPI, in one archive."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import PUBLISHED_ROOM, Member, Report, ReportContext
from cpd_portal.core.models import User
from kpis.reports.forms import YearForm
from kpis.reports.kpi_sheet import KpiSheetReport
from kpis.reports.scorecard import ScorecardContext, ScorecardReport


@dataclass(frozen=True, kw_only=True)
class KpiBookContext(ReportContext):
    """The sheets are read one by one, when their turn comes."""

    requester: User
    scorecard: ScorecardContext


@register
class KpiBook(Report[KpiBookContext]):
    identifier = "published-kpi-book"
    title = "สมุดตัวชี้วัดประจำปี"
    description = "สรุปผลทุกตัวชี้วัด และรายละเอียดตัวชี้วัดละหนึ่งแฟ้ม PDF รวมเป็น ZIP เดียว ตามผลขณะจัดทำ"
    room = PUBLISHED_ROOM
    formats = (Format.ZIP,)
    params_form = YearForm

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> KpiBookContext:
        scorecard = ScorecardReport().context(user, params, as_of)
        return KpiBookContext(
            title=f"{self.title} ปีงบประมาณ {scorecard.fiscal_year}",
            as_of=as_of,
            rule_version=scorecard.rule_version,
            is_sample=scorecard.is_sample,
            requester=user,
            scorecard=scorecard,
        )

    def members(self, context: KpiBookContext) -> Iterator[Member]:
        year = context.scorecard.fiscal_year
        yield Member(
            name=f"00 สรุปผล {year}.pdf",
            format=Format.PDF,
            report=ScorecardReport(),
            context=context.scorecard,
        )
        sheet = KpiSheetReport()
        for line in context.scorecard.summary.lines:
            params = {"fiscal_year": year, "number": line.number}
            yield Member(
                name=f"{line.number:02d} ตัวชี้วัดที่ {line.number} {year}.pdf",
                format=Format.PDF,
                report=sheet,
                context=sheet.context(context.requester, params, context.as_of),
            )

    def row_count(self, context: KpiBookContext) -> int:
        return 1 + len(context.scorecard.summary.lines)

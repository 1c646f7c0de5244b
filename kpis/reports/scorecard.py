"""The scorecard as a document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Column, Report, ReportContext, ReportError
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded
from kpis.reports.forms import YearForm
from kpis.selectors import GroupLines, Summary, latest_year, scorecard_summary


@dataclass(frozen=True, kw_only=True)
class ScorecardContext(ReportContext):
    """`summary` is frozen: everything is read when the report is made."""

    fiscal_year: int
    organisation: str
    summary: Summary
    notes: tuple[str, ...]

    @property
    def measured_count(self) -> int:
        return len(self.summary.lines) - len(self.summary.missing)

    @property
    def groups(self) -> tuple[GroupLines, ...]:
        return self.summary.groups


def _notes(summary: Summary) -> tuple[str, ...]:
    """The policies that are not printed, in their own words."""
    policies = summary.scorecard.policies.all()
    return tuple(policy.text for policy in policies if not policy.printed)


@register
class ScorecardReport(Report[ScorecardContext]):
    identifier = "kpi-scorecard"
    title = "สรุปผลการประเมินตามตัวชี้วัด"
    description = "น้ำหนัก เป้าหมายสามขั้น ผล และคะแนนของทุกตัวชี้วัดในปีงบประมาณ"
    formats = (Format.PDF, Format.XLSX, Format.CSV)
    params_form = YearForm
    template = "reports/kpi_scorecard.html"
    columns = (
        Column("ที่", 6, places=0),
        Column("ตัวชี้วัด", 60),
        Column("หน่วย", 16),
        Column("น้ำหนัก (ร้อยละ)", 12, places=2),
        Column("ขั้นต้น (50)", 16),
        Column("มาตรฐาน (75)", 16),
        Column("ขั้นสูง (100)", 16),
        Column("ผล", 12, places=2),
        Column("คะแนน", 12, places=2),
        Column("คะแนนถ่วงน้ำหนัก", 12, places=2),
        Column("สถานะผล", 16),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> ScorecardContext:
        fiscal_year = params.get("fiscal_year") or latest_year(0)
        summary = scorecard_summary(user, fiscal_year) if fiscal_year else None
        if summary is None:
            raise ReportError("ไม่มีใบคะแนนของปีงบประมาณที่เลือก")
        scorecard = summary.scorecard
        return ScorecardContext(
            title=f"{self.title} ปีงบประมาณ {scorecard.fiscal_year}",
            as_of=as_of,
            rule_version=f"{scorecard.scoring_version} (ยังไม่ตรวจยืนยัน)",
            is_sample=sample_loaded(),
            fiscal_year=scorecard.fiscal_year,
            organisation=scorecard.organisation,
            summary=summary,
            notes=_notes(summary),
        )

    def rows(self, context: ScorecardContext) -> Iterator[tuple[int | str | Decimal | None, ...]]:
        for line in context.summary.lines:
            yield (
                line.number,
                line.title,
                line.unit,
                line.weight,
                *line.figures,
                line.result,
                line.points,
                line.earned,
                line.state_words,
            )

    def row_count(self, context: ScorecardContext) -> int:
        return len(context.summary.lines)

"""One office on paper: how far it is, its tiers, why not higher, who is nearest, the list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coops.choices import Kind
from coops.entry import FORM_CODE, EntryProgress, entry_progress
from coops.forms.documents import OfficeSummaryForm
from coops.selectors import Strength, latest_assessed_year, rule_words, strength_of_populations
from coops.selectors.analysis import AnalysisChoice
from coops.selectors.failures import Failures, failures
from coops.selectors.near_miss import NearMissChoice, NearMissLine, near_miss_lines, near_misses
from coops.selectors.register import (
    Order,
    RegisterChoice,
    RegisterLine,
    register_of,
    streamed_lines,
)
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.printing import printed_text
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Column, Report, ReportContext, ReportError, Row
from cpd_portal.core.models import OrgUnit, Submission, User
from cpd_portal.core.selectors import sample_loaded, submission_of

NEAREST = 10
# A page of one piece; the files hold all rows of any office.
LISTED_ON_PAPER = 500


@dataclass(frozen=True, kw_only=True)
class OfficeContext(ReportContext):
    """`left_out` of the list do not fit on paper; the files have them."""

    office: OrgUnit
    fiscal_year: int
    progress: EntryProgress
    submission: Submission | None
    strengths: list[Strength]
    failures: list[Failures]
    nearest: list[NearMissLine]
    lines: list[RegisterLine]

    @property
    def listed(self) -> list[tuple[str, RegisterLine]]:
        """The printed registration number of each line."""
        return [
            (printed_text(line.registration_no), line) for line in self.lines[:LISTED_ON_PAPER]
        ]

    @property
    def left_out(self) -> int:
        return max(len(self.lines) - LISTED_ON_PAPER, 0)


@register
class OfficeSummary(Report[OfficeContext]):
    identifier = "office-summary"
    title = "สรุปผลการจัดชั้นความเข้มแข็งของหน่วยงาน"
    description = "ความคืบหน้า ผลรายชั้น เงื่อนไขที่ไม่ถึง ที่ใกล้เลื่อนชั้น และรายชื่อทุกแห่งของหน่วยงาน"
    formats = (Format.PDF, Format.XLSX, Format.CSV)
    params_form = OfficeSummaryForm
    template = "reports/office_summary.html"
    columns = (
        Column("เลขทะเบียน", 24),
        Column("ชื่อ", 50),
        Column("ชนิด", 16),
        Column("ภาค", 18),
        Column("ประเภท", 30),
        Column("สถานะ", 20),
        Column("ปีงบประมาณ", 12),
        Column("คะแนนรวม", 14, places=2),
        Column("ชั้น", 6),
        Column("ผลจัดชั้น", 30),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> OfficeContext:
        year = params.get("fiscal_year") or latest_assessed_year()
        if year is None:
            raise ReportError("ยังไม่มีผลการประเมินในระบบ จึงจัดทำสรุปไม่ได้")
        office = OrgUnit.objects.visible_to(user).offices().get(code=params["office"])
        near = near_misses(user, NearMissChoice(fiscal_year=year, office=office.code))
        return OfficeContext(
            title=f"{self.title} {office.name} ปีงบประมาณ {year}",
            as_of=as_of,
            rule_version=rule_words(year),
            is_sample=sample_loaded(),
            office=office,
            fiscal_year=year,
            progress=entry_progress(office, year),
            submission=submission_of(FORM_CODE, year, office),
            strengths=strength_of_populations(user, year, office),
            failures=_failures(user, year, office),
            nearest=near_miss_lines(near[:NEAREST]),
            lines=_lines(user, year, office),
        )

    def rows(self, context: OfficeContext) -> Iterator[Row]:
        for line in context.lines:
            yield (
                line.registration_no,
                line.name,
                line.kind_label,
                line.sector_label or None,
                line.type,
                line.standing_label,
                context.fiscal_year,
                line.total,
                line.tier,
                line.result,
            )

    def row_count(self, context: OfficeContext) -> int:
        return len(context.lines)


def _failures(user: User, year: int, office: OrgUnit) -> list[Failures]:
    return [
        row
        for kind in Kind
        for row in failures(user, AnalysisChoice(fiscal_year=year, kind=kind, office=office.code))
    ]


def _lines(user: User, year: int, office: OrgUnit) -> list[RegisterLine]:
    """Those of the year's population, by tier."""
    choice = RegisterChoice(fiscal_year=year, office=office.code)
    rows = register_of(user, choice, Order.TIER)
    return [line for line in streamed_lines(rows) if line.complete is not None]

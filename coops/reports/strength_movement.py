"""The institutions behind the table of movement, as a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from coops.choices import Kind, Sector
from coops.forms.documents import MovementReportForm
from coops.querysets import InstitutionQuerySet
from coops.selectors import latest_assessed_year, rule_words
from coops.selectors.analysis import AnalysisChoice
from coops.selectors.movement import PAIRS, Pair, move_of, moved, movement_lines
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Column, Report, ReportContext, ReportError, Row
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded

ROWS_PER_READ = 2_000


@dataclass(frozen=True, kw_only=True)
class MovementContext(ReportContext):
    """Who asked for which cells; the rows are read with these rights."""

    requester: User
    choice: AnalysisChoice
    earlier: int
    pairs: list[Pair]

    @property
    def institutions(self) -> InstitutionQuerySet:
        return moved(self.requester, self.choice, self.earlier, self.pairs)


@register
class StrengthMovement(Report[MovementContext]):
    identifier = "strength-movement"
    title = "รายชื่อการเลื่อนชั้นความเข้มแข็ง"
    description = "ทุกแห่งพร้อมผลของสองปี ตามการเปลี่ยนแปลงที่เลือก"
    formats = (Format.CSV, Format.XLSX, Format.PDF)
    params_form = MovementReportForm
    landscape = True
    columns = (
        Column("เลขทะเบียน", 24),
        Column("ชื่อ", 50),
        Column("ประเภท", 30),
        Column("หน่วยงาน", 30),
        Column("ผลปีก่อน", 26),
        Column("คะแนนปีก่อน", 14, places=2),
        Column("ผลปีหลัง", 26),
        Column("คะแนนปีหลัง", 14, places=2),
        Column("การเปลี่ยนแปลง", 26),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> MovementContext:
        year = params.get("fiscal_year") or latest_assessed_year()
        if year is None:
            raise ReportError("ยังไม่มีผลการประเมินในระบบ จึงจัดทำรายชื่อไม่ได้")
        earlier = params.get("earlier") or year - 1
        if earlier >= year:
            raise ReportError("ปีที่เทียบต้องก่อนปีงบประมาณที่ดู")
        choice = _choice(params, year)
        return MovementContext(
            title=f"{self.title} {choice.title} ปี {earlier} ถึงปี {year}",
            as_of=as_of,
            rule_version=rule_words(year, choice.kind, choice.sector or ""),
            is_sample=sample_loaded(),
            requester=user,
            choice=choice,
            earlier=earlier,
            pairs=_pairs(params),
        )

    def rows(self, context: MovementContext) -> Iterator[Row]:
        rows, start = context.institutions, 0
        while lines := movement_lines(rows[start : start + ROWS_PER_READ]):
            for line in lines:
                yield (
                    line.registration_no,
                    line.name,
                    line.type,
                    line.office,
                    str(line.before.label),
                    line.total_before,
                    str(line.after.label),
                    line.total_after,
                    str(line.move.label),
                )
            start += ROWS_PER_READ

    def row_count(self, context: MovementContext) -> int:
        return context.institutions.count()


def _choice(params: Mapping[str, Any], year: int) -> AnalysisChoice:
    kind = Kind(params["kind"])
    sector = params.get("sector") if kind == Kind.COOPERATIVE else None
    day = params.get("as_of")
    return AnalysisChoice(
        fiscal_year=year,
        kind=kind,
        sector=Sector(sector) if sector else None,
        office=params.get("office", ""),
        as_of=date.fromisoformat(day) if day else None,
    )


def _pairs(params: Mapping[str, Any]) -> list[Pair]:
    """Every pair that fits what is asked; all where nothing is."""
    return [
        pair
        for pair in PAIRS
        if params.get("before", pair[0].value) == pair[0].value
        and params.get("after", pair[1].value) == pair[1].value
        and params.get("move", move_of(*pair).value) == move_of(*pair).value
    ]

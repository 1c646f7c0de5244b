"""The classification of the country in the form of the printed tables, by type and by office."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coops.choices import RuleStatus, Tier
from coops.forms.documents import YearReportForm
from coops.models import RuleSet
from coops.selectors import (
    PlaceStrength,
    Portion,
    Strength,
    latest_assessed_year,
    rule_words,
    strength_by_place,
    strength_by_type,
    strength_of_populations,
)
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Cell, Column, Report, ReportContext, ReportError, Row
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded


@dataclass(frozen=True)
class PrintedLine:
    """One row of the printed form; `is_sum` for tiers 1 and 2 together, and for the whole."""

    title: str
    portion: Portion
    is_sum: bool = False


@dataclass(frozen=True)
class PopulationTables:
    """One population: the printed form, then by type and by office."""

    strength: Strength
    lines: list[PrintedLine]
    by_type: list[PlaceStrength]
    by_office: list[PlaceStrength]


@dataclass(frozen=True, kw_only=True)
class NationalContext(ReportContext):
    fiscal_year: int
    scope: str
    populations: list[PopulationTables]


@register
class NationalClassification(Report[NationalContext]):
    identifier = "national-classification"
    title = "ผลการจัดชั้นความเข้มแข็งของสหกรณ์และกลุ่มเกษตรกร"
    description = "ตารางตามแบบของเอกสาร รายชนิดและภาค แยกตามประเภทและหน่วยงาน ในขอบเขตที่ผู้ขอดูได้"
    formats = (Format.PDF, Format.XLSX, Format.CSV)
    params_form = YearReportForm
    template = "reports/national_classification.html"
    columns = (
        Column("ปีงบประมาณ", 12),
        Column("ชนิด", 30),
        Column("แยกตาม", 14),
        Column("รายการ", 40),
        Column("ทั้งหมด (แห่ง)", 14, places=0),
        Column("ชั้น 1", 10, places=0),
        Column("ชั้น 2", 10, places=0),
        Column("ชั้น 1 และชั้น 2", 14, places=0),
        Column("ชั้น 1 และชั้น 2 (ร้อยละ)", 14, places=2),
        Column("ชั้น 3", 10, places=0),
        Column("ไม่นำมาประเมิน กลุ่มที่ 1", 14, places=0),
        Column("ไม่นำมาประเมิน กลุ่มที่ 2", 14, places=0),
        Column("ข้อมูลยังไม่ครบ", 14, places=0),
        Column("สถานะผล", 12),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> NationalContext:
        year = params.get("fiscal_year") or latest_assessed_year()
        strengths = strength_of_populations(user, year) if year else []
        if year is None or not strengths:
            raise ReportError("ยังไม่มีผลการประเมินของปีที่เลือก จึงจัดทำตารางไม่ได้")
        nationwide = user.reach.nationwide
        return NationalContext(
            title=f"{self.title} ปีงบประมาณ {year}",
            as_of=as_of,
            rule_version=rule_words(year),
            is_sample=sample_loaded(),
            fiscal_year=year,
            scope="ทั้งประเทศ" if nationwide else "เฉพาะหน่วยงานที่ผู้ขอดูได้",
            populations=[_tables(user, row) for row in strengths],
        )

    def rows(self, context: NationalContext) -> Iterator[Row]:
        for tables in context.populations:
            whole = tables.strength
            yield _row(whole, whole, "ทั้งหมด", context.scope)
            for place in tables.by_type:
                yield _row(whole, place.strength, "ประเภท", place.name)
            for place in tables.by_office:
                yield _row(whole, place.strength, "หน่วยงาน", place.name)


def _tables(user: User, whole: Strength) -> PopulationTables:
    question = (user, whole.fiscal_year, whole.kind, whole.sector)
    return PopulationTables(
        strength=whole,
        lines=list(printed_lines(whole)),
        by_type=strength_by_type(*question),
        by_office=strength_by_place(*question).offices,
    )


def printed_lines(whole: Strength) -> Iterator[PrintedLine]:
    """The rows in the order of the printed tables, then those incomplete, which it lacks."""
    for tier, portion in whole.tiers.items():
        yield PrintedLine(f"ความเข้มแข็ง {tier.label}", portion)
        if tier == Tier.TWO:
            yield PrintedLine("ความเข้มแข็ง ชั้น 1 และชั้น 2", whole.strong, is_sum=True)
    titles = _group_titles(whole)
    for group, portion in whole.unassessed.items():
        yield PrintedLine(f"กลุ่มที่ {int(group)} {titles.get(int(group), '')}".strip(), portion)
    if whole.incomplete:
        yield PrintedLine("ข้อมูลยังไม่ครบ", Portion.of(whole.incomplete, whole.population))
    yield PrintedLine("รวม", Portion.of(whole.population, whole.population), is_sum=True)


def _group_titles(whole: Strength) -> dict[int, str]:
    """What the groups are called in the rules of the year."""
    rows = RuleSet.objects.of(whole.kind, whole.sector or "", whole.fiscal_year)
    row = rows.in_force().first()
    return {int(group): title for group, title in row.rules.group_titles.items()} if row else {}


def _row(whole: Strength, part: Strength, level: str, name: str) -> tuple[Cell, ...]:
    one, two, three = (portion.count for portion in part.tiers.values())
    return (
        part.fiscal_year,
        whole.title,
        level,
        name,
        part.population,
        one,
        two,
        part.strong.count,
        part.strong.share,
        three,
        *(portion.count for portion in part.unassessed.values()),
        part.incomplete,
        str(RuleStatus(part.status).label),
    )

"""The programme cooperatives of KPI 7 with what they collected."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kpis.choices import GrowthAverage
from kpis.models import CollectionValue, Kpi, ProgrammeMember
from kpis.rules.collection import CollectionGrowth, Member, YearValue, collection_growth
from kpis.rules.numbers import half_up
from kpis.selectors.collection_facts import NOTHING_KNOWN, Known, KnownFacts, known_facts
from kpis.selectors.readings import Readings, readings_of

MEMBER_RELATED = ("listing__institution", "listing__province", "institution__office")


@dataclass(frozen=True)
class MemberLine:
    """`amounts` of the three years, None where nothing is stored; `points`: what it adds to the
    growth, in percentage points; `gap`: why it does not count."""

    member: ProgrammeMember
    amounts: tuple[CollectionValue | None, ...]
    growth: Decimal | None
    points: Decimal | None
    gap: str


@dataclass(frozen=True)
class Programme:
    """`result` is scored; `earlier` is the growth of the year before, for the printed formula."""

    years: tuple[int, ...]
    readings: Readings
    result: CollectionGrowth
    earlier: CollectionGrowth
    lines: tuple[MemberLine, ...]

    @property
    def average(self) -> GrowthAverage:
        return self.readings.growth_average

    @property
    def percent(self) -> Decimal | None:
        return None if self.result.percent is None else half_up(self.result.percent, 2)

    @property
    def difference(self) -> Decimal | None:
        """Of the two growth rates, as the printed formula says."""
        if self.result.percent is None or self.earlier.percent is None:
            return None
        return half_up(self.result.percent - self.earlier.percent, 2)

    @property
    def on_plan(self) -> int:
        return sum(line.member.on_plan is True for line in self.lines)

    @property
    def missing_members(self) -> int:
        """How many are still to join until the least number is reached."""
        return max(self.readings.least_members - len(self.lines), 0)


def programme_of(kpi: Kpi) -> Programme:
    year = kpi.scorecard.fiscal_year
    rows = members_of(kpi)
    readings = readings_of(kpi)
    average = readings.growth_average
    years = collection_years(year)
    known = known_facts(rows, years, readings)
    members = [as_member(row, known) for row in rows]
    result = collection_growth(members, year, average)
    return Programme(
        years=years,
        readings=readings,
        result=result,
        earlier=collection_growth(members, year - 1, average),
        lines=tuple(
            _line(row, member, result, years) for row, member in zip(rows, members, strict=True)
        ),
    )


def members_of(kpi: Kpi) -> list[ProgrammeMember]:
    rows = ProgrammeMember.objects.filter(kpi=kpi).select_related(*MEMBER_RELATED)
    return list(rows.prefetch_related("values"))


def collection_years(fiscal_year: int) -> tuple[int, int, int]:
    """The accounting years that the result and the printed formula need."""
    return fiscal_year - 2, fiscal_year - 1, fiscal_year


def collection_members(kpi: Kpi, readings: Readings) -> list[Member]:
    """As the rules take them."""
    rows = members_of(kpi)
    known = known_facts(rows, collection_years(kpi.scorecard.fiscal_year), readings)
    return [as_member(row, known) for row in rows]


def as_member(row: ProgrammeMember, known: Known) -> Member:
    """Named so that two cooperatives of the same name stay two; what the cooperatives' room
    knows goes before what was ticked. Reads `values`."""
    values = {
        value.year: _year_value(value, known.get((row.pk, value.year), NOTHING_KNOWN))
        for value in row.values.all()
    }
    return Member(f"{row.name} ({row.province})", values)


def _year_value(value: CollectionValue, known: KnownFacts) -> YearValue:
    return YearValue(
        amount=value.amount,
        audited=value.audited if known.audited is None else known.audited,
        closed_in_time=value.closed_in_time
        if known.closed_in_time is None
        else known.closed_in_time,
    )


def on_plan_counts(rows: Iterable[ProgrammeMember]) -> tuple[int, int, int]:
    """On plan, not on plan, not said yet."""
    said = [row.on_plan for row in rows]
    return said.count(True), said.count(False), said.count(None)


def _line(
    row: ProgrammeMember, member: Member, result: CollectionGrowth, years: tuple[int, ...]
) -> MemberLine:
    stored = {value.year: value for value in row.values.all()}
    growth, points = member.growth(years[-1]), result.contributions.get(member.name)
    return MemberLine(
        member=row,
        amounts=tuple(stored.get(year) for year in years),
        growth=None if growth is None else half_up(growth, 2),
        points=None if points is None else half_up(points, 4),
        gap=result.gaps.get(member.name, ""),
    )

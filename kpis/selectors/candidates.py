"""Who would move KPI 7 and 9: cooperatives and datasets, the one that moves most first."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from kpis.models import Kpi
from kpis.rules.collection import Member, YearValue, collection_growth
from kpis.rules.datasets import DatasetFacts
from kpis.rules.numbers import half_up
from kpis.selectors.datasets import open_facts
from kpis.selectors.programme import collection_members
from kpis.selectors.readings import readings_of


@dataclass(frozen=True)
class CollectionCandidate:
    """`change`: percentage points by which the result would rise if the cooperative counted (or,
    where it counts already and lowers the result, if it had kept last year's value)."""

    name: str
    why: str
    change: Decimal


@dataclass(frozen=True)
class DatasetCandidate:
    """The gains: percentage points of the list by which quality and registration would rise."""

    title: str
    needs: tuple[str, ...]
    quality_gain: Decimal
    registered_gain: Decimal


def collection_candidates(kpi: Kpi) -> list[CollectionCandidate]:
    """Those whose change would raise the growth of the year."""
    readings = readings_of(kpi)
    members = collection_members(kpi, readings)
    year, average = kpi.scorecard.fiscal_year, readings.growth_average
    now = collection_growth(members, year, average).percent or Fraction(0)
    found = []
    for position, member in enumerate(members):
        changed = _changed(member, year)
        if changed is None:
            continue
        others = [*members[:position], changed, *members[position + 1 :]]
        then = collection_growth(others, year, average).percent or Fraction(0)
        if then > now:
            why = member.gap(year) or "มูลค่าลดลงจากปีก่อน"
            found.append(CollectionCandidate(member.name, why, half_up(then - now, 4)))
    return sorted(found, key=lambda row: (-row.change, row.name))


def dataset_candidates(kpi: Kpi, today: date) -> list[DatasetCandidate]:
    """Datasets of the list that do not earn everything, the cheapest to make whole first."""
    listed = open_facts(kpi, today)
    share = half_up(Fraction(100, len(listed)), 2) if listed else Decimal(0)
    rows = [facts for facts in listed if facts.reasons]
    return [_dataset(facts, share) for facts in sorted(rows, key=_effort)]


def _changed(member: Member, year: int) -> Member | None:
    """As it would count, or not fall; None where nothing that is known would help."""
    values = dict(member.values)
    if year not in values or year - 1 not in values:
        return None
    if member.growth(year) is None:
        return Member(member.name, {key: _counting(value) for key, value in values.items()})
    if values[year].amount >= values[year - 1].amount:
        return None
    kept = replace(values[year], amount=values[year - 1].amount)
    return Member(member.name, {**values, year: kept})


def _counting(value: YearValue) -> YearValue:
    return YearValue(value.amount, audited=True, closed_in_time=True)


def _dataset(facts: DatasetFacts, share: Decimal) -> DatasetCandidate:
    return DatasetCandidate(
        title=facts.title,
        needs=facts.reasons,
        quality_gain=Decimal(0) if facts.is_open else share,
        registered_gain=Decimal(0) if facts.counts_as_registered else share,
    )


def _effort(facts: DatasetFacts) -> tuple[int, int, str]:
    return len(facts.reasons), len(facts.missing), facts.title

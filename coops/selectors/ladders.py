"""The ladders of a year, and which of them give points."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coops import rules
from coops.choices import Kind, Sector
from coops.figures.ladder_content import Key, LadderRecord, content_of
from coops.models import InstitutionType, RuleSet
from cpd_portal.core.figures.selectors import version_in_force
from cpd_portal.core.models import FigureVersion

LADDERS_CODE = "coops.ladders"
POINTS = "points/"


@dataclass(frozen=True)
class LadderBook:
    """One version of the ladders of a year, by kind and sector and by indicator.

    `usable` are those that give points: complete ones. Shipped versions give none, because
    nobody has signed them.
    """

    version: FigureVersion
    records: Mapping[Key, Mapping[str, LadderRecord]]
    ladders: Mapping[Key, Mapping[str, rules.Ladder]]
    usable: Mapping[Key, Mapping[str, rules.Ladder]]

    def of(self, kind: str, sector: str) -> Mapping[str, rules.Ladder]:
        """All ladders of a kind and sector ("" for farmer groups), usable or not."""
        return self.ladders.get((Kind(kind), Sector(sector) if sector else None), {})

    def points(
        self, rule_set: rules.RuleSet, institution_type: str, years: rules.TwoAccountingYears
    ) -> dict[str, rules.Derived]:
        """The points that follow, by "points/2.1"; the source says which rung and version."""
        found = {}
        for code, ladder in self.usable.get((rule_set.kind, rule_set.sector), {}).items():
            value = rules.fact_value(ladder.fact, years)
            if value is None:
                continue
            step = rules.rung(ladder, institution_type, value.value, value.shown)
            if step is not None:
                words = f"{step.trace}, {self.version_words(ladder)}"
                found[f"{POINTS}{code}"] = rules.Derived(rules.plain(step.points), words, words)
        return found

    def version_words(self, ladder: rules.Ladder) -> str:
        checked = "" if ladder.verified else " ยังไม่ยืนยัน"
        return f"เกณฑ์รุ่นที่ {self.version.number}{checked}"


def book_in_force(fiscal_year: int) -> LadderBook | None:
    version = version_in_force(LADDERS_CODE, fiscal_year)
    return None if version is None else book_of(version)


def books_in_force(fiscal_years: Iterable[int]) -> dict[int, LadderBook]:
    books = ((year, book_in_force(year)) for year in fiscal_years)
    return {year: book for year, book in books if book is not None}


def book_of(version: FigureVersion) -> LadderBook:
    """As if a proposal were signed; a shipped version has no usable ladder."""
    maxima = _maxima(version.fiscal_year)
    records: dict[Key, dict[str, LadderRecord]] = {}
    for record in content_of(version.content).ladders:
        if record.indicator in maxima.get(record.key, {}):
            records.setdefault(record.key, {})[record.indicator] = record
    ladders = {
        key: {code: row.ladder(maxima[key][code].maximum) for code, row in rows.items()}
        for key, rows in records.items()
    }
    return LadderBook(version, records, ladders, _usable(version, ladders))


def _usable(
    version: FigureVersion, ladders: Mapping[Key, Mapping[str, rules.Ladder]]
) -> dict[Key, dict[str, rules.Ladder]]:
    if version.proposed_by_id is None:
        return {}
    types: dict[Key, list[str]] = {}
    for row in InstitutionType.objects.all():
        types.setdefault((row.kind, row.sector or None), []).append(row.code)
    return {
        key: {code: row for code, row in rows.items() if row.is_usable(types.get(key, []))}
        for key, rows in ladders.items()
    }


def _maxima(fiscal_year: int | None) -> dict[Key, Mapping[str, rules.Indicator]]:
    found = (row.rules for row in RuleSet.objects.in_force().of_year(fiscal_year or 0))
    return {(row.kind, row.sector): row.indicators for row in found}

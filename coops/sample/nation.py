"""The whole sample: every institution with its years, one after the other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from coops.choices import Kind, Standing, Year
from coops.reference_sets import ReferenceSets
from coops.rules import Classification, Facts
from coops.sample.assessments import Assessed, Rules, assess, unassessed
from coops.sample.branches import AGRICULTURAL, BRANCHES, Branch
from coops.sample.institutions import SampleInstitution, institutions_of
from coops.sample.outcomes import FIRST_YEAR, SECOND_YEAR, plan_for
from coops.sample.progress import (
    SHOWN_OFFICE,
    Entry,
    OfficeProgress,
    entry_of,
    first_year,
    second_year,
)
from coops.sample.provinces import BANGKOK_OFFICES, WEIGHTS
from coops.sample.second_year import assess_next, next_outcome, next_quality, standing_for
from coops.sample.statements import SampleStatement, Scale, scale_of, statement
from coops.sample.year_facts import YearBehind, year_facts

OFFICES = tuple(sorted([*WEIGHTS, *BANGKOK_OFFICES]))
POINTS_OF_A_BEGUN_ONE = (3, 11)


@dataclass(frozen=True, slots=True)
class SampleAssessment:
    """`result` is None while facts are missing."""

    fiscal_year: int
    facts: Facts
    result: Classification | None


@dataclass(slots=True)
class History:
    """An institution, its standing today, and what is known of its years."""

    institution: SampleInstitution
    standing: Standing = Standing.OPERATING
    assessments: list[SampleAssessment] = field(default_factory=list)
    statements: list[SampleStatement] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)

    def add_year(self, made: SampleStatement, behind: YearBehind, rng: Random) -> None:
        """A statement, and the other facts of its accounting year."""
        institution = self.institution
        self.statements.append(made)
        self.facts.append(year_facts(institution.branch, institution.year_end, made, behind, rng))


@dataclass(frozen=True)
class Nation:
    """`histories` is made while it is read, and the same again for the same seed."""

    sets: ReferenceSets
    seed: int
    scale: int

    @property
    def progress(self) -> list[OfficeProgress]:
        """Every office in both years."""
        rng = Random(f"{self.seed}/offices")
        return first_year(OFFICES, rng) + second_year(OFFICES, rng)

    def institutions(self, branch: Branch) -> list[SampleInstitution]:
        upgrade = self.sets.upgrade.cooperatives if branch == AGRICULTURAL else ()
        plan = plan_for(branch, self.sets.published, self.scale)
        return institutions_of(plan, upgrade, self.scale, Random(f"{self.seed}/{branch}"))

    def histories(self) -> Iterator[History]:
        shares = {row.office_code: row.share for row in self.progress if _is_second(row)}
        for branch in BRANCHES:
            rules = {year: self.rules(branch, year) for year in (FIRST_YEAR, SECOND_YEAR)}
            for institution in self.institutions(branch):
                name = f"{self.seed}/{institution.registration_no}"
                rngs = Random(name), Random(f"{name}/facts")
                share = shares[institution.office_code]
                yield _history(institution, rules, share, rngs)

    def rules(self, branch: Branch, fiscal_year: int) -> Rules:
        return Rules.of(branch, self.sets.rule_set(branch.kind, branch.sector, fiscal_year))


def _is_second(row: OfficeProgress) -> bool:
    return row.fiscal_year == SECOND_YEAR


def _history(
    institution: SampleInstitution,
    rules: Mapping[int, Rules],
    share: float,
    rngs: tuple[Random, Random],
) -> History:
    """`share`: of the office's assessments of the second year that are complete."""
    history = History(institution)
    rng = rngs[0]
    size = scale_of(institution.branch.kind, institution.type_code, institution.quality, rng)
    first = _first(history, rules[FIRST_YEAR], size, rngs)
    if institution.in_second_year:
        _second(history, first, rules[SECOND_YEAR], (size, share), rngs)
    return history


def _first(
    history: History, rules: Rules, size: Scale, rngs: tuple[Random, Random]
) -> Assessed | None:
    institution, rng = history.institution, rngs[0]
    outcome = institution.outcome
    if outcome.tier is None:
        _not_assessed(history, FIRST_YEAR, standing_for(outcome, None, rng), rules)
        return None
    assessed = assess(outcome.tier, institution.quality, rules, None, rng)
    history.assessments.append(
        SampleAssessment(FIRST_YEAR, assessed.facts, assessed.result),
    )
    for years_on, year in ((-1, Year.PREVIOUS), (0, Year.LATEST)):
        behind = _behind(assessed, year, rules)
        made = statement(FIRST_YEAR + years_on, years_on, size, behind.shares, behind.lost, rngs)
        history.add_year(made, behind, rngs[1])
    return assessed


def _second(
    history: History,
    first: Assessed | None,
    rules: Rules,
    size_and_share: tuple[Scale, float],
    rngs: tuple[Random, Random],
) -> None:
    institution, (size, share), rng = history.institution, size_and_share, rngs[0]
    outcome = next_outcome(institution.branch.kind, institution.outcome, rng)
    standing = standing_for(outcome, history.standing, rng)
    if outcome.tier is None:
        _not_assessed(history, SECOND_YEAR, standing, rules)
        return
    history.standing = standing
    quality = next_quality(outcome, institution.outcome, institution.quality, rng)
    assessed = assess_next(outcome, quality, rules, first, rng)
    entry = _entry(institution, share, rng)
    history.assessments.append(_entered(assessed, entry, rng))
    if entry == Entry.COMPLETE:
        behind = _behind(assessed, Year.LATEST, rules)
        made = statement(SECOND_YEAR, 1, size, behind.shares, behind.lost, rngs)
        history.add_year(made, behind, rngs[1])


def _not_assessed(history: History, year: int, standing: Standing, rules: Rules) -> None:
    """The standing alone is the fact, so that nothing is left to enter."""
    facts, result = unassessed(standing, rules)
    history.standing = standing
    history.assessments.append(SampleAssessment(year, facts, result))


def _entry(institution: SampleInstitution, share: float, rng: Random) -> Entry:
    """The named cooperative of the office that is shown is left for the reader to enter."""
    entry = entry_of(share, rng)
    shown = institution.office_code == SHOWN_OFFICE and institution.upgrade_number is not None
    return Entry.UNTOUCHED if shown else entry


def _entered(assessed: Assessed, entry: Entry, rng: Random) -> SampleAssessment:
    if entry == Entry.COMPLETE:
        return SampleAssessment(SECOND_YEAR, assessed.facts, assessed.result)
    if entry == Entry.UNTOUCHED:
        return SampleAssessment(SECOND_YEAR, Facts(standing=Standing.OPERATING), None)
    first_ones = list(assessed.facts.points)[: rng.randint(*POINTS_OF_A_BEGUN_ONE)]
    points = {code: assessed.facts.points[code] for code in first_ones}
    return SampleAssessment(
        SECOND_YEAR, replace(assessed.facts, points=points, defect_status=None), None
    )


def _behind(assessed: Assessed, year: Year, rules: Rules) -> YearBehind:
    """What the assessment says of the year; the days until the statements were ready are
    those of the latest year and of farmer groups."""
    conditions = assessed.conditions
    knows_days = rules.branch.kind == Kind.FARMER_GROUP and year == Year.LATEST
    return YearBehind(
        failed=bool(conditions.failed.of(year)),
        lost=bool(conditions.lost.of(year)),
        days=conditions.days if knows_days else None,
        shares=_shares(assessed, rules),
    )


def _shares(assessed: Assessed, rules: Rules) -> dict[str, float]:
    """What each indicator earned, from 0 to 1."""
    return {
        code: float(points) * 2 / rules.maxima[code]
        for code, points in assessed.facts.points.items()
    }

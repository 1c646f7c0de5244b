"""The whole sample: every institution with its years, one after the other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from random import Random

from coops.choices import Standing
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
                rng = Random(f"{self.seed}/{institution.registration_no}")
                share = shares[institution.office_code]
                yield _history(institution, rules, share, rng)

    def rules(self, branch: Branch, fiscal_year: int) -> Rules:
        return Rules.of(branch, self.sets.rule_set(branch.kind, branch.sector, fiscal_year))


def _is_second(row: OfficeProgress) -> bool:
    return row.fiscal_year == SECOND_YEAR


def _history(
    institution: SampleInstitution, rules: Mapping[int, Rules], share: float, rng: Random
) -> History:
    """`share`: of the office's assessments of the second year that are complete."""
    history = History(institution)
    size = scale_of(institution.branch.kind, institution.type_code, institution.quality, rng)
    first = _first(history, rules[FIRST_YEAR], size, rng)
    if institution.in_second_year:
        _second(history, first, rules[SECOND_YEAR], (size, share), rng)
    return history


def _first(history: History, rules: Rules, size: Scale, rng: Random) -> Assessed | None:
    institution = history.institution
    outcome = institution.outcome
    if outcome.tier is None:
        _not_assessed(history, FIRST_YEAR, standing_for(outcome, None, rng), rules)
        return None
    assessed = assess(outcome.tier, institution.quality, rules, None, rng)
    history.assessments.append(
        SampleAssessment(FIRST_YEAR, assessed.facts, assessed.result),
    )
    lost = assessed.conditions.lost
    shares = _shares(assessed, rules)
    history.statements += [
        statement(FIRST_YEAR - 1, -1, size, shares, bool(lost.previous), rng),
        statement(FIRST_YEAR, 0, size, shares, bool(lost.latest), rng),
    ]
    return assessed


def _second(
    history: History,
    first: Assessed | None,
    rules: Rules,
    size_and_share: tuple[Scale, float],
    rng: Random,
) -> None:
    institution, (size, share) = history.institution, size_and_share
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
        lost = bool(assessed.conditions.lost.latest)
        shares = _shares(assessed, rules)
        history.statements.append(statement(SECOND_YEAR, 1, size, shares, lost, rng))


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


def _shares(assessed: Assessed, rules: Rules) -> dict[str, float]:
    """What each indicator earned, from 0 to 1."""
    return {
        code: float(points) * 2 / rules.maxima[code]
        for code, points in assessed.facts.points.items()
    }

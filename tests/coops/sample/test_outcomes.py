"""How many institutions of which outcome: the published tables, exactly."""

from collections import Counter
from collections.abc import Sequence

import pytest

from coops.choices import Standing
from coops.reference_sets import ReferenceSets
from coops.rules import Facts, classify
from coops.sample.branches import AGRICULTURAL, BRANCHES, FARMER_GROUPS, NON_AGRICULTURAL, Branch
from coops.sample.nation import History, Nation
from coops.sample.outcomes import FIRST_YEAR, SECOND_YEAR, Outcome, plan_for
from coops.sample.provinces import apportion

pytestmark = pytest.mark.xdist_group("sample")

Found = Counter[tuple[Branch, Outcome | None]]


def outcomes(histories: Sequence[History], fiscal_year: int) -> Found:
    return Counter(
        (history.institution.branch, Outcome.of(row.result) if row.result else None)
        for history in histories
        for row in history.assessments
        if row.fiscal_year == fiscal_year
    )


@pytest.mark.parametrize(
    ("branch", "counts"),
    [(AGRICULTURAL, (486, 964, 1691, 56, 169)), (FARMER_GROUPS, (82, 1090, 2192, 80, 216))],
    ids=str,
)
def test_first_year_classified_gives_the_published_table(
    histories: Sequence[History], branch: Branch, counts: tuple[int, ...]
) -> None:
    found = outcomes(histories, FIRST_YEAR)
    assert tuple(found[branch, outcome] for outcome in Outcome) == counts


def test_cooperatives_of_both_sectors_are_as_many_as_the_source_counts(
    histories: Sequence[History],
) -> None:
    branches = Counter(history.institution.branch for history in histories)
    assert branches[AGRICULTURAL] + branches[NON_AGRICULTURAL] == 7168


def test_stored_results_are_what_the_classifier_says(
    nation: Nation, histories: Sequence[History]
) -> None:
    """Every 50th, afresh; a begun assessment has no result."""
    for history in histories[::50]:
        for row in history.assessments:
            rule_set = nation.rules(history.institution.branch, row.fiscal_year).rule_set
            if row.result is not None:
                assert classify(row.facts, rule_set) == row.result


@pytest.mark.parametrize(
    ("branch", "population", "first_half"),
    [(AGRICULTURAL, 3262, 994), (FARMER_GROUPS, 3524, 768)],
    ids=str,
)
def test_second_population_is_the_frozen_one(
    histories: Sequence[History], branch: Branch, population: int, first_half: int
) -> None:
    members = [
        history.institution
        for history in histories
        if history.institution.branch == branch and history.institution.in_second_year
    ]
    assert len(members) == population
    assert sum(4 <= row.year_end[0] <= 9 for row in members) == first_half


def test_who_left_the_second_population_had_been_dissolved(histories: Sequence[History]) -> None:
    left = [h.institution for h in histories if not h.institution.in_second_year]
    assert {row.outcome for row in left} == {Outcome.UNASSESSED_2}


def test_strong_share_of_what_is_entered_is_near_the_year_before(
    histories: Sequence[History],
) -> None:
    found = outcomes(histories, SECOND_YEAR)
    for branch, low, high in ((AGRICULTURAL, 43, 48), (FARMER_GROUPS, 30, 35)):
        entered = sum(found[branch, outcome] for outcome in Outcome)
        strong = found[branch, Outcome.TIER_1] + found[branch, Outcome.TIER_2]
        assert low < 100 * strong / entered < high


@pytest.mark.parametrize("branch", BRANCHES, ids=str)
def test_plan_at_scale_ten_is_ten_times_the_plan(sets: ReferenceSets, branch: Branch) -> None:
    one, ten = plan_for(branch, sets.published), plan_for(branch, sets.published, 10)
    assert ten.outcomes == {outcome: count * 10 for outcome, count in one.outcomes.items()}
    assert ten.second_population == one.second_population * 10


def test_apportion_gives_remainders_to_the_largest() -> None:
    assert apportion(10, {"a": 1, "b": 1, "c": 1}) == {"a": 4, "b": 3, "c": 3}
    assert apportion(7, {"a": 50, "b": 30, "c": 20}) == {"a": 4, "b": 2, "c": 1}


def test_outcome_of_an_unassessed_institution_names_its_group(sets: ReferenceSets) -> None:
    rule_set = sets.rule_set(AGRICULTURAL.kind, AGRICULTURAL.sector, FIRST_YEAR)
    result = classify(Facts(standing=Standing.STRUCK_OFF), rule_set)
    assert Outcome.of(result) == Outcome.UNASSESSED_2

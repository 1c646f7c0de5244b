"""Points, conditions and statements tell one story."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from random import Random
from statistics import mean, median

import pytest

from coops.choices import DefectStatus, Kind, Standing, Tier
from coops.rules import Facts, TwoYears, check_points
from coops.sample.assessments import Assessed, CannotReach, assess
from coops.sample.branches import AGRICULTURAL, FARMER_GROUPS, Branch
from coops.sample.nation import History, Nation, SampleAssessment
from coops.sample.outcomes import FIRST_YEAR, SECOND_YEAR, Outcome
from coops.sample.second_year import assess_next, standing_for
from coops.sample.statements import SampleStatement, baht

pytestmark = pytest.mark.xdist_group("sample")

CLEAN = (DefectStatus.NONE, DefectStatus.RESOLVED)


def assessed(histories: Sequence[History], kind: Kind) -> list[SampleAssessment]:
    return [
        row
        for history in histories
        if history.institution.branch.kind == kind
        for row in history.assessments
        if row.result is not None and row.result.tier is not None
    ]


def pairs(histories: Sequence[History]) -> Iterator[tuple[SampleAssessment, SampleStatement, int]]:
    """Whoever has a tier, with the statement of a year it looks at: 0 latest, 1 previous."""
    for history in histories:
        statements = {row.fiscal_year: row for row in history.statements}
        for row in history.assessments:
            for back in (0, 1):
                found = statements.get(row.fiscal_year - back)
                if found is not None and row.result is not None and row.result.tier is not None:
                    yield row, found, back


def test_points_are_valid_in_number_and_size(nation: Nation, histories: Sequence[History]) -> None:
    for history in histories[::20]:
        for row in history.assessments:
            rule_set = nation.rules(history.institution.branch, row.fiscal_year).rule_set
            good, problems = check_points(row.facts.points, rule_set)
            assert problems == []
            assert row.result is None or len(good) in (0, len(rule_set.indicators))


def test_points_of_defects_agree_with_the_status(histories: Sequence[History]) -> None:
    for kind, full in ((Kind.COOPERATIVE, 15), (Kind.FARMER_GROUP, 10)):
        for row in assessed(histories, kind):
            points, status = row.facts.points["4.1"], row.facts.defect_status
            assert (points == full) == (status in CLEAN)
            assert (points == 0) == (status == DefectStatus.NOT_STARTED)


def test_points_of_cooperatives_agree_with_losses(histories: Sequence[History]) -> None:
    for row in assessed(histories, Kind.COOPERATIVE):
        loss, points = row.facts.loss, row.facts.points
        losses = [loss.latest, loss.previous].count(True)
        assert points["4.2"] == (Decimal(5), Decimal("2.5"), Decimal(0))[losses]
        assert (points["2.3"] == 0) == loss.latest
        assert losses < 2 or points["1.2"] == 0


def test_points_of_groups_agree_with_allocation_and_days(histories: Sequence[History]) -> None:
    for row in assessed(histories, Kind.FARMER_GROUP):
        paid, points = row.facts.allocated_and_paid, row.facts.points
        assert points["1.2"] == 6 * [paid.latest, paid.previous].count(True)
        days = row.facts.statement_days
        assert days is not None
        assert (points["4.2"] == 10) == (days <= 30)
        assert (points["4.2"] == 0) == (days > 150)


def test_facts_of_the_other_kind_stay_empty(histories: Sequence[History]) -> None:
    for row in assessed(histories, Kind.COOPERATIVE):
        assert row.facts.statement_days is None
        assert row.facts.allocated_and_paid == TwoYears()
    for row in assessed(histories, Kind.FARMER_GROUP):
        assert row.facts.loss == TwoYears()


def test_previous_year_of_the_second_is_the_latest_of_the_first(
    histories: Sequence[History],
) -> None:
    compared = 0
    for history in histories:
        years = {row.fiscal_year: row.facts for row in history.assessments if row.result}
        if len(years) == 2 and all(facts.points for facts in years.values()):
            first, second = years[FIRST_YEAR], years[SECOND_YEAR]
            assert second.loss.previous == first.loss.latest
            assert second.allocated_and_paid.previous == first.allocated_and_paid.latest
            compared += 1
    assert compared > 5_000


def test_indicators_move_little_from_year_to_year(histories: Sequence[History]) -> None:
    """Within one tier; against the spread between institutions of the same tier."""
    moves, others = [], []
    last: Decimal | None = None
    for row in _both_years_in_tier_two(histories):
        first, second = (facts.points["3.2"] for facts in row)
        moves.append(abs(first - second))
        others.append(abs(first - last) if last is not None else Decimal(0))
        last = first
    assert mean(moves) < mean(others)


def _both_years_in_tier_two(histories: Sequence[History]) -> Iterator[tuple[Facts, Facts]]:
    for history in histories:
        facts = [row.facts for row in history.assessments if row.result and row.result.tier == 2]
        if history.institution.branch == AGRICULTURAL and len(facts) == 2:
            yield facts[0], facts[1]


def test_statements_balance_and_hold_no_negative_item(histories: Sequence[History]) -> None:
    for history in histories:
        for row in history.statements:
            assert row.total_assets == row.total_liabilities + row.total_equity
            assert min(row.current_assets, row.other_assets, row.current_liabilities) > 0
            assert min(row.other_liabilities, row.share_capital, row.reserves) >= 0
            assert min(row.income, row.expenses, row.other_equity) >= 0
            assert 0 < row.participating_members <= row.members


def test_net_profit_agrees_with_the_facts(histories: Sequence[History]) -> None:
    seen = set()
    for row, found, back in pairs(histories):
        loss, paid = row.facts.loss, row.facts.allocated_and_paid
        lost = loss.previous if back else loss.latest
        allocated = paid.previous if back else paid.latest
        assert lost is None or lost == (found.net_profit < 0)
        assert not allocated or found.net_profit > 0
        seen.add((lost, allocated, back))
    assert len(seen) == 8


def test_ratios_follow_the_points(histories: Sequence[History]) -> None:
    """Little debt earns many points, as does taking part."""
    latest = [(row, found) for row, found, back in pairs(histories) if back == 0]
    debt = {
        high: mean(
            found.total_liabilities / found.total_equity
            for row, found in latest
            if (row.facts.points["2.1"] >= 2) == high
        )
        for high in (True, False)
    }
    assert debt[True] < debt[False] / 2
    shares = [
        found.participating_members / found.members
        for row, found in latest
        if row.facts.points["1.1"] >= 12
    ]
    assert mean(shares) > 0.75


def test_sizes_are_skewed_as_real_ones_are(histories: Sequence[History]) -> None:
    assets = [
        history.statements[-1].total_assets
        for history in histories
        if history.institution.type_code == "savings" and history.statements
    ]
    assert mean(assets) > 2 * median(assets)
    assert 10_000_000_000 < median(assets) < 50_000_000_000


def test_baht_of_satang_is_exact() -> None:
    assert baht(123456789012345) == Decimal("1234567890123.45")
    assert baht(-5) == Decimal("-0.05")


def test_same_seed_gives_the_same_facts_and_another_seed_others(
    nation: Nation, histories: Sequence[History]
) -> None:
    again = Nation(nation.sets, nation.seed, nation.scale).histories()
    other = Nation(nation.sets, nation.seed + 1, nation.scale).histories()
    assert list(islice(again, 150)) == list(histories[:150])
    assert list(islice(other, 150)) != list(histories[:150])


def after_a_failed_year(nation: Nation, branch: Branch) -> Assessed:
    """The weakest kind of year that tier 3 knows, with a failed latest year."""
    rules = nation.rules(branch, FIRST_YEAR)
    draws = (assess(Tier.THREE, 0.5, rules, None, Random(n)) for n in range(100))
    return next(row for row in draws if row.conditions.failed.latest)


def test_tier_one_after_a_loss_cannot_be_reached(nation: Nation) -> None:
    rules = nation.rules(AGRICULTURAL, SECOND_YEAR)
    before = after_a_failed_year(nation, AGRICULTURAL)
    with pytest.raises(CannotReach, match="cooperative-agricultural-2567: ชั้น 1"):
        assess(Tier.ONE, 0.5, rules, before, Random(1))


@pytest.mark.parametrize(
    ("branch", "tier"), [(AGRICULTURAL, Tier.TWO), (FARMER_GROUPS, Tier.THREE)], ids=str
)
def test_next_year_after_a_failed_one_falls_to_the_tier_that_is_open(
    nation: Nation, branch: Branch, tier: Tier
) -> None:
    rules = nation.rules(branch, SECOND_YEAR)
    found = assess_next(Outcome.TIER_1, 0.5, rules, after_a_failed_year(nation, branch), Random(1))
    assert found.result.tier == tier


@pytest.mark.parametrize(
    ("outcome", "before", "standing"),
    [
        (Outcome.TIER_2, Standing.NEW, Standing.OPERATING),
        (Outcome.UNASSESSED_1, Standing.OPERATING, Standing.SUSPENDED),
        (Outcome.UNASSESSED_2, Standing.STRUCK_OFF, Standing.STRUCK_OFF),
    ],
)
def test_standing_follows_the_outcome_and_the_year_before(
    outcome: Outcome, before: Standing, standing: Standing
) -> None:
    assert standing_for(outcome, before, Random(1)) == standing

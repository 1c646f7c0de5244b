"""What an institution lacks for the next tier, and what would be if."""

import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given

from coops.advice_figures import ADVICE_FILE, advice_figures, read_advice
from coops.choices import ConditionCode, DefectStatus, NearMiss, Standing, Tier
from coops.reference_sets import REFERENCE
from coops.rules import Facts, IncompleteFacts, RuleSet, TwoYears, classify
from coops.rules.advice import (
    SMALLEST_STEP,
    Advice,
    Changes,
    Cure,
    YearDays,
    advise,
    late_points,
    no_longer,
    what_if,
)
from cpd_portal.core.reference import ReferenceFileError
from cpd_portal.thai.spacing import NBSP
from tests.coops.facts import agricultural, cooperative, farmer_group, group
from tests.coops.test_rules_properties import assessed


def advice(facts: Facts, rule_set: RuleSet | None = None) -> Advice:
    found = advise(facts, rule_set or agricultural(), advice_figures(), {})
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("total", "goal", "missing", "near"),
    [
        ("79.99", Tier.ONE, "0.01", NearMiss.POINTS),
        ("75", Tier.ONE, "5", NearMiss.POINTS),
        ("74.99", Tier.ONE, "5.01", None),
        ("54.99", Tier.TWO, "0.01", NearMiss.POINTS),
        ("50", Tier.TWO, "5", NearMiss.POINTS),
        ("49.99", Tier.TWO, "5.01", None),
    ],
)
def test_points_up_to_the_figure_are_near(
    total: str, goal: Tier, missing: str, near: NearMiss | None
) -> None:
    found = advice(cooperative(total))

    assert (found.goal, found.points_missing, found.near_miss) == (goal, Decimal(missing), near)
    assert found.to_cure == ()


@pytest.mark.parametrize(
    ("total", "missing", "near"),
    [("65", "0.01", NearMiss.POINTS), ("60.01", "5", NearMiss.POINTS), ("60", "5.01", None)],
)
def test_strict_bound_asks_for_the_smallest_step_more(
    total: str, missing: str, near: NearMiss | None
) -> None:
    found = advice(group(total), farmer_group())

    assert (found.points_missing, found.near_miss) == (Decimal(missing), near)


def test_one_condition_without_points_is_near() -> None:
    found = advice(cooperative("80", defects=DefectStatus.RESOLVED_MONITORING))

    assert found.near_miss == NearMiss.CONDITION
    assert (found.points_missing, found.fewest) == (Decimal(0), ())
    assert [row.code for row in found.to_cure] == [ConditionCode.DEFECTS]
    assert "ผู้ตรวจการสหกรณ์" in found.to_cure[0].cure.who
    assert found.to_cure[0].cure.after_year_end == ""


@pytest.mark.parametrize(
    "facts",
    [
        cooperative("79", defects=DefectStatus.RESOLVED_MONITORING),
        cooperative("90", loss=(True, False), defects=DefectStatus.NOT_STARTED),
    ],
)
def test_a_condition_with_points_or_another_condition_is_not_near(facts: Facts) -> None:
    assert advice(facts).near_miss is None


def test_headroom_stands_largest_first_and_fewest_indicators_suffice() -> None:
    found = advice(cooperative("50"))
    left = [row.left for row in found.headroom]

    assert left == sorted(left, reverse=True)
    assert sum(left) == 50
    assert [row.indicator.code for row in found.fewest] == [found.headroom[0].indicator.code]


@pytest.mark.parametrize("facts", [cooperative("100"), Facts(Standing.NEW)])
def test_without_a_next_tier_there_is_no_advice(facts: Facts) -> None:
    assert advise(facts, agricultural(), advice_figures(), {}) is None


def test_incomplete_facts_get_no_advice() -> None:
    with pytest.raises(IncompleteFacts):
        advise(Facts(Standing.OPERATING), agricultural(), advice_figures(), {})


def test_what_if_changes_only_what_is_named() -> None:
    facts = cooperative("79", loss=(False, True))

    assert what_if(facts, Changes(), agricultural()) == classify(facts, agricultural())
    tried = what_if(facts, Changes(loss=TwoYears(False, False)), agricultural())
    assert (tried.tier, tried.total) == (Tier.TWO, Decimal("79"))
    both = Changes(points={"4.1": Decimal("10")}, loss=TwoYears(False, False))
    assert what_if(facts, both, agricultural()).tier == Tier.ONE


def test_what_if_of_a_group_takes_days_allocation_and_defects() -> None:
    facts = group("90", allocated=(False, True), defects=DefectStatus.IN_PROGRESS, days=70)
    cured = Changes(
        allocated_and_paid=TwoYears(True, True),
        defect_status=DefectStatus.RESOLVED,
        statement_days=0,
    )

    assert what_if(facts, cured, farmer_group()).tier == Tier.ONE
    assert what_if(facts, replace(cured, statement_days=60), farmer_group()).tier == Tier.TWO


@given(assessed())
def test_gaining_the_missing_points_meets_the_total_and_less_does_not(
    case: tuple[Facts, RuleSet],
) -> None:
    facts, rule_set = case
    found = advise(facts, rule_set, advice_figures(), {})
    if found is None or not found.points_missing:
        return
    total_met = [
        found.goal in _total_after(facts, rule_set, gain)
        for gain in (found.points_missing, found.points_missing - SMALLEST_STEP)
    ]
    assert total_met == [True, False]


@given(assessed())
def test_filling_the_fewest_indicators_and_curing_reaches_the_goal(
    case: tuple[Facts, RuleSet],
) -> None:
    facts, rule_set = case
    found = advise(facts, rule_set, advice_figures(), {})
    if found is None:
        assert classify(facts, rule_set).tier in (None, Tier.ONE)
        return
    cured = Changes(
        points={row.indicator.code: row.indicator.maximum for row in found.fewest},
        defect_status=DefectStatus.NONE,
        loss=TwoYears(False, False),
        allocated_and_paid=TwoYears(True, True),
        statement_days=0,
    )
    result = what_if(facts, cured, rule_set)
    assert result.tier is not None
    assert result.tier <= found.goal
    without_last = sum((row.left for row in found.fewest[:-1]), Decimal(0))
    assert not found.fewest or without_last < found.points_missing


@given(assessed())
def test_near_means_exactly_one_need(case: tuple[Facts, RuleSet]) -> None:
    found = advise(*case, advice_figures(), {})
    following = classify(*case).next_tier
    if found is None or following is None or found.near_miss is None:
        return
    assert len(following.needs) == 1
    assert (found.near_miss == NearMiss.POINTS) == (found.points_missing > 0)


def test_figures_are_flagged_and_name_a_cure_for_every_condition() -> None:
    figures = advice_figures()

    assert (figures.near_points, figures.verified) == (Decimal(5), False)
    assert set(figures.cures) == set(ConditionCode) - {ConditionCode.TOTAL}


@pytest.mark.parametrize(
    ("printed", "changed", "key"),
    [('"5"', '"0"', "near_miss.points"), ("code: loss", "code: defects", "-")],
)
def test_advice_file_that_is_wrong_is_refused(
    tmp_path: Path, printed: str, changed: str, key: str
) -> None:
    shutil.copy(REFERENCE / ADVICE_FILE, tmp_path)
    file = tmp_path / ADVICE_FILE
    file.write_text(file.read_text(encoding="utf-8").replace(printed, changed), encoding="utf-8")

    with pytest.raises(ReferenceFileError) as caught:
        read_advice(tmp_path)
    assert (caught.value.file, caught.value.key) == (ADVICE_FILE, key)


def _total_after(facts: Facts, rule_set: RuleSet, gain: Decimal) -> tuple[Tier, ...]:
    """The tiers whose total is met after a gain, spread over what is not full."""
    points = dict(facts.points)
    for code, indicator in rule_set.indicators.items():
        step = min(gain, indicator.maximum - points[code])
        points[code] += step
        gain -= step
    return classify(replace(facts, points=points), rule_set).conditions[0].met_for


DAYS = YearDays(date(2024, 3, 31), closed_on=date(2024, 4, 20), meeting_on=date(2024, 6, 30))
CURE = Cure("ใคร", "สิ้นปี", "ปิดบัญชี", "ประชุม")


def spaced(text: str) -> str:
    """With plain spaces inside the dates."""
    return text.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2024, 3, 31), ""),
        (date(2024, 4, 1), "สิ้นปี (31 มี.ค. 2567)"),
        (date(2024, 4, 20), "สิ้นปี (31 มี.ค. 2567)"),
        (date(2024, 4, 21), "ปิดบัญชี (20 เม.ย. 2567)"),
        (date(2024, 7, 1), "ประชุม (30 มิ.ย. 2567)"),
    ],
)
def test_latest_day_that_has_passed_says_what_can_no_longer_change(
    today: date, words: str
) -> None:
    assert spaced(no_longer(CURE, DAYS, today)) == words


def test_days_that_are_not_known_and_words_that_are_not_there_say_nothing() -> None:
    later = date(2025, 1, 1)

    assert spaced(no_longer(CURE, YearDays(date(2024, 3, 31)), later)) == "สิ้นปี (31 มี.ค. 2567)"
    assert no_longer(Cure("ใคร", ""), DAYS, later) == ""
    assert spaced(no_longer(Cure("ใคร", "", "ปิดบัญชี"), DAYS, later)) == "ปิดบัญชี (20 เม.ย. 2567)"


def test_fewest_indicators_are_those_that_still_earn_points_this_year() -> None:
    facts = cooperative("70")
    largest = advice(facts).fewest[0].indicator.code
    found = advise(facts, agricultural(), advice_figures(), {largest: "ประชุมใหญ่แล้ว"})

    assert found is not None
    assert largest not in [row.indicator.code for row in found.fewest]
    assert sum(row.left for row in found.fewest) >= found.points_missing
    assert not found.is_late
    assert {row.indicator.code: row.late for row in found.headroom}[largest] == "ประชุมใหญ่แล้ว"


def test_where_too_little_can_be_earned_this_year_the_advice_is_for_the_next() -> None:
    facts = cooperative("49")
    late = dict.fromkeys(agricultural().indicators, "สิ้นปีบัญชีแล้ว")
    late.pop("4.4")
    found = advise(facts, agricultural(), advice_figures(), late)

    assert found is not None
    left = {row.indicator.code: row.left for row in found.headroom}
    assert (found.is_late, found.this_year) == (True, left.get("4.4", Decimal(0)))
    fewest = [row.indicator.code for row in found.fewest]
    assert fewest == [row.indicator.code for row in advice(facts).fewest]


@pytest.mark.parametrize("rule_set", [agricultural(), farmer_group()])
def test_what_is_settled_follows_the_days_of_the_year(rule_set: RuleSet) -> None:
    figures = advice_figures()
    settled = figures.settled[rule_set.kind]
    before = late_points(figures, rule_set.kind, DAYS, DAYS.year_end)
    after_year = late_points(figures, rule_set.kind, DAYS, date(2024, 4, 1))
    at_last = late_points(figures, rule_set.kind, DAYS, date(2024, 7, 1))

    assert before == {}
    assert set(after_year) == {code for code, row in settled.items() if row.after_year_end}
    assert set(at_last) == set(settled) <= set(rule_set.indicators)
    assert "4.1" not in at_last

"""Conditions not reached and points not earned, of those assessed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from coops.choices import ConditionCode, DefectStatus, Kind, Sector, Standing, Tier
from coops.models import Assessment
from coops.rules import Facts, classify
from coops.selectors.analysis import AnalysisChoice
from coops.selectors.failures import Failures, failures
from cpd_portal.core.models import User
from tests.coops.facts import agricultural, cooperative, group
from tests.coops.history import recorded_on
from tests.coops.rows import make_assessment, make_group, make_institution

pytestmark = pytest.mark.django_db
AGRICULTURAL = AnalysisChoice(fiscal_year=2566, sector=Sector.AGRICULTURAL)


def failed(row: Failures) -> dict[str, tuple[int, int]]:
    return {one.code.value: (one.tier_1.count, one.tier_2.count) for one in row.conditions}


def test_conditions_count_those_assessed_only(officer: User) -> None:
    make_assessment(facts=cooperative("90"))
    make_assessment(facts=cooperative("60", loss=(False, True)))
    make_assessment(facts=cooperative("20", loss=(True, True), defects=DefectStatus.IN_PROGRESS))
    make_assessment(facts=Facts(Standing.NEW))
    make_assessment()
    make_assessment(facts=cooperative("20"), office="51")

    (row,) = failures(officer, AGRICULTURAL)

    assert (row.population, row.assessed, row.unassessed, row.incomplete) == (5, 3, 1, 1)
    assert failed(row) == {"total": (2, 1), "loss": (2, 1), "defects": (1, 1)}
    assert row.conditions[0].tier_1.share == Decimal("66.67")


def test_indicators_tell_the_points_lost_on_average(officer: User) -> None:
    make_assessment(facts=cooperative("100"))
    make_assessment(facts=cooperative("10"))

    (row,) = failures(officer, AGRICULTURAL)
    first, second = row.indicators[0], row.indicators[1]

    assert (first.indicator.code, first.mean, first.lost) == (
        "1.1",
        Decimal("12.50"),
        Decimal("2.50"),
    )
    assert (first.not_full.count, first.not_full.share) == (1, Decimal("50.00"))
    assert second.mean == second.indicator.maximum / 2
    assert row.most_lost[0].lost == max(line.lost for line in row.indicators)


def test_both_sectors_and_farmer_groups_stand_apart(officer: User) -> None:
    make_assessment(facts=cooperative("90"))
    make_assessment(make_institution(type="savings"), Facts(Standing.NEW))
    make_assessment(make_group(), group("90", days=45))

    both = failures(officer, AnalysisChoice(fiscal_year=2566))
    groups = failures(officer, AnalysisChoice(fiscal_year=2566, kind=Kind.FARMER_GROUP))

    assert [row.title for row in both] == ["สหกรณ์ภาคการเกษตร", "สหกรณ์นอกภาคการเกษตร"]
    assert (both[1].assessed, both[1].indicators) == (0, [])
    assert failed(groups[0])["statements"] == (1, 0)


def test_day_judges_the_facts_of_that_day(officer: User) -> None:
    row = make_assessment(facts=cooperative("90"))
    day = date(2024, 4, 1)
    recorded_on(row, day, loss_latest=True, tier=3)

    (then,) = failures(
        officer, AnalysisChoice(fiscal_year=2566, sector=Sector.AGRICULTURAL, as_of=day)
    )

    assert failed(then) == {"total": (0, 0), "loss": (1, 1), "defects": (0, 0)}


def test_year_without_population_has_no_failures(officer: User) -> None:
    assert failures(officer, AnalysisChoice(fiscal_year=2567)) == []


@pytest.mark.parametrize("rows", [1, 9])
def test_failures_are_read_with_four_queries(
    officer: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        make_assessment(facts=cooperative(str(50 + number)))
    assert officer.reach.unit_ids
    with django_assert_num_queries(4):
        failures(officer, AGRICULTURAL)


FACTS = st.builds(
    cooperative,
    st.sampled_from(["0", "54.99", "55", "79.99", "80", "100"]),
    loss=st.tuples(st.booleans(), st.booleans()),
    defects=st.sampled_from(list(DefectStatus)),
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(FACTS, min_size=1, max_size=6))
def test_grouped_facts_fail_as_each_classification_says(officer: User, facts: list[Facts]) -> None:
    Assessment.objects.all().delete()
    for one in facts:
        make_assessment(facts=one)
    results = [classify(one, agricultural()) for one in facts]
    (row,) = failures(officer, AGRICULTURAL)

    for condition in row.conditions:
        for tier, portion in ((Tier.ONE, condition.tier_1), (Tier.TWO, condition.tier_2)):
            assert portion.count == sum(
                tier not in result.met_for
                for whole in results
                for result in whole.conditions
                if result.code == condition.code
            )
    assert {one.code for one in row.conditions} == {
        ConditionCode.TOTAL,
        ConditionCode.LOSS,
        ConditionCode.DEFECTS,
    }

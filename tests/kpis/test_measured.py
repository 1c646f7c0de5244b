"""KPI 5 and 6, measured from the classification of cooperatives and farmer groups."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from cpd_portal.core.models import User
from kpis.selectors import kpi_detail, scorecard_summary
from kpis.selectors.lines import KpiLine, Summary
from tests.kpis.strength import classified, classified_groups

SignIn = Callable[[User], Client]


def summary(user: User) -> Summary:
    found = scorecard_summary(user, 2567)
    assert found is not None
    return found


def line(user: User, number: int) -> KpiLine:
    return next(line for line in summary(user).lines if line.number == number)


def test_share_of_a_complete_population_is_scored(executive: User) -> None:
    classified([1] * 4 + [2] * 5 + [3] * 11)
    kpi = line(executive, 5)
    assert (kpi.result, kpi.points, kpi.earned) == (
        Decimal("45.00"),
        Decimal("62.24"),
        Decimal("12.45"),
    )
    assert not kpi.is_preliminary
    assert kpi.low == kpi.high
    assert kpi.left == Decimal("7.55")


def test_share_counts_what_is_not_assessed_yet_in_the_whole(executive: User) -> None:
    classified([1, 2, None, 3])
    kpi = line(executive, 5)
    assert (kpi.result, kpi.is_preliminary) == (Decimal("50.00"), True)
    assert kpi.state_words == "ผลเบื้องต้น"


def test_population_without_any_assessment_has_no_result(executive: User) -> None:
    classified([None, None])
    assert line(executive, 5).score is None


def test_farmer_groups_are_measured_for_kpi_6_only(executive: User) -> None:
    classified_groups([1, 3])
    assert line(executive, 6).points == Decimal("100.00")
    assert line(executive, 5).score is None


def test_another_year_is_not_measured(executive: User) -> None:
    classified([1, 1], fiscal_year=2566)
    assert line(executive, 5).score is None


def test_total_range_follows_from_what_can_still_change(executive: User) -> None:
    classified([1] * 9 + [3] * 10 + [None])
    found = summary(executive)
    assert (found.low, found.high) == (Decimal("12.45"), Decimal("100.00"))
    assert (found.earned, found.measured_weight, found.level) == (
        Decimal("12.45"),
        Decimal(20),
        None,
    )
    assert [kpi.number for kpi in found.preliminary] == [5]
    assert len(found.missing) == 12


def test_what_is_left_comes_most_first(executive: User) -> None:
    classified([1, 3])
    found = summary(executive)
    assert found.by_left[-1].number == 5
    assert found.by_left[-1].left == 0


def test_detail_says_how_many_more_reach_the_next_tiers(executive: User) -> None:
    classified([1] * 9 + [3] * 11)
    found = kpi_detail(executive, 2567, 5)
    assert found is not None
    assert found.live is not None
    assert [(goal.points, goal.more, goal.count, goal.share) for goal in found.live.goals] == [
        (75, 1, 10, "50.00"),
        (100, 1, 10, "50.00"),
    ]
    assert [step.result for step in found.live.steps] == [
        "9",
        "20",
        "45.00",
        "62.2449",
        "62.24",
        "12.45",
    ]


def test_figures_are_national_for_an_officer_too(officer: User, executive: User) -> None:
    classified([1] * 9 + [3] * 11)
    assert line(officer, 5).result == line(executive, 5).result


def test_page_shows_the_measured_result_with_its_trace(client_of: SignIn, executive: User) -> None:
    classified([1] * 9 + [3] * 11)
    html = client_of(executive).get("/kpis/2567/5/").content.decode()
    assert "9 จาก 20 แห่ง วัดจากชั้นความเข้มแข็งของสหกรณ์ภาคการเกษตร" in html
    assert "ถ่วงน้ำหนัก 62.24 × 20 ÷ 100" in html
    assert "ผลเบื้องต้น" not in html


def test_page_of_a_preliminary_result_says_what_it_may_become(
    client_of: SignIn, executive: User
) -> None:
    classified([1] * 9 + [3] * 10 + [None])
    html = client_of(executive).get("/kpis/2567/5/").content.decode()
    assert "ยังประเมินไม่ครบ 1 แห่ง" in html
    assert "ผลสุดท้ายอยู่ระหว่างร้อยละ 45.00 ถึง 50.00 คือ 62.24 ถึง 100.00 คะแนน" in html


@pytest.mark.parametrize("address", ["/kpis/2567/", "/kpis/2567/5/"])
def test_preliminary_result_is_never_shown_as_below_the_floor(
    client_of: SignIn, executive: User, address: str
) -> None:
    classified([1, 3, 3, None])
    html = client_of(executive).get(address).content.decode()
    assert html.count("band-0") == (1 if address == "/kpis/2567/" else 0)  # the key alone

"""The score of risk and its parts, the quota, the days of the proposals."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coops.choices import Tier
from inspection.rules.plans import spread
from inspection.rules.risk import PerCase, RiskFacts, RiskPart, RiskWeights, proposed_quota, risk

AS_OF = date(2026, 3, 2)
WEIGHTS = RiskWeights(
    version=1,
    verified=False,
    source="ทดสอบ",
    tiers={Tier.ONE: 0, Tier.TWO: 10, Tier.THREE: 30},
    tier_unknown=20,
    open_defect=PerCase(4, 20),
    overdue_defect=PerCase(8, 24),
    late_meeting=10,
    late_statements=11,
    year_since_visit=PerCase(5, 15),
    never_visited=16,
    quota_percent=30,
)
CALM = RiskFacts(Tier.ONE, 0, 0, False, False, AS_OF)


def test_nothing_to_fear_is_no_point() -> None:
    found = risk(CALM, WEIGHTS, AS_OF)

    assert (found.total, found.parts) == (0, ())


def test_total_is_the_sum_of_parts_in_words() -> None:
    facts = RiskFacts(Tier.THREE, 2, 1, True, True, date(2024, 3, 2))
    found = risk(facts, WEIGHTS, AS_OF)

    assert found.parts == (
        RiskPart("ชั้น 3", 30),
        RiskPart("ข้อบกพร่องที่ยังไม่แก้ 2 เรื่อง", 8),
        RiskPart("เกินกำหนดแก้ไข 1 เรื่อง", 8),
        RiskPart("ประชุมใหญ่เกินกำหนด", 10),
        RiskPart("งบการเงินเกินกำหนด", 11),
        RiskPart("ตรวจครั้งล่าสุด 2 ปีก่อน", 10),
    )
    assert found.total == 77


@pytest.mark.parametrize(("cases", "points"), [(0, 0), (1, 4), (5, 20), (6, 20)])
def test_points_of_cases_have_a_most(cases: int, points: int) -> None:
    assert risk(replace(CALM, open_defects=cases), WEIGHTS, AS_OF).total == points


@pytest.mark.parametrize(
    ("visited", "points"),
    [
        (None, 16),
        (AS_OF + timedelta(days=1), 0),
        (date(2025, 3, 3), 0),
        (date(2025, 3, 2), 5),
        (date(2015, 3, 2), 15),
    ],
)
def test_years_since_the_last_visit_count_full(visited: date | None, points: int) -> None:
    assert risk(replace(CALM, visited_on=visited), WEIGHTS, AS_OF).total == points


def test_unknown_tier_has_its_own_points() -> None:
    assert risk(replace(CALM, tier=None), WEIGHTS, AS_OF).parts == (RiskPart("ยังไม่มีชั้น", 20),)


@given(defects=st.integers(0, 50), more=st.integers(0, 50))
def test_more_defects_never_lower_the_score(defects: int, more: int) -> None:
    few, many = (
        risk(replace(CALM, open_defects=number, overdue_defects=number), WEIGHTS, AS_OF).total
        for number in (defects, defects + more)
    )

    assert few <= many


@pytest.mark.parametrize(("institutions", "quota"), [(0, 0), (1, 1), (10, 3), (11, 4), (100, 30)])
def test_quota_is_rounded_up(institutions: int, quota: int) -> None:
    assert proposed_quota(institutions, WEIGHTS) == quota


@given(
    first=st.dates(date(2024, 10, 1), date(2025, 9, 30)),
    length=st.integers(0, 365),
    count=st.integers(1, 200),
)
def test_days_are_working_days_in_order_within_the_year(
    first: date, length: int, count: int
) -> None:
    last = first + timedelta(days=length)
    days = spread(first, last, count)

    assert len(days) == count
    assert days == sorted(days)
    assert all(first <= day <= last for day in days)
    if length >= 6:
        assert all(day.weekday() < 5 for day in days)


def test_a_weekend_alone_gives_its_last_day() -> None:
    assert spread(date(2026, 2, 28), date(2026, 3, 1), 2) == [date(2026, 3, 1)] * 2


def test_as_many_days_as_visits_are_all_used() -> None:
    days = spread(date(2026, 3, 2), date(2026, 3, 6), 5)

    assert days == [date(2026, 3, day) for day in range(2, 7)]

"""Who may be appointed, by whom, by which text, on both sides of every day and number."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.choices import Appointer, Capacity, EndReason, PositionKind, Rank
from inspection.rules.appointments import (
    Candidate,
    appointment,
    end_citation,
    in_force,
    is_large,
    leader,
    service_years,
)
from inspection.rules.regulations import REGULATION_2557, REGULATION_2567, regulation_on

NEW = date(2025, 1, 1)
OLD = date(2024, 12, 31)
GOOD = Candidate(
    capacity=Capacity.INSPECTOR,
    from_headquarters=False,
    is_civil_servant=True,
    served_since=date(2015, 1, 1),
    position_kind=PositionKind.COOPERATIVE_SCHOLAR,
    is_suitable=True,
)
OFFICIAL = Candidate(Capacity.GROUP_OFFICIAL, from_headquarters=False, is_official=True)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2014, 6, 21), None),
        (date(2014, 6, 22), "inspectors-2557"),
        (OLD, "inspectors-2557"),
        (NEW, "inspectors-2567"),
    ],
)
def test_regulation_is_that_of_the_day(day: date, code: str | None) -> None:
    found = regulation_on(day)

    assert (found.code if found else None) == code


def test_before_the_oldest_text_nobody_is_appointed() -> None:
    found = appointment(GOOD, date(2014, 6, 21))

    assert (found.allowed, found.appointer) == (False, None)
    assert "ไม่มีตัวบท" in found.unclear


@pytest.mark.parametrize(
    ("central", "under_director", "day", "appointer", "clause"),
    [
        (False, False, NEW, Appointer.OFFICE_DEPUTY, "ข้อ 5 (3)"),
        (True, False, NEW, Appointer.CENTRAL_DEPUTY, "ข้อ 5 (2)"),
        (True, True, NEW, Appointer.REGISTRAR, "ข้อ 5 (1)"),
        (False, True, NEW, Appointer.REGISTRAR, "ข้อ 5 (1)"),
        (False, False, OLD, Appointer.OFFICE_DEPUTY, "ข้อ 5"),
        (True, False, OLD, Appointer.CENTRAL_DEPUTY, "ข้อ 5"),
        (True, True, OLD, Appointer.CENTRAL_DEPUTY, "ข้อ 5"),
    ],
)
def test_power_belongs_to_whom_the_clause_names(
    central: bool, under_director: bool, day: date, appointer: Appointer, clause: str
) -> None:
    found = appointment(
        replace(GOOD, from_headquarters=central, under_director=under_director), day
    )

    assert found.appointer == appointer
    assert found.power is not None
    assert found.power.clause == clause


@pytest.mark.parametrize(
    ("since", "course", "allowed"),
    [
        (date(2022, 1, 1), NEW, True),
        (date(2022, 1, 2), NEW, False),
        (date(2022, 1, 1), NEW + timedelta(days=1), False),
        (date(2022, 1, 1), None, False),
        (date(2019, 1, 1), None, True),
        (date(2019, 1, 2), None, False),
        (None, NEW, False),
        (NEW + timedelta(days=1), NEW, False),
    ],
)
def test_three_years_with_the_course_or_six_without(
    since: date | None, course: date | None, allowed: bool
) -> None:
    found = appointment(replace(GOOD, served_since=since, course_on=course), NEW)

    assert found.allowed == allowed
    if not allowed:
        assert [check.citation.clause for check in found.refusals] == ["ข้อ 6 (1)"]


def test_only_suitable_civil_servants_are_appointed() -> None:
    found = appointment(replace(GOOD, is_civil_servant=False, is_suitable=False), NEW)

    assert [check.citation.clause for check in found.refusals] == ["ข้อ 6 (1)", "ข้อ 6 (2)"]
    assert found.refusals[0].text == "เป็นข้าราชการกรมส่งเสริมสหกรณ์"


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [
        (PositionKind.COOPERATIVE_SCHOLAR, True),
        (PositionKind.GENERAL_SKILLED, True),
        (PositionKind.OTHER, False),
    ],
)
def test_before_2568_the_position_counts_and_not_the_years(
    kind: PositionKind, allowed: bool
) -> None:
    found = appointment(replace(GOOD, position_kind=kind, served_since=None), OLD)

    assert found.allowed == allowed
    assert appointment(replace(GOOD, position_kind=kind), NEW).allowed


def test_farmer_groups_are_assigned_by_their_registrar() -> None:
    found = appointment(OFFICIAL, date(2025, 6, 12))

    assert (found.allowed, found.appointer) == (True, Appointer.GROUP_REGISTRAR)
    assert "ข้อ 5 (5)" in str(found.power)
    assert "พ.ศ. 2568" not in str(appointment(OFFICIAL, date(2025, 6, 11)).power)
    assert "ราชกิจจานุเบกษา" in found.unclear


@pytest.mark.parametrize(
    ("change", "clause"),
    [({"is_official": False}, "มาตรา 4"), ({"from_headquarters": True}, "มาตรา 121")],
)
def test_others_are_not_assigned_to_farmer_groups(change: dict[str, bool], clause: str) -> None:
    found = appointment(replace(OFFICIAL, **change), NEW)  # type: ignore[arg-type]

    assert [check.citation.clause for check in found.refusals] == [clause]


@pytest.mark.parametrize(
    ("rank", "large", "day", "passed"),
    [
        (Rank.OFFICIAL, True, NEW, False),
        (Rank.OFFICIAL, True, OLD, True),
        (Rank.OFFICIAL, False, NEW, True),
        (Rank.GROUP_DIRECTOR, True, NEW, True),
        (Rank.DIVISION_DIRECTOR, True, NEW, True),
    ],
)
def test_large_savings_cooperative_needs_a_group_director(
    rank: Rank, large: bool, day: date, passed: bool
) -> None:
    assert leader(rank, large, day).passed == passed


@pytest.mark.parametrize(
    ("type_code", "assets", "federation", "large"),
    [
        ("savings", Decimal("5000000000"), False, True),
        ("savings", Decimal("4999999999.99"), False, False),
        ("credit_union", Decimal("5000000000"), False, True),
        ("agricultural", Decimal("9000000000"), True, False),
        ("savings", None, False, False),
        ("savings", None, True, True),
    ],
)
def test_large_is_five_thousand_million_or_a_federation(
    type_code: str, assets: Decimal | None, federation: bool, large: bool
) -> None:
    assert is_large(type_code, assets, federation) == large


@pytest.mark.parametrize(
    ("reason", "day", "clause"),
    [
        (EndReason.DEATH, NEW, "ข้อ 11 (1)"),
        (EndReason.TRANSFER, NEW, "ข้อ 11 (2)"),
        (EndReason.REVOCATION, NEW, "ข้อ 11 (3)"),
        (EndReason.TRANSFER, OLD, "ข้อ 9 (2)"),
    ],
)
def test_end_rests_on_the_clause_of_its_day(reason: EndReason, day: date, clause: str) -> None:
    assert end_citation(Capacity.INSPECTOR, reason, day).clause == clause
    assert end_citation(Capacity.GROUP_OFFICIAL, reason, day).clause == "มาตรา 124"


@pytest.mark.parametrize(
    ("ended", "today", "expected"),
    [
        (None, NEW - timedelta(days=1), False),
        (None, NEW, True),
        (NEW + timedelta(days=1), NEW, True),
        (NEW, NEW, False),
    ],
)
def test_duty_runs_from_its_day_to_the_day_before_its_end(
    ended: date | None, today: date, expected: bool
) -> None:
    assert in_force(NEW, ended, today) == expected


@pytest.mark.parametrize(
    ("since", "on", "years"),
    [
        (date(2020, 2, 29), date(2023, 2, 28), 2),
        (date(2020, 2, 29), date(2023, 3, 1), 3),
        (date(2020, 2, 29), date(2024, 2, 29), 4),
        (date(2020, 2, 28), date(2023, 2, 28), 3),
    ],
)
def test_years_of_service_around_29_february(since: date, on: date, years: int) -> None:
    assert service_years(since, on) == years


@given(since=st.dates(date(1980, 1, 1), NEW), more=st.integers(0, 4000))
def test_more_service_never_takes_the_right_away(since: date, more: int) -> None:
    candidate = replace(GOOD, served_since=since)
    earlier = replace(candidate, served_since=since - timedelta(days=more))

    assert appointment(earlier, NEW).allowed >= appointment(candidate, NEW).allowed


@given(on=st.dates(date(2014, 6, 22), date(2040, 1, 1)))
def test_every_check_names_the_regulation_of_the_day(on: date) -> None:
    regulation = REGULATION_2567 if on >= NEW else REGULATION_2557
    found = appointment(GOOD, on)

    assert {check.citation.document for check in found.checks} == {regulation.title}
    assert found.as_json()["power"].startswith(regulation.title)

"""The table of acts walked whole; due dates, lateness, escalation."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coops.choices import DefectStatus
from cpd_portal.core.choices import Role
from inspection.choices import DefectAct, DefectState, OnHoliday
from inspection.rules.defects import (
    FIXING,
    TABLE,
    EscalationStep,
    Place,
    Refusal,
    allowed_acts,
    days_late,
    due_day,
    escalation,
    place_of,
    refusal,
)
from inspection.rules.status import status_of

A = DefectAct
FIELD = {Role.OFFICER, Role.INSPECTOR, Role.CHIEF}
OPEN = {A.EXTENDED: "C", A.EXEMPTED: "C", A.LETTER_MADE: "OIC", A.REFERRED: "C", A.MERGED: "IC"}
# Written down once more, by letters of the roles, so that a slip in the table shows.
EXPECTED: dict[Place, dict[DefectAct, str]] = {
    Place.NOT_STARTED: {A.BEGUN: "OIC", A.PROOF_SENT: "OIC", **OPEN},
    Place.IN_PROGRESS: {A.PROOF_SENT: "OIC", A.CLOSURE_PROPOSED: "I", **OPEN},
    Place.PROPOSED: {
        A.CLOSED: "C",
        A.MONITORED: "C",
        A.CLOSURE_REFUSED: "C",
        A.LETTER_MADE: "OIC",
        A.REFERRED: "C",
    },
    Place.EXEMPT: {A.EXEMPTION_ENDED: "C", A.LETTER_MADE: "OIC"},
    Place.MONITORING: {A.CLOSED: "C", A.REOPENED: "IC", A.LETTER_MADE: "OIC"},
    Place.RESOLVED: {A.REOPENED: "IC"},
    Place.MERGED: {},
}
LETTERS = {"O": Role.OFFICER, "I": Role.INSPECTOR, "C": Role.CHIEF}
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(("place", "act", "role"), list(product(Place, A, Role)))
def test_table_of_every_place_act_and_role(place: Place, act: DefectAct, role: Role) -> None:
    wanted = role in {LETTERS[letter] for letter in EXPECTED[place].get(act, "")}

    assert (refusal(place, act, {role}) is None) == wanted


@pytest.mark.parametrize(("place", "act"), list(product(Place, A)))
def test_portal_itself_only_ends_exemptions(place: Place, act: DefectAct) -> None:
    assert (refusal(place, act, None) is None) == (
        (place, act) == (Place.EXEMPT, A.EXEMPTION_ENDED)
    )


@pytest.mark.parametrize("act", [A.CLOSED, A.MONITORED])
@pytest.mark.parametrize("own", sorted(FIXING))
def test_who_fixed_or_proposed_never_confirms(act: DefectAct, own: DefectAct) -> None:
    assert refusal(Place.PROPOSED, act, {Role.CHIEF}, {own}) == Refusal.OWN_WORK


def test_person_without_role_for_the_act_anywhere_is_told_the_role() -> None:
    assert refusal(Place.RESOLVED, A.EXTENDED, {Role.INSPECTOR}) == Refusal.ROLE
    assert refusal(Place.RESOLVED, A.EXTENDED, {Role.CHIEF}) == Refusal.PLACE


def test_states_after_the_acts() -> None:
    after = {(place, act): move.state for (place, act), move in TABLE.items() if move.state}

    assert after == {
        (Place.NOT_STARTED, A.BEGUN): DefectState.IN_PROGRESS,
        (Place.NOT_STARTED, A.PROOF_SENT): DefectState.IN_PROGRESS,
        (Place.IN_PROGRESS, A.PROOF_SENT): DefectState.IN_PROGRESS,
        (Place.PROPOSED, A.CLOSED): DefectState.RESOLVED,
        (Place.PROPOSED, A.MONITORED): DefectState.RESOLVED_MONITORING,
        (Place.MONITORING, A.CLOSED): DefectState.RESOLVED,
        (Place.MONITORING, A.REOPENED): DefectState.IN_PROGRESS,
        (Place.RESOLVED, A.REOPENED): DefectState.IN_PROGRESS,
    }


@pytest.mark.parametrize("place", Place)
@pytest.mark.parametrize("role", sorted(FIELD))
def test_offered_acts_are_those_that_are_not_refused(place: Place, role: Role) -> None:
    offered = {act for act, _ in allowed_acts(place, {role}, set())}

    assert offered == {act for act in A if refusal(place, act, {role}) is None}


def test_place_merged_goes_before_exempt_before_proposed() -> None:
    state = DefectState.IN_PROGRESS

    assert place_of(state, proposed=True, exempt=True, merged=True) == Place.MERGED
    assert place_of(state, proposed=True, exempt=True, merged=False) == Place.EXEMPT
    assert place_of(state, proposed=True, exempt=False, merged=False) == Place.PROPOSED
    assert place_of(state, proposed=False, exempt=False, merged=False) == Place.IN_PROGRESS


@pytest.mark.parametrize(
    ("found_on", "days", "due_on"),
    [
        (date(2024, 2, 28), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 366, date(2025, 3, 1)),
        (date(2023, 2, 28), 1, date(2023, 3, 1)),
        (date(2024, 9, 30), 1, date(2024, 10, 1)),
        (date(2024, 9, 1), 60, date(2024, 10, 31)),
        # Songkran is a holiday and stays the due day.
        (date(2024, 4, 1), 12, date(2024, 4, 13)),
    ],
)
def test_due_day_counts_days_of_the_calendar(found_on: date, days: int, due_on: date) -> None:
    assert due_day(found_on, days) == due_on


@pytest.mark.parametrize(
    ("found_on", "days", "holidays", "due_on"),
    [
        (date(2024, 2, 1), 28, (), date(2024, 2, 29)),
        (date(2024, 2, 1), 28, (date(2024, 2, 29), date(2024, 3, 1)), date(2024, 3, 4)),
        # 28 September 2024 is a Saturday, 1 October opens a fiscal year.
        (date(2024, 9, 1), 27, (), date(2024, 9, 30)),
        (date(2024, 9, 1), 27, (date(2024, 9, 30),), date(2024, 10, 1)),
    ],
)
def test_due_day_moves_to_the_next_working_day_where_the_policy_says_so(
    found_on: date, days: int, holidays: tuple[date, ...], due_on: date
) -> None:
    assert due_day(found_on, days, OnHoliday.NEXT_WORKING_DAY, holidays) == due_on
    assert due_day(found_on, days, OnHoliday.STAYS, holidays) == found_on + timedelta(days=days)


@given(DAYS, st.integers(1, 1000), st.sets(DAYS, max_size=5))
def test_moved_due_day_is_worked_on_and_never_earlier(
    found: date, days: int, holidays: set[date]
) -> None:
    due_on = due_day(found, days, OnHoliday.NEXT_WORKING_DAY, holidays)

    assert due_on >= found + timedelta(days=days)
    assert due_on.weekday() < 5
    assert due_on not in holidays


@given(DAYS, st.integers(1, 1000), st.integers(0, 1000))
def test_days_late_begin_the_day_after_the_due_day(found: date, days: int, passed: int) -> None:
    due_on = due_day(found, days)

    assert days_late(due_on, due_on + timedelta(days=passed)) == passed
    assert days_late(due_on, due_on - timedelta(days=passed)) == 0


def test_days_late_none_until_the_exemption_is_over() -> None:
    due_on, until = date(2024, 2, 28), date(2024, 2, 29)

    assert days_late(due_on, until, until) == 0
    assert days_late(due_on, date(2024, 3, 1), until) == 2


@pytest.mark.parametrize(
    ("late", "title"),
    [(0, None), (1, "แจ้ง"), (29, "แจ้ง"), (30, "หนังสือ"), (400, "หนังสือ")],
)
def test_escalation_is_the_furthest_step_reached(late: int, title: str | None) -> None:
    steps = [EscalationStep(30, "หนังสือ"), EscalationStep(1, "แจ้ง")]

    found = escalation(steps, late)

    assert (found.title if found else None) == title


@given(st.lists(st.sampled_from(DefectState)))
def test_status_is_the_most_serious(states: list[DefectState]) -> None:
    order = list(DefectStatus)
    expected = max((DefectStatus(state.value) for state in states), key=order.index, default=None)

    assert status_of(states) == (expected or DefectStatus.NONE)

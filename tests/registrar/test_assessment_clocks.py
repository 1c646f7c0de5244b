"""The registrar's assessment takes its clocks from early warning."""

from datetime import date, timedelta
from typing import Any

import pytest

from coops.choices import Standing
from coops.models import Institution, StandingChange
from registrar.rules.assessment.engine import Verdict
from registrar.selectors.assessment import assess, known_facts
from tests.coops.accounting import make_facts, make_statement
from tests.coops.rows import make_institution

pytestmark = pytest.mark.django_db
# The newest statement is of 31 March 2566; the meeting of the year after is due on this day.
DUE = date(2024, 3, 31) + timedelta(days=150)


@pytest.fixture
def institution() -> Institution:
    return make_institution(registered_on=date(2010, 1, 1))


def verdict_of(institution: Institution, day: date, code: str, **answers: Any) -> Verdict:
    findings = assess(institution, day, answers).findings
    return next(finding.verdict for finding in findings if finding.power.code == code)


def stop(institution: Institution, day: date) -> None:
    StandingChange.objects.create(
        institution=institution,
        before=Standing.OPERATING,
        standing=Standing.SUSPENDED,
        effective_on=day,
    )


def test_never_a_statement_says_nothing_about_missing_reports(institution: Institution) -> None:
    assert "missing_reports" not in known_facts(institution, DUE)


@pytest.mark.parametrize(
    ("day", "expected"), [(DUE, 0), (DUE + timedelta(days=1), 1), (date(2026, 8, 29), 3)]
)
def test_year_is_missing_when_its_meeting_is_overdue(
    institution: Institution, day: date, expected: int
) -> None:
    make_statement(institution, 2566)

    assert known_facts(institution, day)["missing_reports"] == expected


def test_business_stopped_since_the_day_of_its_change(institution: Institution) -> None:
    day = date(2024, 1, 1)
    stop(institution, day)

    assert known_facts(institution, day)["stopped_on"] == day
    assert "stopped_on" not in known_facts(institution, day - timedelta(days=1))


def test_two_years_stopped_are_a_reason_to_dissolve(institution: Institution) -> None:
    stop(institution, date(2022, 1, 10))

    assert verdict_of(institution, date(2024, 1, 11), "71-1", started=True) == Verdict.APPLIES
    day_before = date(2024, 1, 9)
    assert verdict_of(institution, day_before, "71-1", started=True) == Verdict.DOES_NOT


def test_answer_of_the_officer_goes_before_the_clock(institution: Institution) -> None:
    make_statement(institution, 2566)
    day = date(2026, 8, 29)

    assert verdict_of(institution, day, "71-2") == Verdict.APPLIES
    assert verdict_of(institution, day, "71-2", missing_reports=0) == Verdict.DOES_NOT


@pytest.mark.parametrize(("day", "expected"), [(DUE, False), (DUE + timedelta(days=1), True)])
def test_meeting_is_overdue_from_the_day_after_its_last(
    institution: Institution, day: date, expected: bool
) -> None:
    make_facts(institution, 2566, general_meeting_on=date(2023, 7, 1))
    make_facts(institution, 2567)

    assert known_facts(institution, day)["meeting_overdue"] is expected


def test_meeting_held_late_is_not_overdue_any_more(institution: Institution) -> None:
    held = DUE + timedelta(days=20)
    make_facts(institution, 2567, general_meeting_on=held)

    assert known_facts(institution, held - timedelta(days=1))["meeting_overdue"] is True
    assert known_facts(institution, held)["meeting_overdue"] is False


def test_meeting_of_a_year_that_nobody_recorded_is_unknown(institution: Institution) -> None:
    make_facts(institution, 2566, general_meeting_on=date(2023, 7, 1))

    assert "meeting_overdue" not in known_facts(institution, DUE + timedelta(days=1))


def test_meeting_is_not_owed_for_a_year_before_the_registration() -> None:
    young = make_institution(registered_on=date(2024, 1, 5))

    assert known_facts(young, date(2024, 6, 1))["meeting_overdue"] is False


def test_meeting_overdue_is_a_reason_for_advice(institution: Institution) -> None:
    make_facts(institution, 2567)

    found = assess(institution, DUE + timedelta(days=1), {})

    assert found.proposed is not None
    assert found.proposed.code == "16-1-advice"

"""The past of the register: it agrees with the years, and lies before what must not follow it."""

from collections.abc import Sequence
from datetime import date

import pytest

from coops.choices import Standing
from coops.rules import Change, may_follow, value_then
from coops.sample.nation import History
from coops.sample.official import REFERENCE_DATES
from coops.sample.register_history import MERGED_ON, RegisterPast, register_past

pytestmark = pytest.mark.xdist_group("sample")
SEED = 1


@pytest.fixture(scope="module")
def pasts(histories: Sequence[History]) -> list[tuple[History, RegisterPast]]:
    return [(history, register_past(history, SEED)) for history in histories]


def standing_then(past: RegisterPast, day: date, today: str) -> str:
    rows = [Change(r["effective_on"], r["before"], r["standing"]) for r in past.standings]
    return str(value_then(day, today, rows))


def test_standing_on_the_reference_dates_is_the_assessed_one(
    pasts: list[tuple[History, RegisterPast]],
) -> None:
    for history, past in pasts:
        for row in history.assessments:
            found = standing_then(past, REFERENCE_DATES[row.fiscal_year], history.standing)
            assert found == row.facts.standing, history.institution.registration_no
        assert standing_then(past, date(2025, 1, 1), history.standing) == history.standing


def test_standings_follow_each_other(pasts: list[tuple[History, RegisterPast]]) -> None:
    for _, past in pasts:
        for row in past.standings:
            merged = past.merged and row["effective_on"] == MERGED_ON
            assert merged or not row["before"] or may_follow(row["before"], row["standing"])
        days = [row["effective_on"] for row in past.standings]
        assert days == sorted(set(days))
        assert all(past.registered_on <= day for day in days)


def test_everybody_is_registered_before_the_first_population(
    pasts: list[tuple[History, RegisterPast]],
) -> None:
    assert all(past.registered_on < date(2022, 1, 1) for _, past in pasts)


def test_year_ends_changed_before_any_statement(
    pasts: list[tuple[History, RegisterPast]],
) -> None:
    changes = [(h, row) for h, past in pasts for row in past.year_ends]
    assert 30 < len(changes) < 150
    for history, row in changes:
        assert (row["month"], row["day"]) == history.institution.year_end
        assert row["effective_on"] < date(2021, 4, 1)


def test_there_is_a_little_of_everything(pasts: list[tuple[History, RegisterPast]]) -> None:
    found = [past for _, past in pasts]
    assert any(past.names for past in found)
    assert any(past.moves for past in found)
    assert any(past.businesses for past in found)
    assert {past.passed_standard for past in found} == {True, False, None}
    assert sum(past.merged for past in found) >= 2
    operating = [past for history, past in pasts if history.standing == Standing.OPERATING]
    assert 0.7 < sum(past.has_responsible for past in operating) / len(operating) < 0.9


def test_same_seed_gives_the_same_past_and_another_seed_another(
    histories: Sequence[History],
) -> None:
    some = histories[:200]
    again = [register_past(history, SEED) for history in some]
    assert [register_past(history, SEED) for history in some] == again
    assert [register_past(history, 2) for history in some] != again

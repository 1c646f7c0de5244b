"""The standing of one and of many institutions on a past day."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from coops.models import Institution, StandingChange
from coops.selectors import standing_on, with_standing_on
from tests.coops.rows import make_institution

pytestmark = pytest.mark.django_db


def changed(institution: Institution, day: date, before: str, after: str) -> None:
    StandingChange.objects.create(
        institution=institution, effective_on=day, before=before, standing=after
    )


@pytest.fixture
def stopped() -> Institution:
    row = make_institution(registered_on=date(2010, 5, 1), standing="dissolved")
    changed(row, date(2022, 1, 10), "operating", "suspended")
    changed(row, date(2023, 7, 1), "suspended", "dissolved")
    return row


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2010, 4, 30), None),
        (date(2010, 5, 1), "operating"),
        (date(2022, 1, 9), "operating"),
        (date(2022, 1, 10), "suspended"),
        (date(2023, 6, 30), "suspended"),
        (date(2023, 7, 1), "dissolved"),
        (date(2030, 1, 1), "dissolved"),
    ],
)
def test_standing_on_follows_the_dates_of_effect(
    stopped: Institution, day: date, standing: str | None
) -> None:
    assert standing_on(stopped, day) == standing


def test_standing_without_history_has_always_been_so() -> None:
    assert standing_on(make_institution(standing="suspended"), date(1999, 1, 1)) == "suspended"


def test_registration_in_the_history_is_the_first_day() -> None:
    row = make_institution(standing="new")
    changed(row, date(2024, 2, 1), "", "new")

    assert standing_on(row, date(2024, 1, 31)) is None
    assert standing_on(row, date(2024, 2, 1)) == "new"


def test_many_standings_are_one_query(
    stopped: Institution, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    other = make_institution()
    make_institution(registered_on=date(2023, 1, 1))
    with django_assert_num_queries(1):
        rows = with_standing_on(Institution.objects.all(), date(2022, 6, 1))
        found = dict(rows.values_list("pk", "standing_then"))

    assert found == {stopped.pk: "suspended", other.pk: "operating"}

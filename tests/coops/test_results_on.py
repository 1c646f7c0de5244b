"""Results as they stood on a day."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from coops import selectors
from coops.choices import Kind, Standing
from coops.rules import Facts
from coops.selectors.results_on import (
    Outcome,
    outcome_of,
    recorded_since,
    results_of_own,
    results_on,
)
from cpd_portal.core.models import OrgUnit, User
from tests.coops.facts import cooperative
from tests.coops.history import recorded_on
from tests.coops.rows import make_assessment

pytestmark = pytest.mark.django_db
MARCH, APRIL, MAY = date(2024, 3, 1), date(2024, 4, 1), date(2024, 5, 1)


def outcomes(rows: object) -> list[str]:
    found = rows.annotate(outcome=outcome_of()).values_list("outcome", flat=True)  # type: ignore[attr-defined]
    return sorted(found)


def test_outcome_names_tier_group_and_what_is_open(executive: User) -> None:
    for facts in (
        cooperative("90"),
        cooperative("60"),
        cooperative("20"),
        Facts(Standing.NEW),
        Facts(Standing.DISSOLVED),
        None,
    ):
        make_assessment(facts=facts)

    assert outcomes(results_on(executive, 2566)) == [
        Outcome.ONE,
        Outcome.TWO,
        Outcome.THREE,
        Outcome.INCOMPLETE,
        Outcome.GROUP_1,
        Outcome.GROUP_2,
    ]


def test_day_shows_the_last_entry_up_to_its_end(executive: User) -> None:
    row = make_assessment(facts=cooperative("90"))
    recorded_on(row, APRIL, tier=3)
    recorded_on(row, MAY, tier=2)

    assert outcomes(results_on(executive, 2566, APRIL - timedelta(days=1))) == []
    assert outcomes(results_on(executive, 2566, APRIL)) == ["3"]
    assert outcomes(results_on(executive, 2566, MAY - timedelta(days=1))) == ["3"]
    assert outcomes(results_on(executive, 2566, MAY)) == ["2"]
    assert outcomes(results_on(executive, 2566, timezone.localdate())) == ["1"]


def test_removed_assessment_counts_until_it_was_removed(executive: User) -> None:
    row = make_assessment(facts=cooperative("90"))
    recorded_on(row, MARCH)
    recorded_on(row, APRIL, pgh_label="delete")

    assert outcomes(results_on(executive, 2566, MARCH)) == ["1"]
    assert outcomes(results_on(executive, 2566, APRIL)) == []


def test_day_shows_only_the_office_that_had_it_then(officer: User, outsider: User) -> None:
    row = make_assessment(facts=cooperative("90"))
    recorded_on(row, MARCH, office_id=OrgUnit.objects.get(code="51").pk)

    assert outcomes(results_on(officer, 2566, MARCH)) == []
    assert outcomes(results_on(outsider, 2566, MARCH)) == ["1"]
    assert outcomes(results_of_own(officer, 2566, MARCH)) == ["1"]
    assert outcomes(results_of_own(outsider, 2566, MARCH)) == []


def test_year_is_recorded_since_its_first_entry() -> None:
    row = make_assessment(facts=cooperative("90"))
    recorded_on(row, APRIL)

    assert recorded_since(2566) == APRIL
    assert recorded_since(2567) is None


def test_strength_of_a_day_counts_what_stood_then(executive: User) -> None:
    first, second = make_assessment(facts=cooperative("90")), make_assessment()
    recorded_on(first, MARCH, tier=3)
    recorded_on(second, MAY)

    then = selectors.strength(executive, 2566, Kind.COOPERATIVE, as_of=APRIL)
    now = selectors.strength(executive, 2566, Kind.COOPERATIVE)

    assert (then.population, then.strong.count) == (1, 0)
    assert (now.population, now.strong.count, now.incomplete) == (2, 1, 1)

"""Two runs side by side: counts by movement, also of what only one of them has."""

import pytest

from coops.choices import Movement
from coops.models import ClassificationRun
from coops.selectors.run_compare import CompareChoice, compared, movement_counts
from coops.services.runs import classify_year
from cpd_portal.core.models import User
from tests.coops.facts import cooperative
from tests.coops.rows import make_assessment, make_population

pytestmark = pytest.mark.django_db
YEAR = 2566


@pytest.fixture
def runs(db: None) -> tuple[ClassificationRun, ClassificationRun]:
    """Between them one institution left the year and one entered it."""
    make_population(YEAR)
    make_assessment(facts=cooperative("90"))
    gone = make_assessment(facts=cooperative("60"))
    before = classify_year(actor=None, fiscal_year=YEAR)
    gone.delete()
    make_assessment(facts=cooperative("60"))
    return before, classify_year(actor=None, fiscal_year=YEAR)


def test_comparison_counts_who_entered_who_left_and_who_stayed(
    runs: tuple[ClassificationRun, ClassificationRun], executive: User
) -> None:
    before, after = runs
    counts = movement_counts(executive, after, before, CompareChoice())

    assert {movement: count for movement, count in counts.items() if count} == {
        Movement.ENTERED: 1,
        Movement.LEFT: 1,
        Movement.SAME: 1,
    }


def test_those_who_left_are_found_by_a_list_and_not_by_pairs(
    runs: tuple[ClassificationRun, ClassificationRun], executive: User
) -> None:
    """A join of all pairs takes seconds for the nation until the new run is in the statistics."""
    before, after = runs
    rows = compared(executive, after, before, CompareChoice(movement=Movement.LEFT))

    assert len(rows) == 1
    assert "Anti Join" not in rows.explain()

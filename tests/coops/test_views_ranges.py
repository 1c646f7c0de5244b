"""Last year's range beside a cell of the grid: whose it is, and what is odd against it."""

import pytest
from django.core.cache import cache
from django.test import Client

from coops.grids import CellKind, strength_sheet
from coops.models import Assessment, Institution, RuleSet
from cpd_portal.core.models import User
from tests.coops.pages import SignIn
from tests.coops.rows import make_assessment, make_group, make_institution

pytestmark = pytest.mark.django_db
YEAR = 2567
GRID = f"/coops/entry/50/{YEAR}/grid/"


@pytest.fixture
def client(client_of: SignIn, officer: User) -> Client:
    return client_of(officer)


def with_last_year(*points: str) -> Institution:
    """Institutions of one type with those points of 1.1 last year; the last one is returned."""
    for value in points:
        institution = make_institution()
        last = make_assessment(institution, fiscal_year=YEAR - 1)
        Assessment.objects.filter(pk=last.pk).update(points={"1.1": value})
    return institution


def test_value_outside_last_years_range_is_odd_and_said_so(client: Client) -> None:
    row = make_assessment(with_last_year("3", "4", "5", "6", "9"), fiscal_year=YEAR)
    Assessment.objects.filter(pk=row.pk).update(points={"1.1": "9.5"})
    odd = client.get(GRID).content.decode()
    Assessment.objects.filter(pk=row.pk).update(points={"1.1": "9"})
    usual = client.get(GRID).content.decode()

    assert 'class="g-number odd" data-cell="points/1.1" data-before="9">' in odd
    assert f'aria-labelledby="h-points-1-1 r{row.pk} state-odd"' in odd
    assert 'odd" data-cell' not in usual
    assert f"r{row.pk} state-odd" not in usual
    assert "3 – 9 ค่ากลาง 5 (5 แห่งในสำนักงาน)" in odd


def test_middle_of_an_even_number_lies_between_two_and_days_have_a_range_too(
    client: Client,
) -> None:
    for days, value in enumerate(("1.1", "1.2", "1.3", "1.4", "9", "-1", "x"), start=20):
        group = make_group()
        last = make_assessment(group, fiscal_year=YEAR - 1)
        Assessment.objects.filter(pk=last.pk).update(points={"1.1": value}, statement_days=days)
    make_assessment(group, fiscal_year=YEAR)
    html = client.get(f"{GRID}?sheet=farmer_group").content.decode()

    assert "-1 – 9 ค่ากลาง 1.25 (6 แห่งในสำนักงาน)" in html
    assert "20 – 26 ค่ากลาง 23 (7 แห่งในสำนักงาน)" in html


def test_every_number_of_a_sheet_is_counted_for_its_range() -> None:
    """The statement of the ranges names where numbers stand: a new column belongs there."""
    found_sets = list(RuleSet.objects.all())
    assert found_sets
    for found in found_sets:
        numbers = [
            column.name
            for column in strength_sheet(found.rules).columns
            if column.kind != CellKind.CHOICE
        ]
        others = {name for name in numbers if not name.startswith("points/")}
        assert others <= {"statement_days"}
        assert len(numbers) > len(others)


def test_few_of_a_type_in_the_office_are_compared_with_the_country(client: Client) -> None:
    cache.clear()
    for value in ("1", "2", "3", "4", "5"):
        last = make_assessment(make_institution("51"), fiscal_year=YEAR - 1)
        Assessment.objects.filter(pk=last.pk).update(points={"1.1": value})
    make_assessment(fiscal_year=YEAR)

    assert "1 – 5 ค่ากลาง 3 (5 แห่งในประเทศ)" in client.get(GRID).content.decode()
    cache.clear()

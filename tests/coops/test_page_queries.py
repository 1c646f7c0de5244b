"""No page asks more than ten queries, however many institutions there are."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from coops.models import Assessment
from cpd_portal.core.models import User
from tests.coops.facts import agricultural, cooperative
from tests.coops.pages import SignIn
from tests.coops.rows import make_assessment

pytestmark = pytest.mark.django_db
MOST = 10
YEAR = "fiscal_year=2567"
Address = Callable[[Assessment], str]
PAGES: dict[str, Address] = {
    "register": lambda row: f"{reverse('coops:list')}?{YEAR}",
    "register, filtered": lambda row: (
        f"{reverse('coops:list')}?{YEAR}&kind=cooperative&tier=2&q=สหกรณ์&sort=total"
    ),
    "near misses": lambda row: f"{reverse('coops:near_miss')}?{YEAR}",
    "near misses and targets": lambda row: (
        f"{reverse('coops:near_miss')}?{YEAR}&kind=cooperative&target=50"
    ),
    "strength": lambda row: f"{reverse('coops:strength')}?{YEAR}",
    "institution": lambda row: reverse("coops:detail", args=[row.institution.registration_no]),
    "its history": lambda row: (
        reverse("coops:detail", args=[row.institution.registration_no]) + "?tab=history"
    ),
    "entry desk": lambda row: reverse("coops:entry"),
    "entry desk, filtered": lambda row: (
        reverse("coops:entry") + "?kind=cooperative&show=left&q=สหกรณ์"
    ),
    "its assessment": lambda row: reverse(
        "coops:assess", args=[row.institution.registration_no, 2567]
    ),
}


@pytest.fixture
def rows(db: None) -> list[Assessment]:
    facts = cooperative("78", rule_set=agricultural(2567))
    return [make_assessment(facts=facts, fiscal_year=2567) for _ in range(12)]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("nationwide", [False, True])
def test_page_asks_at_most_ten_queries(
    page: str,
    nationwide: bool,
    rows: list[Assessment],
    officer: User,
    headquarters_chief: User,
    client_of: SignIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    """Headquarters' desk is the board of all offices; an executive has none."""
    client = client_of(headquarters_chief if nationwide else officer)

    with django_assert_max_num_queries(MOST):
        response = client.get(PAGES[page](rows[0]))

    assert response.status_code == 200


def test_frame_of_a_page_asks_three_queries(
    officer: User,
    executive: User,
    client_of: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """Session, person and roles; units; entry periods."""
    for person in (officer, executive):
        client = client_of(person)
        with django_assert_num_queries(3):
            client.get(reverse("home:accessibility"))

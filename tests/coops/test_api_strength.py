"""GET strength/: counts and shares as the document prints them."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from coops.choices import Standing
from coops.rules import Facts
from cpd_portal.core.choices import Role
from tests.conftest import UserMaker
from tests.coops.facts import cooperative, group
from tests.coops.history import recorded_on
from tests.coops.rows import make_assessment, make_group, make_official

pytestmark = pytest.mark.django_db
URL = "/api/v1/coops/strength/"


@pytest.fixture
def api(make_user: UserMaker) -> APIClient:
    client = APIClient()
    client.force_authenticate(make_user(Role.PLANNER, "cpd"))
    return client


def test_table_has_the_documented_shape(
    api: APIClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_assessment(facts=cooperative("90"))
    make_assessment(facts=cooperative("60"), office="51")
    make_assessment(facts=Facts(Standing.NEW))
    make_official(2566)
    # roles, rule sets (the known years are theirs), counts
    with django_assert_num_queries(3):
        response = api.get(f"{URL}?fiscal_year=2566&kind=cooperative&sector=agricultural")
    assert response.json() == {
        "population": 3,
        "tiers": {
            "1": {"count": 1, "share": "33.33"},
            "2": {"count": 1, "share": "33.33"},
            "3": {"count": 0, "share": "0.00"},
        },
        "unassessed": {"1": 1, "2": 0},
        "incomplete": 0,
        "strong": {"count": 2, "share": "66.67"},
        "status": "official",
    }


def test_office_narrows_the_table(api: APIClient) -> None:
    make_assessment(facts=cooperative("90"))
    make_assessment(facts=cooperative("60"), office="51")
    answer = api.get(f"{URL}?fiscal_year=2566&kind=cooperative&office=51").json()
    assert (answer["population"], answer["tiers"]["2"]["count"]) == (1, 1)


def test_incomplete_ones_count_in_the_whole(api: APIClient) -> None:
    make_assessment(make_group(), group("90"))
    make_assessment(make_group())
    answer = api.get(f"{URL}?fiscal_year=2566&kind=farmer_group").json()
    assert (answer["population"], answer["incomplete"]) == (2, 1)
    assert (answer["strong"], answer["status"]) == ({"count": 1, "share": "50.00"}, "provisional")


def test_sector_of_farmer_groups_means_nothing(api: APIClient) -> None:
    make_assessment(make_group(), group("90"))
    answer = api.get(f"{URL}?fiscal_year=2566&kind=farmer_group&sector=agricultural").json()
    assert answer["population"] == 1


def test_empty_population_has_null_shares(api: APIClient) -> None:
    answer = api.get(f"{URL}?fiscal_year=2567&kind=cooperative&sector=non_agricultural").json()
    assert (answer["population"], answer["strong"]) == (0, {"count": 0, "share": None})
    assert answer["status"] == "provisional"


@pytest.mark.parametrize(
    ("query", "pointers"),
    [
        ("", ["/fiscal_year", "/kind"]),
        ("?fiscal_year=2566", ["/kind"]),
        ("?fiscal_year=abc&kind=cooperative", ["/fiscal_year"]),
        ("?fiscal_year=2500&kind=cooperative", ["/fiscal_year"]),
        ("?fiscal_year=2566&kind=bank", ["/kind"]),
        ("?fiscal_year=2566&kind=cooperative&sector=x", ["/sector"]),
    ],
)
def test_unknown_values_are_refused(api: APIClient, query: str, pointers: list[str]) -> None:
    response = api.get(URL + query)
    assert response.status_code == 400
    assert [error["pointer"] for error in response.json()["errors"]] == pointers


def test_office_outside_the_reach_is_not_found(make_user: UserMaker) -> None:
    client = APIClient()
    client.force_authenticate(make_user(Role.OFFICER, "50"))
    answer = client.get(f"{URL}?fiscal_year=2566&kind=cooperative&office=51")
    assert answer.status_code == 404


def test_table_of_a_day_holds_what_stood_then(api: APIClient) -> None:
    row = make_assessment(facts=cooperative("90"))
    recorded_on(row, date(2024, 4, 1), tier=3)
    asked = f"{URL}?fiscal_year=2566&kind=cooperative"

    assert api.get(f"{asked}&as_of=2024-03-31").json()["population"] == 0
    assert api.get(f"{asked}&as_of=2024-04-01").json()["tiers"]["3"]["count"] == 1
    assert api.get(asked).json()["tiers"]["1"]["count"] == 1


@pytest.mark.parametrize("day", ["2900-01-01", "1/4/2567", "2024-02-30"])
def test_day_that_is_wrong_or_to_come_is_refused(api: APIClient, day: str) -> None:
    answer = api.get(f"{URL}?fiscal_year=2566&kind=cooperative&as_of={day}")

    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/as_of"]

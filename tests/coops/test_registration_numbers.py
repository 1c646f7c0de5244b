"""Registration numbers as registers print them: with slashes, points and spaces."""

import pytest
from django.urls import URLPattern, reverse
from rest_framework.test import APIClient

from coops import urls
from cpd_portal.core.models import User
from tests.coops.facts import cooperative
from tests.coops.pages import SignIn, text_of
from tests.coops.rows import make_assessment, make_institution

pytestmark = pytest.mark.django_db
NUMBERS = ["กพธ. 12/2530", "1/2/3", "๕๐-๐๐๑", "SA50 00001"]
OF_ONE = [
    pattern
    for pattern in urls.urlpatterns
    if isinstance(pattern, URLPattern) and "registration_no" in pattern.pattern.converters
]


@pytest.mark.parametrize("number", NUMBERS)
def test_pages_of_an_institution_are_reached_by_its_number(
    client_of: SignIn, officer: User, number: str
) -> None:
    institution = make_institution(registration_no=number)
    make_assessment(institution, cooperative("90"), 2567)
    client = client_of(officer)

    for name, more in (("detail", {}), ("edit", {}), ("assess", {"fiscal_year": 2567})):
        address = reverse(f"coops:{name}", kwargs={"registration_no": number, **more})
        page = client.get(address)
        assert page.status_code == 200
        assert institution.name in text_of(page.content)


@pytest.mark.parametrize("number", NUMBERS)
def test_api_shows_and_changes_an_institution_by_its_number(officer: User, number: str) -> None:
    make_institution(registration_no=number)
    client = APIClient()
    client.force_authenticate(officer)
    address = reverse("api:coops-institution", kwargs={"registration_no": number})
    found = client.get(address)
    changed = client.patch(
        address, {"phone": "053-111111"}, format="json", HTTP_IF_MATCH=found["ETag"]
    )

    assert found.json()["registration_no"] == number
    assert (changed.status_code, changed.json()["phone"]) == (200, "053-111111")


def test_list_links_a_number_with_a_slash(client_of: SignIn, officer: User) -> None:
    make_institution(registration_no="กพธ. 12/2530")
    client = client_of(officer)
    html = client.get("/coops/").content.decode()
    address = reverse("coops:detail", args=["กพธ. 12/2530"])

    assert f'href="{address}"' in html
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("pattern", OF_ONE, ids=lambda pattern: str(pattern.name))
def test_every_address_of_an_institution_takes_a_slash(pattern: URLPattern) -> None:
    values = {name: "1" for name in pattern.pattern.converters} | {"registration_no": "ก/1"}

    assert "/1/" in reverse(f"coops:{pattern.name}", kwargs=values)

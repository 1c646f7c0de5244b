"""The way in: the sign-in form from the first page, and the main navigation."""

import pytest
from django.test import Client

from cpd_portal.core.models import User


@pytest.mark.django_db
def test_first_page_leads_to_the_sign_in_form(client: Client) -> None:
    page = client.get("/", follow=True).content.decode()
    assert 'name="login"' in page
    assert 'name="password"' in page


@pytest.mark.parametrize("address", ["/", "/strategy/", "/kpis/", "/coops/", "/reports/"])
def test_page_has_one_navigation_of_links(client: Client, executive: User, address: str) -> None:
    client.force_login(executive)
    page = client.get(address, follow=True).content.decode()
    assert page.count("<nav") == 1
    navigation = page.partition("<nav")[2].partition("</nav>")[0]
    for link in ("/strategy/", "/kpis/", "/coops/", "/reports/"):
        assert f'href="{link}"' in navigation

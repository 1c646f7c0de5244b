"""Addresses that no page can use."""

import pytest
from django.test import Client

from cpd_portal.core.models import User


@pytest.mark.parametrize(
    "address", ["/coops/%00/", "/strategy/%00/", "/search/?q=a%00b", "/?%00=1", "/nothing%00"]
)
def test_nul_in_the_address_of_a_page_is_400(client: Client, officer: User, address: str) -> None:
    client.force_login(officer)
    answer = client.get(address)
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("text/html")


def test_percent_sign_before_zeros_is_no_nul(client: Client, officer: User) -> None:
    client.force_login(officer)
    assert client.get("/search/?q=%2500").status_code == 200

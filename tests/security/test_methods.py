"""Methods that no page needs are answered nowhere."""

import pytest
from django.test import Client

from cpd_portal.core.models import User

pytestmark = pytest.mark.django_db
ADDRESSES = ("/", "/coops/", "/people/", "/reports/", "/api/v1/coops/institutions/")


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "HACK"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_method_that_nothing_needs_is_refused(method: str, address: str, officer: User) -> None:
    client = Client()
    client.force_login(officer)

    assert client.generic(method, address).status_code in (403, 405)

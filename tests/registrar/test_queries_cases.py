"""How many queries the pages and answers of cases ask, with everything that a case can hold."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings

from cpd_portal.core.models import User
from registrar.models import Case
from tests.registrar.cases import sample_cases

pytestmark = pytest.mark.django_db
CASE = {"case": 10, "case-work": 10, "case-opinions": 10, "case-persons": 10}
LISTS = {"index": 9, "cases": 9, "case-overview": 7}
# These may only fall.


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def _asked(client: Client, address: str) -> int:
    """The second time: what a process reads once belongs to no page."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_pages_of_cases_ask_few_queries_however_full(client: Client) -> None:
    sample_cases()
    cases = list(Case.objects.filter(office__code="50"))
    seen: dict[str, int] = {}
    for username in ("chief-50", "legal"):
        client.force_login(User.objects.get(username=username))
        for name in LISTS:
            asked = _asked(client, reverse(f"registrar:{name}"))
            seen[name] = max(asked, seen.get(name, 0))
        for name in CASE:
            asked = max(
                _asked(client, reverse(f"registrar:{name}", args=[case.pk])) for case in cases
            )
            seen[name] = max(asked, seen.get(name, 0))
    assert seen == {**LISTS, **CASE}

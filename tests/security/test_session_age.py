"""A session in use all the time ends as well."""

import pytest
from django.conf import settings
from django.test import Client

from cpd_portal.core.models import SignIn, User
from tests.core.test_sessions import is_in, signed_in

pytestmark = pytest.mark.django_db


def _aged(client: Client, seconds: float) -> None:
    session = client.session
    session["begun_at"] -= seconds
    session.save()


def test_session_ends_after_the_longest_time_however_much_it_is_used(officer: User) -> None:
    client = signed_in(officer)
    _aged(client, settings.SESSION_LONGEST - 60)
    assert is_in(client)

    _aged(client, 61)

    assert not is_in(client)
    assert not SignIn.objects.exists()


def test_partial_update_of_a_session_too_old_asks_to_sign_in_again(officer: User) -> None:
    client = signed_in(officer)
    _aged(client, settings.SESSION_LONGEST + 1)

    assert client.get("/coops/", headers={"HX-Request": "true"}).status_code == 401


def test_signing_in_again_counts_anew(officer: User) -> None:
    client = signed_in(officer)
    _aged(client, settings.SESSION_LONGEST - 60)
    again = {"login": officer.username, "password": "secret-for-tests"}
    client.post("/accounts/logout/")
    client.post("/accounts/login/", again)
    _aged(client, 61)

    assert is_in(client)


def test_session_from_before_this_was_noted_counts_from_now(officer: User) -> None:
    client = signed_in(officer)
    session = client.session
    del session["begun_at"]
    session.save()

    assert is_in(client)
    assert "begun_at" in client.session

"""Passwords that people choose: words of the house, any composition, and their fields."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from cpd_portal.core.messages import HOUSE_WORD
from cpd_portal.core.models import User
from tests.core.test_sessions import is_in, signed_in

pytestmark = pytest.mark.django_db
PASSWORD = "secret-for-tests"


@pytest.mark.parametrize(
    ("password", "is_refused"),
    [
        ("CPD-Portal-2567!", True),
        ("สหกรณ์จังหวัด๒๕๖๗", True),
        ("กรมส่งเสริมสหกรณ์", True),
        ("password-cpd-coop", True),
        ("สหกรณ์ของมังคุดสีม่วง", False),
        ("portal to nowhere", False),
        ("ทุเรียนเมืองจันทร์", False),
        ("580113920471", False),
    ],
)
def test_word_of_the_house_alone_is_refused(
    password: str, is_refused: bool, officer: User
) -> None:
    found: list[str] = []
    try:
        validate_password(password, officer)
    except ValidationError as error:
        found = error.messages

    assert found == ([HOUSE_WORD] if is_refused else [])


@pytest.mark.parametrize(
    "chosen",
    [
        "ก" * 6 + "มะม่วงสุก",
        "x" * 30 + " y " + "z" * 40,
        "  spaces at both ends  ",
        "MixedCase-abcd",
    ],
)
def test_password_is_taken_as_it_was_typed(chosen: str, officer: User) -> None:
    client = signed_in(officer)
    sent = {"oldpassword": PASSWORD, "password1": chosen, "password2": chosen}
    assert client.post("/accounts/password/change/", sent).status_code == 302

    assert is_in(signed_in(officer, password=chosen))
    for other in (chosen.strip(), chosen[:-1], chosen.swapcase()):
        if other != chosen:
            assert not is_in(signed_in(officer, password=other))


def test_change_needs_the_present_password(officer: User) -> None:
    chosen = "มะม่วงสุกคาต้น-82"
    client = signed_in(officer)
    sent = {"oldpassword": "not-the-present-one", "password1": chosen, "password2": chosen}
    client.post("/accounts/password/change/", sent)

    assert not is_in(signed_in(officer, password=chosen))


def test_fields_are_masked_and_known_to_password_managers(officer: User) -> None:
    sign_in = Client().get("/accounts/login/").content.decode()
    change = signed_in(officer).get("/accounts/password/change/").content.decode()

    assert sign_in.count('type="password"') == 1
    assert 'autocomplete="current-password"' in sign_in
    assert change.count('autocomplete="new-password"') == 2
    assert "onpaste" not in sign_in + change

"""Who a request is from is read in one statement, and believed only after Django's own checks."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cpd_portal.core.choices import Acting, Role
from cpd_portal.core.models import Membership, OrgUnit, SignIn, User
from cpd_portal.core.sign_in.known import KnownPersonMiddleware, SessionStore

pytestmark = pytest.mark.django_db


def request_of(key: str | None) -> HttpRequest:
    request = HttpRequest()
    request.session = SessionStore(key)
    KnownPersonMiddleware(lambda _: None).process_request(request)  # type: ignore[arg-type]
    return request


def key_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return str(client.session.session_key)


def person_of(key: str) -> User:
    user = request_of(key).user
    assert isinstance(user, User)
    return user


def changed(key: str, **values: object) -> None:
    """As somebody who can write sessions would change one."""
    session = SessionStore(key)
    session.update(values)
    session.save()


def test_session_person_and_memberships_are_one_statement(
    officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    key = key_of(officer)

    with django_assert_num_queries(1):
        person = person_of(key)
        assert (person, person.full_name) == (officer, officer.full_name)
        (held,) = person.active_memberships
        assert (held.role, held.org_unit.code) == (Role.OFFICER, "50")


def test_person_reads_as_the_table_says(officer: User) -> None:
    """Every column in its place: of the person, the membership and the unit."""
    deputy_from = timezone.localdate() - timedelta(days=3)
    office = OrgUnit.objects.get(code="51")
    Membership.objects.create(
        user=officer, org_unit=office, role=Role.CHIEF, acting=Acting.values[-1],
        order_no="12/2569", order_date=date(2026, 1, 5), starts=deputy_from,
    )  # fmt: skip
    key = key_of(officer)
    wanted = User.objects.get(pk=officer.pk)

    read = person_of(key)

    assert _values(read) == _values(wanted)
    assert [_values(held) for held in read.active_memberships] == [
        _values(held) for held in wanted.active_memberships
    ]
    assert [_values(held.org_unit) for held in read.active_memberships] == [
        _values(held.org_unit) for held in wanted.active_memberships
    ]


def _values(row: object) -> dict[str, object]:
    fields = row._meta.concrete_fields  # type: ignore[attr-defined]
    return {field.attname: getattr(row, field.attname) for field in fields}


@pytest.mark.parametrize(
    ("starts", "ends", "is_held"),
    [(0, None, True), (1, None, False), (None, 0, True), (None, -1, False), (-1, 1, True)],
)
def test_only_memberships_of_today_count(
    officer: User, starts: int | None, ends: int | None, is_held: bool
) -> None:
    def day(offset: int | None) -> date | None:
        return None if offset is None else timezone.localdate() + timedelta(days=offset)

    Membership.objects.filter(user=officer).update(starts=day(starts), ends=day(ends))

    assert bool(person_of(key_of(officer)).active_memberships) == is_held


def test_person_without_a_membership_is_known(
    officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Membership.objects.filter(user=officer).delete()
    key = key_of(officer)

    with django_assert_num_queries(1):
        user = person_of(key)
        assert user == officer
        assert user.active_memberships == []


def test_session_without_a_note_is_its_person_s(officer: User) -> None:
    key = key_of(officer)
    SignIn.objects.all().delete()

    user = person_of(key)

    assert user == officer
    assert user.has_role(Role.OFFICER)


def test_note_of_another_gives_nobody_s_rights_away(officer: User, chief: User) -> None:
    key = key_of(officer)
    SignIn.objects.filter(session_key=key).update(user=chief)

    user = person_of(key)

    assert user == officer
    assert not user.has_role(Role.CHIEF)


def test_account_that_was_closed_is_nobody(officer: User) -> None:
    key = key_of(officer)
    User.objects.filter(pk=officer.pk).update(is_active=False)

    assert request_of(key).user == AnonymousUser()


def test_password_that_changed_elsewhere_ends_the_session(officer: User) -> None:
    key = key_of(officer)
    User.objects.filter(pk=officer.pk).update(password="other")

    assert request_of(key).user == AnonymousUser()
    assert not Session.objects.filter(session_key=key).exists()


@pytest.mark.parametrize("hash_", ["", "a" * 64])
def test_session_without_the_person_s_digest_is_nobody_s(officer: User, hash_: str) -> None:
    key = key_of(officer)
    changed(key, **{HASH_SESSION_KEY: hash_})

    assert request_of(key).user == AnonymousUser()


def test_way_of_signing_in_that_was_switched_off_lets_nobody_in(officer: User) -> None:
    key = key_of(officer)
    changed(key, _auth_user_backend="elsewhere.Backend")

    assert request_of(key).user == AnonymousUser()


def test_session_that_names_another_person_without_his_digest_is_nobody_s(
    officer: User, chief: User
) -> None:
    key = key_of(officer)
    changed(key, **{SESSION_KEY: str(chief.pk)})

    assert request_of(key).user == AnonymousUser()


def test_session_that_ran_out_is_nobody_s(officer: User) -> None:
    key = key_of(officer)
    Session.objects.filter(session_key=key).update(expire_date=timezone.now())

    assert request_of(key).user == AnonymousUser()


@pytest.mark.parametrize("key", [None, "", "a" * 32])
def test_key_that_nobody_gave_out_is_nobody_s(key: str | None) -> None:
    assert request_of(key).user == AnonymousUser()

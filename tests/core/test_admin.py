"""The doors of the read-only look at tables: every table, for looking only, for one role."""

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import reverse

from cpd_portal.core.admin import ReadOnlyAdmin
from cpd_portal.core.choices import Role
from cpd_portal.core.models import User
from tests.conftest import UserMaker

pytestmark = pytest.mark.django_db
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
OTHERS = [role for role in Role if role != Role.ADMINISTRATOR]


def _address(model: type[models.Model], page: str) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")


def _staff(make_user: UserMaker, role: Role) -> Client:
    user = make_user(role)
    User.objects.filter(pk=user.pk).update(is_staff=True)
    client = Client()
    client.force_login(user)
    return client


def test_no_table_is_registered_for_writing() -> None:
    writable = [
        model._meta.label
        for model, shown in admin.site._registry.items()
        if not isinstance(shown, ReadOnlyAdmin)
    ]

    assert writable == []


def test_every_table_may_be_looked_at(make_user: UserMaker) -> None:
    client = _staff(make_user, Role.ADMINISTRATOR)

    looked = {model._meta.label: client.get(_address(model, "changelist")) for model in MODELS}

    assert {label: answer.status_code for label, answer in looked.items()} == dict.fromkeys(
        looked, 200
    )


def test_nothing_can_be_added_or_changed(make_user: UserMaker) -> None:
    client = _staff(make_user, Role.ADMINISTRATOR)
    victim = User.objects.get(username="administrator-cpd")
    account = reverse("admin:core_user_change", args=[victim.pk])

    added = [client.get(_address(model, "add")).status_code for model in MODELS]

    assert added == [403] * len(MODELS)
    assert client.post(account, {"is_superuser": "on"}).status_code == 403
    assert client.post(f"{account[: -len('change/')]}delete/", {"post": "yes"}).status_code == 403
    victim.refresh_from_db()
    assert not victim.is_superuser


@pytest.mark.parametrize("role", OTHERS)
def test_other_roles_see_no_table(make_user: UserMaker, role: Role) -> None:
    client = _staff(make_user, role)

    answers = {client.get(_address(model, "changelist")).status_code for model in MODELS}

    assert answers == {403}


def test_without_staff_status_there_is_no_admin(make_user: UserMaker) -> None:
    client = Client()
    client.force_login(make_user(Role.ADMINISTRATOR))

    answers = {client.get(_address(model, "changelist")).status_code for model in MODELS}

    assert answers == {302}

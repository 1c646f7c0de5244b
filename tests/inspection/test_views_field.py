"""The pages that work offline: shell, manifest, worker."""

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django.fixtures import Settings

from inspection.offline_limits import offline_limits
from inspection.views.field import FONTS, OTHERS, SCRIPTS, STYLES
from tests.inspection.visits import inspector_of

pytestmark = pytest.mark.django_db


def _signed_in() -> Client:
    client = Client()
    client.force_login(inspector_of())
    return client


def test_shell_has_all_scripts_and_no_inline_code() -> None:
    response = _signed_in().get("/inspection/field/")
    page = response.content.decode()

    assert "csrftoken" in response.cookies
    assert page.count("<script") == len(SCRIPTS) + 1
    assert not any(inline in page for inline in ("<style", "style=", "onclick"))
    assert 'data-user="inspector-of-50"' in page


def test_shell_names_the_cookie_that_its_scripts_read(settings: Settings) -> None:
    settings.CSRF_COOKIE_NAME = "__Host-csrftoken"
    response = _signed_in().get("/inspection/field/")

    assert 'data-csrf-cookie="__Host-csrftoken"' in response.content.decode()
    assert "__Host-csrftoken" in response.cookies


def test_shell_needs_few_queries(django_assert_max_num_queries: object) -> None:
    client = _signed_in()
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        client.get("/inspection/field/")


def test_manifest_tells_scope_and_start() -> None:
    response = Client().get("/inspection/field/manifest.webmanifest")

    assert response.headers["Content-Type"] == "application/manifest+json"
    assert response.json()["scope"] == "/inspection/"
    assert response.json()["start_url"] == "/inspection/field/"


def test_worker_keeps_only_the_page_and_files_that_exist() -> None:
    response = Client().get("/inspection/worker.js")
    script = response.content.decode()

    assert response.headers["Content-Type"].startswith("text/javascript")
    assert response.headers["Cache-Control"] == "no-cache"
    assert "/api/" not in script
    for name in SCRIPTS + STYLES + FONTS + OTHERS:
        assert finders.find(name), name
        stem = name.rpartition(".")[0]
        assert f"/static/{stem}" in script.replace("\\u002D", "-"), name


def test_limits_of_the_device_are_our_own_and_say_so() -> None:
    limits = offline_limits()

    assert not limits.verified
    assert set(limits.for_device()) == {
        "offline_hours",
        "photo_longest_side",
        "photo_quality_percent",
        "storage_warning_percent",
    }

"""/metrics: for whoever has the token, whole also when a part does not answer."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import DjangoAssertNumQueries, Settings

from cpd_portal.celery import app
from cpd_portal.core.documents.choices import DocumentStatus, Format
from cpd_portal.core.documents.models import Document
from cpd_portal.core.models import User
from tests.queues import private_queue

pytestmark = pytest.mark.django_db
__all__ = ["private_queue"]

TOKEN = "token-of-this-test"  # noqa: S105


@pytest.fixture(autouse=True)
def _token(settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN


def figures(client: Client | None = None) -> dict[tuple[str, ...], float]:
    """Name and label values (by the labels' names) of every sample, and what it says."""
    answer = (client or Client()).get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


@pytest.mark.parametrize("told", ["", "Bearer", "Bearer other", TOKEN, f"bearer {TOKEN}x"])
def test_metrics_without_the_token_are_not_there(told: str) -> None:
    assert Client().get("/metrics", headers={"authorization": told}).status_code == 404


def test_metrics_of_an_administrator_without_the_token_are_not_there(
    client: Client, executive: User
) -> None:
    client.force_login(executive)
    assert client.get("/metrics").status_code == 404


def test_metrics_where_no_token_is_set_are_nobodys(settings: Settings) -> None:
    settings.METRICS_TOKEN = ""
    assert Client().get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


def test_metrics_take_no_writes() -> None:
    answer = Client().post("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 405


def test_metrics_ask_the_database_three_times(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(3):
        figures()


def test_requests_are_counted_by_view_and_status() -> None:
    name = "django_http_responses_total_by_status_view_method_total"
    before = figures().get((name, "GET", "404", "metrics"), 0)
    Client().get("/metrics")

    assert figures()[(name, "GET", "404", "metrics")] == before + 1


def test_documents_that_wait_run_and_failed_are_told(officer: User) -> None:
    now = timezone.now()
    for status, error in (("queued", ""), ("queued", ""), ("running", ""), ("failed", "เสีย")):
        _document(officer, DocumentStatus(status), error, finished_at=now)
    _document(officer, DocumentStatus.FAILED, "เก่า", finished_at=now - timedelta(days=2))
    Document.objects.filter(status="running").update(created_at=now - timedelta(seconds=600))

    told = figures()

    assert told[("portal_documents", "queued")] == 2
    assert told[("portal_documents", "running")] == 1
    assert told[("portal_documents", "failed")] == 1
    assert 600 <= told[("portal_documents_oldest_seconds",)] < 660


def _document(user: User, status: DocumentStatus, error: str, **values: object) -> None:
    Document.objects.create(
        report="x", title="x", format=Format.PDF, requester=user, status=status, error=error,
        **values,
    )  # fmt: skip


def test_nothing_waiting_is_nought() -> None:
    told = figures()
    assert told[("portal_documents", "queued")] == 0
    assert told[("portal_documents_oldest_seconds",)] == 0


@pytest.mark.usefixtures("private_queue")
def test_tasks_in_the_queue_are_counted() -> None:
    before = figures()[("portal_queue_tasks", "waiting")]
    app.send_task("nobody.takes.this")
    app.send_task("nobody.takes.this")

    told = figures()

    assert (before, told[("portal_queue_tasks", "waiting")]) == (0, 2)
    assert told[("portal_metric_readable", "queue")] == 1


def test_without_a_broker_the_rest_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.conf, "broker_read_url", "redis://127.0.0.1:1/0")

    told = figures()

    assert told[("portal_metric_readable", "queue")] == 0
    assert told[("portal_metric_readable", "documents")] == 1
    assert ("portal_documents", "queued") in told
    assert not [name for name, *_ in told if re.match("portal_queue", name)]

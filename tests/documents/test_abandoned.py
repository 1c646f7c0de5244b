"""What a worker that died leaves: a document that runs and that nobody renders."""

import psycopg2
import pytest

from cpd_portal.celery import RESUMING, app
from cpd_portal.core.documents.choices import DocumentStatus
from cpd_portal.core.documents.models import Document
from cpd_portal.core.documents.services import (
    document_request,
    document_resume_abandoned,
    lock_of,
)
from cpd_portal.core.locks import lock_key
from cpd_portal.core.models import User
from tests.documents.events import recorded_actions
from tests.queues import queued_tasks

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("sample_register", "private_queue"),
]


@pytest.fixture
def running(officer: User) -> Document:
    document = document_request(
        actor=officer, report="sample-register", params={}, file_format="csv"
    )
    document.status, document.progress = DocumentStatus.RUNNING, 40
    document.save()
    return document


def test_document_of_a_dead_worker_is_queued_again_once(running: Document) -> None:
    assert document_resume_abandoned() == 1
    assert document_resume_abandoned() == 0
    running.refresh_from_db()
    assert (running.status, running.progress) == (DocumentStatus.QUEUED, 0)
    assert queued_tasks() == 1
    assert "core.document.put_back" in recorded_actions(running)


def test_document_that_a_worker_renders_is_left_alone(
    running: Document, other_session: psycopg2.extensions.cursor
) -> None:
    other_session.execute("SELECT pg_advisory_lock(%s)", [lock_key(lock_of(running.pk))])
    assert document_resume_abandoned() == 0
    running.refresh_from_db()
    assert (running.status, running.progress) == (DocumentStatus.RUNNING, 40)
    assert queued_tasks() == 0


@pytest.mark.parametrize(
    "status", [DocumentStatus.QUEUED, DocumentStatus.DONE, DocumentStatus.FAILED]
)
def test_document_that_does_not_run_is_left_alone(
    running: Document, status: DocumentStatus
) -> None:
    Document.objects.filter(pk=running.pk).update(status=status, error="x")
    assert document_resume_abandoned() == 0
    assert queued_tasks() == 0


def test_worker_that_starts_asks_for_tasks_that_exist() -> None:
    app.loader.import_default_modules()
    assert set(RESUMING) <= set(app.tasks)

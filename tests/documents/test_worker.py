"""A real worker on a real broker, with committed rows that the worker's connection sees."""

import time
from collections.abc import Iterator

import pytest
from celery.contrib.testing.worker import start_worker
from django.db import connection
from pytest_django import DjangoDbBlocker

from cpd_portal.celery import app
from cpd_portal.core.choices import Role
from cpd_portal.core.documents.choices import DocumentStatus
from cpd_portal.core.documents.models import Document
from cpd_portal.core.documents.services import document_request
from cpd_portal.core.models import Membership, OrgUnit, User

PATIENCE = 20  # seconds

pytestmark = [
    pytest.mark.usefixtures("sample_register", "media", "assets", "private_queue"),
    pytest.mark.xdist_group("worker"),
]


@pytest.fixture
def committed_officer(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[User]:
    """An officer whom other connections see; everything of his is removed afterwards."""
    with django_db_blocker.unblock():
        user = User.objects.create_user("officer-with-worker", "x", full_name="เจ้าหน้าที่")
        office = OrgUnit.objects.get(code="50")
        Membership.objects.create(user=user, org_unit=office, role=Role.OFFICER)
        yield user
        Document.objects.filter(requester=user).delete()
        user.delete()
        connection.close()


@pytest.fixture
def worker(committed_officer: User) -> Iterator[None]:
    with start_worker(app, pool="solo", perform_ping_check=False, shutdown_timeout=30):
        yield


def finished(document: Document) -> Document:
    ends = time.monotonic() + PATIENCE
    while document.is_waiting and time.monotonic() < ends:
        time.sleep(0.05)
        document.refresh_from_db()
    return document


def test_worker_renders_an_ordered_document(committed_officer: User, worker: None) -> None:
    document = finished(
        document_request(
            actor=committed_officer,
            report="sample-register",
            params={"rows": 30},
            file_format="pdf",
        )
    )
    assert (document.status, document.progress) == (DocumentStatus.DONE, 100)
    with document.file.open() as file:
        assert file.read(5) == b"%PDF-"


def test_worker_marks_a_failed_rendering(committed_officer: User, worker: None) -> None:
    document = finished(
        document_request(
            actor=committed_officer,
            report="sample-register",
            params={"rows": 666},
            file_format="pdf",
        )
    )
    assert (document.status, document.attempts) == (DocumentStatus.FAILED, 1)
    assert document.error.startswith("เกิดข้อผิดพลาดระหว่างจัดทำเอกสาร")

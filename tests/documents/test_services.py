from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import InternalError, transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from cpd_portal.core.choices import Role
from cpd_portal.core.documents.choices import DocumentStatus
from cpd_portal.core.documents.models import Document, DownloadLog
from cpd_portal.core.documents.services import (
    document_delete_expired,
    document_enqueue_waiting,
    document_request,
)
from cpd_portal.core.exceptions import InvalidInput, NotAllowed
from cpd_portal.core.models import User
from tests.documents.events import recorded_actions
from tests.queues import queued_tasks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_register")]
MakeUser = Callable[..., User]


def order(actor: User, **changes: object) -> Document:
    wanted: dict[str, Any] = {"report": "sample-register", "params": {}, "file_format": "csv"}
    return document_request(actor=actor, **{**wanted, **changes})


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"report": "nothing"}, [("/report", "ไม่มีรายงานชื่อ “nothing”")]),
        ({"file_format": "odt"}, [("/format", "รายงานนี้มีเฉพาะรูปแบบ pdf, xlsx, csv, docx, zip")]),
        ({"params": {"rows": "มาก"}}, [("/params/rows", "กรอกหมายเลข")]),
        ({"params": {"year": 1}}, [("/params/year", "รายงานนี้ไม่มีเงื่อนไขนี้")]),
        ({"params": {"kind": ["cooperative"]}}, [("/params/kind", "ต้องเป็นค่าเดียว")]),
    ],
)
def test_document_request_bad_order_names_the_place(
    officer: User, changes: dict[str, object], errors: list[tuple[str, str]]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        order(officer, **changes)
    assert refused.value.errors[: len(errors)] == errors
    assert Document.objects.count() == 0


def test_document_request_without_role_is_refused(make_user: MakeUser) -> None:
    with pytest.raises(NotAllowed, match="^บัญชีนี้ไม่มีบทบาทที่ขอรายงานนี้ได้$"):
        order(make_user(Role.LEGAL))


def test_document_request_stores_the_understood_parameters(officer: User) -> None:
    document = order(officer, params={"rows": "7", "kind": ""})
    document.refresh_from_db()
    assert document.params == {"rows": 7}
    assert (document.status, document.progress) == (DocumentStatus.QUEUED, 0)


def test_document_request_is_recorded_with_its_actor(officer: User) -> None:
    document = order(officer)
    assert recorded_actions(document) == ["core.document.requested"]


def test_document_request_queues_after_the_commit(
    officer: User,
    private_queue: None,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        document = order(officer)
        assert queued_tasks() == 0
    assert queued_tasks() == 1
    assert document.enqueued_at is not None


def test_document_request_without_broker_waits_and_says_so(
    officer: User,
    unreachable_broker: None,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        document = order(officer)
    assert (document.status, document.enqueued_at) == (DocumentStatus.QUEUED, None)
    assert document.error == ("ระบบจัดคิวงานยังไม่พร้อม เอกสารรออยู่และระบบจะส่งจัดทำใหม่ให้เอง ปิดหน้านี้ได้")


def test_document_enqueue_waiting_takes_only_what_is_lost(
    officer: User, private_queue: None
) -> None:
    now = timezone.now()
    never, fresh, lost, finished = (order(officer) for _ in range(4))
    Document.objects.filter(pk=fresh.pk).update(enqueued_at=now)
    Document.objects.filter(pk=lost.pk).update(
        enqueued_at=now - timedelta(minutes=16), status=DocumentStatus.RUNNING
    )
    Document.objects.filter(pk=finished.pk).update(status=DocumentStatus.DONE)
    assert document_enqueue_waiting() == 2
    assert document_enqueue_waiting() == 0
    never.refresh_from_db()
    assert never.enqueued_at is not None
    assert queued_tasks() == 2


def test_document_delete_expired_removes_the_file_and_keeps_the_row(
    officer: User, media: Path
) -> None:
    old, young = order(officer), order(officer)
    for document, days in ((old, -1), (young, 1)):
        document.file.save("x.csv", ContentFile(b"x"), save=False)
        document.expires_at = timezone.now() + timedelta(days=days)
        document.status = DocumentStatus.DONE
        document.save()
    assert document_delete_expired() == 1
    assert document_delete_expired() == 0
    old.refresh_from_db()
    young.refresh_from_db()
    assert (bool(old.file), old.is_downloadable) == (False, False)
    assert old.notice == "พ้นกำหนดเก็บแฟ้มแล้ว ขอใหม่ได้"
    assert young.is_downloadable
    assert len(list((media / "documents").iterdir())) == 1


def test_download_log_cannot_be_changed_or_deleted(officer: User) -> None:
    log = DownloadLog.objects.create(user=officer, document=order(officer), request_id="r")
    with pytest.raises(InternalError, match="Cannot update or delete rows"), transaction.atomic():
        DownloadLog.objects.update(request_id="other")
    with pytest.raises(InternalError, match="Cannot update or delete rows"), transaction.atomic():
        log.delete()
    assert DownloadLog.objects.get().request_id == "r"

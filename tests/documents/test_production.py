import csv
import hashlib
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import psycopg2
import pytest

from cpd_portal.core.documents.choices import DocumentStatus, Format
from cpd_portal.core.documents.models import Document
from cpd_portal.core.documents.production import produce
from cpd_portal.core.documents.services import document_request
from cpd_portal.core.locks import lock_key
from cpd_portal.core.models import User
from tests.documents.events import recorded_actions

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("sample_register", "media", "assets"),
]


@pytest.fixture
def order(officer: User) -> Callable[..., Document]:
    def make(file_format: str = "csv", **params: object) -> Document:
        return document_request(
            actor=officer, report="sample-register", params=params, file_format=file_format
        )

    return make


def produced(document: Document) -> Document:
    produce(document.pk)
    document.refresh_from_db()
    return document


@pytest.mark.parametrize("file_format", Format.values)
def test_produce_keeps_file_checksum_and_times(
    order: Callable[..., Document], media: Path, file_format: str
) -> None:
    document = produced(order(file_format))
    path = media / "documents" / f"{document.pk}.{file_format}"
    assert (document.status, document.progress) == (DocumentStatus.DONE, 100)
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert document.size == path.stat().st_size
    moments = (document.created_at, document.started_at, document.as_of, document.finished_at)
    assert list(moments) == sorted(moment for moment in moments if moment is not None)
    assert document.file_name == f"ทะเบียนทดสอบ ปีงบประมาณ 2567.{file_format}"


def test_produce_uses_the_parameters(order: Callable[..., Document]) -> None:
    document = produced(order(rows=9))
    with document.file.open("rt") as file:
        assert len(list(csv.reader(file))) == 10


def test_produce_twice_renders_once(order: Callable[..., Document]) -> None:
    first = produced(order())
    again = produced(Document.objects.get(pk=first.pk))
    assert (again.attempts, again.finished_at) == (1, first.finished_at)


def test_produce_unknown_document_does_nothing() -> None:
    produce(uuid4())


def test_produce_leaves_a_document_that_another_worker_holds(
    order: Callable[..., Document], other_session: psycopg2.extensions.cursor
) -> None:
    document = order()
    key = lock_key(f"document {document.pk}")
    other_session.execute("SELECT pg_advisory_lock(%s)", [key])
    assert produced(document).status == DocumentStatus.QUEUED
    other_session.execute("SELECT pg_advisory_unlock(%s)", [key])
    assert produced(document).status == DocumentStatus.DONE


def test_produce_takes_up_what_a_dead_worker_left(order: Callable[..., Document]) -> None:
    document = order()
    Document.objects.filter(pk=document.pk).update(status=DocumentStatus.RUNNING, attempts=2)
    assert produced(document).status == DocumentStatus.DONE
    assert document.attempts == 3


def test_produce_gives_up_after_three_attempts(order: Callable[..., Document]) -> None:
    document = order()
    Document.objects.filter(pk=document.pk).update(status=DocumentStatus.RUNNING, attempts=3)
    assert produced(document).status == DocumentStatus.FAILED
    assert document.error == (
        "จัดทำไม่สำเร็จหลายครั้ง อาจมีข้อมูลมากเกินไป ลองเลือกเงื่อนไขให้แคบลงหรือขอเป็น CSV"
    )


def test_produce_for_a_deactivated_account_fails(
    order: Callable[..., Document], officer: User
) -> None:
    document = order()
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert produced(document).status == DocumentStatus.FAILED
    assert document.error == ("บัญชีผู้ขอถูกระงับหรือไม่มีบทบาทที่ขอรายงานนี้แล้ว จึงไม่จัดทำเอกสาร")
    assert not document.file


def test_produce_after_the_role_was_lost_fails(
    order: Callable[..., Document], officer: User
) -> None:
    document = order()
    officer.memberships.all().delete()
    assert produced(document).status == DocumentStatus.FAILED


def test_produce_shows_the_reason_of_the_report(order: Callable[..., Document]) -> None:
    document = produced(order(rows=13))
    assert (document.status, document.error) == (
        DocumentStatus.FAILED,
        "ไม่มีข้อมูลของปีที่เลือก",
    )


def test_produce_parameters_that_no_longer_hold_fail(order: Callable[..., Document]) -> None:
    document = order()
    Document.objects.filter(pk=document.pk).update(params={"rows": 9999})
    assert produced(document).status == DocumentStatus.FAILED
    assert document.error == "ค่านี้ต้องน้อยกว่าหรือเท่ากับ 5000"


def test_produce_unexpected_error_gives_a_reference_not_the_trace(
    order: Callable[..., Document],
) -> None:
    document = produced(order(rows=666))
    assert document.status == DocumentStatus.FAILED
    assert document.error == (
        f"เกิดข้อผิดพลาดระหว่างจัดทำเอกสาร ผู้ดูแลระบบเห็นรายละเอียดแล้ว รหัสอ้างอิง {str(document.pk)[:8]}"
    )


def test_produce_says_that_there_is_no_room(order: Callable[..., Document]) -> None:
    document = produced(order(rows=507))
    assert document.status == DocumentStatus.FAILED
    assert document.error == ("ที่เก็บไฟล์ของระบบเต็ม จึงเก็บเอกสารไม่ได้ แจ้งผู้ดูแลระบบ แล้วขอเอกสารใหม่ภายหลัง")


def test_produce_is_recorded_step_by_step(order: Callable[..., Document]) -> None:
    document = produced(order())
    assert recorded_actions(document) == [
        "core.document.requested",
        "core.document.started",
        "core.document.finished",
    ]

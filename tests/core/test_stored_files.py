"""A file goes with the transaction of its row."""

from errno import EACCES, ENOSPC
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django.fixtures import Settings

from cpd_portal import urls as portal
from cpd_portal.core.audit import recorded
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.models import Document
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.models import User
from cpd_portal.core.stored_files import store_file, stores_files

pytestmark = pytest.mark.django_db


@stores_files
@recorded("core.document.requested")
def keep(*, actor: User, fails: type[Exception] | None = None) -> Document:
    row = Document(pk=uuid4(), report="r", format=Format.PDF, requester=actor)
    store_file(row.file, "one.pdf", ContentFile(b"1"))
    store_file(row.file, "two.pdf", ContentFile(b"2"))
    row.save(force_insert=True)
    if fails is not None:
        raise fails("ไม่ได้")
    return row


def kept_in(root: Path) -> list[str]:
    return sorted(path.name for path in root.rglob("*.pdf"))


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_files_of_a_service_that_ends_well_stay(officer: User, store: Path) -> None:
    row = keep(actor=officer)

    assert kept_in(store) == ["one.pdf", "two.pdf"]
    with row.file.open("rb") as kept:
        assert kept.read() == b"2"


def test_files_of_a_service_that_fails_go_with_its_row(officer: User, store: Path) -> None:
    with pytest.raises(RuleViolation):
        keep(actor=officer, fails=RuleViolation)

    assert kept_in(store) == []
    assert not Document.objects.exists()


def test_only_what_the_service_wrote_goes(officer: User, store: Path) -> None:
    keep(actor=officer)
    with pytest.raises(RuleViolation):
        keep(actor=officer, fails=RuleViolation)

    assert kept_in(store) == ["one.pdf", "two.pdf"]


def test_files_stay_where_nobody_knows_whether_the_commit_was_done(
    officer: User, store: Path
) -> None:
    with pytest.raises(OperationalError):
        keep(actor=officer, fails=OperationalError)

    assert kept_in(store) == ["one.pdf", "two.pdf"]


@stores_files
@recorded("core.document.requested")
def keep_and_fail(*, actor: User) -> None:
    keep(actor=actor)
    raise RuleViolation("ไม่ได้")


def test_files_of_an_inner_service_go_with_the_outer_one(officer: User, store: Path) -> None:
    with pytest.raises(RuleViolation):
        keep_and_fail(actor=officer)

    assert kept_in(store) == []


def test_service_that_forgot_the_decorator_is_told(officer: User) -> None:
    row = Document(pk=uuid4(), report="r", format=Format.PDF, requester=officer)

    with pytest.raises(LookupError):
        store_file(row.file, "one.pdf", ContentFile(b"1"))


def break_off(request: HttpRequest, reason: int) -> HttpResponse:
    raise OSError(reason, "of the disk")


urlpatterns = [path("files/<int:reason>/", break_off), *portal.urlpatterns]
handler500 = portal.handler500


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("reason", "status", "heading"),
    [(ENOSPC, 507, "ที่เก็บไฟล์ของระบบเต็ม"), (EACCES, 500, "ระบบขัดข้อง")],
)
def test_page_says_when_there_is_no_room_for_a_file(
    client: Client, officer: User, reason: int, status: int, heading: str
) -> None:
    client.force_login(officer)
    client.raise_request_exception = False

    response = client.post(f"/files/{reason}/")

    assert isinstance(response.exc_info[1], OSError)  # type: ignore[attr-defined]
    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in response.content.decode()

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from cpd_portal.core.documents.models import Document, DownloadLog
from cpd_portal.core.documents.preview import first_page_png
from cpd_portal.core.documents.production import produce
from cpd_portal.core.documents.services import document_delete_expired, document_request
from cpd_portal.core.models import User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("sample_register", "media", "assets", "private_queue"),
]
ClientOf = Callable[[User], Client]


def made(officer: User, file_format: str) -> Document:
    document = document_request(
        actor=officer, report="sample-register", params={"rows": 3}, file_format=file_format
    )
    produce(document.pk)
    document.refresh_from_db()
    return document


def address(document: Document) -> str:
    return reverse("reports:preview", args=[document.pk])


def test_worker_draws_the_first_page_of_a_pdf(officer: User, client_of: ClientOf) -> None:
    document = made(officer, "pdf")
    assert address(document) in client_of(officer).get("/reports/mine/").content.decode()
    answer: Any = client_of(officer).get(address(document))
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/png", "private, no-store")
    picture = Image.open(BytesIO(b"".join(answer.streaming_content))).convert("L")
    assert picture.width == pytest.approx(900, abs=1)
    assert picture.height == pytest.approx(900 * 297 / 210, abs=2)
    assert min(picture.tobytes()) < 100  # something is printed
    assert not DownloadLog.objects.exists()


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "zip"])
def test_other_files_have_no_picture(officer: User, client_of: ClientOf, file_format: str) -> None:
    document = made(officer, file_format)
    assert not document.preview
    assert client_of(officer).get(address(document)).status_code == 404


def test_picture_of_another_person_is_not_found(
    officer: User, executive: User, client_of: ClientOf
) -> None:
    assert client_of(executive).get(address(made(officer, "pdf"))).status_code == 404


def test_picture_goes_with_the_file(officer: User, client_of: ClientOf, media: Path) -> None:
    document = made(officer, "pdf")
    Document.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert document_delete_expired() == 1
    assert client_of(officer).get(address(document)).status_code == 404
    assert not list(media.rglob("*.png"))


def test_page_that_cannot_be_drawn_costs_the_picture_only(tmp_path: Path) -> None:
    broken = tmp_path / "x.pdf"
    broken.write_bytes(b"%PDF-1.7 broken")
    assert first_page_png(broken) is None

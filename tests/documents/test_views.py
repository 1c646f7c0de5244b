import hashlib
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from cpd_portal.core.choices import Role
from cpd_portal.core.documents.models import Document, DownloadLog
from cpd_portal.core.documents.production import produce
from cpd_portal.core.documents.services import document_request
from cpd_portal.core.models import User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("sample_register", "media", "assets", "private_queue"),
]
ClientOf = Callable[[User], Client]
FORM = "/reports/new/sample-register/"


@pytest.fixture
def document(officer: User) -> Document:
    return document_request(actor=officer, report="sample-register", params={}, file_format="csv")


@pytest.fixture
def done(document: Document) -> Document:
    produce(document.pk)
    document.refresh_from_db()
    return document


def test_catalogue_shows_only_reports_of_the_role(
    officer: User, client_of: ClientOf, make_user: Callable[..., User]
) -> None:
    assert FORM in client_of(officer).get("/reports/").content.decode()
    assert FORM not in client_of(make_user(Role.LEGAL)).get("/reports/").content.decode()


def test_request_page_of_a_report_of_another_role_is_refused(
    client_of: ClientOf, make_user: Callable[..., User]
) -> None:
    assert client_of(make_user(Role.LEGAL)).get(FORM).status_code == 403


def test_request_page_of_an_unknown_report_is_not_found(
    officer: User, client_of: ClientOf
) -> None:
    assert client_of(officer).get("/reports/new/nothing/").status_code == 404


def test_request_page_is_filled_in_by_the_page_that_links_to_it(
    officer: User, client_of: ClientOf
) -> None:
    page = client_of(officer).get(f"{FORM}?rows=7&kind=cooperative").content.decode()
    assert 'name="rows" value="7"' in page
    assert '<option value="cooperative" selected>' in page


def test_request_orders_a_document_and_shows_the_list(officer: User, client_of: ClientOf) -> None:
    response = client_of(officer).post(FORM, {"rows": "5", "format": "xlsx"}, follow=True)
    document = Document.objects.get()
    assert (document.params, document.format, document.requester) == ({"rows": 5}, "xlsx", officer)
    assert response.redirect_chain == [("/reports/mine/", 302)]
    assert "รับคำขอ “ทะเบียนทดสอบ” แล้ว" in response.content.decode()


def test_request_bad_value_comes_back_with_the_form(officer: User, client_of: ClientOf) -> None:
    response = client_of(officer).post(FORM, {"rows": "9999", "format": "csv"})
    assert response.status_code == 422
    assert "ค่านี้ต้องน้อยกว่าหรือเท่ากับ 5000" in response.content.decode()
    assert Document.objects.count() == 0


def test_request_bad_format_orders_nothing(officer: User, client_of: ClientOf) -> None:
    assert client_of(officer).post(FORM, {"format": "odt"}).status_code == 422
    assert Document.objects.count() == 0


def test_list_shows_own_documents_only(
    document: Document, officer: User, outsider: User, client_of: ClientOf
) -> None:
    assert document.title in client_of(officer).get("/reports/mine/").content.decode()
    assert document.title not in client_of(outsider).get("/reports/mine/").content.decode()


def test_progress_fragment_asks_again_until_the_file_is_there(
    document: Document, officer: User, client_of: ClientOf
) -> None:
    url = reverse("reports:document", args=[document.pk])
    waiting = client_of(officer).get(url, headers={"hx-request": "true"}).content.decode()
    assert f'hx-get="{url}"' in waiting
    produce(document.pk)
    finished = client_of(officer).get(url, headers={"hx-request": "true"}).content.decode()
    assert "hx-get" not in finished
    assert reverse("reports:download", args=[document.pk]) in finished


def test_progress_without_htmx_leads_to_the_list(
    document: Document, officer: User, client_of: ClientOf
) -> None:
    response = client_of(officer).get(reverse("reports:document", args=[document.pk]))
    assert (response.status_code, response["Location"]) == (302, "/reports/mine/")


def test_download_hands_out_the_file_and_logs_it(
    done: Document, officer: User, client_of: ClientOf
) -> None:
    response: Any = client_of(officer).get(reverse("reports:download", args=[done.pk]))
    content = b"".join(response.streaming_content)
    assert hashlib.sha256(content).hexdigest() == done.sha256
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''" + quote("ทะเบียนทดสอบ ปีงบประมาณ 2567.csv")
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    log = DownloadLog.objects.get()
    assert (log.user, log.document, log.sha256) == (officer, done, done.sha256)
    assert len(log.request_id) == 36


def test_download_only_answers_a_get(done: Document, officer: User, client_of: ClientOf) -> None:
    url = reverse("reports:download", args=[done.pk])
    assert client_of(officer).head(url).status_code == 405
    assert DownloadLog.objects.count() == 0


@pytest.mark.parametrize("name", ["reports:document", "reports:download"])
def test_document_of_another_person_is_not_found(
    done: Document, executive: User, client_of: ClientOf, name: str
) -> None:
    assert client_of(executive).get(reverse(name, args=[done.pk])).status_code == 404
    assert DownloadLog.objects.count() == 0


def test_download_before_the_file_is_there_says_so(
    document: Document, officer: User, client_of: ClientOf
) -> None:
    response = client_of(officer).get(reverse("reports:download", args=[document.pk]), follow=True)
    assert "เอกสารนี้ยังไม่มีแฟ้มให้ดาวน์โหลด หรือพ้นกำหนดเก็บแฟ้มแล้ว" in response.content.decode()
    assert DownloadLog.objects.count() == 0


def test_download_of_a_file_that_is_gone_from_the_store_says_so(
    done: Document, officer: User, client_of: ClientOf
) -> None:
    done.file.delete(save=False)
    page = client_of(officer).get(reverse("reports:download", args=[done.pk]), follow=True)
    assert "ไม่พบแฟ้มของเอกสารนี้ในที่เก็บ กรุณาขอใหม่" in page.content.decode()
    assert not DownloadLog.objects.exists()

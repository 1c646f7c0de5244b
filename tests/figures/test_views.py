"""Pages of figures: from the list to the signature."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from cpd_portal.core.figures import registry
from cpd_portal.core.figures.choices import FigureState
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.registry import FigureSet
from cpd_portal.core.models import User
from tests.coops.pages import text_of
from tests.figures.test_services import CHANGED, propose
from tests.figures.thresholds import CODE, thresholds, workbook

SignIn = Callable[[User], Client]
SET_URL = f"/figures/set/{CODE}/"


def test_list_names_version_in_force_and_proposal(
    client_of: SignIn, proposer: User, figures: FigureSet, shipped: FigureVersion
) -> None:
    propose(proposer, figures)

    page = text_of(client_of(proposer).get("/figures/").content)

    assert "เกณฑ์เตือนทดสอบ รุ่นที่ 1 ยังไม่ยืนยัน รุ่นที่ 2 รอลงนาม" in page


def test_set_page_offers_upload_only_to_proposers(
    client_of: SignIn, proposer: User, officer: User, shipped: FigureVersion
) -> None:
    assert "ตรวจแฟ้มและเสนอ" in text_of(client_of(proposer).get(SET_URL).content)
    assert "ตรวจแฟ้มและเสนอ" not in text_of(client_of(officer).get(SET_URL).content)


def test_upload_becomes_a_proposal_with_its_differences(
    client_of: SignIn, proposer: User, shipped: FigureVersion
) -> None:
    data = {"file": workbook(CHANGED), "source": "หนังสือ กสส. ที่ 1/2567"}

    answer = client_of(proposer).post(SET_URL, data, follow=True)

    page = text_of(answer.content)
    assert "เกณฑ์เตือนทดสอบ รุ่นที่ 2" in page
    assert "ต่างจากรุ่นที่ 1" in page
    assert "ค่าต่ำสุด: 10 → 12.5" in page
    assert "ข เกณฑ์เตือน ตัดออก" in page
    assert "ท่านเป็นผู้เสนอ ต้องให้ผู้มีสิทธิ์อีกคนหนึ่งลงนาม" in page


def test_upload_with_errors_shows_every_one(
    client_of: SignIn, proposer: User, shipped: FigureVersion
) -> None:
    data = {"file": workbook([["ก", "สิบ", "ใช่"], ["ข", 101, "ใช่"]]), "source": "ทดสอบ"}

    answer = client_of(proposer).post(SET_URL, data)

    page = text_of(answer.content)
    assert answer.status_code == 422
    assert "เกณฑ์เตือน 2 ค่าต่ำสุด สิบ ต้องเป็นตัวเลข" in page
    assert "เกณฑ์เตือน 3 ค่าต่ำสุด 101 ต้องไม่เกิน 100" in page
    assert FigureVersion.objects.of(CODE).count() == 1


def test_upload_without_source_says_so(
    client_of: SignIn, proposer: User, shipped: FigureVersion
) -> None:
    answer = client_of(proposer).post(SET_URL, {"file": workbook(CHANGED)})

    assert answer.status_code == 422
    assert "กรุณาระบุที่มาของตัวเลข" in text_of(answer.content)


def test_upload_of_what_is_in_force_says_so(
    client_of: SignIn, proposer: User, shipped: FigureVersion
) -> None:
    same = workbook([["ก", 10, "ไม่ใช่"], ["ข", 20, "ไม่ใช่"]])

    answer = client_of(proposer).post(SET_URL, {"file": same, "source": "ทดสอบ"})

    assert answer.status_code == 422
    assert "ไม่มีค่าใดต่างจากรุ่นที่ใช้อยู่" in text_of(answer.content)


def test_signer_signs_on_the_page(
    client_of: SignIn, proposer: User, signer: User, figures: FigureSet, shipped: FigureVersion
) -> None:
    proposal = propose(proposer, figures)
    client = client_of(signer)
    assert "ลงนาม ใช้รุ่นนี้" in text_of(client.get(f"/figures/{proposal.pk}/").content)

    answer = client.post(f"/figures/{proposal.pk}/sign/", follow=True)

    assert "ลงนามแล้ว รุ่นนี้เป็นรุ่นที่ใช้" in text_of(answer.content)
    proposal.refresh_from_db()
    assert proposal.state == FigureState.IN_FORCE


def test_withdrawal_needs_a_reason(
    client_of: SignIn, proposer: User, figures: FigureSet, shipped: FigureVersion
) -> None:
    proposal = propose(proposer, figures)
    client, url = client_of(proposer), f"/figures/{proposal.pk}/withdraw/"

    refused = client.post(url, {"reason": ""})
    done = client.post(url, {"reason": "แนบแฟ้มผิด"}, follow=True)

    assert refused.status_code == 422
    assert "กรุณาระบุเหตุผลที่ถอนข้อเสนอ" in text_of(refused.content)
    assert "ถอนข้อเสนอแล้ว รุ่นที่ใช้อยู่ไม่เปลี่ยน" in text_of(done.content)


def test_download_is_the_workbook_to_change(
    client_of: SignIn, officer: User, shipped: FigureVersion
) -> None:
    answer = client_of(officer).get(f"/figures/{shipped.pk}/download/")

    book: Any = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["เกณฑ์เตือน", "คำอธิบาย"]
    lines = [[cell.value for cell in row] for row in book["เกณฑ์เตือน"]]
    assert lines == [
        ["ชื่อ", "ค่าต่ำสุด", "ยืนยันแล้ว"],
        ["ก", 10, "ไม่ใช่"],
        ["ข", 20, "ไม่ใช่"],
    ]
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "url", ["/figures/set/unheard/", f"{SET_URL}2567/", "/figures/999999999/"]
)
def test_unknown_set_year_or_version_is_404(
    url: str, client_of: SignIn, officer: User, shipped: FigureVersion
) -> None:
    assert client_of(officer).get(url).status_code == 404


def test_dated_set_opens_with_a_year_that_it_has(
    client_of: SignIn, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry._sets, CODE, thresholds(dated=True))
    client = client_of(officer)

    page = client.get(SET_URL, follow=True)

    assert page.redirect_chain[0][0] in (f"{SET_URL}2566/", f"{SET_URL}2567/")
    assert "ยังไม่มีรุ่นใดของปีนี้" in text_of(page.content)
    assert client.get(f"{SET_URL}2560/").status_code == 404


@pytest.mark.parametrize("path", ["/figures/", SET_URL])
def test_pages_read_a_few_queries(
    path: str,
    client_of: SignIn,
    officer: User,
    shipped: FigureVersion,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = client_of(officer)

    with django_assert_num_queries(4):
        client.get(path)

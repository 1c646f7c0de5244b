"""The frame of every page, signing in and out, and the pages of errors."""

import re
from collections.abc import Callable

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from cpd_portal.core.models import OrgUnit, User


def test_sign_in_page_has_thai_labels_and_no_script_of_its_own(client: Client, db: None) -> None:
    html = client.get("/accounts/login/").content.decode()

    assert '<html lang="th">' in html
    assert "<h1>เข้าสู่ระบบ</h1>" in html
    assert '<label class="form-label" for="id_login">ชื่อผู้ใช้</label>' in html
    assert "<script>" not in html
    assert all('src="/static/' in tag for tag in re.findall(r"<script[^>]*>", html))
    assert "<nav" not in html


def test_sign_in_with_wrong_password_says_so_in_thai(client: Client, officer: User) -> None:
    answer = client.post("/accounts/login/", {"login": officer.username, "password": "wrong"})

    assert answer.status_code == 200
    html = answer.content.decode()
    assert '<div class="note note-err" role="alert">' in html
    assert "ไม่ถูกต้อง" in html


def test_sign_in_keeps_where_the_person_was_going(client: Client, officer: User) -> None:
    html = client.get("/accounts/login/?next=/coops/").content.decode()

    assert '<input type="hidden" name="next" value="/coops/"' in html


def test_sign_out_page_asks_by_post(client_of: Callable[[User], Client], officer: User) -> None:
    html = client_of(officer).get("/accounts/logout/").content.decode()

    assert '<form class="btnrow gap-t6" method="post" action="/accounts/logout/">' in html


@pytest.fixture
def base_page(officer: User) -> Callable[..., str]:
    """Renders the base page for a signed-in officer, without the portal's context processor."""

    def render(**context: object) -> str:
        request = RequestFactory().get("/coops/?tier=1")
        return render_to_string("base.html", {"user": officer, "request": request, **context})

    return render


def test_base_page_names_every_landmark_once(base_page: Callable[..., str]) -> None:
    html = base_page(navigation=[{"label": "หน้าหลัก", "url": "/", "current": True}])

    for landmark in ("<header>", '<nav class="mainnav"', '<main id="main"', "<footer"):
        assert html.count(landmark) == 1
    assert html.index('<a class="skip" href="#main">') < html.index("<header>")
    assert '<a href="/" aria-current="page">หน้าหลัก</a>' in html


def test_base_page_switches_context_without_script(base_page: Callable[..., str]) -> None:
    period = {"fiscal_year": 2567, "round": "12m", "get_round_display": "รอบ 12 เดือน"}
    office = OrgUnit(code="50", name="สสจ.เชียงใหม่")
    work = {
        "office": office,
        "offices": [office, OrgUnit(code="51", name="สสจ.ลำพูน")],
        "nationwide": True,
        "period": period,
        "periods": [period],
        "fiscal_year": 2567,
        "round_label": "รอบ 12 เดือน",
    }

    html = base_page(work=work)

    assert '<form method="post" action="/context/">' in html
    assert '<option value="">ทั้งประเทศ</option>' in html
    assert '<option value="50" selected>สสจ.เชียงใหม่</option>' in html
    assert '<option value="2567-12m" selected>2567 · รอบ 12 เดือน</option>' in html
    assert '<input type="hidden" name="next" value="/coops/?tier=1">' in html


def test_base_page_searches_by_get_and_signs_out_by_post(base_page: Callable[..., str]) -> None:
    html = base_page()

    assert '<form class="search" role="search" method="get" action="/search/">' in html
    assert '<form method="post" action="/accounts/logout/">' in html


@pytest.mark.parametrize("loaded", [True, False])
def test_base_page_shows_the_sample_bar_while_sample_is_loaded(
    base_page: Callable[..., str], loaded: bool
) -> None:
    assert ('class="samplebar"' in base_page(sample_loaded=loaded)) is loaded


def test_base_page_shows_messages_by_level_and_escapes_them(base_page: Callable[..., str]) -> None:
    messages = [
        Message(constants.ERROR, "<b>ผิด"),
        Message(constants.WARNING, "ระวัง"),
        Message(constants.SUCCESS, "บันทึกแล้ว"),
    ]

    html = base_page(messages=messages)

    assert "&lt;b&gt;ผิด" in html
    assert '<div class="note note-warn">' in html
    assert '<div class="note">' in html


@pytest.mark.parametrize("code", ["400", "403_csrf", "429", "500"])
def test_error_page_renders_without_any_context(code: str) -> None:
    html = render_to_string(f"{code}.html")

    assert '<html lang="th">' in html
    assert f"รหัส {code[:3]}" in html


def test_missing_page_of_a_signed_in_person_keeps_the_masthead(
    client_of: Callable[[User], Client], officer: User
) -> None:
    answer = client_of(officer).get("/no-such-page/")

    assert answer.status_code == 404
    html = answer.content.decode()
    assert '<nav class="mainnav"' in html
    assert html.count("<h1>") == 1


def test_missing_page_of_a_stranger_shows_no_menu(client: Client, db: None) -> None:
    answer = client.get("/no-such-page/")

    assert answer.status_code == 404
    assert "<nav" not in answer.content.decode()

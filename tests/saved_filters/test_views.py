"""Saved filters as a person meets them on the defect board."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cpd_portal.core.choices import Role
from cpd_portal.core.models import SavedFilter
from tests.coops.pages import SignIn, text_of
from tests.inspection.rows import make_defect, person

pytestmark = pytest.mark.django_db
BOARD = reverse("inspection:defects")
SAVE = reverse("filters:save", args=["inspection-defects"])
HOSTILE = "<b>\"'\u200b\u202eกลับ"


def save(client: Client, name: str = "เกินกำหนด", query: str = "late=overdue&office=50") -> str:
    response = client.post(SAVE, {"name": name, "query": query})
    assert response.status_code == 302
    return str(response["Location"])


def test_filter_is_saved_and_leads_back_to_the_board(client_of: SignIn) -> None:
    client = client_of(person(Role.OFFICER))

    address = urlsplit(save(client))

    assert address.path == BOARD
    assert parse_qs(address.query) == {"late": ["overdue"], "office": ["50"]}
    page = client.get(f"{address.path}?{address.query}").content
    assert 'aria-current="true"><bdi>เกินกำหนด</bdi>' in page.decode()
    assert "บันทึกตัวกรอง “เกินกำหนด” แล้ว" in text_of(page)


def test_form_carries_the_filter_that_is_shown(client_of: SignIn) -> None:
    page = client_of(person(Role.OFFICER)).get(f"{BOARD}?late=soon&q=แพร่").context

    assert parse_qs(page["saved"].query) == {"late": ["soon"], "office": ["50"], "q": ["แพร่"]}
    assert page["saved"].query in str(page["saved"].form["query"]).replace("&amp;", "&")


def test_filter_that_is_not_valid_is_not_offered(client_of: SignIn) -> None:
    page = client_of(person(Role.OFFICER)).get(f"{BOARD}?late=nonsense").content

    assert "ตัวกรองที่แสดงอยู่มีค่าที่ใช้ไม่ได้ จึงบันทึกไม่ได้" in text_of(page)


def test_refused_name_is_told_and_what_was_typed_stays(client_of: SignIn) -> None:
    client = client_of(person(Role.OFFICER))

    response = client.post(SAVE, {"name": "ก" * 81, "query": "late=soon"})

    assert response.status_code == 422
    assert "ชื่อยาวเกิน 80 ตัวอักษร" in text_of(response.content)
    assert 'value="late=soon"' in response.content.decode()
    assert "ก" * 81 in response.content.decode()


def test_only_own_filters_are_seen_and_deleted(client_of: SignIn) -> None:
    save(client_of(person(Role.CHIEF)), "ของหัวหน้า")
    row, client = SavedFilter.objects.get(), client_of(person(Role.OFFICER))

    assert "ของหัวหน้า" not in client.get(BOARD).content.decode()
    assert client.post(reverse("filters:delete", args=[row.pk])).status_code == 404
    response = client_of(person(Role.CHIEF)).post(reverse("filters:delete", args=[row.pk]))

    assert response["Location"] == BOARD
    assert not SavedFilter.objects.exists()


def test_name_with_markup_is_text(client_of: SignIn) -> None:
    client = client_of(person(Role.OFFICER))
    save(client, HOSTILE)

    page = client.get(BOARD).content.decode()

    assert "<bdi>&lt;b&gt;&quot;&#x27;\u200b\u202eกลับ</bdi>" in page
    assert HOSTILE not in page


def test_board_asks_at_most_ten_with_many_filters(client_of: SignIn) -> None:
    client, asked = client_of(person(Role.OFFICER)), []
    for number in range(3):
        make_defect()
        save(client, f"ชื่อ {number}")
        client.get(BOARD)
        with CaptureQueriesContext(connection) as queries:
            client.get(BOARD)
        asked.append(len(queries))

    assert asked[0] == asked[-1] <= 10

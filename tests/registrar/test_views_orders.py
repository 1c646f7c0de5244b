"""Pages of orders and the public page: what stands on them, what does not, and every act."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from allauth.account import app_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cpd_portal.core.choices import Role
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import find_report
from cpd_portal.core.documents.rendering import render
from cpd_portal.core.documents.report import ReportError
from registrar.choices import OrderState
from registrar.models import Order, OrderAppeal, OrderRead
from registrar.reports.orders import IS_FROZEN, NOT_YOURS
from registrar.services.orders.files import DAMAGED
from tests.inspection.rows import person
from tests.registrar.cases import add_person, make_case, referred_case
from tests.registrar.orders import (
    decided,
    draft,
    held,
    issued,
    numbered,
    reviewed,
    scan,
    served,
    write,
)
from tests.registrar.rows import make_delegation

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
NAME = "สมชาย ใจดี"


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def text_of(client: Client, name: str, *args: object, status: int = 200, query: str = "") -> str:
    response = client.get(reverse(name, args=args) + query)
    assert response.status_code == status
    return response.content.decode()


def post(client: Client, order: Order, act: str, **data: Any) -> Any:
    data.setdefault("version", held(order).version)
    return client.post(reverse("registrar:order-act", args=[order.pk, act]), data)


def named_order() -> Order:
    case = make_case(title=f"นาย{NAME} ยืมเงิน", facts=f"พบว่า{NAME}ไม่คืนเงิน")
    add_person(case)
    order = draft(decided(case))
    return write(order, subject=f"ให้เรียกเงินคืนจากนาย{NAME}", facts=f"นาย{NAME} ไม่คืนเงิน")


@pytest.mark.parametrize("role", [Role.CHIEF, Role.OFFICER, Role.EXECUTIVE])
def test_pages_show_persons_by_their_part(client_of: SignIn, role: Role) -> None:
    order = named_order()
    client = client_of(person(role, "cpd" if role == Role.EXECUTIVE else "50"))
    pages = [
        text_of(client, "registrar:order", order.pk),
        text_of(client, "registrar:case-orders", order.case_id),
        text_of(client, "registrar:orders", query="?office=50"),
        client.get(reverse("api:registrar-order", args=[order.pk])).content.decode(),
        client.get(reverse("api:registrar-orders")).content.decode(),
    ]
    for page in pages:
        assert "สมชาย" not in page
        assert "ใจดี" not in page
    assert "ผู้ถูกกล่าวหา 1" in pages[0]


def test_search_never_finds_an_order_by_a_name(client_of: SignIn) -> None:
    order = named_order()
    client = client_of(person(Role.CHIEF))
    assert str(order.pk) not in text_of(client, "registrar:orders", query="?office=50&q=สมชาย")
    number = order.institution.registration_no  # type: ignore[union-attr]
    assert str(order.pk) in text_of(client, "registrar:orders", query=f"?office=50&q={number}")


def test_draft_with_names_is_for_the_roles_and_logged(client_of: SignIn) -> None:
    order = named_order()
    chief = person(Role.CHIEF)
    assert NAME in text_of(client_of(chief), "registrar:order-text", order.pk)
    assert OrderRead.objects.filter(order=order, user=chief, what="draft").exists()
    text_of(client_of(person(Role.EXECUTIVE, "cpd")), "registrar:order-text", order.pk, status=403)


def test_markup_is_shown_as_text(client_of: SignIn) -> None:
    order = write(draft(), subject="<script>alert(1)</script> {{สถาบัน.office}}")
    shown = text_of(client_of(person(Role.CHIEF)), "registrar:order", order.pk)
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{สถาบัน.office}}" in shown


def test_draft_is_started_and_written_on_its_pages(client_of: SignIn) -> None:
    case = decided()
    client = client_of(person(Role.OFFICER))
    made = client.post(reverse("registrar:case-orders", args=[case.pk]), {"power_code": "22-1"})
    order = Order.objects.get()
    assert made["Location"] == reverse("registrar:order-text", args=[order.pk])
    page = client.get(made["Location"]).content.decode()
    assert "ตรงกับแบบ" in page
    assert "ร่างต่างจากแบบ" not in page
    values = {**order.texts, "addressee": order.addressee, "days": "๔๕", "amount": "48,500.00"}
    done = client.post(
        made["Location"], {**values, "version": order.version, "operative": "จึงสั่งให้คืนเงิน"}
    )
    assert done.status_code == 302
    assert (held(order).operative, held(order).days) == ("จึงสั่งให้คืนเงิน", 45)
    assert "ร่างต่างจากแบบ" in client.get(made["Location"]).content.decode()
    stale = client.post(made["Location"], {**values, "version": order.version})
    assert stale.status_code == 409
    assert "มีผู้อื่นแก้ไขร่างนี้ไปก่อน" in stale.content.decode()


def test_case_without_a_decision_offers_no_draft(client_of: SignIn) -> None:
    case = make_case()
    client = client_of(person(Role.OFFICER))
    assert "ร่างจากแบบ" not in text_of(client, "registrar:case-orders", case.pk)
    refused = client.post(reverse("registrar:case-orders", args=[case.pk]), {"power_code": "22-1"})
    assert refused.status_code == 422
    assert "ไม่มีตัวเลือกนี้" in refused.content.decode()


def test_unverified_power_is_said_and_the_review_can_confirm(client_of: SignIn) -> None:
    order = draft()
    legal = client_of(person(Role.LEGAL, "rlo"))
    shown = text_of(legal, "registrar:order", order.pk)
    assert "คำสั่งนี้อาศัยข้อกฎหมายที่นิติกรยังไม่ยืนยัน" in shown
    assert "ยืนยันข้อกฎหมายและการมอบอำนาจที่ยังไม่ยืนยันในระบบ" in shown
    assert post(legal, order, "review", note="ถูกต้อง").status_code == 302
    make_delegation()
    chief = client_of(person(Role.CHIEF))
    refused = post(chief, order, "issue", by_hand="on")
    assert refused.status_code == 422
    assert "ต้องให้นิติกรยืนยันตอนตรวจร่างก่อนออก" in refused.content.decode()
    assert post(chief, order, "return", reason="ให้ยืนยัน").status_code == 302
    assert post(legal, order, "review", note="ถูกต้อง", confirms_law="on").status_code == 302
    assert post(chief, order, "issue", by_hand="on").status_code == 302
    assert held(order).state == OrderState.NUMBERED


def test_issue_wants_number_and_day_of_the_paper_register_together(client_of: SignIn) -> None:
    make_delegation()
    refused = post(client_of(person(Role.CHIEF)), reviewed(), "issue", number="7/2569")
    assert refused.status_code == 422
    assert "กรอกทั้งเลขที่และวันที่ตามทะเบียนกระดาษ หรือเว้นไว้ทั้งสองช่อง" in refused.content.decode()


def test_every_act_to_the_end(client_of: SignIn) -> None:
    """By the pages, in the days of today: an order is served, appealed and followed up."""
    officer, chief = client_of(person(Role.OFFICER)), client_of(person(Role.CHIEF))
    order = numbered(day=timezone.localdate())
    assert "ลงเลขแล้วแต่ยังไม่มีฉบับจริง" in text_of(officer, "registrar:order", order.pk)
    assert post(officer, order, "scan", file=scan()).status_code == 302
    today = timezone.localdate().isoformat()
    unserved = post(officer, order, "serve", method="post", served_on=today, receiver="ประธาน")
    assert unserved.status_code == 422
    assert "กรุณาเลือกแฟ้ม" in unserved.content.decode()
    assert post(
        officer, order, "serve", method="post", served_on=today, receiver="ประธาน", file=scan()
    ).status_code == 302  # fmt: skip
    appeal = {"id": uuid4(), "received_on": today, "document_no": "ก 1", "grounds": "ไม่ชอบ"}
    assert post(officer, order, "appeal", **appeal).status_code == 302
    row = OrderAppeal.objects.get()
    assert post(
        officer, order, "appeal-result", appeal=row.pk, result="upheld", result_on=today,
        result_no="อ 1",
    ).status_code == 302  # fmt: skip
    early = post(
        officer, order, "follow-up", id=uuid4(), result="disobeyed", day=today, words="ไม่ทำ"
    )
    assert early.status_code == 422
    assert "ยังไม่พ้นกำหนดปฏิบัติ จึงบันทึกว่าไม่ปฏิบัติตามไม่ได้" in early.content.decode()
    assert post(
        officer, order, "follow-up", id=uuid4(), result="complied", day=today, words="ทำแล้ว"
    ).status_code == 302  # fmt: skip
    shown = text_of(officer, "registrar:order", order.pk)
    assert "ปฏิบัติตามแล้ว" in shown
    assert "ยกอุทธรณ์ คำสั่งคงเดิม" in shown
    later = post(chief, order, "revoke")
    made = Order.objects.get(about=order)
    assert later["Location"] == reverse("registrar:order", args=[made.pk])


def test_conflict_keeps_what_was_typed(client_of: SignIn) -> None:
    order = draft()
    write(order)
    answer = post(client_of(person(Role.CHIEF)), order, "return", version=1, reason="แก้เลขที่")
    assert answer.status_code == 409
    assert "มีผู้อื่นทำรายการนี้ไปก่อน" in answer.content.decode()
    assert "แก้เลขที่" in answer.content.decode()


def test_file_is_given_as_kept_and_never_when_it_changed(client_of: SignIn) -> None:
    order = issued()
    client = client_of(person(Role.CHIEF))
    address = reverse("registrar:order-file", args=[order.pk, "document"])
    first, second = client.get(address), client.get(address)
    assert first.content == second.content == scan().read()
    assert first["Cache-Control"] == "private, no-store"
    Path(order.file.path).write_bytes(b"%PDF other")
    refused = client.get(address)
    assert refused.status_code == 409
    assert DAMAGED in refused.content.decode()
    listed = text_of(client, "registrar:orders", query="?office=50")
    assert "แฟ้มของเอกสารต่อไปนี้ไม่ตรงกับค่าแฮชที่บันทึกไว้" in listed


@pytest.mark.parametrize("key", ["service", "nothing", "08062a74-b3b5-42e9-938b-86ee47bdf0f2"])
def test_file_that_is_not_there_is_unknown(client_of: SignIn, key: str) -> None:
    text_of(client_of(person(Role.CHIEF)), "registrar:order-file", issued().pk, key, status=404)


def test_public_page_shows_that_the_document_exists_and_no_more(client: Client) -> None:
    order = issued(reviewed(named_order()))
    response = client.get(reverse("verify-code", args=[order.code]))
    shown = response.content.decode()
    assert "มีเอกสารนี้ในทะเบียน" in shown
    assert "ฉบับที่เก็บไว้ตรงกับค่าแฮชที่บันทึกตอนออกเอกสาร" in shown
    for told in (order.number, order.office.name, order.sha256):
        assert told in shown
    about = order.institution
    assert about is not None
    for kept in (about.name, about.registration_no, "สมชาย", order.power_title, "เรียกเงินคืน"):
        assert kept not in shown
    assert response["Cache-Control"] == "no-store"


def test_public_page_finds_a_code_as_people_type_it(client: Client) -> None:
    order = issued()
    typed = str(order.code).lower().replace("-", " ")
    answer = client.get(reverse("verify"), {"code": typed})
    assert answer["Location"] == reverse("verify-code", args=[order.code])


def test_public_page_of_an_unknown_code_helps(client: Client) -> None:
    answer = client.get(reverse("verify-code", args=["K7QF-2M9X-HT4B-WC8D"]))
    assert answer.status_code == 404
    assert "ตรวจว่าพิมพ์รหัสครบ 16 ตัว" in answer.content.decode()
    empty = client.get(reverse("verify"), {"code": " "})
    assert (empty.status_code, "กรุณากรอกรหัส" in empty.content.decode()) == (422, True)


def test_public_page_does_not_know_what_is_not_issued(client: Client) -> None:
    order = numbered()
    assert client.get(reverse("verify-code", args=[order.code])).status_code == 404


def test_public_page_says_that_a_file_changed(client: Client) -> None:
    order = issued()
    Path(order.file.path).write_bytes(b"%PDF other")
    shown = client.get(reverse("verify-code", args=[order.code])).content.decode()
    assert "ฉบับที่เก็บไว้ไม่ตรงกับค่าแฮชที่บันทึกตอนออกเอกสาร" in shown


def test_public_page_asks_one_query_beside_counting_the_tries(client: Client) -> None:
    order = issued()
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("verify-code", args=[order.code]))
    counting = ("core_cache", "SAVEPOINT")
    others = [row for row in asked if not any(word in row["sql"] for word in counting)]
    assert len(others) == 1
    assert len(asked) <= 10


def test_public_page_stops_an_address_that_tries_many_codes(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"document_verify": "2/m/ip"}
    address = reverse("verify-code", args=[issued().code])
    unknown = reverse("verify-code", args=["K7QF-2M9X-HT4B-WC8D"])
    tried = (address, unknown, address, unknown, address, unknown)
    assert [client.get(path).status_code for path in tried] == [200, 404, 200, 404, 429, 429]
    assert "ระบบพักการลองไว้สักครู่เพื่อกันการเดารหัส" in client.get(address).content.decode()
    assert client.get(address, REMOTE_ADDR="203.0.113.9").status_code == 200
    assert client.get(reverse("verify")).status_code == 200
    client.force_login(person(Role.CHIEF))
    assert client.get(address).status_code == 200


def test_public_page_has_a_limit_as_shipped() -> None:
    assert app_settings.RATE_LIMITS["document_verify"] == "20/m/ip"


def test_number_book_shows_voided_numbers(client_of: SignIn) -> None:
    chief = client_of(person(Role.CHIEF))
    order = numbered()
    assert post(chief, order, "void", reason="ลงผิดสำนวน").status_code == 302
    shown = text_of(chief, "registrar:order-numbers", query="?office=50&year=2569")
    assert "1/2569" in shown
    assert "ลงผิดสำนวน" in shown


def drawn(order: Order, kind: Format, path: Path, role: Role = Role.CHIEF) -> bytes:
    made: Any = find_report("registrar-order")
    context = made.context(person(role), {"order": str(order.pk)}, timezone.now())
    render(made, context, kind, path)
    return path.read_bytes()


def test_draft_comes_as_pdf_and_docx_in_official_form(tmp_path: Path) -> None:
    from docx import Document
    from pypdf import PdfReader

    order = draft(decided(referred_case()[0]))
    words = (
        PdfReader(BytesIO(drawn(order, Format.PDF, tmp_path / "a.pdf"))).pages[0].extract_text()
    )
    words = words.replace("\u0e4d\u0e32", "\u0e33")  # as pypdf takes the vowel apart
    assert "คำสั่งนายทะเบียนสหกรณ์" in words
    assert "๒๒" in words
    assert "22" not in words
    opened = Document(BytesIO(drawn(order, Format.DOCX, tmp_path / "a.docx")))
    texts = [paragraph.text for paragraph in opened.paragraphs]
    assert texts[0] == "คำสั่งนายทะเบียนสหกรณ์"
    assert any("จึงสั่งให้คณะกรรมการดำเนินการ" in text for text in texts)


def test_draft_is_refused_outside_the_roles_and_when_it_is_issued(tmp_path: Path) -> None:
    order = issued()
    with pytest.raises(ReportError, match=IS_FROZEN):
        drawn(order, Format.PDF, tmp_path / "a.pdf")
    order.case.handler = None
    order.case.save()
    with pytest.raises(ReportError, match=NOT_YOURS):
        drawn(order, Format.PDF, tmp_path / "a.pdf", Role.OFFICER)


def test_register_names_no_person(tmp_path: Path) -> None:
    named_order()
    made: Any = find_report("order-register")
    context = made.context(person(Role.CHIEF), {"office": "50"}, timezone.now())
    rows = list(made.rows(context))
    assert len(rows) == made.row_count(context) == 1
    assert not any("สมชาย" in str(cell) for cell in rows[0])


def test_queue_tells_each_person_what_waits_for_him(client_of: SignIn) -> None:
    waiting = "คำสั่งที่รอท่าน"
    order = draft()
    officer, legal = client_of(person(Role.OFFICER)), client_of(person(Role.LEGAL, "rlo"))
    chief = client_of(person(Role.CHIEF))
    assert waiting in text_of(legal, "registrar:index")
    assert waiting not in text_of(chief, "registrar:index")
    reviewed(order)
    assert waiting in text_of(chief, "registrar:index")
    assert waiting not in text_of(legal, "registrar:index")
    issued(order)
    assert waiting in text_of(officer, "registrar:index")
    assert waiting not in text_of(chief, "registrar:index")


def test_pages_ask_few_queries(client_of: SignIn, django_assert_max_num_queries: Any) -> None:
    order = served()
    client = client_of(person(Role.CHIEF))
    for address in (
        reverse("registrar:orders"),
        reverse("registrar:order-numbers") + "?office=50&year=2569",
        reverse("registrar:order", args=[order.pk]),
        reverse("registrar:case-orders", args=[order.case_id]),
        reverse("registrar:order-text", args=[draft().pk]),
    ):
        client.get(address)
        with django_assert_max_num_queries(10):
            assert client.get(address).status_code == 200

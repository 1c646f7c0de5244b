"""The pages of visits: my day, the calendar, the visit, its photos."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cpd_portal.core.choices import Role
from cpd_portal.thai.fiscal import fiscal_year_of
from inspection.choices import Answer, VisitState
from inspection.models import Attachment, AttachmentDownload, Defect, Visit, VisitAnswer
from tests.coops.pages import SignIn, text_of
from tests.coops.rows import make_institution
from tests.inspection.rows import person
from tests.inspection.visits import (
    answered,
    image_bytes,
    inspector_of,
    make_visit,
    started,
    stored,
)

pytestmark = pytest.mark.django_db
NAME = 'สหกรณ์ <b>หนา</b> & "คำพูด" จำกัด'


@pytest.fixture
def inspector(client_of: SignIn) -> Client:
    return client_of(inspector_of())


def _address(visit: Visit, act: str = "") -> str:
    return f"/inspection/visits/{visit.pk}/{act}"


def _finding(number: str, **changed: str) -> dict[str, str]:
    values = {
        "id": str(uuid4()),
        "question": number,
        "severity": "defect",
        "category": "finance",
        "title": "เงินสดขาดบัญชี",
        "facts": "ขาด 500 บาท",
    }
    return {**values, **changed}


def test_my_day_sorts_visits_into_now_today_late_and_soon(inspector: Client) -> None:
    today = timezone.localdate()
    for name, day in (("วันนี้", 0), ("เลยแล้ว", -3), ("อาทิตย์หน้า", 7), ("เดือนหน้า", 40)):
        make_visit(
            institution=make_institution("50", name=name), planned_on=today + timedelta(day)
        )
    started(institution=make_institution("50", name="ค้างอยู่"))
    make_visit(inspector_of(username="other"), institution=make_institution("50", name="ของคนอื่น"))
    day = inspector.get("/inspection/my/").context["day"]

    found = {
        part: [row.institution.name for row in getattr(day, part)]
        for part in ("started", "today", "overdue", "soon")
    }
    assert found == {
        "started": ["ค้างอยู่"],
        "today": ["วันนี้"],
        "overdue": ["เลยแล้ว"],
        "soon": ["อาทิตย์หน้า"],
    }


def test_my_day_without_visits_says_where_they_come_from(inspector: Client) -> None:
    text = text_of(inspector.get("/inspection/my/").content)

    assert "ไม่มีการตรวจของท่านใน 14 วันข้างหน้า" in text


def test_calendar_shows_the_months_of_the_year_and_narrows_by_state(
    client_of: SignIn,
) -> None:
    chief = client_of(person(Role.CHIEF))
    make_visit(institution=make_institution("50", name=NAME))

    page = chief.get("/inspection/visits/")
    assert NAME in text_of(page.content)
    assert "<b>หนา</b>" not in page.content.decode()
    assert NAME not in text_of(chief.get("/inspection/visits/?state=finished").content)
    last = fiscal_year_of(timezone.localdate()) - 1
    assert NAME not in text_of(chief.get(f"/inspection/visits/?fiscal_year={last}").content)


def test_institution_lists_its_visits_and_offers_planning(client_of: SignIn) -> None:
    visit = make_visit()
    url = f"/inspection/institutions/{visit.institution.registration_no}/visits/"

    assert "วางแผนตรวจ" in text_of(client_of(person(Role.CHIEF)).get(url).content)
    page = client_of(person(Role.EXECUTIVE, "cpd")).get(url)
    assert [row.pk for row in page.context["visits"]] == [visit.pk]
    assert not page.context["may_plan"]


def test_plan_page_makes_one_visit_when_sent_twice(client_of: SignIn) -> None:
    institution, leader = make_institution("50"), inspector_of()
    chief = client_of(person(Role.CHIEF))
    url = f"/inspection/institutions/{institution.registration_no}/visits/new/"
    data = {"id": str(uuid4()), "planned_on": "๓๐/๙/๒๕๖๙", "leader": str(leader.pk)}

    for _ in range(2):
        assert chief.post(url, data).status_code == 302
    visit = Visit.objects.get()
    assert (visit.planned_on.isoformat(), visit.fiscal_year) == ("2026-09-30", 2569)
    answer = chief.post(url, {**data, "planned_on": "31/2/2569", "leader": ""})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"planned_on", "leader"}


def test_visit_is_started_answered_and_shows_progress(inspector: Client) -> None:
    visit = make_visit(institution=make_institution("50", name=NAME))
    assert "เริ่มตรวจ" in text_of(inspector.get(_address(visit)).content)

    assert inspector.post(_address(visit, "start/")).status_code == 302
    answer = inspector.post(_address(visit, "answer/"), {"question": "2.1", "answer": "fine"})
    assert answer["Location"].endswith("#q-2-1")
    page = inspector.get(_address(visit))
    assert "1 จาก 14 ข้อ พบปัญหา 0 ข้อ" in text_of(page.content)
    assert NAME in text_of(page.content)


def test_answer_by_the_script_gives_back_the_form_of_a_finding_and_no_typed_text(
    inspector: Client,
) -> None:
    visit = started()
    answer = inspector.post(
        _address(visit, "answer/"),
        {"question": "2.1", "answer": "problem", "note": "ขาด <i>500</i> บาท"},
        headers={"HX-Request": "true"},
    )
    html = answer.content.decode()

    assert answer.status_code == 200
    assert "บันทึกแล้ว" in html
    assert "<textarea" not in html.split("<details")[0]
    assert "บันทึกสิ่งที่พบ ข้อ 2.1" in html
    kept = VisitAnswer.objects.get()
    assert (kept.answer, kept.note) == (Answer.PROBLEM, "ขาด <i>500</i> บาท")
    assert "&lt;i&gt;500&lt;/i&gt;" in inspector.get(_address(visit)).content.decode()


def test_answer_that_is_none_is_refused_in_the_card(inspector: Client) -> None:
    visit = started()
    answer = inspector.post(
        _address(visit, "answer/"),
        {"question": "2.1", "answer": "perhaps"},
        headers={"HX-Request": "true"},
    )

    assert answer.status_code == 422
    assert "ไม่มีตัวเลือกนี้" in answer.content.decode()
    assert not VisitAnswer.objects.exists()


def test_two_different_answers_are_both_shown_and_flagged(client_of: SignIn) -> None:
    first, second = inspector_of(), inspector_of(username="คนที่สอง")
    visit = started(first, second)
    answered(first, visit, "2.1", Answer.FINE)
    answered(second, visit, "2.1", Answer.PROBLEM, note="ขาดเงิน")
    answered(second, visit, "2.2", Answer.FINE)
    text = text_of(client_of(first).get(_address(visit)).content)

    assert "ผู้ตรวจตอบไม่ตรงกัน 1 ข้อ: ข้อ 2.1" in text
    assert "inspector-of-50 : ปกติ" in text
    assert "คนที่สอง : พบปัญหา — ขาดเงิน" in text


def test_finding_opens_one_defect_at_the_question(inspector: Client) -> None:
    visit = started()
    answered(inspector_of(), visit, "2.1", Answer.PROBLEM)
    data = _finding("2.1", amount="๑,๕๐๐.๒๕")
    for _ in range(2):
        assert inspector.post(_address(visit, "finding/"), data).status_code == 302

    defect = Defect.objects.get()
    assert (defect.visit, defect.question, str(defect.amount)) == (visit, "2.1", "1500.25")
    assert defect.clause == "ระเบียบว่าด้วยการรับจ่ายและเก็บรักษาเงิน"
    assert "เงินสดขาดบัญชี" in text_of(inspector.get(_address(visit)).content)


def test_finding_without_facts_takes_the_note_of_the_answer(inspector: Client) -> None:
    visit = started()
    answered(inspector_of(), visit, "2.1", Answer.PROBLEM)
    empty = inspector.post(_address(visit, "finding/"), _finding("2.1", facts=""))
    assert empty.status_code == 422
    assert set(empty.context["finding"].errors) == {"facts"}

    answered(inspector_of(), visit, "2.1", Answer.PROBLEM, note="ขาด 500 บาท")
    inspector.post(_address(visit, "finding/"), _finding("2.1", facts=""))
    assert Defect.objects.get().facts == "ขาด 500 บาท"


def test_finding_with_a_due_day_before_the_visit_keeps_what_was_typed(inspector: Client) -> None:
    visit = started()
    answered(inspector_of(), visit, "2.1", Answer.PROBLEM)
    answer = inspector.post(
        _address(visit, "finding/"), _finding("2.1", due_on="1/1/2567", facts="ที่พิมพ์ไว้")
    )

    assert answer.status_code == 422
    assert "กำหนดแก้ไขต้องไม่ก่อนวันที่พบ" in text_of(answer.content)
    assert "ที่พิมพ์ไว้" in text_of(answer.content)
    assert not Defect.objects.exists()


def test_photo_is_received_shown_and_its_look_is_kept(
    inspector: Client, client_of: SignIn
) -> None:
    visit = started()
    answered(inspector_of(), visit, "2.1", Answer.PROBLEM)
    data = {
        "id": str(uuid4()),
        "question": "2.1",
        "kind": "photo",
        "file": SimpleUploadedFile("../x.jpg", image_bytes()),
    }
    inspector.post(_address(visit, "photo/"), data)
    photo = Attachment.objects.get()
    url = f"/inspection/attachments/{photo.pk}/"

    assert url in inspector.get(_address(visit)).content.decode()
    shown = client_of(person(Role.CHIEF)).get(url)
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert shown["Cache-Control"] == "private, no-store"
    assert AttachmentDownload.objects.get().user == person(Role.CHIEF)
    assert client_of(person(Role.OFFICER, "51")).get(url).status_code == 404
    assert Client().get(url).status_code == 302


def test_photo_that_is_no_image_is_refused_with_its_message(inspector: Client) -> None:
    visit = started()
    data = {
        "id": str(uuid4()),
        "kind": "photo",
        "file": SimpleUploadedFile("x.jpg", b"<svg onload=alert(1)>"),
    }
    page = inspector.post(_address(visit, "photo/"), data, follow=True)

    assert "รับเฉพาะภาพ JPEG, PNG หรือ WebP" in text_of(page.content)
    assert not Attachment.objects.exists()


def test_photo_whose_file_is_lost_is_not_found(inspector: Client) -> None:
    photo = stored(inspector_of(), started())
    photo.original.storage.delete(str(photo.original.name))

    assert inspector.get(f"/inspection/attachments/{photo.pk}/").status_code == 404


def test_visit_is_closed_with_name_and_signature(inspector: Client) -> None:
    visit = started()
    data = {
        "version": visit.version,
        "signature_id": str(uuid4()),
        "representative": "นายสมชาย ใจดี",
        "summary": "เรียบร้อย",
        "signature": SimpleUploadedFile("s.png", image_bytes("PNG")),
    }
    stale = inspector.post(_address(visit, "finish/"), {**data, "version": 1, "signature": ""})
    assert stale.status_code == 409
    assert "เรียบร้อย" in text_of(stale.content)

    data["signature"] = SimpleUploadedFile("s.png", image_bytes("PNG"))
    assert inspector.post(_address(visit, "finish/"), data).status_code == 302
    visit.refresh_from_db()
    assert visit.state == VisitState.FINISHED
    page = inspector.get(_address(visit))
    assert "ลายมือชื่อของนายสมชาย ใจดี" in page.content.decode()
    assert not page.context["may_answer"]


def test_visit_is_cancelled_with_its_reason(client_of: SignIn) -> None:
    visit = make_visit()
    chief = client_of(person(Role.CHIEF))
    assert chief.post(_address(visit, "cancel/"), {"version": 1}).status_code == 422

    chief.post(_address(visit, "cancel/"), {"version": 1, "reason": "น้ำท่วม"})
    assert "ยกเลิกแล้ว เหตุผล น้ำท่วม" in text_of(chief.get(_address(visit)).content)


def test_visit_page_asks_no_more_with_more_answers(
    inspector: Client, django_assert_max_num_queries: object
) -> None:
    first, second = inspector_of(), inspector_of(username="second")
    visit = started(first, second)
    for number in ("1.1", "1.2", "2.1", "2.2", "3.1"):
        answered(first, visit, number, Answer.PROBLEM)
        answered(second, visit, number, Answer.FINE)
        stored(first, visit, question=number)
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        inspector.get(_address(visit))


@pytest.mark.parametrize(
    ("role", "page"),
    [(Role.INSPECTOR, "my-day"), (Role.OFFICER, "defects"), (Role.CHIEF, "defects")],
)
def test_inspection_opens_with_what_the_person_does_most(
    role: Role, page: str, client: Client
) -> None:
    client.force_login(person(role))
    response = client.get(reverse("inspection:index"))

    assert response.headers["Location"] == reverse(f"inspection:{page}")


def test_my_day_of_an_inspector_leads_to_the_page_without_a_network(client: Client) -> None:
    client.force_login(person(Role.INSPECTOR))
    assert reverse("inspection:field") in client.get(reverse("inspection:my-day")).content.decode()
    client.force_login(person(Role.CHIEF))
    page = client.get(reverse("inspection:my-day")).content.decode()
    assert reverse("inspection:field") not in page

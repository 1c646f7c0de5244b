"""The pages of defects as people meet them."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cpd_portal.core.choices import Role
from cpd_portal.core.models import User
from inspection.choices import Category, DefectAct, DefectState, Severity
from inspection.models import Defect
from inspection.rules.defects import Place
from inspection.selectors.overview import overview
from inspection.services.defects import defect_act
from tests.coops.pages import text_of
from tests.coops.rows import make_institution
from tests.inspection.rows import make_defect, person

pytestmark = pytest.mark.django_db
A = DefectAct
SignIn = Callable[[User], Client]
HOSTILE = "<script>alert(1)</script>\"'\u200b\u202eกลับ"


def recent(days: int, **changed: Any) -> Defect:
    """Found so many days ago, by the real clock that the pages read."""
    today = timezone.localdate()
    return make_defect(found_on=today - timedelta(days=days), today=today, **changed)


def do(defect: Defect, role: Role, act: DefectAct) -> Defect:
    return defect_act(
        actor=person(role), defect=defect, act=act, version=defect.version, reason="เหตุผล"
    )


def board_text(client_of: SignIn, query: str = "", role: Role = Role.OFFICER) -> str:
    response = client_of(person(role)).get(reverse("inspection:defects") + query)
    assert response.status_code == 200
    return text_of(response.content)


def test_board_counts_by_lateness_and_stage(client_of: SignIn) -> None:
    institution = make_institution()
    recent(100, institution=institution, title="เกินแล้ว")
    recent(40, institution=institution, title="ใกล้แล้ว")
    recent(1, institution=institution, title="เพิ่งพบ")
    do(recent(2, institution=institution, title="กำลังแก้"), Role.OFFICER, A.BEGUN)

    text = board_text(client_of)

    assert "1 เกินกำหนด 1 ใกล้ครบกำหนด 2 ยังไม่ถึงกำหนด 0 ผ่อนผัน 0 แก้ไขแล้วเสร็จ" in text
    assert "3 ยังไม่เริ่มดำเนินการแก้ไข 1 อยู่ระหว่างแก้ไข 0 เสนอปิด รอยืนยัน" in text
    assert "เกินกำหนด 40 วัน" in text
    assert "จัดทำหนังสือติดตามในนามหัวหน้าหน่วยงาน" in text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?late=overdue", {"เกินแล้ว"}),
        ("?late=soon", {"ใกล้แล้ว"}),
        ("?late=in_time", {"เพิ่งพบ"}),
        ("?stage=in_progress", {"ใกล้แล้ว"}),
        ("?category=fraud", {"เพิ่งพบ"}),
        ("?severity=observation", set()),
        ("?q=เพิ่ง", {"เพิ่งพบ"}),
        ("?late=nonsense", {"เกินแล้ว", "ใกล้แล้ว", "เพิ่งพบ"}),
    ],
)
def test_board_filters(client_of: SignIn, query: str, shown: set[str]) -> None:
    recent(100, title="เกินแล้ว")
    do(recent(40, title="ใกล้แล้ว"), Role.OFFICER, A.BEGUN)
    recent(0, title="เพิ่งพบ", category=Category.FRAUD, due_on=date(2100, 1, 1))

    text = board_text(client_of, query)

    assert {title for title in ("เกินแล้ว", "ใกล้แล้ว", "เพิ่งพบ") if title in text} == shown


def test_board_of_another_office_shows_nothing(client_of: SignIn) -> None:
    recent(1)

    response = client_of(person(Role.OFFICER, "51")).get(reverse("inspection:defects"))

    assert "ไม่มีรายการตามตัวกรองนี้" in response.content.decode()


@pytest.mark.parametrize("name", ["inspection:defects", "inspection:overview"])
def test_pages_ask_the_same_for_many_defects(client_of: SignIn, name: str) -> None:
    client, asked = client_of(person(Role.OFFICER)), []
    institution = make_institution()
    for more in (1, 8):
        for _ in range(more):
            recent(more, institution=institution, clause="ข้อ 5")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(name))
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 10


def test_large_national_counts_are_remembered_and_say_since_when(
    client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inspection.selectors.remembered.LARGE", 2)
    executive = client_of(person(Role.EXECUTIVE, "cpd"))
    url = reverse("inspection:defects")
    shown = []
    for _ in range(3):
        recent(100)
        shown.append(text_of(executive.get(url).content))

    assert "1 เกินกำหนด" in shown[0]
    assert "2 เกินกำหนด" in shown[1]
    assert "2 เกินกำหนด" in shown[2]
    assert "นับเมื่อ" in shown[2]
    assert "3 เกินกำหนด" in text_of(client_of(person(Role.OFFICER)).get(url).content)


def test_defect_page_asks_at_most_ten(client_of: SignIn) -> None:
    defect = recent(3)
    for role, act in ((Role.OFFICER, A.BEGUN), (Role.INSPECTOR, A.CLOSURE_PROPOSED)):
        defect = do(defect, role, act)
    client = client_of(person(Role.CHIEF))

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("inspection:defect", args=[defect.pk]))

    assert len(queries) <= 10


def test_way_of_a_defect_on_its_page(client_of: SignIn) -> None:
    """Recorded, begun, proposed, confirmed: every form by the person whose turn it is."""
    institution = make_institution()
    officer, inspector, chief = (person(r) for r in (Role.OFFICER, Role.INSPECTOR, Role.CHIEF))
    form = {
        "id": str(uuid4()),
        "severity": "defect",
        "category": "finance",
        "source": "inspector",
        "title": "เงินสดขาดบัญชี",
        "facts": "ขาด ๑๐๐ บาท",
        "amount": "๑,๒๕๐.๕๐",
        "found_on": "29 ก.พ. 2567",
    }
    new = reverse("inspection:defect-new", args=[institution.registration_no])
    for _ in range(2):
        assert client_of(inspector).post(new, form).status_code == 302
    defect = Defect.objects.get()
    assert (defect.amount, defect.found_on) == (Decimal("1250.50"), date(2024, 2, 29))

    for who, act, version in (
        (officer, "begun", 1),
        (inspector, "closure_proposed", 2),
        (chief, "closed", 3),
    ):
        url = reverse("inspection:defect-act", args=[defect.pk, act])
        response = client_of(who).post(url, {"version": version, "reason": "ตามหลักฐาน"})
        assert response.status_code == 302

    defect.refresh_from_db()
    assert defect.place == Place.RESOLVED
    page = client_of(chief).get(reverse("inspection:defect", args=[defect.pk]))
    text = text_of(page.content)
    assert text.index("บันทึกสิ่งที่พบ") < text.index("เริ่มแก้ไข") < text.index("เสนอปิด")
    assert "เปิดใหม่" in text


def test_act_without_reason_is_shown_in_its_form(client_of: SignIn) -> None:
    defect = recent(1)
    url = reverse("inspection:defect-act", args=[defect.pk, "extended"])

    response = client_of(person(Role.CHIEF)).post(url, {"version": 1, "until": "30/9/2580"})

    assert response.status_code == 422
    assert "กรุณากรอก" in text_of(response.content)
    assert 'value="30/9/2580"' in response.content.decode()


def test_act_after_somebody_else_keeps_what_was_typed(client_of: SignIn) -> None:
    defect = recent(1)
    do(defect, Role.OFFICER, A.BEGUN)
    url = reverse("inspection:defect-act", args=[defect.pk, "referred"])

    response = client_of(person(Role.CHIEF)).post(url, {"version": 1, "reason": "ที่พิมพ์ไว้"})

    assert response.status_code == 409
    text = response.content.decode()
    assert "ที่พิมพ์ไว้" in text
    assert 'name="version" value="2"' in text
    assert DefectState.IN_PROGRESS.label in text


def test_act_that_is_not_possible_now_says_why(client_of: SignIn) -> None:
    defect = recent(1)
    url = reverse("inspection:defect-act", args=[defect.pk, "closed"])

    response = client_of(person(Role.CHIEF)).post(url, {"version": 1})

    assert response.status_code == 422
    assert "เพราะข้อบกพร่องอยู่ในสถานะ “ยังไม่เริ่มดำเนินการแก้ไข”" in text_of(response.content)


@pytest.mark.parametrize("act", ["found", "merged", "nonsense"])
def test_act_that_is_not_done_here_is_no_page(client_of: SignIn, act: str) -> None:
    url = reverse("inspection:defect-act", args=[recent(1).pk, act])

    assert client_of(person(Role.CHIEF)).post(url, {"version": 1}).status_code == 404


def test_hostile_text_is_shown_as_text(client_of: SignIn) -> None:
    institution = make_institution(name=f"สหกรณ์{HOSTILE}")
    defect = recent(
        1,
        institution=institution,
        title=HOSTILE,
        facts=HOSTILE,
        clause=HOSTILE,
        responsible=HOSTILE,
    )
    client = client_of(person(Role.CHIEF))
    url = reverse("inspection:defect-act", args=[defect.pk, "referred"])
    assert client.post(url, {"version": 1, "reason": HOSTILE}).status_code == 302
    pages = [
        reverse("inspection:defects"),
        reverse("inspection:defect", args=[defect.pk]),
        reverse("inspection:defect-merge", args=[defect.pk]),
        reverse("inspection:institution", args=[institution.registration_no]),
        reverse("inspection:overview"),
    ]
    for page in pages:
        html = client.get(page).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27;" in html


def test_merge_page_takes_the_duplicate_away(client_of: SignIn) -> None:
    kept = recent(3, title="เรื่องหลัก")
    twin = recent(2, institution=kept.institution, title="เรื่องซ้ำ")
    other = recent(2, title="ของแห่งอื่น")
    client, url = (
        client_of(person(Role.INSPECTOR)),
        reverse("inspection:defect-merge", args=[twin.pk]),
    )

    assert "ของแห่งอื่น" not in client.get(url).content.decode()
    refused = client.post(url, {"version": 1, "into": str(other.pk), "reason": "ซ้ำ"})
    assert refused.status_code == 422
    assert (
        client.post(url, {"version": 1, "into": str(kept.pk), "reason": "ซ้ำ"}).status_code == 302
    )

    twin.refresh_from_db()
    assert twin.merged_into == kept
    assert "เรื่องซ้ำ" not in board_text(client_of)


def test_institution_page_as_of_a_day(client_of: SignIn) -> None:
    institution = make_institution()
    make_defect(institution, found_on=date(2024, 3, 1))
    url = reverse("inspection:institution", args=[institution.registration_no])
    client = client_of(person(Role.INSPECTOR))

    before = text_of(client.get(f"{url}?as_of=29/2/2567").content)
    then = text_of(client.get(f"{url}?as_of=1/3/2567").content)

    assert "ปีงบประมาณ 2567 ณ 29 ก.พ. 2567 ไม่มีข้อบกพร่อง" in before
    assert "ยังไม่เริ่มดำเนินการแก้ไข" in then
    assert "บันทึกสิ่งที่พบ" in then


def test_overview_counts_ageing_amounts_closing_and_recurrence() -> None:
    today = date(2024, 9, 30)
    institution = make_institution()
    first = make_defect(
        institution, question="1", found_on=date(2024, 2, 1), today=today, amount=Decimal(100)
    )
    for role, act in (
        (Role.OFFICER, A.BEGUN),
        (Role.INSPECTOR, A.CLOSURE_PROPOSED),
        (Role.CHIEF, A.CLOSED),
    ):
        first = defect_act(
            actor=person(role),
            defect=first,
            act=act,
            version=first.version,
            reason="เหตุผล",
            today=date(2024, 2, 29),
        )
    make_defect(institution, question="1", found_on=date(2024, 3, 1), amount=Decimal(40))
    make_defect(institution, title="อื่น", found_on=today, today=today, clause="ข้อ 5")
    make_defect(institution, severity=Severity.OBSERVATION)

    shown = overview(person(Role.OFFICER), "", 2567, today)

    assert [bucket.count for bucket in shown.buckets] == [1, 0, 0, 1, 0, 0]
    (line,) = shown.categories
    assert (line.open, line.overdue, line.closed, line.recurring) == (2, 1, 1, 1)
    assert (line.amount, line.days, shown.median_days) == (Decimal(40), 28, 28)
    assert [(row.clause, row.open, row.overdue) for row in shown.clauses] == [("ข้อ 5", 1, 0)]
    assert [(row.code, row.open, row.overdue) for row in shown.offices] == [("50", 2, 1)]
    assert overview(person(Role.OFFICER, "51"), "", 2567, today).categories == []


def test_navigation_leads_to_the_board(client_of: SignIn) -> None:
    html = client_of(person(Role.INSPECTOR)).get(reverse("inspection:defects")).content.decode()

    assert f'<a href="{reverse("inspection:index")}" aria-current="page">ตรวจการ</a>' in html

"""Pages of the execution, as people meet them."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cpd_portal.core.models import OrgUnit, Submission, User
from strategy.choices import EntryKind
from strategy.entry import projects_to_report
from strategy.models import ProgressValue
from strategy.services import (
    progress_save,
    stored_progress,
)
from tests.strategy.conftest import Recorder
from tests.strategy.quarters import PNG, filled, measure, place_of

ClientOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
QUARTER = "/strategy/quarters/ict/2561/2/"
REPORT = "/strategy/projects/5.9/report/ict/2561/2/"


@pytest.fixture(autouse=True)
def media(settings: object, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


def test_overview_without_reports_says_no_report_and_no_money(
    client_of: ClientOf, officer: User
) -> None:
    html = client_of(officer).get("/strategy/overview/").content.decode()

    assert "ภาพรวมการดำเนินงานตามแผน" in html
    assert "ไม่มีรายงาน 10" in html
    assert "ยังไม่มีเงิน" in html
    assert "ถึงเป้าหมายร้อยละ 0" not in html


def test_overview_shows_approved_progress_and_money(
    client_of: ClientOf, officer: User, approved: Submission, record: Recorder
) -> None:
    record(EntryKind.ALLOCATION, "4000000", "จ 1")
    record(EntryKind.DISBURSEMENT, "1000000", "ขบ 1")

    html = client_of(officer).get("/strategy/overview/?year=2561&strategy=5").content.decode()

    assert "เบิกจ่ายร้อยละ 25.00" in html
    assert "1.00 จาก 4.00 ล้าน" in html
    assert "ยังไม่มีรายงานที่อนุมัติ" in html  # 5.10: the second division has not reported
    assert "ไตรมาสที่ 2" in html


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?q=ธนาคาร สหกรณ์", 1),
        ("?unit=rlo", 1),
        ("?strategy=6", 2),
        ("?status=done", 0),
        ("?status=no_report&year=2562", 12),
        ("?q=จรวด", 0),
    ],
)
def test_overview_filters(client_of: ClientOf, officer: User, query: str, shown: int) -> None:
    html = client_of(officer).get(f"/strategy/overview/{query}").content.decode()

    assert f"แสดง {shown} โครงการ" in html


def test_unknown_plan_is_not_found(client_of: ClientOf, officer: User) -> None:
    assert client_of(officer).get("/strategy/overview/?plan=2575").status_code == 404
    assert client_of(officer).get("/strategy/overview/?plan=abc").status_code == 404


def test_officer_types_a_quarter_and_sees_it(client_of: ClientOf, ict_officer: User) -> None:
    client = client_of(ict_officer)
    trained = measure("5.9", "3.6", "ร้อยละ").pk
    answer = client.post(
        REPORT, {"narrative": "อบรมแล้ว", f"value-{trained}": "๑๒.๕", f"seen-value-{trained}": ""}
    )

    assert (answer.status_code, answer["Location"]) == (302, QUARTER)
    html = client.get(QUARTER).content.decode()
    assert "ร้อยละ 12.5" in html
    assert "อบรมแล้ว" in html


def test_wrong_value_keeps_what_was_typed_and_names_the_field(
    client_of: ClientOf, ict_officer: User
) -> None:
    trained = measure("5.9", "3.6", "ร้อยละ").pk
    answer = client_of(ict_officer).post(REPORT, {f"value-{trained}": "120"})

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "ร้อยละของกลุ่มเป้าหมายต้องไม่เกิน 100" in html
    assert f'href="#id_value-{trained}"' in html
    assert 'value="120"' in html
    assert not ProgressValue.objects.exists()


def test_second_person_sees_both_values_and_may_still_save(
    client_of: ClientOf, ict_officer: User, ict_chief: User
) -> None:
    trained = f"value-{measure('5.9', '3.6', 'ร้อยละ').pk}"
    client_of(ict_officer).post(REPORT, {trained: "10"})
    second = client_of(ict_chief)

    answer = second.post(REPORT, {trained: "15"})

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "มีผู้บันทึกค่าอื่นหลังจากที่เปิดหน้านี้" in html
    assert f'<input type="hidden" name="seen-{trained}" value="10"' in html
    assert f'name="{trained}" value="15"' in html
    assert second.post(REPORT, {trained: "15", f"seen-{trained}": "10"}).status_code == 302
    assert ProgressValue.objects.get().value == 15


def test_evidence_is_attached_taken_and_withdrawn(client_of: ClientOf, ict_officer: User) -> None:
    client = client_of(ict_officer)
    refused = client.post(f"{REPORT}evidence/", {"file": SimpleUploadedFile("ก.exe", b"MZ")})
    assert refused.status_code == 422
    assert "รับเฉพาะแฟ้ม PDF, JPEG หรือ PNG" in refused.content.decode()

    client.post(f"{REPORT}evidence/", {"file": SimpleUploadedFile("ภาพ.png", PNG)})
    html = client.get(REPORT).content.decode()
    address = html.split('href="/strategy/evidence/')[1].split('"')[0]
    taken = client.get(f"/strategy/evidence/{address}")
    assert b"".join(taken) == PNG
    assert taken["X-Content-Type-Options"] == "nosniff"

    client.post(f"/strategy/evidence/{address}withdraw/")
    assert "ยังไม่มีแฟ้มหลักฐาน" in client.get(REPORT).content.decode()


def test_sending_too_early_says_what_is_missing(client_of: ClientOf, ict_officer: User) -> None:
    client = client_of(ict_officer)

    answer = client.post(f"{QUARTER}submit/", follow=True)

    assert "ยังส่งไม่ได้: ยังไม่บันทึกผลการดำเนินงานของโครงการ 5.1, 5.2, 5.3" in answer.content.decode()


def test_whole_way_on_the_pages(
    client_of: ClientOf, ict_officer: User, ict_chief: User, planner: User, ict: OrgUnit
) -> None:
    for project in projects_to_report(ict, 2561):
        place = place_of(project.code)
        progress_save(
            actor=ict_officer, place=place, entered=filled(place), seen=stored_progress(place)
        )

    def seen(client: Client) -> str:
        return client.get(QUARTER).content.decode().split('name="seen" value="')[1].split('"')[0]

    officer, chief, planning = (client_of(one) for one in (ict_officer, ict_chief, planner))
    officer.post(f"{QUARTER}submit/")
    chief.post(f"{QUARTER}verify/", {"seen": seen(chief)})
    planning.post(f"{QUARTER}return/", {"reason": "5.9 ขาดหลักฐาน"})
    assert "เหตุผล: “5.9 ขาดหลักฐาน”" in officer.get(QUARTER).content.decode()
    officer.post(f"{QUARTER}submit/")
    stale = chief.post(f"{QUARTER}verify/", {"seen": "2020-01-01T00:00:00+00:00"}, follow=True)
    assert "มีการแก้ไขหลังจากที่เปิดดู: โครงการ 5.1" in stale.content.decode()
    chief.post(f"{QUARTER}verify/", {"seen": seen(chief)})
    planning.post(f"{QUARTER}approve/", {"seen": seen(planning)})

    assert Submission.objects.get(office=ict).state == "approved"
    assert "อนุมัติแล้ว" in officer.get("/strategy/board/?mine=on").content.decode()


def test_another_office_may_look_but_not_type(client_of: ClientOf, officer: User) -> None:
    client = client_of(officer)

    assert client.get(REPORT).status_code == 404
    assert client.get("/strategy/board/").status_code == 200

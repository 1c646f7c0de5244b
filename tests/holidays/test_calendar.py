"""The calendar as versioned figures: shipped, typed, uploaded; and the deadlines that follow."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cpd_portal.core.choices import Role
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.selectors import version_in_force
from cpd_portal.core.figures.services import RejectedFigures, figures_propose, figures_sign
from cpd_portal.core.holidays.content import HOLIDAYS_CODE
from cpd_portal.core.holidays.figures import HOLIDAYS, content_of
from cpd_portal.core.holidays.loading import load_holidays
from cpd_portal.core.holidays.selectors import holiday_year, holidays
from cpd_portal.core.models import User
from inspection.choices import Category, OnHoliday, Severity
from inspection.defect_policies import defect_policies
from inspection.figures.defect_policies import POLICIES
from inspection.rules.plans import spread
from tests.conftest import UserMaker
from tests.core.test_audit import events_of
from tests.inspection.figures import signed

pytestmark = pytest.mark.django_db
URL = "/holidays/2569/"
LINES = "3/3/2569 วันมาฆบูชา\n๑ มิถุนายน ๒๕๖๙ ชดเชยวันวิสาขบูชา"
FIELDS = {"kind": "movable", "source": "มติคณะรัฐมนตรี (ทดสอบ)"}
ClientOf = Callable[[User], Client]


@pytest.fixture
def keeper(make_user: UserMaker) -> User:
    return make_user(Role.ADMINISTRATOR)


@pytest.fixture
def planner(make_user: UserMaker) -> User:
    return make_user(Role.PLANNER)


def _held(year: int = 2569) -> dict[date, str]:
    version = version_in_force(HOLIDAYS_CODE, year)
    assert version is not None
    return {row.day: row.title for row in content_of(version.content).holidays}


def test_shipped_year_holds_the_fixed_days_unverified() -> None:
    shown = holiday_year(2569)

    assert [line.holiday.day for line in shown.lines][:2] == [
        date(2025, 10, 13),
        date(2025, 10, 23),
    ]
    assert date(2026, 4, 13) in holidays()
    assert shown.current is not None
    assert (shown.decided, shown.current.verified, shown.current.signed_by) == (0, False, None)


def test_loading_again_makes_no_new_version() -> None:
    assert not load_holidays().changed


def test_typed_days_wait_for_another_persons_signature(
    keeper: User, planner: User, client_of: ClientOf
) -> None:
    response = client_of(keeper).post(URL, {**FIELDS, "lines": LINES, "removed": "2025-10-23"})

    proposal = FigureVersion.objects.get(set_code=HOLIDAYS_CODE, fiscal_year=2569, number=2)
    assert response["Location"] == reverse("figures:version", args=[proposal.pk])
    assert date(2026, 3, 3) not in holidays()
    assert events_of(FigureVersion, proposal.pk)[0]["action"] == "core.figures.proposed"
    figures_sign(actor=planner, version=proposal)
    held = _held()
    assert (held[date(2026, 3, 3)], held[date(2026, 6, 1)]) == ("วันมาฆบูชา", "ชดเชยวันวิสาขบูชา")
    assert date(2025, 10, 23) not in holidays()
    assert holiday_year(2569).decided == 2


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"lines": ""}, "พิมพ์วันที่จะเพิ่ม หรือเลือกวันที่จะถอนออก"),
        ({"lines": "3/3/2570 วันมาฆบูชา"}, "บรรทัดที่ 1: 3 มีนาคม 2570 ไม่อยู่ในปีงบประมาณ 2569"),
        ({"lines": "3/3/2569"}, "บรรทัดที่ 1: ชื่อวันหยุดต้องมีและยาวไม่เกิน 120 ตัวอักษร"),
        ({"lines": "\n31/2/2569 ก"}, "บรรทัดที่ 2: ไม่มีวันที่ 31 กุมภาพันธ์ พ.ศ. 2569 (ค.ศ. 2026)"),
        ({"lines": "13/4/2569 ก"}, "13 เมษายน 2569 มีอยู่แล้ว"),
        ({"lines": "3/3/2569 ก\n3/3/2569 ข"}, "3 มีนาคม 2569 มีอยู่แล้ว"),
        ({"removed": "2026-03-03"}, "วันที่จะถอนไม่มีในรุ่นที่ใช้อยู่แล้ว กรุณาเปิดดูรุ่นล่าสุด"),
        ({"lines": LINES, "source": ""}, "กรุณาระบุมติหรือประกาศที่เป็นที่มา"),
    ],
)
def test_wrong_lines_are_refused_with_their_reason(
    keeper: User, client_of: ClientOf, data: dict[str, str], message: str
) -> None:
    response = client_of(keeper).post(URL, {**FIELDS, **data})

    assert response.status_code == 422
    assert message in response.content.decode().replace("\u00a0", " ")
    assert FigureVersion.objects.filter(set_code=HOLIDAYS_CODE, fiscal_year=2569).count() == 1


def test_a_second_proposal_is_refused_while_one_waits(keeper: User, client_of: ClientOf) -> None:
    client = client_of(keeper)
    client.post(URL, {**FIELDS, "lines": LINES})

    response = client.post(URL, {**FIELDS, "lines": "2/3/2569 วันหยุดพิเศษ"})

    assert response.status_code == 422
    assert "มีข้อเสนออื่นของชุดนี้รอลงนามอยู่" in response.content.decode()


def _csv(*rows: str) -> SimpleUploadedFile:
    text = "\n".join(["วันที่,ชื่อวันหยุด,ที่มาของวันหยุด,ยืนยันแล้ว", *rows])
    return SimpleUploadedFile("วันหยุด.csv", text.encode("utf-8-sig"))


def test_csv_of_the_whole_year_is_proposed(keeper: User) -> None:
    upload = _csv(
        "13/4/2569,วันสงกรานต์,วันเดียวกันทุกปี,ใช่", "2026-03-03,วันมาฆบูชา,ตามปฏิทินจันทรคติหรือประกาศ,ใช่"
    )

    made = figures_propose(
        actor=keeper, figures=HOLIDAYS, fiscal_year=2569, upload=upload, source="ทดสอบ"
    )

    assert [row.day for row in content_of(made.content).holidays] == [
        date(2026, 3, 3),
        date(2026, 4, 13),
    ]
    assert made.verified


def test_wrong_csv_names_row_and_column(keeper: User) -> None:
    upload = _csv(
        "13/4/2569,วันสงกรานต์,วันเดียวกันทุกปี,ใช่",
        "13/4/2569,วันสงกรานต์,วันเดียวกันทุกปี,ใช่",
        "1/10/2569,ปีถัดไป,วันเดียวกันทุกปี,ใช่",
        "วันจันทร์,อะไร,ไม่รู้,ใช่",
    )

    with pytest.raises(RejectedFigures) as rejected:
        figures_propose(
            actor=keeper, figures=HOLIDAYS, fiscal_year=2569, upload=upload, source="ทดสอบ"
        )

    found = [(row.row, row.column, row.message) for row in rejected.value.findings]
    assert (3, "วันที่", "มีวันนี้อยู่แล้วในแถวก่อนหน้า") in found
    assert (4, "วันที่", "ไม่อยู่ในปีงบประมาณ 2569") in found
    assert (5, "ที่มาของวันหยุด", "ไม่รู้จักค่านี้") in found
    assert any(row == 5 and column == "วันที่" for row, column, _ in found)


def test_deadline_of_a_defect_moves_over_holidays_only_where_the_policy_says_so() -> None:
    before = defect_policies()
    days = before.days_for(Severity.DEFECT, Category.FRAUD)
    found_on = date.fromordinal(date(2026, 4, 13).toordinal() - days)
    assert before.due_on(found_on, Severity.DEFECT, Category.FRAUD) == date(2026, 4, 13)

    signed(
        POLICIES, lambda content: content["terms"].update(on_holiday=OnHoliday.NEXT_WORKING_DAY)
    )

    assert defect_policies().due_on(found_on, Severity.DEFECT, Category.FRAUD) == date(2026, 4, 16)


def test_visits_are_not_planned_on_holidays() -> None:
    days = spread(date(2026, 4, 10), date(2026, 4, 17), 8, holidays())

    assert sorted(set(days)) == [date(2026, 4, 10), date(2026, 4, 16), date(2026, 4, 17)]


def test_year_without_a_calendar_does_not_exist(keeper: User, client_of: ClientOf) -> None:
    assert client_of(keeper).get("/holidays/2400/").status_code == 404

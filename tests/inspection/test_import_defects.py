"""Defects of earlier years from a spreadsheet: new rows, duplicates, every error at once."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from coops.choices import DefectStatus
from coops.models import Institution
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.imports.choices import ImportState, Level
from cpd_portal.core.imports.registry import ImportForm, import_form
from cpd_portal.core.imports.services import import_check, import_confirm
from cpd_portal.core.imports.workbooks import template
from cpd_portal.core.models import Import, OrgUnit, User
from inspection.choices import DefectAct, DefectState
from inspection.imports.defects import DEFECTS_IMPORT, IN_PORTAL, NATIONAL_DEFECTS_IMPORT
from inspection.models import Defect
from inspection.selectors.status import institution_status
from tests.conftest import UserMaker
from tests.coops.pages import SignIn, text_of
from tests.coops.rows import make_institution
from tests.coops.workbooks import upload, workbook
from tests.core.test_audit import events_of
from tests.inspection.rows import FOUND_ON, make_defect, person

pytestmark = pytest.mark.django_db
YEAR = 2567


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def planner(make_user: UserMaker) -> User:
    return make_user(Role.PLANNER)


def line(institution: Institution, **cells: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "registration_no": institution.registration_no,
        "name": institution.name,
        "severity": "ข้อบกพร่อง",
        "category": "การเงิน",
        "source": "ผู้สอบบัญชี",
        "title": "เงินสดขาดบัญชี",
        "facts": "นับได้น้อยกว่าบัญชี",
        "found_on": "1/3/2567",
        "state": "ยังไม่เริ่มดำเนินการแก้ไข",
    }
    return {**values, **cells}


def check_rows(
    actor: User, *rows: dict[str, Any], form: ImportForm = DEFECTS_IMPORT, unit: str = "50"
) -> Import:
    office = OrgUnit.objects.get(code=unit)
    (sheet,) = form.sheets(office, YEAR)
    return import_check(
        actor=actor,
        form=form,
        office=office,
        fiscal_year=YEAR,
        upload=upload(workbook(sheet, rows), "ข้อบกพร่อง.xlsx"),
    )


def found(checked: Import) -> list[tuple[Any, ...]]:
    return [(f["row"], f["column"], f["value"], f["message"]) for f in checked.findings]


def test_rows_become_defects_with_the_steps_of_their_state(officer: User) -> None:
    institution = make_institution()
    checked = check_rows(
        officer,
        line(institution),
        line(institution, title="กำลังแก้", state="อยู่ระหว่างแก้ไข", due_on="30/6/2567"),
        line(
            institution,
            title="แก้แล้ว",
            state="แก้ไขแล้วเสร็จสมบูรณ์",
            closed_on="๑๕/๔/๒๕๖๗",
            amount="๑,๒๐๐.๕๐",
        ),
    )
    assert (checked.state, checked.created, found(checked)) == (ImportState.CHECKED, 3, [])

    import_confirm(actor=officer, checked=checked)

    rows = {row.title: row for row in Defect.objects.all()}
    open_one, begun, closed = rows["เงินสดขาดบัญชี"], rows["กำลังแก้"], rows["แก้แล้ว"]
    assert (open_one.found_on, open_one.due_on) == (FOUND_ON, date(2024, 4, 30))
    assert (open_one.recorded_by, open_one.office.code) == (officer, "50")
    assert (begun.state, begun.due_on) == (DefectState.IN_PROGRESS, date(2024, 6, 30))
    assert (closed.closed_on, closed.amount) == (date(2024, 4, 15), Decimal("1200.50"))
    assert list(closed.steps.values_list("act", "day", "state")) == [
        (DefectAct.FOUND, FOUND_ON, DefectState.NOT_STARTED),
        (DefectAct.CLOSED, date(2024, 4, 15), DefectState.RESOLVED),
    ]
    event = events_of(Defect, open_one.pk)[0]
    assert event["action"] == "inspection.defect.imported"
    assert event["reason"].startswith("นำเข้าจากแฟ้ม ข้อบกพร่อง.xlsx")
    assert institution_status(institution, date(2024, 9, 1)) == DefectStatus.NOT_STARTED


def test_every_error_of_a_file_is_told_at_once(officer: User) -> None:
    own, other = make_institution(name="สหกรณ์เอ"), make_institution("51")
    checked = check_rows(
        officer,
        line(own, registration_no=""),
        line(other),
        line(own, name="สหกรณ์บี"),
        line(own, severity="ร้ายแรง", source="", found_on="32/1/2567", amount="-5"),
        line(own, found_on="1/3/2599", state="แก้ไขแล้วเสร็จสมบูรณ์"),
        line(own, due_on="1/2/2567", closed_on="1/4/2567"),
        line(own, title="ย" * 201),
    )

    assert checked.state == ImportState.REJECTED
    told = {(row, column): message for row, column, _, message in found(checked)}
    assert told[2, "เลขทะเบียน"] == "ยังไม่ได้ใส่เลขทะเบียน"
    assert told[3, "เลขทะเบียน"] == "ไม่พบเลขทะเบียนนี้ในทะเบียนของสำนักงานสหกรณ์จังหวัดเชียงใหม่"
    assert told[4, "ชื่อ"] == "ในทะเบียนเลขนี้คือ “สหกรณ์เอ”"
    assert told[5, "ความรุนแรง"] == "ต้องเป็นค่าใดค่าหนึ่ง: ข้อบกพร่อง, ข้อสังเกต"
    assert told[5, "ผู้พบ"] == "กรุณากรอก"
    assert told[5, "จำนวนเงิน (บาท)"] == "จำนวนเงินต้องไม่ติดลบ"
    assert (5, "วันที่พบ") in told
    assert told[6, "วันที่พบ"] == "วันที่พบต้องไม่อยู่ในอนาคต"
    assert told[6, "วันที่แก้ไขแล้วเสร็จ"] == "สถานะนี้ต้องมีวันที่แก้ไขแล้วเสร็จ"
    assert told[7, "กำหนดแก้ไข"] == "กำหนดแก้ไขต้องไม่ก่อนวันที่พบ"
    assert told[7, "วันที่แก้ไขแล้วเสร็จ"] == "สถานะนี้ต้องไม่มีวันที่แก้ไขแล้วเสร็จ"
    assert told[8, "เรื่อง"] == "ยาวเกิน 200 ตัวอักษร"
    with pytest.raises(RuleViolation, match="แฟ้มนี้ยังมีข้อผิดพลาด"):
        import_confirm(actor=officer, checked=checked)
    assert not Defect.objects.exists()


def test_row_that_is_in_the_portal_is_left_out_with_a_warning(officer: User) -> None:
    institution = make_institution()
    make_defect(institution)
    checked = check_rows(
        officer, line(institution, title=" เงินสด\u200bขาดบัญชี "), line(institution, title="อีกเรื่อง")
    )

    assert found(checked) == [(2, "เรื่อง", "เงินสดขาดบัญชี", IN_PORTAL)]
    assert checked.findings[0]["level"] == Level.WARNING
    assert (checked.created, checked.unchanged) == (1, 1)
    import_confirm(actor=officer, checked=checked)
    assert Defect.objects.count() == 2


def test_row_twice_in_a_file_is_an_error(officer: User) -> None:
    institution = make_institution()
    checked = check_rows(officer, line(institution), line(institution))

    assert found(checked) == [
        (
            3,
            "เรื่อง",
            "เงินสดขาดบัญชี",
            "ซ้ำกับแถวที่ 2 (แห่งเดียวกัน วันที่พบและเรื่องเดียวกัน)",
        )
    ]


def test_defect_recorded_since_the_check_stops_the_import(officer: User) -> None:
    institution = make_institution()
    checked = check_rows(officer, line(institution), line(institution, title="อีกเรื่อง"))
    make_defect(institution)

    with pytest.raises(RuleViolation, match="มีผู้แก้ไขหลังจากตรวจแฟ้ม 1 แห่ง"):
        import_confirm(actor=officer, checked=checked)
    assert Defect.objects.count() == 1


def test_country_in_one_file_needs_the_office_of_every_row(planner: User) -> None:
    north, south = make_institution("50"), make_institution("51")
    wrong = check_rows(
        planner,
        line(north),
        line(south, office="50"),
        form=NATIONAL_DEFECTS_IMPORT,
        unit="cpd",
    )
    assert found(wrong) == [
        (2, "รหัสหน่วยงาน", "", "กรุณากรอก"),
        (
            3,
            "รหัสหน่วยงาน",
            "50",
            f"ในทะเบียนแห่งนี้อยู่ในหน่วยงาน 51 {south.office.short_name}",
        ),
    ]

    right = check_rows(
        planner,
        line(north, office="50"),
        line(south, office="51"),
        form=NATIONAL_DEFECTS_IMPORT,
        unit="cpd",
    )
    import_confirm(actor=planner, checked=right)
    assert set(Defect.objects.values_list("office__code", flat=True)) == {"50", "51"}


@pytest.mark.parametrize(("role", "unit"), [(Role.OFFICER, "51"), (Role.CHIEF, "51")])
def test_people_of_another_office_do_not_import(role: Role, unit: str) -> None:
    institution = make_institution()
    with pytest.raises(NotAllowed):
        check_rows(person(role, unit), line(institution))


def test_template_offers_the_words_and_the_page_opens(officer: User, client_of: SignIn) -> None:
    office = OrgUnit.objects.get(code="50")
    form = import_form("inspection.defects")
    (sheet,) = form.sheets(office, YEAR)
    offered = {column.key: column.choices for column in sheet.columns if column.choices}

    assert offered["severity"] == ("ข้อบกพร่อง", "ข้อสังเกต")
    assert len(template(sheet, form.prefilled(office, YEAR, sheet), form.about)) > 1_000
    page = client_of(officer).get(f"/coops/import/inspection.defects/50/{YEAR}/")
    assert "ข้อบกพร่องของสำนักงาน" in text_of(page.content)

"""Rows of the ledger from a spreadsheet: the rules of the ledger, cell by cell."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.imports.choices import ImportState
from cpd_portal.core.imports.services import import_confirm
from cpd_portal.core.models import Import, OrgUnit, User
from strategy.choices import EntryKind
from strategy.imports.ledger import IN_LEDGER
from strategy.models import LedgerEntry, Project
from strategy.selectors.money import balance, open_commitments
from tests.conftest import UserMaker
from tests.coops.pages import text_of
from tests.coops.workbooks import upload, workbook
from tests.strategy.conftest import Recorder
from tests.strategy.workbooks import book, check_book, found, sheets_of

pytestmark = pytest.mark.django_db
YEAR = 2561


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def line(kind: str, amount: Any, number: str, **more: Any) -> dict[str, Any]:
    return {
        "project": "5.9",
        "unit": "ict",
        "kind": kind,
        "occurred_on": "15/2/2561",
        "quarter": 2,
        "amount": amount,
        "category": "งบดำเนินงาน",
        "reference_no": number,
        **more,
    }


def check(
    actor: User, *lines: dict[str, Any], code: str = "strategy.ledger", unit: str = "cpd"
) -> Import:
    sheet = sheets_of(code, unit, YEAR)["entries"]
    return check_book(actor, code, unit, YEAR, book((sheet, lines)))


def test_rows_are_added_in_their_order_with_the_money_before_and_after(
    planner: User, ict: OrgUnit, inspection_it: Project
) -> None:
    checked = check(
        planner,
        line("จัดสรร", "5,000,000", "จ 1"),
        line("ผูกพัน", "3000000.50", "สัญญา 1", treasury_no="GF-1"),
        line("เบิกจ่าย", "๑,๐๐๐,๐๐๐.๒๕", "ขบ 1", commitment="สัญญา 1", detail="งวดแรก"),
    )

    assert (checked.state, checked.created) == (ImportState.CHECKED, 3)
    planned = checked.planned_rows.order_by("pk")
    assert [(row.before, row.after) for row in planned] == [
        ("0.00", "5,000,000.00"),
        ("5,000,000.00", "1,999,999.50"),
        ("1,999,999.50", "1,999,999.50"),
    ]
    assert not LedgerEntry.objects.exists()
    import_confirm(actor=planner, checked=checked)

    commitment = LedgerEntry.objects.get(reference_no="สัญญา 1")
    paid = LedgerEntry.objects.get(reference_no="ขบ 1")
    assert (paid.commitment, paid.quarter, paid.recorded_by) == (commitment, 2, planner)
    now = balance(inspection_it, ict.pk, YEAR)
    assert str(now.available) == "1999999.50"
    assert [str(left) for _, left in open_commitments(inspection_it, [ict.pk])] == ["2000000.25"]
    event = LedgerEntry.pgh_event_model.objects.filter(pgh_obj_id=paid.pk).get()  # type: ignore[attr-defined]
    assert event.pgh_context["action"] == "strategy.ledger.imported"
    assert "แฟ้ม.xlsx" in event.pgh_context["reason"]


def test_every_bad_cell_is_named_and_nothing_is_written(planner: User) -> None:
    checked = check(
        planner,
        line("จัดสรร", "100", "จ 1"),
        line("จัดสรร", "100", "จ 2", project="9.9"),
        line("จัดสรร", "100", "จ 3", occurred_on="15/2/2562"),
        line("จัดสรร", "100", "จ 4", quarter=3),
        line("จัดสรร", "-5", "จ 5"),
        line("จัดสรร", "1.005", "จ 6"),
        line("เบิกจ่าย", "100.01", "ขบ 1"),
        line("เบิกจ่าย", "10", "ขบ 2", commitment="สัญญา 9"),
        line("กันเงินไปปีถัดไป", "10", "กัน 1"),
        line("จัดสรร", "10", "จ 1"),
        line("จัดสรร", "10", "จ 7", unit="999", category="งบลับ", quarter=None),
    )

    assert found(checked) == [
        (3, "โครงการ", "9.9", "ไม่มีโครงการนี้ในแผนของปีงบประมาณ 2561"),
        (4, "วันที่", "15/2/2562", "วันที่ 15 ก.พ. 2562 อยู่ในปีงบประมาณ 2562 ไม่ใช่ 2561"),
        (5, "ไตรมาส", "3", "วันที่ 15 ก.พ. 2561 อยู่ในไตรมาสที่ 2 ของปี 2561 ไม่ใช่ 3"),
        (
            6,
            "จำนวนเงิน (บาท)",
            "-5",
            "จำนวนเงินต้องมากกว่าศูนย์ หากต้องการลดให้กลับรายการเดิม",
        ),
        (7, "จำนวนเงิน (บาท)", "1.005", "จำนวนเงินมีทศนิยมได้ไม่เกินสองตำแหน่ง"),
        (
            10,
            "รายการ",
            "กันเงินไปปีถัดไป",
            "กันเงินเหลื่อมปีให้ใช้การกันเงิน เพื่อให้ตัดจากปีเดิมและเพิ่มในปีถัดไปพร้อมกัน",
        ),
        (12, "ไตรมาส", "", "กรุณากรอก"),
        (12, "รหัสหน่วยงาน", "999", "ไม่รู้จักรหัสหน่วยงานนี้"),
        (
            12,
            "งบรายจ่าย",
            "งบลับ",
            "ต้องเป็นค่าใดค่าหนึ่ง: งบบุคลากร, งบดำเนินงาน, งบลงทุน, งบเงินอุดหนุน, งบรายจ่ายอื่น",
        ),
        (
            8,
            "จำนวนเงิน (บาท)",
            "100.01",
            "เบิกจ่ายเกินเงินที่มี: ได้รับ 100.00 บาท ผูกพันค้างจ่าย 0.00 บาท เบิกจ่ายแล้ว 0.00 บาท "
            "คงเหลือใช้ได้ 100.00 บาท ขอเบิกจ่าย 100.01 บาท เกิน 0.01 บาท",
        ),
        (
            9,
            "ชำระข้อผูกพันเลขที่",
            "สัญญา 9",
            "ไม่พบข้อผูกพันเลขที่ สัญญา 9 ของโครงการและหน่วยงานนี้ในปี 2561",
        ),
        (
            11,
            "เลขที่เอกสาร",
            "จ 1",
            "ซ้ำกับแถวที่ 2 (โครงการ หน่วยงาน รายการ และเลขที่เอกสารเดียวกัน)",
        ),
    ]
    assert checked.state == ImportState.REJECTED
    with pytest.raises(RuleViolation, match="ยังมีข้อผิดพลาด"):
        import_confirm(actor=planner, checked=checked)
    assert not LedgerEntry.objects.exists()


def test_row_in_the_ledger_is_left_out_and_one_with_another_amount_refused(
    planner: User, record: Recorder
) -> None:
    record(EntryKind.ALLOCATION, "100", "จ 1")
    record(EntryKind.ALLOCATION, "100", "จ 2")

    checked = check(planner, line("จัดสรร", "100", "จ 1"), line("จัดสรร", "101", "จ 2"))

    assert found(checked) == [
        (3, "เลขที่เอกสาร", "จ 2", "เลขที่เอกสาร จ 2 บันทึกเป็นรายการจัดสรรของปี 2561 แล้ว"),
        (2, "เลขที่เอกสาร", "จ 1", IN_LEDGER),
    ]
    assert checked.unchanged == 1


def test_money_spent_since_the_check_refuses_the_whole_file(
    planner: User, record: Recorder
) -> None:
    record(EntryKind.ALLOCATION, "100", "จ 1")
    checked = check(planner, line("เบิกจ่าย", "50", "ขบ 1"), line("เบิกจ่าย", "50", "ขบ 2"))
    record(EntryKind.DISBURSEMENT, "20", "ขบ 3")

    with pytest.raises(RuleViolation, match="1 แห่ง ได้แก่ โครงการ 5.9 เบิกจ่าย ขบ 2"):
        import_confirm(actor=planner, checked=checked)

    assert LedgerEntry.objects.count() == 2


def test_division_brings_its_own_spending_only(
    ict_officer: User, record: Recorder, make_user: UserMaker
) -> None:
    record(EntryKind.ALLOCATION, "100", "จ 1")
    refused = check(
        ict_officer,
        line("จัดสรร", "1", "จ 2"),
        line("เบิกจ่าย", "1", "ขบ 1", unit="agri"),
        code="strategy.ledger-unit",
        unit="ict",
    )
    good = check(
        ict_officer, line("เบิกจ่าย", "40", "ขบ 1"), code="strategy.ledger-unit", unit="ict"
    )

    assert [message for *_, message in found(refused)] == [
        "จัดสรรได้เฉพาะกองแผนงาน",
        "แฟ้มนี้เป็นของศูนย์เทคโนโลยีสารสนเทศและการสื่อสาร ใช้ได้เฉพาะรหัส ict",
    ]
    import_confirm(actor=ict_officer, checked=good)
    assert LedgerEntry.objects.get(reference_no="ขบ 1").recorded_by == ict_officer
    with pytest.raises(NotAllowed):
        check(make_user(Role.OFFICER, "agri"), code="strategy.ledger-unit", unit="ict")


def test_sheet_of_another_year_or_version_is_refused(planner: User) -> None:
    sheet = sheets_of("strategy.ledger", "cpd", 2562)["entries"]

    checked = check_book(
        planner, "strategy.ledger", "cpd", YEAR, workbook(sheet, [line("จัดสรร", "1", "จ 1")])
    )

    assert [message for *_, message in found(checked)] == [
        "แผ่นงานนี้เป็นแบบของรุ่นหรือปีอื่น กรุณารับแบบใหม่แล้วกรอกใน “รายการเงิน 2561 (แบบ 1)”"
    ]
    assert checked.state == ImportState.REJECTED


def test_page_offers_the_template_and_takes_the_file(client: Client, planner: User) -> None:
    client.force_login(planner)
    address = f"/coops/import/strategy.ledger/cpd/{YEAR}/"

    page = client.get(address)
    template = client.get(f"{address}template/entries/")
    content = book(
        (sheets_of("strategy.ledger", "cpd", YEAR)["entries"], [line("จัดสรร", "1", "จ 1")])
    )
    answer = client.post(address, {"file": upload(content)}, follow=True)

    assert "รายการเงิน 2561 (แบบ 1)" in text_of(page.content)
    assert template.status_code == 200
    assert "โครงการ 5.9 จัดสรร จ 1" in text_of(answer.content)
    assert "คงเหลือใช้ได้ (บาท)" in text_of(answer.content)

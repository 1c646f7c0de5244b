"""Project 5.9 in a second quarter: reported, returned, corrected, approved, printed."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Arrival
from tests.browser.steps import take_step
from tests.documents.pdf_reading import extracted

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]
QUARTER = "/strategy/quarters/ict/2564/2/"
REPORT = "/strategy/projects/5.9/report/ict/2564/2/"
TRAINED, SERVICED = "ตัวชี้วัดความสำเร็จ", "3.7 ดูแลและปรับปรุงประสิทธิภาพ"
REASON = "5.9 ร้อยละของผู้ตรวจการไม่ตรงกับหลักฐาน"


def _report(page: Page, trained: str, narrative: str) -> None:
    page.get_by_label(SERVICED).fill("๑")
    page.get_by_label(TRAINED).fill(trained)
    page.get_by_label("ผลการดำเนินงานสะสมถึงสิ้นไตรมาส").fill(narrative)
    page.get_by_role("button", name="บันทึก", exact=True).click()
    expect(page.locator("body")).to_contain_text("บันทึกผลโครงการ 5.9 แล้ว")


def _attach(page: Page, folder: Path) -> None:
    paper = folder / "รายชื่อผู้อบรม.pdf"
    paper.write_bytes(b"%PDF-1.4 names of the trained")
    page.get_by_label("แฟ้มหลักฐาน").set_input_files(paper)
    page.get_by_label("เป็นหลักฐานของ").fill("การอบรมผู้ตรวจการสหกรณ์")
    page.get_by_role("button", name="แนบแฟ้ม").click()
    expect(page.locator("#evidence")).to_contain_text("รายชื่อผู้อบรม.pdf")


def _status_of_2564(page: Page) -> Locator:
    """Of project 5.9 in the table of all projects."""
    row = page.locator("section:has(#projects) tr", has_text="IT เพื่อการตรวจการสหกรณ์")
    return row.locator("td[data-label='2564']")


def _project_sheet(page: Page, folder: Path) -> str:
    """The printed words without spaces: a line may break anywhere."""
    page.get_by_label("ตัวเลข").select_option(label="เลขอารบิก")
    page.get_by_role("button", name="ขอเอกสาร").click()
    link = page.get_by_role("link", name=re.compile("ดาวน์โหลด")).first
    link.wait_for(timeout=60_000)
    with page.expect_download() as download:
        link.click()
    target = folder / "5.9.pdf"
    download.value.save_as(target)
    return "".join(extracted(target).split())


def test_quarter_of_a_project_from_report_to_print(arrive: Arrival, tmp_path: Path) -> None:
    officer, chief, planner = arrive("officer-ict"), arrive("chief-ict"), arrive("planner")
    before = planner.visit("/strategy/overview/")
    expect(_status_of_2564(before)).to_be_visible()
    expect(_status_of_2564(before)).not_to_contain_text("ถึงเป้าหมาย")

    _report(officer.visit(REPORT), "12", "อบรมแล้วสองรุ่น")
    _attach(officer.visit(REPORT), tmp_path)
    take_step(officer.visit(QUARTER), "ส่งให้หัวหน้าตรวจทาน", "ยืนยันส่งรายงาน")
    take_step(chief.visit(QUARTER), "ตรวจทานแล้วถูกต้อง", "ยืนยันตรวจทานแล้ว")

    page = planner.visit(QUARTER)
    page.locator("summary", has_text="ส่งกลับให้แก้").click()
    page.get_by_label("เหตุผลที่ส่งกลับ").fill(REASON)
    page.get_by_role("button", name="ยืนยันส่งกลับ").click()
    expect(officer.visit(QUARTER).locator("main")).to_contain_text(f"เหตุผล: “{REASON}”")

    _report(officer.visit(REPORT), "๒๐", "อบรมครบร้อยละ 20 ตามหลักฐาน")
    take_step(officer.visit(QUARTER), "ส่งให้หัวหน้าตรวจทาน", "ยืนยันส่งรายงาน")
    take_step(chief.visit(QUARTER), "ตรวจทานแล้วถูกต้อง", "ยืนยันตรวจทานแล้ว")
    take_step(planner.visit(QUARTER), "อนุมัติและล็อกรายงาน", "ยืนยันอนุมัติ")
    expect(planner.page.locator("main .meta")).to_contain_text("อนุมัติแล้ว")

    expect(_status_of_2564(planner.visit("/strategy/overview/"))).to_contain_text("ถึงเป้าหมาย")
    expect(officer.visit(REPORT).locator("main")).to_contain_text("จึงแก้ไขไม่ได้")
    text = _project_sheet(planner.visit("/reports/new/strategy-project/?project=5.9"), tmp_path)
    assert "อบรมครบร้อยละ20ตามหลักฐาน" in text
    assert "หลักฐาน:รายชื่อผู้อบรม.pdf(การอบรมผู้ตรวจการสหกรณ์)" in text
    assert "ร้อยละ20ต่อปีร้อยละ20ร้อยละ20ถึงเป้าหมาย" in text

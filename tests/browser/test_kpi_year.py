"""The year of one KPI: plan, entry, return, verification, approval, seal, appeal."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrival

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]
KPI = "/kpis/2567/3/"
RESULT = f"{KPI}12m/"


def _tick_an_activity(page: Page) -> None:
    page.get_by_role("link", name="3. ").first.click()
    page.get_by_label("แล้วเสร็จเมื่อ").fill("๑๕/๒/๒๕๖๗")
    page.get_by_label("ผลการดำเนินการ").fill("จัดอบรมครบทุกพื้นที่")
    page.get_by_role("button", name="แล้วเสร็จ", exact=True).click()
    expect(page.locator("main")).to_contain_text("จัดอบรมครบทุกพื้นที่")


def _enter(page: Page, value: str) -> None:
    page.get_by_label("ผล (ร้อยละ)").fill(value)
    page.get_by_role("button", name="บันทึกผล").click()
    expect(page.locator("main")).to_contain_text("บันทึกผลตัวชี้วัดที่ 3 รอบ 12 เดือนแล้ว")


def _attach(page: Page, folder: Path) -> None:
    paper = folder / "รายงานผล.pdf"
    paper.write_bytes(b"%PDF-1.4 report of the year")
    page.get_by_label("เป็นหลักฐานเรื่อง").fill("รายงานผลทั้งปี")
    page.get_by_label("แฟ้ม", exact=True).set_input_files(paper)
    page.get_by_role("button", name="แนบหลักฐาน").click()
    expect(page.locator("main")).to_contain_text("รายงานผล.pdf")


def test_year_of_one_kpi_from_plan_to_appeal(arrive: Arrival, tmp_path: Path) -> None:
    officer, chief, planner = arrive("officer-agri"), arrive("chief-agri"), arrive("planner")

    _tick_an_activity(officer.visit(f"{KPI}plan/"))
    page = officer.visit(RESULT)
    _enter(page, "๖.๐๐")
    _attach(page, tmp_path)
    page.get_by_role("button", name="ส่งให้ตรวจทาน").click()
    expect(page.locator("main")).to_contain_text("ส่งแล้ว")

    page = chief.visit(RESULT)
    page.locator("summary", has_text="ส่งกลับให้แก้").click()
    page.get_by_label("เหตุผล", exact=True).fill("ตัวเลขไม่ตรงกับหนังสือ")
    page.get_by_role("button", name="ยืนยันส่งกลับ").click()

    page = officer.visit(RESULT)
    expect(page.locator("main")).to_contain_text("ตัวเลขไม่ตรงกับหนังสือ")
    _enter(page, "5.80")
    page.get_by_role("button", name="ส่งให้ตรวจทาน").click()

    page = chief.visit(RESULT)
    page.get_by_role("button", name="ยืนยันตรวจทาน").click()
    page = planner.visit(RESULT)
    page.get_by_role("button", name="อนุมัติผล").click()
    page = planner.visit("/kpis/2567/rounds/12m/")
    page.get_by_role("button", name="ปิดผนึก").click()
    expect(page.locator("main")).to_contain_text("ปิดผนึกผลรอบ 12 เดือนแล้ว 1 ตัวชี้วัด")

    page = officer.visit(RESULT)
    expect(page.locator("main")).to_contain_text("ปิดผนึกแล้ว")
    expect(page.get_by_role("button", name="บันทึกผล")).to_have_count(0)

    page = planner.visit(RESULT)
    page.locator("summary", has_text="เปิดให้แก้ไขตามอุทธรณ์").click()
    page.locator("[name=appeal-reason]").fill("หน่วยรับรองส่งข้อมูลเพิ่ม")
    page.get_by_role("button", name="ยืนยันเปิดให้แก้ไข").click()
    page = officer.visit(RESULT)
    _enter(page, "6.40")
    expect(page.locator("main")).to_contain_text("ผลเดิมก่อนอุทธรณ์")
    expect(page.locator("main")).to_contain_text("5.80")
    expect(page.locator("main")).to_contain_text("6.40")

"""The executive asks why an indicator is low, and ends at whom to help."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.accessibility import violations
from tests.browser.conftest import Arrival
from tests.browser.screens import problems_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]


def test_executive_finds_why_kpi_5_is_low_and_who_could_raise_it(arrive: Arrival) -> None:
    page = arrive("executive").visit("/")
    page.locator(".figs").get_by_role("link", name="ตัวชี้วัดที่ 5").click()

    page.get_by_role("link", name="ทำไมยังไม่ถึงชั้น 2").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("tbody tr").first).to_be_visible()
    page.go_back()

    page.get_by_role("link", name="ใครช่วยเพิ่มคะแนนได้").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ใครช่วยเพิ่มคะแนนตัวชี้วัดที่ 5")
    rows = page.get_by_role("table", name="แห่งที่ใกล้ถึงชั้น 2 และสิ่งที่ขาด").locator("tbody tr")
    expect(rows).to_have_count(10)
    expect(rows.first).to_contain_text("อีก")
    assert violations(page) == []
    assert list(problems_of(page)) == []

    rows.first.get_by_role("link").click()
    expect(page.locator("main")).to_contain_text("ชั้น 3")


def test_summary_is_copied_as_text(arrive: Arrival) -> None:
    visitor = arrive("executive")
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visitor.visit("/")
    page.locator("summary", has_text="ข้อความสรุปสำหรับส่งต่อ").click()

    page.get_by_role("button", name="คัดลอกข้อความ").click()

    expect(page.locator(".send-on [role=status]")).to_have_text("คัดลอกแล้ว")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("ภาพรวมปีงบประมาณ 2567 ทั้งประเทศ")
    assert "(มีข้อมูลตัวอย่าง ใช้อ้างอิงไม่ได้)" in copied


def test_whole_picture_is_printed_on_one_sheet_of_a3(arrive: Arrival, tmp_path: Path) -> None:
    page = arrive("executive").visit("/")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)

    page.pdf(path=tmp_path / "picture.pdf", prefer_css_page_size=True)

    (sheet,) = PdfReader(tmp_path / "picture.pdf").pages
    assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == (842, 1191)
    assert "แผนยุทธศาสตร์" in sheet.extract_text()

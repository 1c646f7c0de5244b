"""A fiscal year is opened by the administrator and signed by another; and taken back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrival

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]
YEAR = "/years/2568/"
SCORECARD = "/figures/set/kpis.scorecard/2568/"


def _open(page: Page) -> None:
    """From the person's menu to the button, with the dates as proposed."""
    page.locator("details.who > summary").click()
    page.get_by_role("link", name="เปิดปีงบประมาณ").click()
    page.get_by_role("link", name="เปิดปี 2568").click()
    expect(page.get_by_label("กำหนดส่งแบบความเข้มแข็ง")).to_have_value("31/10/2568")
    page.get_by_role("button", name="เปิดปี 2568").click()
    expect(page.locator(".messages")).to_contain_text("ยังเหลือ รอบบันทึกผลตัวชี้วัด")


def _sign_the_scorecard(page: Page) -> None:
    """As soon as the worker has counted what it changes."""
    page.get_by_role("link", name="รุ่นที่ 1").first.click()
    button = page.get_by_role("button", name="ลงนาม")
    expect(button).to_be_enabled(timeout=60_000)
    button.click()
    expect(page.locator(".messages")).to_contain_text("ลงนามแล้ว")


def _go_on(page: Page) -> None:
    """Once more while the worker still applies what was signed."""
    complete = page.get_by_text("เปิดปีงบประมาณ 2568 ครบทุกส่วนแล้ว")
    for _ in range(30):
        if complete.count():
            return
        page.get_by_role("button", name="เปิดต่อ").click()
        page.wait_for_timeout(1_000)
    expect(complete).to_be_visible()


def test_year_is_opened_used_and_taken_back(arrive: Arrival) -> None:
    administrator, executive = arrive("admin"), arrive("executive")
    _open(administrator.visit("/"))
    _sign_the_scorecard(executive.visit(SCORECARD))

    page = administrator.visit(YEAR)
    _go_on(page)
    expect(page.locator("main")).to_contain_text("เสร็จแล้ว 13 จาก 13 ส่วน")
    expect(page.get_by_role("button", name="เปิดต่อ")).to_have_count(0)

    officer = arrive("officer-50").visit("/")
    officer.locator("details.context > summary").click()
    expect(officer.get_by_label("ปีงบประมาณและรอบ")).to_contain_text("2568 · รอบ 12 เดือน")

    page.get_by_label("เหตุผลที่ยกเลิกการเปิดปี").fill("ทดสอบการยกเลิก")
    page.get_by_role("button", name="ยกเลิกการเปิดปี").click()
    expect(page.locator(".messages")).to_contain_text("ยกเลิกการเปิดปีงบประมาณ 2568 แล้ว")
    officer = arrive("officer-50").visit("/")
    officer.locator("details.context > summary").click()
    expect(officer.get_by_label("ปีงบประมาณและรอบ")).not_to_contain_text("2568")

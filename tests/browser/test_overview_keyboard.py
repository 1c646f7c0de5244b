"""The executive's way from the total to whom to help, without a mouse."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrival

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]
FAR = 200
WORDS_OF_FOCUS = """() => {
    const element = document.activeElement;
    return `${element.getAttribute("name") ?? ""} ${element.textContent.trim()}`.trim();
}"""
IS_SEEN = """() => {
    const style = getComputedStyle(document.activeElement);
    const box = document.activeElement.getBoundingClientRect();
    const marked = style.outlineStyle !== "none" || style.boxShadow !== "none";
    return marked && box.width > 0 && box.top >= 0 && box.bottom <= innerHeight;
}"""


def tab_to(page: Page, words: str) -> None:
    """Where the focus is can be seen at the way's end."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        if words in page.evaluate(WORDS_OF_FOCUS):
            assert is_seen(page), f"the focus on {words} is not seen"
            return
    raise AssertionError(f"no way by Tab to {words}")


def is_seen(page: Page) -> bool:
    """The page may still scroll to it."""
    for _ in range(20):
        if page.evaluate(IS_SEEN):
            return True
        page.wait_for_timeout(50)
    return False


def enter(page: Page) -> None:
    """On a link or in a form: the next page is there afterwards."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_executive_reaches_whom_to_help_by_keyboard_alone(arrive: Arrival) -> None:
    page = arrive("executive").visit("/")
    tab_to(page, "ข้ามไป")
    page.keyboard.press("Enter")
    tab_to(page, "as_of")
    page.keyboard.type("1/1/2699")
    enter(page)
    expect(page.locator("main")).to_contain_text("วันนี้ยังมาไม่ถึง เลือกวันที่ไม่เกินวันนี้")

    for words in ("ดูข้อมูลปัจจุบัน", "ตัวชี้วัดที่ 5", "ใครช่วยเพิ่มคะแนนได้"):
        tab_to(page, words)
        enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("ใครช่วยเพิ่มคะแนนตัวชี้วัดที่ 5")

    tab_to(page, "จำกัด")
    enter(page)
    expect(page.locator("main")).to_contain_text("ชั้น 3")

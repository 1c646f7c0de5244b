"""Offices run their own people: an officer on leave is replaced, and the acting one signs."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrival
from tests.days import in_days

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]
ORDER = "๑๒๓/๒๕๖๙"


def _typed(days: int = 0) -> str:
    day = in_days(days)
    return f"{day.day}/{day.month}/{day.year + 543}"


def _replace_on_leave(page: Page, away: str, by: str) -> None:
    """From the administrator's first page to the acting holder."""
    page.locator("details.who > summary").click()
    page.get_by_role("link", name="บัญชีและบทบาท").click()
    page.locator(f"a[href$='/of/{away}/']").first.click()
    page.get_by_role("link", name="ตั้งผู้ทำหน้าที่แทน").click()
    expect(page.get_by_label("แทนใคร")).to_have_value(away)
    page.get_by_label("ในบทบาท").select_option("chief")
    page.get_by_label("ผู้ทำหน้าที่แทน", exact=True).fill(by)
    page.get_by_label("ฐานะ").select_option(label="รักษาราชการแทน")
    page.get_by_label("คำสั่งเลขที่").fill(ORDER)
    page.get_by_label("คำสั่งลงวันที่").fill(_typed(-1))
    page.get_by_label("ตั้งแต่วันที่").fill(_typed())
    page.get_by_label("ถึงวันที่").fill(_typed(14))
    page.locator("main form button[type=submit]").last.click()


def test_acting_holder_signs_for_the_one_on_leave(arrive: Arrival) -> None:
    board = arrive("chief-agri").visit("/coops/entry/")
    sent = board.locator("tr", has_text="ส่งแล้ว").locator("button[name=office]").first
    office = sent.get_attribute("value")

    keeper = arrive(f"admin-{office}")
    _replace_on_leave(keeper.page, away=f"chief-{office}", by=f"inspector-{office}")
    expect(keeper.page.locator("main")).to_contain_text("รักษาราชการแทน สหกรณ์จังหวัด")
    expect(keeper.page.locator("main")).to_contain_text(f"ที่ {ORDER}")

    acting = arrive(f"inspector-{office}").visit("/coops/entry/")
    acting.locator("summary", has_text="ตรวจทานแล้วถูกต้อง").click()
    acting.locator("form[action*='/verify/'] button[type=submit]").click()

    expect(acting.locator("main")).to_contain_text("ตรวจทานแล้ว")
    expect(acting.locator("main")).to_contain_text(
        f"รักษาราชการแทน สหกรณ์จังหวัด{_province(keeper.page)} ตามคำสั่งที่ {ORDER}"
    )
    sent.click()
    expect(board.locator("main")).to_contain_text(f"ตามคำสั่งที่ {ORDER}")


def _province(page: Page) -> str:
    """As the office's name on the administrator's page says it."""
    return (
        page.locator("main .meta b, .meta b").first.inner_text().removeprefix("สำนักงานสหกรณ์จังหวัด")
    )


def test_key_is_added_and_opens_the_account_without_a_password(arrive: Arrival) -> None:
    """With a key that the browser's own test device plays; keys need a name, not an address."""
    visitor = arrive("inspector-51")
    page = visitor.page
    base = visitor.base.replace("127.0.0.1", "localhost")
    tool = page.context.new_cdp_session(page)
    tool.send("WebAuthn.enable")
    tool.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    password = visitor.password
    page.goto(f"{base}/accounts/login/")
    page.fill("[name=login]", "inspector-51")
    page.fill("[name=password]", password)
    page.get_by_role("button", name="เข้าสู่ระบบ", exact=True).click()
    page.goto(f"{base}/accounts/2fa/webauthn/add/")
    page.fill("[name=password]", password)
    page.get_by_role("button", name="ยืนยัน", exact=True).click()
    page.get_by_label("ชื่อกุญแจ").fill("คอมพิวเตอร์ของสำนักงาน")
    page.get_by_label("เข้าระบบด้วยกุญแจนี้ได้โดยไม่ต้องกรอกรหัสผ่าน").check()
    page.get_by_role("button", name="เพิ่มกุญแจ").click()
    expect(page.get_by_role("heading", name="รหัสสำรอง")).to_be_visible()

    page.goto(f"{base}/accounts/2fa/")
    page.get_by_role("button", name="ออกจากระบบ").click()
    page.goto(f"{base}/accounts/login/")
    page.get_by_role("button", name="เข้าด้วยกุญแจหรือลายนิ้วมือของเครื่อง").click()

    expect(page.locator("details.who > summary")).to_be_visible()
    page.goto(f"{base}/accounts/sessions/")
    expect(page.locator("main")).to_contain_text("อุปกรณ์นี้")

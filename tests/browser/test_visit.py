"""A visit with a network: planned by the chief, then made on the inspector's phone."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.conftest import Arrival
from tests.browser.screens import problems_of
from tests.browser.steps import sign, visit_planned

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]

# An office that no other browser test writes to.
OFFICE = "66"


def _photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (900, 600), "#b08850").save(out, "JPEG")
    return out.getvalue()


def _choose(page: Page, question: str, answer: str) -> None:
    """Taps, and waits for the card that the server gives back."""
    with page.expect_response("**/answer/"):
        page.locator(f"#q-{question} .seg-{answer}").first.click()
    expect(page.locator(f"#q-{question}-{answer}")).to_be_checked()


def test_visit_from_plan_to_signature_on_a_phone(arrive: Arrival) -> None:
    chief = arrive(f"chief-{OFFICE}")
    address = visit_planned(chief.page, chief.base)
    visitor = arrive(f"inspector-{OFFICE}", width=390)
    page = visitor.visit("/inspection/my/")
    page.locator(f".visit-line a[href='{address.removeprefix(chief.base)}']").click()
    page.get_by_role("button", name="เริ่มตรวจ").click()

    _choose(page, "1-1", "fine")
    _choose(page, "2-1", "problem")
    card = page.locator("#q-2-1")
    card.get_by_label("สิ่งที่พบ").first.fill("ขาด 500 บาท <b>")
    with page.expect_response("**/answer/"):
        card.get_by_label("สิ่งที่พบ").first.blur()
    card.get_by_role("button", name="บันทึกสิ่งที่พบ ข้อ 2.1").click()
    expect(page.locator("#q-2-1")).to_contain_text("กำหนดแก้ไข")

    card.locator("[name=file]").set_input_files(
        {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": _photo()}
    )
    card.get_by_role("button", name="ส่งหลักฐาน").click()
    picture = page.locator("#q-2-1 img.photo")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 900)
    expect(page.locator("main")).to_contain_text(re.compile("2 จาก 1[24] ข้อ"))
    assert list(problems_of(page)) == []
    assert violations(page) == []

    page.get_by_label("สรุปผลการตรวจ").fill("พบข้อบกพร่องหนึ่งข้อ")
    page.get_by_label("ชื่อผู้แทนที่ลงชื่อ").fill("นายสมชาย ใจดี")
    sign(page)
    page.get_by_role("button", name="ปิดการตรวจ").click()
    expect(page.locator("main")).to_contain_text("ปิดการตรวจแล้ว")
    expect(page.get_by_alt_text("ลายมือชื่อของนายสมชาย ใจดี")).to_be_visible()


def test_visit_is_answered_without_script(arrive: Arrival) -> None:
    chief = arrive(f"chief-{OFFICE}")
    address = visit_planned(chief.page, chief.base)
    visitor = arrive(f"inspector-{OFFICE}", width=390)
    cookies = visitor.page.context.cookies()
    browser = visitor.page.context.browser
    assert browser is not None
    plain = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    plain.add_cookies(cookies)  # type: ignore[arg-type]
    page = plain.new_page()
    page.goto(address)
    page.get_by_role("button", name="เริ่มตรวจ").click()
    page.locator("#q-1-2 .seg-fine").click()
    page.get_by_role("button", name="บันทึกข้อ 1.2").click()

    assert page.url.endswith("#q-1-2")
    expect(page.locator("#q-1-2-fine")).to_be_checked()
    plain.close()

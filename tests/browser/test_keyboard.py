"""The main jobs without a mouse: nothing is clicked, and the focus is seen at every stop."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import registrar
from tests.browser.conftest import Arrival, Visitor
from tests.browser.grid import point, saved
from tests.browser.keyboard import Keyboard
from tests.browser.steps import visit_planned

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]
# Offices that no other browser test writes to.
ENTRY, VISIT, CASE = "64", "67", "53"


def from_the_first_page(visitor: Visitor, *links: str) -> Keyboard:
    """Through links by their names; the first one stands in the main navigation."""
    page = visitor.visit("/")
    keys = Keyboard(page)
    first, *others = links
    keys.press(page.locator("nav").get_by_role("link", name=first, exact=True))
    for name in others:
        keys.press(page.locator("main").get_by_role("link", name=name).first)
    page.wait_for_load_state()
    return keys


def folded(page: Page, summary: str) -> Locator:
    return page.locator("details", has=page.locator("summary", has_text=summary)).first


def step_taken(keys: Keyboard, summary: str, confirm: str) -> None:
    """Opened, read, confirmed."""
    form = keys.open(folded(keys.page, summary))
    keys.press(form.get_by_role("button", name=confirm))


def test_link_past_the_frame_leads_to_the_content(arrive: Arrival) -> None:
    page = arrive("officer-50").visit("/")

    Keyboard(page).press(page.get_by_role("link", name="ข้ามไปเนื้อหา"))
    page.keyboard.press("Tab")

    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_officer_enters_a_cell_of_the_grid(arrive: Arrival) -> None:
    keys = from_the_first_page(arrive(f"officer-{ENTRY}"), "บันทึกและส่งข้อมูล", "กรอกเป็นตาราง")
    page = keys.page
    first, below = point(page, 0, "1.1"), point(page, 1, "1.1")

    keys.reach(first)
    page.keyboard.type("๑๑.๕")
    page.keyboard.press("Enter")
    expect(below).to_be_focused()
    saved(page)

    page.reload()
    expect(point(page, 0, "1.1")).to_have_value("11.5")


def test_chief_verifies_what_was_sent(arrive: Arrival) -> None:
    board = arrive("chief-agri").visit("/coops/entry/")
    sent = board.locator("tr", has_text="ส่งแล้ว").locator("button[name=office]").last
    office = sent.get_attribute("value")

    keys = from_the_first_page(arrive(f"chief-{office}"), "บันทึกและส่งข้อมูล")
    step_taken(keys, "ตรวจทานแล้วถูกต้อง", "ยืนยัน")

    expect(keys.page.locator("body")).to_contain_text("ตรวจทานแล้ว")
    expect(folded(keys.page, "ตรวจทานแล้วถูกต้อง")).to_have_count(0)


def test_planner_approves_a_quarter(arrive: Arrival) -> None:
    """The one that waits in the sample."""
    keys = from_the_first_page(arrive("planner"), "ยุทธศาสตร์และโครงการ", "การส่งรายงาน")
    page = keys.page
    keys.press(page.locator("main a[href='/strategy/quarters/agri/2564/2/']"))
    step_taken(keys, "อนุมัติและล็อกรายงาน", "ยืนยันอนุมัติ")

    expect(page.locator("main .meta")).to_contain_text("อนุมัติแล้ว")


def test_inspector_answers_and_records_a_defect(arrive: Arrival) -> None:
    chief = arrive(f"chief-{VISIT}")
    address = visit_planned(chief.page, chief.base)
    keys = from_the_first_page(arrive(f"inspector-{VISIT}"), "ตรวจการ", "วันนี้ของฉัน")
    page = keys.page
    keys.press(page.locator(f".visit-line a[href='{address.removeprefix(chief.base)}']"))
    keys.press(page.get_by_role("button", name="เริ่มตรวจ"))

    with page.expect_response("**/answer/"):
        keys.check(page.locator("#q-1-1-fine"))
    with page.expect_response("**/answer/"):
        keys.check(page.locator("#q-1-2-problem"))
    keys.type(page.locator("#q-1-2-note"), "สมุดเงินสดขาด 500 บาท")
    with page.expect_response("**/answer/"):
        page.keyboard.press("Tab")
    keys.press(page.get_by_role("button", name="บันทึกสิ่งที่พบ ข้อ 1.2"))

    expect(page.locator("#q-1-2")).to_contain_text("กำหนดแก้ไข")
    expect(page.locator("#q-1-1-fine")).to_be_checked()


def test_registrar_takes_a_case_from_its_opening_to_the_decision(arrive: Arrival) -> None:
    """The officer's papers and persons in between are prepared with the mouse."""
    who = registrar.people(arrive, CASE)
    number = registrar.first_cooperative(who.officer)
    defect = registrar.fraud_recorded(who.officer, number)
    page = who.chief.visit(defect)
    keys = Keyboard(page)

    keys.press(page.get_by_role("link", name="สำนวนนายทะเบียน"))
    keys.press(page.get_by_role("button", name="เปิดสำนวน"))
    page.wait_for_url("**/registrar/cases/*/")
    case = page.url.removeprefix(who.chief.base)
    registrar.given_to_the_officer(who.chief, case)
    registrar.prepared(who.officer, case)
    registrar.proposed_and_signed(who, case)

    page.goto(f"{who.chief.base}/")
    keys.press(page.locator(".bell"))
    keys.press(page.get_by_role("link", name=re.compile("^สำนวนรอความเห็นหรือการตัดสินของท่าน")).first)
    keys.press(page.locator("main").get_by_role("link", name="ความเห็น").first)
    form = keys.open(folded(page, "ตัดสิน"))
    keys.choose(form.locator("select[name=outcome]"), "exercise")
    keys.choose(form.locator("select[name=power_code]"), "22-1")
    keys.type(form.locator("[name=days]"), "60")
    keys.type(form.locator("[name=reason]"), "ข้อเท็จจริงฟังได้ตามรายงาน")
    keys.check(form.locator("[name=no_conflict]"))
    keys.press(form.get_by_role("button", name="ตัดสิน"))

    expect(page.locator("body")).to_contain_text("บันทึก “ตัดสิน” แล้ว")
    page.goto(f"{who.chief.base}{case}")
    expect(page.locator("main .meta")).to_contain_text("ตัดสินแล้ว ติดตามผล")

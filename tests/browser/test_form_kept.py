"""A plain form of a page that stayed open for too long, and an impatient hand."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from cpd_portal.embedded.portal import Portal
from tests.browser.conftest import Arrival, forget_answers

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]

OFFICE = "65"
ORDER = "/reports/new/institution-register/"


def long_form(page: Page, base: str) -> Page:
    page.clock.install()
    page.goto(f"{base}/coops/entry/{OFFICE}/2567/grid/?sheet=non_agricultural")
    page.goto(f"{base}{page.locator('tbody th a').first.get_attribute('href')}")
    return page


def test_typed_values_outlive_the_session_and_are_saved_after_signing_in(
    arrive: Arrival, portal: Portal
) -> None:
    officer = arrive(f"officer-{OFFICE}")
    page = long_form(officer.page, portal.url)
    address = page.url
    field = page.locator("form[data-entry] input[data-points]:not([readonly])").first
    field.fill("0.25")
    page.context.clear_cookies(name=re.compile("session"))
    page.clock.fast_forward("01:01")
    save = page.locator("form[data-entry] [type=submit]").first
    save.click()

    dialog = page.locator("#signin-again")
    expect(dialog).to_be_visible()
    expect(field).to_have_value("0.25")
    dialog.get_by_label("รหัสผ่าน").fill(portal.password)
    dialog.get_by_role("button", name="เข้าสู่ระบบ").click()
    expect(dialog).to_be_hidden()
    save.click()
    expect(page.locator("main .messages")).to_contain_text("แล้ว")
    page.goto(address)
    expect(field).to_have_value("0.25")
    forget_answers(officer, "401")


def test_form_stays_when_the_server_is_not_reached(arrive: Arrival, portal: Portal) -> None:
    officer = arrive(f"officer-{OFFICE}")
    page = long_form(officer.page, portal.url)
    field = page.locator("form[data-entry] input[data-points]:not([readonly])").first
    field.fill("0.75")
    page.context.set_offline(True)
    page.locator("form[data-entry] [type=submit]").first.click()
    expect(page.locator("#announcement")).to_contain_text("ค่าที่พิมพ์ยังอยู่ในหน้านี้")
    expect(field).to_have_value("0.75")
    page.context.set_offline(False)
    forget_answers(officer, "ERR_INTERNET_DISCONNECTED")


def test_second_click_sends_nothing(arrive: Arrival) -> None:
    officer = arrive(f"officer-{OFFICE}")
    page = officer.visit(ORDER)
    sent: list[str] = []

    def slowly(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(route.request.url)
            page.wait_for_timeout(300)
        route.continue_()

    page.route(f"**{ORDER}", slowly)
    page.locator("main form[method=post] [type=submit]").last.dblclick()
    expect(page).to_have_url(re.compile("/reports/mine/$"))
    assert len(sent) == 1

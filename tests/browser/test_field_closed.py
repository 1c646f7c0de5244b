"""The whole story of a day without a network: recorded, signed, the browser closed and opened
again, sent when the line is back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from cpd_portal.embedded.portal import Portal
from tests.browser.accessibility import violations
from tests.browser.conftest import Arrival
from tests.browser.field import (
    API,
    FIELD,
    all_sent,
    arrived_once,
    kept_on,
    open_visit,
    planned,
    record,
    send,
    sign_in_again,
    stored_for_offline,
)
from tests.browser.screens import CHROMIUM, QUIET, problems_of, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]
OFFICE = "57"


@contextmanager
def _phone(browser: Browser, folder: Path) -> Iterator[BrowserContext]:
    """A browser that keeps its profile on disk, as on a phone."""
    context = browser.browser_type.launch_persistent_context(
        str(folder),
        executable_path=CHROMIUM,
        args=QUIET,
        viewport={"width": 390, "height": 844},
        locale="th-TH",
    )
    context.set_default_timeout(20_000)
    yield context
    context.close()


def _sign_and_close(page: Page) -> None:
    page.get_by_label("ผู้แทนของสหกรณ์").fill("นายสมชาย <i>ใจดี</i>")
    page.get_by_label("สรุปผลการตรวจ").fill("พบข้อบกพร่องสองข้อ")
    canvas = page.locator(".signature canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 30, steps=6)
    page.mouse.up()
    page.get_by_role("button", name="บันทึกและปิดการตรวจ").click()
    expect(page.locator("[data-signed]")).to_contain_text("รอส่ง")


def test_visit_recorded_offline_survives_a_closed_browser_and_arrives_once(
    arrive: Arrival, browser: Browser, portal: Portal, tmp_path: Path
) -> None:
    visit = planned(arrive, OFFICE)
    with _phone(browser, tmp_path) as context:
        page = context.pages[0]
        sign_in(page, portal.url, f"inspector-{OFFICE}", portal.password)
        page.goto(f"{portal.url}{FIELD}")
        stored_for_offline(page)
        context.set_offline(True)
        page.reload()
        record(page, visit)
        expect(page.locator("[data-line]")).to_contain_text("ไม่มีสัญญาณ บันทึกในเครื่องแล้ว")
        _sign_and_close(page)
        assert list(problems_of(page)) == []
        assert violations(page) == []
        before = kept_on(page)
    assert len(before["photos"]) == 6
    assert all(row["here"] for row in before["photos"])

    with _phone(browser, tmp_path) as context:
        context.set_offline(True)
        page = context.pages[0]
        page.goto(f"{portal.url}{FIELD}")
        expect(page.locator("[data-queue]")).not_to_have_attribute("data-queue", "0")
        assert kept_on(page) == before
        context.set_offline(False)
        sign_in_again(page, portal.password)
        all_sent(page)
        arrived_once(page, visit, before["photos"])
        stored = send(page, "GET", f"{API}visits/{visit}/")
        assert stored["state"] == "finished"
        assert stored["representative"] == "นายสมชาย <i>ใจดี</i>"
        page.goto(f"{portal.url}/inspection/visits/{visit}/")
        expect(page.get_by_alt_text("ลายมือชื่อของนายสมชาย <i>ใจดี</i>")).to_be_visible()


def test_nearly_full_device_warns_before_the_next_photo(arrive: Arrival) -> None:
    visit = planned(arrive, OFFICE)
    visitor = arrive(f"inspector-{OFFICE}", width=390)
    visitor.page.add_init_script(
        "navigator.storage.estimate = async () => ({ usage: 91_000_000, quota: 100_000_000 })"
    )
    page = visitor.visit(FIELD)
    stored_for_offline(page)
    open_visit(page, visit)
    expect(page.locator("[data-storage]")).to_have_text(
        "พื้นที่เก็บในเครื่องใช้ไปแล้ว 91% ส่งรายการที่ค้างก่อนถ่ายภาพเพิ่ม"
    )

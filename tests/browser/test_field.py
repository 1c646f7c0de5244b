"""The inspector's phone: without a network, over a bad line, sent twice, session expired."""

from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Arrival, forget_answers
from tests.browser.field import (
    API,
    all_sent,
    answer,
    arrived,
    arrived_once,
    at_first,
    done_but_unheard,
    every,
    kept_on,
    open_visit,
    record,
    send,
    sign_in_again,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]


def test_line_that_drops_in_mid_upload_loses_and_doubles_nothing(arrive: Arrival) -> None:
    visitor, visit = arrived(arrive, "58")
    page, context = visitor.page, visitor.page.context
    context.set_offline(True)
    photos = record(page, visit)
    context.route(f"**{API}uploads/**", every(4, done_but_unheard))
    context.route(f"**{API}attachments/", every(2, done_but_unheard))
    context.route(f"**{API}visits/*/attachments/", at_first(lambda route: route.abort()))
    context.route(f"**{API}visits/*/defects/", at_first(done_but_unheard))
    context.route(f"**{API}visits/*/", every(2, lambda route: route.abort()))
    context.set_offline(False)
    for _ in range(40):
        page.evaluate("window.portalInspection.sync.run()")
        page.wait_for_timeout(300)
        kept = kept_on(page)
        assert all(row["confirmed"] or row["here"] for row in kept["photos"])
        if not kept["queue"]:
            break
    context.unroute_all()
    page.evaluate("window.portalInspection.sync.run()")
    all_sent(page)
    arrived_once(page, visit, photos)
    forget_answers(visitor, "ERR_", "Failed to load resource")


def test_everything_sent_twice_is_stored_once(arrive: Arrival) -> None:
    visitor, visit = arrived(arrive, "60")
    page, context = visitor.page, visitor.page.context
    context.set_offline(True)
    photos = record(page, visit)

    def twice(route: Route) -> None:
        route.fetch()
        route.continue_()

    context.route(f"**{API}**", twice)
    context.set_offline(False)
    all_sent(page)
    context.unroute_all()
    arrived_once(page, visit, photos)
    forget_answers(visitor, "ERR_INTERNET_DISCONNECTED", "Failed to load resource")


def test_expired_session_keeps_everything_until_the_person_signs_in(
    arrive: Arrival, portal: Any
) -> None:
    visitor, visit = arrived(arrive, "63")
    page, context = visitor.page, visitor.page.context
    context.set_offline(True)
    photos = record(page, visit)
    context.clear_cookies(name="sessionid")
    context.set_offline(False)
    expect(page.locator("#signin-again")).to_be_visible()
    assert kept_on(page)["photos"] == photos
    sign_in_again(page, portal.password)
    all_sent(page)
    arrived_once(page, visit, photos)
    forget_answers(visitor, "ERR_INTERNET_DISCONNECTED", "Failed to load resource")


def test_visit_closed_on_the_server_shows_both_versions(arrive: Arrival) -> None:
    visitor, visit = arrived(arrive, "52")
    page, context = visitor.page, visitor.page.context
    context.set_offline(True)
    open_visit(page, visit)
    answer(page, 0, "ปกติ")
    page.get_by_label("ผู้แทนของสหกรณ์").fill("นายในเครื่อง")
    page.get_by_label("สรุปผลการตรวจ").fill("สรุปในเครื่อง")
    page.get_by_role("button", name="บันทึกและปิดการตรวจ").click()
    expect(page.get_by_text("บันทึกการปิดในเครื่องแล้ว รอส่ง")).to_be_visible()

    other = arrive("inspector-52").visit("/")
    now = datetime.now(UTC).isoformat()
    send(other, "PATCH", f"{API}visits/{visit}/", {"state": "started", "started_at": now})
    later = datetime.now(UTC).isoformat()
    end = {"finished_at": later, "representative": "นายในระบบ", "summary": "สรุปในระบบ"}
    send(other, "PATCH", f"{API}visits/{visit}/", {"state": "finished", **end})
    context.set_offline(False)
    both = page.locator("[data-item=finish] [data-both]")
    expect(both).to_contain_text("สรุปในเครื่อง")
    expect(both).to_contain_text("สรุปในระบบ")
    forget_answers(visitor, "ERR_INTERNET_DISCONNECTED", "Failed to load resource")


def test_long_offline_is_locked_and_wiping_asks(arrive: Arrival) -> None:
    visitor, visit = arrived(arrive, "54")
    page, context = visitor.page, visitor.page.context
    context.set_offline(True)
    open_visit(page, visit)
    answer(page, 0, "ปกติ")
    expect(page.locator("[data-queue='2']")).to_be_visible()
    page.evaluate(
        """async () => {
            const { store } = window.portalInspection;
            const kept = await store.read("kept", "pack");
            await store.put("kept", { ...kept, seenAt: kept.seenAt - 1000 * 3600 * 1000 });
        }"""
    )
    page.reload()
    expect(page.get_by_role("heading", name="ต้องเข้าสู่ระบบอีกครั้ง")).to_be_visible()
    assert page.locator("[data-question]").count() == 0
    page.get_by_role("button", name="ลบข้อมูลในเครื่อง").click()
    dialog = page.locator("#wipe")
    expect(dialog).to_contain_text("ยังมี 2 รายการที่ยังไม่ได้ส่ง")
    dialog.get_by_role("button", name="ลบ", exact=True).click()
    assert len(kept_on(page)["queue"]) == 2
    dialog.get_by_label("ลบรายการที่ยังไม่ได้ส่งด้วย").check()
    dialog.get_by_role("button", name="ลบ", exact=True).click()
    expect(dialog).to_be_hidden()
    page.wait_for_function("indexedDB.databases().then((rows) => rows.length >= 0)")
    expect(page.locator("[data-queue='0']")).to_be_visible()
    forget_answers(visitor, "ERR_INTERNET_DISCONNECTED", "Failed to load resource")

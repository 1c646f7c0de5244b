"""The inspector's phone: without a network, over a bad line, sent twice, session expired."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.browser.accessibility import violations
from tests.browser.conftest import Arrival, Visitor, forget_answers
from tests.browser.screens import problems_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]

FIELD = "/inspection/field/"
API = "/api/v1/inspection/"
Json = dict[str, Any]

SEND = """async ([method, path, body, headers]) => {
    const token = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? "";
    const answer = await fetch(path, { method, body: body && JSON.stringify(body), headers: {
        "Content-Type": "application/json", "X-CSRFToken": token, ...headers } });
    return answer.json();
}"""
# Everything that this device keeps, with the hash of the bytes of every photo.
KEPT = """async () => {
    const { store } = window.portalInspection;
    const rows = await store.all("photos");
    return {
        queue: (await store.queue()).map((item) => [item.kind, item.state]),
        photos: rows.map(({ key, sha256, bytes, confirmed }) =>
            ({ key, sha256, here: Boolean(bytes), confirmed: Boolean(confirmed) })),
    };
}"""


def _send(page: Page, method: str, path: str, body: Json | None = None) -> Json:
    answer: Json = page.evaluate(SEND, [method, path, body, {"If-Match": "*"}])
    return answer


def _kept(page: Page) -> Json:
    kept: Json = page.evaluate(KEPT)
    return kept


def _photo(number: int) -> Json:
    out = BytesIO()
    Image.effect_noise((1400, 1000), 90 + number).convert("RGB").save(out, "JPEG", quality=90)
    return {"name": f"ภาพ {number}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def _planned(arrive: Arrival, office: str) -> str:
    """A new visit of that office's inspector; its key."""
    page = arrive(f"chief-{office}").visit("/")
    listed = _send(page, "GET", f"/api/v1/coops/institutions/?office={office}&page_size=1")
    body = {
        "id": str(uuid4()),
        "institution": listed["results"][0]["registration_no"],
        "planned_on": datetime.now(UTC).date().isoformat(),
        "inspectors": [f"inspector-{office}"],
    }
    return str(_send(page, "POST", f"{API}visits/", body)["id"])


def _arrived(arrive: Arrival, office: str) -> tuple[Visitor, str]:
    """On the phone with the pack stored and the page kept by its worker."""
    visit = _planned(arrive, office)
    visitor = arrive(f"inspector-{office}", width=390)
    page = visitor.visit(FIELD)
    expect(page.locator("[data-visits]")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("caches.match('/inspection/field/').then(Boolean)")
    return visitor, visit


def _open(page: Page, visit: str) -> None:
    page.locator(f"a[href='#visit/{visit}']").click()
    expect(page.locator("[data-question]").first).to_be_visible()


def _answer(page: Page, index: int, words: str) -> Any:
    question = page.locator("[data-question]").nth(index)
    question.get_by_role("radio", name=words).check()
    expect(question.locator(".seg").first.locator("input:checked")).to_have_count(1)
    return question


def _finding(page: Page, index: int, note: str, photos: int) -> None:
    question = _answer(page, index, "พบปัญหา")
    question.get_by_label("สิ่งที่พบ").fill(note)
    question.get_by_role("button", name="บันทึกสิ่งที่ตรวจพบ").click()
    expect(question.locator("[data-defect]")).to_be_visible()
    files = [_photo(index * 10 + number) for number in range(photos)]
    question.locator("input[type=file]").set_input_files(files)
    expect(question.locator("figure img")).to_have_count(photos)


def _record(page: Page, visit: str) -> list[Json]:
    """Five photos and two findings; what the device then keeps of the photos."""
    _open(page, visit)
    _answer(page, 0, "ปกติ")
    _finding(page, 1, "<b>เงินสด</b> ขาด 48,500 บาท", 3)
    _finding(page, 2, "ใบยืมไม่ครบ", 2)
    photos: list[Json] = _kept(page)["photos"]
    assert len(photos) == 5
    return photos


def _all_sent(page: Page) -> None:
    expect(page.locator("[data-queue='0']")).to_be_visible(timeout=60_000)


def _arrived_once(page: Page, visit: str, photos: list[Json]) -> None:
    """On the server exactly what was recorded, with the hashes of the device."""
    stored = _send(page, "GET", f"{API}visits/{visit}/")
    assert sorted((row["id"], row["sha256"]) for row in stored["attachments"]) == sorted(
        (photo["key"], photo["sha256"]) for photo in photos
    )
    assert [row["answer"] for row in stored["answers"]] == ["fine", "problem", "problem"]
    pack = _send(page, "GET", f"{API}daypack/")
    defects = pack["institutions"][stored["institution"]]["open_defects"]
    assert len([row for row in defects if row["found_on"] >= stored["planned_on"]]) == 2
    kept = _kept(page)
    assert kept["queue"] == []
    assert [(row["confirmed"], row["here"]) for row in kept["photos"]] == [(True, False)] * 5


def test_visit_recorded_offline_survives_a_closed_page_and_arrives_once(arrive: Arrival) -> None:
    visitor, visit = _arrived(arrive, "57")
    page, context = visitor.page, visitor.page.context
    context.set_offline(True)
    page.reload()
    photos = _record(page, visit)
    expect(page.locator("[data-line]")).to_contain_text("ไม่มีสัญญาณ บันทึกในเครื่องแล้ว")
    assert list(problems_of(page)) == []
    assert violations(page) == []
    assert all(photo["here"] for photo in photos)

    page.close()
    visitor.page = context.new_page()
    page = visitor.visit(FIELD)
    expect(page.locator("[data-queue]")).not_to_have_attribute("data-queue", "0")
    assert _kept(page)["photos"] == photos
    context.set_offline(False)
    _all_sent(page)
    _arrived_once(page, visit, photos)
    forget_answers(visitor, "ERR_INTERNET_DISCONNECTED", "Failed to load resource")


def _every(times: int, answer: Callable[[Route], None]) -> Callable[[Route], None]:
    """Every so many requests something else happens."""
    count = 0

    def handle(route: Route) -> None:
        nonlocal count
        count += 1
        if count % times == 0:
            answer(route)
        else:
            route.continue_()

    return handle


def _done_but_unheard(route: Route) -> None:
    """The server does it, the answer is lost."""
    route.fetch()
    route.abort()


def test_line_that_drops_in_mid_upload_loses_and_doubles_nothing(arrive: Arrival) -> None:
    visitor, visit = _arrived(arrive, "58")
    page, context = visitor.page, visitor.page.context
    context.set_offline(True)
    photos = _record(page, visit)
    context.route(f"**{API}uploads/**", _every(4, _done_but_unheard))
    context.route(f"**{API}attachments/", _every(2, _done_but_unheard))
    context.route(f"**{API}visits/*/", _every(2, lambda route: route.abort()))
    context.set_offline(False)
    for _ in range(40):
        page.evaluate("window.portalInspection.sync.run()")
        page.wait_for_timeout(300)
        kept = _kept(page)
        assert all(row["confirmed"] or row["here"] for row in kept["photos"])
        if not kept["queue"]:
            break
    context.unroute_all()
    page.evaluate("window.portalInspection.sync.run()")
    _all_sent(page)
    _arrived_once(page, visit, photos)
    forget_answers(visitor, "ERR_", "Failed to load resource")


def test_everything_sent_twice_is_stored_once(arrive: Arrival) -> None:
    visitor, visit = _arrived(arrive, "60")
    page, context = visitor.page, visitor.page.context
    context.set_offline(True)
    photos = _record(page, visit)

    def twice(route: Route) -> None:
        route.fetch()
        route.continue_()

    context.route(f"**{API}**", twice)
    context.set_offline(False)
    _all_sent(page)
    context.unroute_all()
    _arrived_once(page, visit, photos)
    forget_answers(visitor, "ERR_INTERNET_DISCONNECTED", "Failed to load resource")


def test_expired_session_keeps_everything_until_the_person_signs_in(
    arrive: Arrival, portal: Any
) -> None:
    visitor, visit = _arrived(arrive, "63")
    page, context = visitor.page, visitor.page.context
    context.set_offline(True)
    photos = _record(page, visit)
    context.clear_cookies(name="sessionid")
    context.set_offline(False)
    dialog = page.locator("#signin-again")
    expect(dialog).to_be_visible()
    assert _kept(page)["photos"] == photos
    dialog.get_by_label("รหัสผ่าน").fill(portal.password)
    dialog.get_by_role("button", name="เข้าสู่ระบบ").click()
    _all_sent(page)
    _arrived_once(page, visit, photos)
    forget_answers(visitor, "ERR_INTERNET_DISCONNECTED", "Failed to load resource")


def test_visit_closed_on_the_server_shows_both_versions(arrive: Arrival) -> None:
    visitor, visit = _arrived(arrive, "52")
    page, context = visitor.page, visitor.page.context
    context.set_offline(True)
    _open(page, visit)
    _answer(page, 0, "ปกติ")
    page.get_by_label("ผู้แทนของสหกรณ์").fill("นายในเครื่อง")
    page.get_by_label("สรุปผลการตรวจ").fill("สรุปในเครื่อง")
    page.get_by_role("button", name="บันทึกและปิดการตรวจ").click()
    expect(page.get_by_text("บันทึกการปิดในเครื่องแล้ว รอส่ง")).to_be_visible()

    other = arrive("inspector-52").visit("/")
    now = datetime.now(UTC).isoformat()
    _send(other, "PATCH", f"{API}visits/{visit}/", {"state": "started", "started_at": now})
    later = datetime.now(UTC).isoformat()
    end = {"finished_at": later, "representative": "นายในระบบ", "summary": "สรุปในระบบ"}
    _send(other, "PATCH", f"{API}visits/{visit}/", {"state": "finished", **end})
    context.set_offline(False)
    both = page.locator("[data-item=finish] [data-both]")
    expect(both).to_contain_text("สรุปในเครื่อง")
    expect(both).to_contain_text("สรุปในระบบ")
    forget_answers(visitor, "ERR_INTERNET_DISCONNECTED", "Failed to load resource")


def test_long_offline_is_locked_and_wiping_asks(arrive: Arrival) -> None:
    visitor, visit = _arrived(arrive, "54")
    page, context = visitor.page, visitor.page.context
    context.set_offline(True)
    _open(page, visit)
    _answer(page, 0, "ปกติ")
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
    assert len(_kept(page)["queue"]) == 2
    dialog.get_by_label("ลบรายการที่ยังไม่ได้ส่งด้วย").check()
    dialog.get_by_role("button", name="ลบ", exact=True).click()
    expect(dialog).to_be_hidden()
    page.wait_for_function("indexedDB.databases().then((rows) => rows.length >= 0)")
    expect(page.locator("[data-queue='0']")).to_be_visible()
    forget_answers(visitor, "ERR_INTERNET_DISCONNECTED", "Failed to load resource")

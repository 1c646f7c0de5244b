"""What the stories of the inspector's phone do: plan, open, record, send, look at the server."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import uuid4

from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Arrival, Visitor

FIELD = "/inspection/field/"
API = "/api/v1/inspection/"
Json = dict[str, Any]

TEXT_OF = "(path) => fetch(path).then((answer) => answer.text())"
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


def send(page: Page, method: str, path: str, body: Json | None = None) -> Json:
    told: Json = page.evaluate(SEND, [method, path, body, {"If-Match": "*"}])
    return told


def kept_on(page: Page) -> Json:
    kept: Json = page.evaluate(KEPT)
    return kept


def photo(number: int) -> Json:
    out = BytesIO()
    Image.effect_noise((1400, 1000), 12 + number).convert("RGB").save(out, "JPEG", quality=70)
    return {"name": f"ภาพ {number}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def planned(arrive: Arrival, office: str) -> str:
    """A new visit of that office's inspector; its key."""
    page = arrive(f"chief-{office}").visit("/")
    listed = send(page, "GET", f"/api/v1/coops/institutions/?office={office}&page_size=1")
    body = {
        "id": str(uuid4()),
        "institution": listed["results"][0]["registration_no"],
        "planned_on": datetime.now(UTC).date().isoformat(),
        "inspectors": [f"inspector-{office}"],
    }
    return str(send(page, "POST", f"{API}visits/", body)["id"])


def arrived(arrive: Arrival, office: str) -> tuple[Visitor, str]:
    """On the phone, ready for a day without a network."""
    visit = planned(arrive, office)
    visitor = arrive(f"inspector-{office}", width=390)
    stored_for_offline(visitor.visit(FIELD))
    return visitor, visit


def stored_for_offline(page: Page) -> None:
    """With the pack stored and the page kept by its worker."""
    expect(page.locator("[data-visits]")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("caches.match('/inspection/field/').then(Boolean)")


def open_visit(page: Page, visit: str) -> None:
    page.locator(f"a[href='#visit/{visit}']").click()
    expect(page.locator("[data-question]").first).to_be_visible()


def answer(page: Page, index: int, words: str) -> Any:
    question = page.locator("[data-question]").nth(index)
    question.get_by_role("radio", name=words).check()
    expect(question.locator(".seg").first.locator("input:checked")).to_have_count(1)
    return question


def finding(page: Page, index: int, note: str, photos: int) -> None:
    question = answer(page, index, "พบปัญหา")
    question.get_by_label("สิ่งที่พบ").fill(note)
    question.get_by_role("button", name="บันทึกสิ่งที่ตรวจพบ").click()
    expect(question.locator("[data-defect]")).to_be_visible()
    files = [photo(index * 10 + number) for number in range(photos)]
    question.locator("input[type=file]").set_input_files(files)
    expect(question.locator("figure img")).to_have_count(photos)


def record(page: Page, visit: str) -> list[Json]:
    """Five photos and two findings; what the device then keeps of the photos."""
    open_visit(page, visit)
    answer(page, 0, "ปกติ")
    finding(page, 1, "<b>เงินสด</b> ขาด 48,500 บาท", 3)
    finding(page, 2, "ใบยืมไม่ครบ", 2)
    photos: list[Json] = kept_on(page)["photos"]
    assert len(photos) == 5
    return photos


def sign_in_again(page: Page, password: str) -> None:
    dialog = page.locator("#signin-again")
    expect(dialog).to_be_visible()
    dialog.get_by_label("รหัสผ่าน").fill(password)
    dialog.get_by_role("button", name="เข้าสู่ระบบ").click()


def all_sent(page: Page) -> None:
    expect(page.locator("[data-queue='0']")).to_be_visible(timeout=60_000)


def arrived_once(page: Page, visit: str, photos: list[Json]) -> None:
    """On the server exactly what was recorded, with the hashes of the device."""
    stored = send(page, "GET", f"{API}visits/{visit}/")
    assert sorted((row["id"], row["sha256"]) for row in stored["attachments"]) == sorted(
        (row["key"], row["sha256"]) for row in photos
    )
    assert [row["answer"] for row in stored["answers"]] == ["fine", "problem", "problem"]
    shown = page.evaluate(TEXT_OF, f"/inspection/visits/{visit}/")
    assert len(set(re.findall(r"/inspection/defects/([0-9a-f-]{36})/", shown))) == 2
    kept = kept_on(page)
    assert kept["queue"] == []
    states = {(row["confirmed"], row["here"]) for row in kept["photos"]}
    assert states == {(True, False)}


def every(times: int, happen: Callable[[Route], None]) -> Callable[[Route], None]:
    """Every so many requests something else happens."""
    count = 0

    def handle(route: Route) -> None:
        nonlocal count
        count += 1
        if count % times == 0:
            happen(route)
        else:
            route.continue_()

    return handle


def at_first(happen: Callable[[Route], None]) -> Callable[[Route], None]:
    """To the first request something else happens."""
    waiting = [happen]

    def handle(route: Route) -> None:
        if waiting:
            waiting.pop()(route)
        else:
            route.continue_()

    return handle


def done_but_unheard(route: Route) -> None:
    """The server does it, the answer is lost."""
    route.fetch()
    route.abort()

"""What goes wrong while the phone sends: a killed server, a defect that changed meanwhile."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from cpd_portal.embedded.portal import Portal
from tests.browser.conftest import Arrival, forget_answers
from tests.browser.field import API, all_sent, arrived, arrived_once, kept_on, record, send

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]

ACT = """async ([path, values]) => {
    const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
    const form = new FormData();
    for (const [name, value] of Object.entries(values)) form.append(name, value);
    const headers = { "X-CSRFToken": token };
    const answer = await fetch(path, { method: "POST", body: form, headers });
    return [answer.status, answer.url];
}"""


def _below(pid: int) -> Iterator[int]:
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield int(child)
        yield from _below(int(child))


def _kill_web_workers(portal: Portal) -> int:
    """Every process that answers requests, not the one that starts them anew."""
    serving = [
        pid
        for pid in _below(portal.process.pid)
        if b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]
    workers = [pid for pid in serving if not any(other in serving for other in _below(pid))]
    for pid in workers:
        os.kill(pid, signal.SIGKILL)
    return len(workers)


def test_server_killed_in_mid_sync_loses_and_doubles_nothing(
    arrive: Arrival, portal: Portal
) -> None:
    visitor, visit = arrived(arrive, "65")
    page, context = visitor.page, visitor.page.context
    context.set_offline(True)
    photos = record(page, visit)
    killed: list[int] = []

    def kill_once(route: Route) -> None:
        if not killed:
            killed.append(_kill_web_workers(portal))
        route.continue_()

    context.route(f"**{API}visits/*/attachments/", kill_once)
    context.set_offline(False)
    all_sent(page)
    context.unroute_all()
    assert killed[0] > 0
    arrived_once(page, visit, photos)
    forget_answers(visitor, "ERR_", "Failed to load resource")


def test_defect_changed_on_the_server_meanwhile_keeps_both_the_change_and_the_finding(
    arrive: Arrival,
) -> None:
    visitor, visit = arrived(arrive, "66")
    page, context = visitor.page, visitor.page.context
    context.set_offline(True)
    photos = record(page, visit)
    found: list[dict[str, Any]] = []
    changed: list[str] = []

    def unheard_until_changed(route: Route) -> None:
        if not found:
            found.extend(route.fetch().json()["defects"])
        if changed:
            route.continue_()
        else:
            route.abort()

    context.route(f"**{API}visits/*/defects/", unheard_until_changed)
    with page.expect_event("requestfailed", lambda asked: asked.url.endswith("/defects/")):
        context.set_offline(False)
    _extend(arrive("chief-66").visit("/"), found[0]["id"])
    changed.append(found[0]["id"])
    page.evaluate("window.portalInspection.sync.run()")
    all_sent(page)
    context.unroute_all()
    arrived_once(page, visit, photos)
    assert kept_on(page)["queue"] == []
    page.goto(f"{page.url.split('/inspection')[0]}/inspection/defects/{found[0]['id']}/")
    expect(page.locator("main")).to_contain_text("รอผลสอบบัญชี")
    assert send(page, "GET", f"{API}visits/{visit}/")["answers"]
    forget_answers(visitor, "ERR_", "Failed to load resource")


def _extend(page: Page, defect: str) -> None:
    path = f"/inspection/defects/{defect}/extended/"
    values = {"version": "1", "reason": "รอผลสอบบัญชี", "until": "31/12/2570"}
    status, address = page.evaluate(ACT, [path, values])
    assert (status, address.endswith(f"/inspection/defects/{defect}/")) == (200, True)

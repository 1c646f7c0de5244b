"""A session that ends while a long form is filled in, and two clicks on a button, in Chromium."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import quote

from playwright.sync_api import Page, expect, sync_playwright

from coops.models import Assessment
from cpd_portal.core.documents.models import Document
from faults import entry
from faults.outcome import Outcome
from faults.stage import PASSWORD, Stage

CHROMIUM = "/usr/bin/chromium"
VALUES = ("0.25", "0.5", "0.75")
REPORT = "/reports/new/institution-register/"


@dataclass(frozen=True)
class Visit:
    """What the browser is sent to; it runs apart, for Django refuses to read under its loop."""

    base: str
    username: str
    path: str


def expired(stage: Stage) -> Outcome:
    typist = entry.typists(stage.server, 1, skip=13)[0]
    row = Assessment.objects.select_related("institution").get(pk=typist.row)
    path = f"/coops/{quote(row.institution.registration_no, safe='')}/{entry.YEAR}/assess/"
    base = f"http://{stage.server.host}:{stage.server.port}"
    before = Document.objects.count()
    with ThreadPoolExecutor(1) as apart:
        visit = Visit(base, typist.person.username, path)
        codes, kept, seconds = apart.submit(_in_browser, visit).result()
    row.refresh_from_db()
    stored = sum(float(row.points[code]) == float(VALUES[at]) for at, code in enumerate(codes))
    ordered = Document.objects.count() - before
    note = (
        f"{kept} of {len(VALUES)} typed values still in the form when it asked to sign in, "
        f"{stored} stored after it; a report ordered with a double click: {ordered}"
    )
    lost = 2 * len(VALUES) - kept - stored + int(ordered == 0)
    return Outcome(lost, max(ordered - 1, 0), seconds, note)


def _in_browser(visit: Visit) -> tuple[list[str], int, float]:
    """The codes of the typed indicators, how many values were kept, and until they were saved."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(locale="th-TH").new_page()
        page.set_default_timeout(30_000)
        page.goto(f"{visit.base}/accounts/login/")
        _sign_in(page, visit.username)
        found = _save_without_session(page, visit)
        page.goto(f"{visit.base}{REPORT}")
        page.locator("main form[method=post] [type=submit]").last.dblclick()
        expect(page).to_have_url(re.compile("/reports/mine/$"))
        browser.close()
    return found


def _save_without_session(page: Page, visit: Visit) -> tuple[list[str], int, float]:
    page.clock.install()
    page.goto(f"{visit.base}{visit.path}")
    fields = page.locator("form[data-entry] input[data-points]:not([readonly])")
    names = [str(fields.nth(at).get_attribute("name")) for at in range(len(VALUES))]
    for at, value in enumerate(VALUES):
        fields.nth(at).fill(value)
    page.context.clear_cookies(name=re.compile("session"))
    page.clock.fast_forward("01:01")
    save = page.locator("form[data-entry] [type=submit]").first
    start = time.monotonic()
    save.click()
    dialog = page.locator("#signin-again")
    expect(dialog).to_be_visible()
    kept = sum(fields.nth(at).input_value() == value for at, value in enumerate(VALUES))
    dialog.locator("[name=password]").fill(PASSWORD)
    dialog.locator("[type=submit]").click()
    expect(dialog).to_be_hidden()
    save.click()
    expect(page.locator("main .messages")).to_contain_text("แล้ว")
    return [_code(name) for name in names], kept, time.monotonic() - start


def _sign_in(page: Page, username: str) -> None:
    page.fill("[name=login]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("main [type=submit]")
    expect(page.locator("main [name=password]")).to_have_count(0)


def _code(name: str) -> str:
    """The indicator of a field's name."""
    return ".".join(re.findall(r"\d+", name))

"""What the main pages weigh and how soon they stand, in a slow browser behind a slow line.

python -m cpd_portal.embedded disposable -- python -m benchmarks.page_weight

Writes build/page_weight.json. Line and processor are those of Lighthouse's mobile profile:
1.6 Mbit/s with 150 ms, the processor four times slower than this machine's.
"""

import json
import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import django
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    ViewportSize,
    sync_playwright,
)

from benchmarks.databases import PROJECT, environment_for
from benchmarks.servers import PEOPLE, Ask, serving

TARGET = PROJECT / "build" / "page_weight.json"
FRONTED = "benchmarks.fronted.wsgi"
CHROMIUM, OPTIONS = "/usr/bin/chromium", ["--no-sandbox", "--disable-gpu", "--no-first-run"]
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 0.75e6 / 8,
}
SLOWER = 4
ROUNDS, PATIENCE_MS, QUIET_MS = 3, 180_000, 1_000
OFFICE = "50"
PHONE, DESK, HEIGHT = 390, 1440, 844
BOUNDS = {"first_kb": 300.0, "later_kb": 80.0, "lcp_s": 2.0, "cls": 0.05, "inp_ms": 200.0}
STANDS = "seen.lcp > 0 && document.fonts.status === 'loaded'"
WATCH = """
window.seen = {lcp: 0, cls: 0, inp: 0};
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) seen.lcp = entry.startTime;
}).observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.cls += entry.value;
}).observe({type: "layout-shift", buffered: true});
new PerformanceObserver(list => {
  for (const entry of list.getEntries())
    if (entry.interactionId) seen.inp = Math.max(seen.inp, entry.duration);
}).observe({type: "event", durationThreshold: 16, buffered: true});
"""


@dataclass(frozen=True)
class Seen:
    """Of one page; `inp_ms` is the slowest answer to what was pressed and typed."""

    first_kb: float
    later_kb: float
    lcp_s: float
    cls: float
    inp_ms: float

    @property
    def missed(self) -> list[str]:
        return [name for name, value in asdict(self).items() if value > BOUNDS[name]]


@dataclass(frozen=True)
class Visit:
    """Where somebody looks (nobody signed in without `cookie`), and what is done there. Points are
    typed at a desk."""

    path: str
    cookie: str
    act: Callable[[Page], None]
    width: int = PHONE

    @property
    def ask(self) -> Ask:
        return Ask(self.path, {"Cookie": self.cookie} if self.cookie else {})


class Scales:
    """Counts what came over the line, in bytes, headers and all."""

    def __init__(self, context: BrowserContext) -> None:
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.bytes = 0.0
        line = context.new_cdp_session(self.page)
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", LINE)
        line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        line.on("Network.loadingFinished", self._weigh)
        self.page.add_init_script(WATCH)

    def _weigh(self, event: Mapping[str, Any]) -> None:
        self.bytes += event["encodedDataLength"]

    def look(self, address: str) -> float:
        """KB until the page is quiet."""
        before = self.bytes
        answer = self.page.goto(address, wait_until="networkidle")
        if answer is None or not answer.ok:
            raise AssertionError(f"{address}: {answer and answer.status}")
        # The line may be quiet before a slow processor has painted and asked for the fonts.
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while not self.page.evaluate(STANDS):
            if time.monotonic() > deadline:
                raise AssertionError(f"{address}: never painted")
            self.page.wait_for_timeout(100)
        self.page.wait_for_timeout(QUIET_MS)
        return (self.bytes - before) / 1000

    def seen(self) -> Mapping[str, float]:
        found: Mapping[str, float] = self.page.evaluate("seen")
        return found


def main() -> int:
    os.environ.update(environment_for(scale=1))
    django.setup()
    # Rows are read before Playwright starts: its loop allows none.
    visits = _visits()
    with (
        serving(FRONTED) as server,
        TemporaryDirectory() as fonts,
        sync_playwright() as playwright,
    ):
        # Both processes have answered: a first answer is not what people wait for.
        server.seconds_of([[visit.ask for visit in visits.values()]] * PEOPLE)
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=OPTIONS, env=_with_a_thai_font(Path(fonts))
        )
        base = f"http://127.0.0.1:{server.port}"
        found = {name: _median(browser, base, visit) for name, visit in visits.items()}
        browser.close()
    _write(found)
    return 0


def _with_a_thai_font(folder: Path) -> dict[str, str | float | bool]:
    """Every phone that is sold in Thailand has one, which is shown until the portal's has come."""
    shutil.copy(PROJECT / "static_build" / "fonts" / "sarabun-400.ttf", folder)
    config = folder / "fonts.conf"
    usual = '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
    config.write_text(f"<fontconfig>{usual}<dir>{folder}</dir></fontconfig>", encoding="utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(config)}


def _visits() -> dict[str, Visit]:
    from benchmarks.pages import YEAR, signed_in
    from coops.models import Assessment

    executive, officer = (signed_in(name)["Cookie"] for name in ("executive", f"officer-{OFFICE}"))
    row = Assessment.objects.filter(fiscal_year=YEAR, tier=2).select_related("institution")[0]
    number = quote(row.institution.registration_no, safe="")
    return {
        "login": Visit("/accounts/login/", "", _use),
        "home of an office": Visit("/", officer, _use),
        "overview": Visit("/overview/", executive, _use),
        "register": Visit(f"/coops/?fiscal_year={YEAR}", executive, _use),
        "institution": Visit(f"/coops/{number}/", executive, _use),
        "entry grid": Visit(f"/coops/entry/{OFFICE}/{YEAR}/grid/", officer, _type_points, DESK),
    }


def _median(browser: Browser, base: str, visit: Visit) -> Seen:
    rounds = [asdict(_once(browser, base, visit)) for _ in range(ROUNDS)]
    return Seen(**{name: statistics.median(row[name] for row in rounds) for name in rounds[0]})


def _once(browser: Browser, base: str, visit: Visit) -> Seen:
    """In a browser that has never been here: first once, then again with what it kept."""
    window = ViewportSize(width=visit.width, height=HEIGHT)
    context = browser.new_context(viewport=window, locale="th-TH")
    if visit.cookie:
        name, _, value = visit.cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": base}])
    first = Scales(context)
    first_kb = first.look(f"{base}{visit.path}")
    stood = first.seen()
    visit.act(first.page)
    first.page.wait_for_timeout(500)
    found = first.seen()  # a page behind another one paints late
    later_kb = Scales(context).look(f"{base}{visit.path}")
    context.close()
    return Seen(first_kb, later_kb, stood["lcp"] / 1000, found["cls"], found["inp"])


def _use(page: Page) -> None:
    """Opens what is folded and types into the first field."""
    for summary in page.locator("main summary:visible").all()[:3]:
        if summary.is_visible():
            summary.click()
    _type(page, page.locator("main input:visible:is([type=text], [type=search], [name=login])"))


def _type_points(page: Page) -> None:
    _type(page, page.locator("td[data-cell^='points/'] input"))


def _type(page: Page, fields: Locator) -> None:
    shown = fields.filter(visible=True)
    if shown.count():
        shown.first.click()
        for key in ("1", "2", "Tab"):
            page.keyboard.press(key)


def _write(found: dict[str, Seen]) -> None:
    rows = {name: {**asdict(seen), "missed": seen.missed} for name, seen in found.items()}
    report = {"bounds": BOUNDS, "pages": rows}
    TARGET.parent.mkdir(exist_ok=True)
    text = json.dumps(report, ensure_ascii=False, indent=2)
    TARGET.write_text(f"{text}\n", encoding="utf-8")
    for name, row in rows.items():
        print(name, row)


if __name__ == "__main__":
    sys.exit(main())

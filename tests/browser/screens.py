"""Takes screenshots of pages of a running portal, on a desk and on a phone.

python -m tests.browser.screens --base http://127.0.0.1:8000 --user officer-50 \\
    --password SECRET --out build/screens / /coops/
"""

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.browser.accessibility import violations

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@dataclass(frozen=True)
class Screen:
    """A window to look through; `scale` is device pixels per CSS pixel."""

    name: str
    width: int
    height: int
    scale: int


SCREENS = (Screen("1440", 1440, 900, 1), Screen("390", 390, 844, 2))


def sign_in(page: Page, base: str, user: str, password: str) -> None:
    page.goto(f"{base}/accounts/login/")
    page.fill("[name=login]", user)
    page.fill("[name=password]", password)
    page.click("main [type=submit]")
    if page.locator("main [name=password]").count():
        raise SystemExit(f"cannot sign in as {user}: {page.locator('main').inner_text()}")


def file_name(path: str, screen: Screen) -> str:
    """/coops/?tier=1 -> coops-tier-1_1440.png"""
    return f"{re.sub(r'[^A-Za-z0-9]+', '-', path).strip('-') or 'home'}_{screen.name}.png"


def problems_of(page: Page) -> Iterator[str]:
    """What a screenshot does not show by itself: a page wider than its window."""
    width = page.evaluate("document.documentElement.scrollWidth")
    window = page.evaluate("window.innerWidth")
    if width > window:
        yield f"page is {width} px wide in a window of {window} px"


def take(browser: Browser, screen: Screen, options: argparse.Namespace) -> None:
    """Saves one picture per path and prints what the page complained about."""
    window = ViewportSize(width=screen.width, height=screen.height)
    page = browser.new_page(viewport=window, device_scale_factor=screen.scale, locale="th-TH")
    found: list[str] = []
    page.on("console", lambda line: found.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    if options.user:
        sign_in(page, options.base, options.user, options.password)
    for path in options.paths:
        answer = page.goto(f"{options.base}{path}", wait_until="networkidle")
        target = options.out / file_name(path, screen)
        page.screenshot(path=target, full_page=not options.window)
        found += problems_of(page)
        found += violations(page) if options.axe else []
        print(f"{answer.status if answer else '-'} {screen.name} {path} -> {target}")
        for problem in found:
            print(f"    {problem}")
        found.clear()
    page.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    parser.add_argument("--user", default="", help="empty: look as a stranger")
    parser.add_argument("--password", default="")
    parser.add_argument("--out", type=Path, default=Path("build/screens"))
    parser.add_argument("--window", action="store_true", help="only the first screenful")
    parser.add_argument("--axe", action="store_true", help="check accessibility as well")
    options = parser.parse_intermixed_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for screen in SCREENS:
            take(browser, screen, options)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""One started portal with the national sample, and a browser that looks at it as a person."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from cpd_portal.embedded.portal import Portal
from tests.browser.screens import CHROMIUM, QUIET, sign_in
from tests.prepared import portal_with_sample


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with portal_with_sample(tmp_path_factory, "portal") as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed with the module: Playwright's event loop must not outlive it on this worker."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        started.close()


@dataclass
class Visitor:
    """A signed-in person's page; `complaints` is what the browser's console said."""

    page: Page
    base: str
    password: str = ""
    complaints: list[str] = field(default_factory=list)

    def visit(self, path: str) -> Page:
        self.page.goto(f"{self.base}{path}")
        return self.page


def forget_answers(visitor: Visitor, *expected: str) -> None:
    """The console mentions refusals (409, 422) and a line that is down; nothing else is there."""
    unexpected = [
        line for line in visitor.complaints if not any(word in line for word in expected)
    ]
    assert unexpected == []
    visitor.complaints.clear()


Arrival = Callable[..., Visitor]


@pytest.fixture
def arrive(portal: Portal, browser: Browser, tmp_path: Path) -> Iterator[Arrival]:
    """`arrive("officer-50")`: a fresh browser in which that person is signed in."""
    visitors: list[Visitor] = []

    def sign_in_as(user: str, width: int = 1440) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="th-TH", accept_downloads=True
        )
        context.set_default_timeout(20_000)
        visitor = Visitor(context.new_page(), portal.url, portal.password)
        visitor.page.on(
            "console",
            lambda line: visitor.complaints.append(line.text) if line.type == "error" else None,
        )
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        sign_in(visitor.page, portal.url, user, portal.password)
        visitors.append(visitor)
        return visitor

    yield sign_in_as
    for visitor in visitors:
        visitor.page.context.close()
        assert visitor.complaints == []

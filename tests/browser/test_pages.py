"""Every main page as a person sees it: no errors, no overflow on a phone, accessible."""

import pytest

from tests.browser.accessibility import violations
from tests.browser.conftest import Arrival
from tests.browser.screens import problems_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]

PAGES = {
    "executive": [
        "/",
        "/kpis/",
        "/kpis/2567/5/",
        "/kpis/2567/10/",
        "/strategy/",
        "/strategy/projects/5.8/",
        "/coops/",
        "/coops/strength/",
        "/reports/",
        "/sources/",
        "/search/?q=การเกษตร",
    ],
    "officer-50": ["/", "/coops/entry/", "/coops/", "/help/", "/accessibility/"],
    "chief-agri": ["/", "/coops/entry/"],
}


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("user", PAGES)
def test_pages_fit_and_are_accessible(arrive: Arrival, user: str, width: int) -> None:
    visitor = arrive(user, width=width)
    found = []

    for path in PAGES[user]:
        page = visitor.visit(path)
        found += [f"{path}: {line}" for line in (*problems_of(page), *violations(page))]

    assert found == []


def test_institution_and_its_form_fit_and_are_accessible(arrive: Arrival) -> None:
    visitor = arrive("officer-50", width=390)
    page = visitor.visit("/coops/entry/")
    form = page.locator("main a[href*='/assess/']").first.get_attribute("href") or ""

    for path in (form, "/".join(form.split("/")[:3]) + "/"):
        page = visitor.visit(path)
        assert [*problems_of(page), *violations(page)] == []


def test_pages_work_without_javascript(arrive: Arrival) -> None:
    visitor = arrive("officer-50")
    context = visitor.page.context
    browser = context.browser
    assert browser is not None
    plain = browser.new_context(
        java_script_enabled=False, storage_state=context.storage_state(), locale="th-TH"
    )
    page = plain.new_page()

    page.goto(f"{visitor.base}/coops/entry/")
    page.locator("main a[href*='/assess/']").first.click()
    page.locator("input[data-points]").first.fill("1")
    page.get_by_role("button", name="บันทึก", exact=True).click()

    assert page.locator(".error-summary").count() == 0
    assert page.locator("input[data-points]").first.input_value() == "1"
    plain.close()

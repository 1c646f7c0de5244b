"""A second year of loss comes in by file: seen, acted on, visited, and told."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cpd_portal.thai.fiscal import fiscal_year_of
from tests.browser.accessibility import violations
from tests.browser.conftest import Arrival, Visitor
from tests.browser.screens import problems_of
from tests.browser.steps import sign
from tests.browser.workbooks import NUMBER, Template, check_file, downloaded_template

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]
# An office that no other browser test writes to.
OFFICE = "67"
NAME, PROFIT = "ชื่อ", "กำไรสุทธิ (บาท)"
LOSSES = "ขาดทุนปี 2568, 2567"


def _template(officer: Visitor, fiscal_year: int, folder: Path) -> Template:
    folder.mkdir()
    page = officer.visit(f"/coops/import/coops.statements/{OFFICE}/{fiscal_year}/")
    return downloaded_template(page, "งบการเงิน", folder)


def _second_loss_imported(officer: Visitor, folder: Path) -> tuple[str, str]:
    """The first that lost money in its last year gets the same statement for the next one;
    its number and name. A minus is kept from being a formula by the mark before it."""
    before = _template(officer, 2567, folder / "before")
    row = next(
        row
        for row in range(2, before.sheet.max_row + 1)
        if str(before.value(row, PROFIT)).startswith("'-")
    )
    number = before.value(row, NUMBER)
    after = _template(officer, 2568, folder / "after")
    target = next(
        each for each in range(2, after.sheet.max_row + 1) if after.value(each, NUMBER) == number
    )
    after.write(target, {title: before.value(row, title) for title in before.titles[3:]})
    check_file(officer.page, after.saved_as("งบปี 2568.xlsx"))
    officer.page.get_by_role("button", name="ยืนยันนำเข้า").click()
    expect(officer.page.get_by_role("heading", name="นำเข้าแล้ว 1 แห่ง")).to_be_visible()
    return number, before.value(row, NAME)


def _seen_on_the_watchlist(officer: Visitor, number: str) -> None:
    """The worker reads what changed every minute."""
    page = officer.page
    for _ in range(40):
        officer.visit(f"/early-warning/?q={number}")
        if page.get_by_text(LOSSES).count():
            break
        page.wait_for_timeout(5_000)
    expect(page.locator("main tbody tr")).to_have_count(1)
    expect(page.locator("main tbody tr")).to_contain_text(LOSSES)
    assert violations(page) == []
    assert list(problems_of(page)) == []


def _visit_planned(chief: Visitor, number: str, name: str) -> str:
    """The alert's address."""
    day = timezone.localdate() + timedelta(days=1)
    page = chief.visit(f"/early-warning/?q={number}")
    page.get_by_role("link", name="เปิดคำเตือน").click()
    alert = page.url.removeprefix(chief.base)
    page.get_by_role("button", name="รับทราบ", exact=True).click()
    page.get_by_label("การดำเนินการ", exact=True).select_option(label="เข้าตรวจเยี่ยม")
    page.get_by_label("สิ่งที่จะทำ").fill("ดูเหตุที่ขาดทุนติดต่อกัน")
    page.get_by_label("ผู้รับผิดชอบ").select_option(index=1)
    page.get_by_label("ภายในวันที่").fill(f"{day.day}/{day.month}/{day.year + 543}")
    page.get_by_role("button", name="วางการดำเนินการ", exact=True).click()
    expect(page.locator("main")).to_contain_text("อยู่ในแผนการตรวจ")

    chief.visit(f"/inspection/plans/{OFFICE}/{fiscal_year_of(day)}/")
    page.locator("tr", has_text=name).get_by_role("link", name="วันและคณะ").click()
    page.get_by_label("หัวหน้าคณะ").select_option(index=1)
    page.get_by_role("button", name="มอบหมาย").click()
    return alert


def _visit_made(page: Page, name: str) -> None:
    page.locator(".visit-line", has_text=name).get_by_role("link").first.click()
    page.get_by_role("button", name="เริ่มตรวจ").click()
    page.get_by_label("สรุปผลการตรวจ").fill("รายได้จากการรวบรวมลดลง ปรับแผนแล้ว")
    page.get_by_label("ชื่อผู้แทนที่ลงชื่อ").fill("นายสมชาย ใจดี")
    sign(page)
    page.get_by_role("button", name="ปิดการตรวจ").click()
    expect(page.locator("main")).to_contain_text("ปิดการตรวจแล้ว")


def test_second_loss_is_seen_acted_on_and_closed_by_the_visit(
    arrive: Arrival, tmp_path: Path
) -> None:
    officer, chief = arrive(f"officer-{OFFICE}"), arrive(f"chief-{OFFICE}")
    number, name = _second_loss_imported(officer, tmp_path)
    _seen_on_the_watchlist(officer, number)
    alert = _visit_planned(chief, number, name)

    inspector = arrive(f"inspector-{OFFICE}", width=390)
    _visit_made(inspector.visit("/inspection/my/"), name)

    page = officer.visit(alert)
    expect(page.locator("main .meta")).to_contain_text("ปิดแล้ว")
    history = page.locator("section", has_text="ประวัติ").last
    for words in ("รับทราบ", "วางการดำเนินการ", "ดูเหตุที่ขาดทุนติดต่อกัน", "ปิด"):
        expect(history).to_contain_text(words)
    page = officer.visit(f"/early-warning/institutions/{number}/")
    expect(page.locator("main")).to_contain_text(LOSSES)
    assert violations(page) == []

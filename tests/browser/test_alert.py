"""A warning from the list to the inspection's plan, and the history that tells it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cpd_portal.thai.fiscal import fiscal_year_of
from tests.browser.conftest import Arrival

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]
REASON = "สหกรณ์ประเมินว่าตนเองเสี่ยงสูง"


def test_warning_is_acknowledged_and_its_visit_stands_in_the_plan(arrive: Arrival) -> None:
    day = timezone.localdate() + timedelta(days=1)
    chief = arrive("chief-50")
    page = chief.visit("/early-warning/alerts/")
    row = page.locator("tbody tr").first
    expect(row).to_contain_text(REASON)
    name = row.get_by_role("link").inner_text()
    row.get_by_role("link").click()

    page.get_by_role("button", name="รับทราบ", exact=True).click()
    expect(page.locator("body")).to_contain_text("รับทราบคำเตือนแล้ว")
    page.get_by_label("การดำเนินการ", exact=True).select_option(label="เข้าตรวจเยี่ยม")
    page.get_by_label("สิ่งที่จะทำ").fill("ดูแผนสภาพคล่อง")
    page.get_by_label("ผู้รับผิดชอบ").select_option(index=1)
    page.get_by_label("ภายในวันที่").fill(f"{day.day}/{day.month}/{day.year + 543}")
    page.get_by_role("button", name="วางการดำเนินการ", exact=True).click()

    expect(page.locator("body")).to_contain_text("อยู่ในแผนการตรวจ")
    expect(page.locator("body")).to_contain_text("เข้าตรวจเยี่ยม: ดูแผนสภาพคล่อง")
    plan = chief.visit(f"/inspection/plans/50/{fiscal_year_of(day)}/")
    expect(plan.locator("body")).to_contain_text(name)
    assert chief.complaints == []

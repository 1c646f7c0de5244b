"""The main job: an officer records an assessment, an executive downloads the scorecard."""

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrival

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]


def _enter_full_points(page: Page) -> None:
    """Every indicator gets its maximum, typed with the keyboard."""
    points = page.locator("input[data-points]")
    for index in range(points.count()):
        box = points.nth(index)
        box.fill(box.get_attribute("data-max") or "")


def _enter_good_conditions(page: Page) -> None:
    for name, value in {
        "loss_latest": "no",
        "loss_previous": "no",
        "allocated_latest": "yes",
        "allocated_previous": "yes",
    }.items():
        control = page.locator(f"[name={name}]")
        if control.count() == 1:
            control.select_option(value)
        elif control.count():
            page.locator(f"[name={name}][value={value}]").check()
    if page.locator("[name=statement_days]").count():
        page.fill("[name=statement_days]", "๓๐")
    page.locator("select[name=defect_status]").select_option("none")


def test_officer_records_an_assessment_and_sees_the_tier_explained(arrive: Arrival) -> None:
    officer = arrive("officer-50")
    page = officer.page
    expect(page.get_by_role("heading", name="งานของสำนักงาน")).to_be_visible()

    page.get_by_role("link", name="กรอกข้อมูลต่อ").click()
    page.locator("main a[href*='/assess/']").first.click()
    _enter_full_points(page)
    _enter_good_conditions(page)
    expect(page.locator("[data-total]").first).to_have_text(re.compile("100"))
    page.get_by_role("button", name="บันทึก", exact=True).click()

    expect(page.locator("main")).to_contain_text("ชั้น 1")


def test_officer_saves_a_part_and_finds_it_again(arrive: Arrival) -> None:
    page = arrive("officer-50").visit("/coops/entry/?state=untouched")
    page.locator("main a[href*='/assess/']").first.click()
    address = page.url

    page.locator("input[data-points]").first.fill("๑.๕")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    page.goto(address)

    expect(page.locator("input[data-points]").first).to_have_value("1.5")


def test_too_many_points_are_refused_at_the_field(arrive: Arrival) -> None:
    officer = arrive("officer-50")
    page = officer.visit("/coops/entry/")
    page.locator("main a[href*='/assess/']").last.click()

    page.locator("input[data-points]").first.fill("99")
    page.get_by_role("button", name="บันทึก", exact=True).click()

    summary = page.locator(".error-summary")
    expect(summary).to_contain_text("คะแนนตัวชี้วัด 1.1 ต้องไม่เกิน 15 (ได้ 99)")
    expect(page.locator("input[data-points]").first).to_have_value("99")
    # The refusal is an answer 422, which the browser's console mentions.
    assert [line for line in officer.complaints if "422" not in line] == []
    officer.complaints.clear()


def test_executive_reads_scorecard_and_strength_and_downloads_the_pdf(
    arrive: Arrival, tmp_path: Path
) -> None:
    page = arrive("executive").page
    expect(page.get_by_role("heading", name="ภาพรวมกรม ปีงบประมาณ 2567")).to_be_visible()
    page.goto(f"{page.url}coops/strength/?fiscal_year=2566&kind=cooperative&sector=agricultural")
    expect(page.locator("main")).to_contain_text("43.08")
    expect(page.locator("main")).to_contain_text("1,691")

    page.get_by_role("link", name="ตัวชี้วัด", exact=True).click()
    expect(page.locator("main")).to_contain_text("คะแนนการประเมินสถานะของหน่วยงาน")
    page.get_by_role("link", name="รายงาน A4").click()
    page.locator("main form button[type=submit]").first.click()
    link = page.get_by_role("link", name=re.compile("ดาวน์โหลด")).first
    link.wait_for(timeout=60_000)
    with page.expect_download() as download:
        link.click()

    target = tmp_path / "scorecard.pdf"
    download.value.save_as(target)
    text = subprocess.run(["pdftotext", target, "-"], capture_output=True, text=True, check=True)
    assert "ตามมาตรการปรับปรุงประสิทธิภาพในการปฏิบัติราชการ" in text.stdout
    assert "กระทรวงเกษตรและสหกรณ์" in text.stdout


def test_chief_verifies_and_headquarters_approve(arrive: Arrival) -> None:
    board = arrive("chief-agri").visit("/coops/entry/")
    sent = board.locator("tr", has_text="ส่งแล้ว").locator("button[name=office]").first
    office = sent.get_attribute("value")

    chief = arrive(f"chief-{office}").visit("/coops/entry/")
    chief.locator("summary", has_text="ตรวจทานแล้วถูกต้อง").click()
    chief.locator("form[action*='/verify/'] button[type=submit]").click()
    expect(chief.locator("main")).to_contain_text("ตรวจทานแล้ว")

    sent.click()
    board.locator("summary", has_text="อนุมัติและล็อกข้อมูล").click()
    board.locator("form[action*='/approve/'] button[type=submit]").click()
    expect(board.locator("main")).to_contain_text("อนุมัติและล็อกข้อมูลแล้ว")


def test_other_office_finds_no_trace(arrive: Arrival) -> None:
    page = arrive("officer-51").page
    own = page.request.get(f"{page.url}api/v1/coops/institutions/?page_size=1").json()
    foreign = page.request.get(f"{page.url}api/v1/coops/institutions/?office=50")

    assert own["results"][0]["office"]["code"] == "51"
    assert foreign.status == 404

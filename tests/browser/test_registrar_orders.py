"""A fraud: referred and assessed, its order issued, served, disobeyed and taken further."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cpd_portal.embedded.portal import Portal
from cpd_portal.thai.dates import format_date
from cpd_portal.thai.fiscal import fiscal_year_of
from tests.browser.accessibility import violations
from tests.browser.conftest import Arrival, Visitor
from tests.browser.registrar import (
    SUSPECT,
    People,
    act,
    case_opened,
    change,
    decided,
    first_cooperative,
    fraud_recorded,
    given_to_the_officer,
    people,
    prepared,
    today,
)
from tests.browser.screens import SCREENS, problems_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]

# An office that no other browser test writes to.
OFFICE = "54"
DAYS = 60
# The days to obey go by: everything that counts from the service lies that much further back.
PASSED = (
    "UPDATE registrar_order SET served_on = served_on - %(days)s, obey_by = obey_by - %(days)s"
    " WHERE id = %(order)s",
    "UPDATE inspection_defect SET found_on = found_on - %(days)s, due_on = due_on - %(days)s"
    " WHERE id = %(defect)s",
)
CARRIED = (
    """INSERT INTO coops_ruleset
       SELECT (jsonb_populate_record(NULL::coops_ruleset, to_jsonb(r) || jsonb_build_object(
         'id', nextval(pg_get_serial_sequence('coops_ruleset', 'id')),
         'fiscal_year', %(year)s::int, 'identifier', r.identifier || '-carried'))).*
       FROM coops_ruleset r JOIN coops_assessment a ON a.rule_set_id = r.id
       JOIN coops_institution i ON i.id = a.institution_id
       WHERE i.registration_no = %(number)s AND a.fiscal_year = 2567""",
    """INSERT INTO coops_assessment
       SELECT (jsonb_populate_record(NULL::coops_assessment, to_jsonb(a) || jsonb_build_object(
         'id', nextval(pg_get_serial_sequence('coops_assessment', 'id')),
         'fiscal_year', %(year)s::int, 'rule_set_id', r.id))).*
       FROM coops_assessment a JOIN coops_institution i ON i.id = a.institution_id
       JOIN coops_ruleset r ON r.fiscal_year = %(year)s::int
       WHERE i.registration_no = %(number)s AND a.fiscal_year = 2567""",
)
TAKEN_BACK = (
    "DELETE FROM coops_assessment WHERE fiscal_year = %(year)s",
    "DELETE FROM coops_ruleset WHERE fiscal_year = %(year)s",
)


def this_year() -> int:
    """The sample nation is assessed up to 2567, and a defect of today counts for today's year."""
    return fiscal_year_of(timezone.localdate())


@contextmanager
def assessed_this_year(portal: Portal, number: str) -> Iterator[None]:
    """The institution alone, with the rules and the points of the last year of the sample."""
    year = this_year()
    change(portal, CARRIED, number=number, year=year)
    try:
        yield
    finally:
        change(portal, TAKEN_BACK, year=year)


def key_of(path: str) -> str:
    return path.rstrip("/").rsplit("/", 1)[1]


def days_pass(portal: Portal, order: str, defect: str) -> None:
    change(portal, PASSED, days=DAYS + 1, order=key_of(order), defect=key_of(defect))


def fits(page: Page) -> None:
    """Nothing wider than a desk or a phone, nothing that a screen reader cannot read."""
    window = page.viewport_size
    assert window is not None
    assert violations(page) == []
    for screen in SCREENS:
        page.set_viewport_size({"width": screen.width, "height": screen.height})
        assert list(problems_of(page)) == []
    page.set_viewport_size(window)


def drafted(officer: Visitor, case: str) -> str:
    """From the template, with its operative part written; the path of the order."""
    page = officer.visit(f"{case}orders/")
    page.get_by_role("button", name="ร่างจากแบบ").click()
    page.get_by_label("ส่วนที่สั่ง").fill(f"จึงสั่งให้คณะกรรมการดำเนินการเรียกเงินคืนภายใน {DAYS} วัน")
    fits(page)
    page.get_by_role("button", name="บันทึกร่าง").click()
    expect(page.locator("body")).to_contain_text("บันทึกร่างแล้ว")
    return page.url.removeprefix(officer.base)


def reviewed(legal: Visitor, order: str) -> None:
    """Side by side with its template, then signed by the legal officer."""
    page = legal.visit(f"{order}text/")
    expect(page.locator("main")).to_contain_text("ร่างต่างจากแบบ")
    fits(page)
    act(legal.visit(order), "ตรวจร่างทางกฎหมาย", note="ถูกต้อง", confirms_law="on")


def verified_by_a_stranger(chief: Visitor, order: str, number: str) -> None:
    """Who follows the code sees that the document is the kept one, and nobody's name."""
    link = chief.visit(order).locator("a[href^='/verify/']").get_attribute("href")
    browser = chief.page.context.browser
    assert browser is not None
    stranger = browser.new_context(locale="th-TH")
    page = stranger.new_page()
    page.goto(f"{chief.base}{link}")
    expect(page.locator("main")).to_contain_text("ฉบับที่เก็บไว้ตรงกับค่าแฮช")
    for word in (number, SUSPECT):
        expect(page.locator("body")).not_to_contain_text(word)
    fits(page)
    stranger.close()


def issued(who: People, order: str) -> str:
    """The number that the order got; its document begins as a PDF does."""
    page = who.chief.visit(order)
    act(page, "ออกคำสั่งหรือหนังสือ")
    expect(page.locator("main .meta")).to_contain_text("ออกแล้ว")
    fits(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="ฉบับจริง").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    return page.locator("main .meta b").first.inner_text()


def served(officer: Visitor, order: str) -> None:
    page = officer.visit(order)
    act(page, "บันทึกการแจ้ง", method="post", served_on=today(), receiver="ประธานกรรมการ", file="")
    expect(page.locator("main")).to_contain_text("หลักฐานการแจ้ง")


def tier_is(visitor: Visitor, number: str, tier: int) -> None:
    page = visitor.visit(f"/coops/{number}/?year={this_year()}")
    expect(page.locator(".verdict").first).to_contain_text(f"ชั้น {tier}")


def disobeyed_of(visitor: Visitor) -> int:
    """How many measures under 22 (1) the overview of the office says were not obeyed."""
    page = visitor.visit(f"/registrar/cases/overview/?office={OFFICE}&year={this_year()}")
    row = page.locator("tbody tr", has=page.locator("th", has_text="มาตรา 22 (1)"))
    words = row.inner_text() if row.count() else ""
    found = re.search(r"ไม่ปฏิบัติตาม (\d+)", words)
    return int(found[1]) if found else 0


def disobeyed(who: People, order: str) -> Page:
    """After the deadline; then the chief goes on in a case of its own, whose page this is."""
    page = who.officer.visit(order)
    expect(page.locator("main .meta")).to_contain_text("พ้นกำหนดปฏิบัติแล้ว")
    act(page, "บันทึกการติดตาม", result="disobeyed", day=today(), words="ยังไม่เรียกเงินคืน")
    page = who.chief.visit(order)
    act(page, "ดำเนินการขั้นถัดไปในสำนวนใหม่")
    return page


def test_fraud_is_ordered_disobeyed_and_taken_further(arrive: Arrival, portal: Portal) -> None:
    who, legal = people(arrive, OFFICE), arrive("legal")
    number = first_cooperative(who.officer, "&tier=1")
    with assessed_this_year(portal, number):
        told(who, legal, number, portal)


def told(who: People, legal: Visitor, number: str, portal: Portal) -> None:
    tier_is(who.officer, number, 1)
    before = disobeyed_of(who.chief)
    defect = fraud_recorded(who.officer, number)
    tier_is(who.officer, number, 3)
    case = case_opened(who.chief, defect)
    given_to_the_officer(who.chief, case)
    prepared(who.officer, case)
    decided(who, case)

    order = drafted(who.officer, case)
    reviewed(legal, order)
    shown = issued(who, order)
    verified_by_a_stranger(who.chief, order, number)
    served(who.officer, order)
    page = who.officer.visit(defect)
    expect(page.locator("main")).to_contain_text(shown)
    due = timezone.localdate() + timedelta(days=DAYS)
    expect(page.locator("main .dl")).to_contain_text(format_date(due))

    days_pass(portal, order, defect)
    page = disobeyed(who, order)
    expect(page.locator("main")).to_contain_text(f"ไม่ปฏิบัติตามคำสั่งที่ {shown}")
    expect(page.locator("main")).not_to_contain_text(SUSPECT)
    expect(page.locator(".power.chosen")).to_contain_text("มาตรา 22 (2)")
    page.locator("summary", has_text="ลำดับมาตรการจากเบาไปหนัก").click()
    expect(page.locator("main")).to_contain_text("มาตรา 22 (1) แก้ไขแล้วไม่ปฏิบัติตาม")
    fits(page)
    page = who.chief.visit(defect)
    expect(page.locator("main")).to_contain_text("ไม่ปฏิบัติตามคำสั่งนายทะเบียน")
    expect(page.locator("main")).to_contain_text("เกินกำหนด")
    fits(page)
    tier_is(who.officer, number, 3)
    assert disobeyed_of(who.chief) == before + 1
    fits(who.chief.page)

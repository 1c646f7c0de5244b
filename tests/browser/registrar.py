"""The way of a fraud defect through the registrar's room, by what stands on its pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg2
from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect

from cpd_portal.embedded.portal import Portal
from tests.browser.conftest import Arrival, Visitor

# An office that no other browser test writes to.
OFFICE = "52"
SUSPECT = "นายสมปอง แสดงสมมติ"
PAPER = FilePayload(
    name="รายงาน.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4\ntrailer<<>>\n%%EOF\n"
)


# A statement like the last one, for the accounting year that ended last.
REPORTED = (
    """INSERT INTO coops_financialstatement
       SELECT (jsonb_populate_record(NULL::coops_financialstatement, to_jsonb(s)
         || jsonb_build_object(
           'id', nextval(pg_get_serial_sequence('coops_financialstatement', 'id')),
           'fiscal_year', s.fiscal_year + since.years,
           'accounting_year_end', (s.accounting_year_end + since.years * interval '1 year')::date,
           'sourced_by', %(mark)s::text))).*
       FROM coops_financialstatement s JOIN coops_institution i ON i.id = s.institution_id,
         LATERAL (SELECT extract(year FROM age(s.accounting_year_end))::int AS years) since
       WHERE i.registration_no = %(number)s ORDER BY s.fiscal_year DESC LIMIT 1""",
)
REPORTS_TAKEN_BACK = ("DELETE FROM coops_financialstatement WHERE sourced_by = %(mark)s",)


@dataclass
class People:
    """Who takes part, each in a browser of their own."""

    officer: Visitor
    inspector: Visitor
    chief: Visitor


def people(arrive: Arrival, office: str = OFFICE) -> People:
    return People(*(arrive(f"{role}-{office}") for role in ("officer", "inspector", "chief")))


def today() -> str:
    day = timezone.localdate()
    return f"{day.day}/{day.month}/{day.year + 543}"


def first_cooperative(visitor: Visitor, query: str = "") -> str:
    """The first of the register that the query finds; its registration number."""
    page = visitor.visit(f"/coops/?kind=cooperative&standing=operating{query}")
    page.locator("tbody th a").first.click()
    return page.url.rstrip("/").split("/")[-1].split("?")[0]


def fraud_recorded(visitor: Visitor, number: str) -> str:
    """A fraud at that cooperative; the path of its page."""
    page = visitor.visit(f"/inspection/defects/of/{number}/new/")
    for label, choice in (("ชนิด", "ข้อบกพร่อง"), ("ด้าน", "ทุจริต"), ("ผู้พบ", "ผู้ตรวจการสหกรณ์")):
        page.get_by_label(label, exact=True).select_option(label=choice)
    for label, text in (
        ("เรื่อง", f"{SUSPECT} เบิกเงินยืมโดยไม่มีหลักฐาน"),
        ("ข้อเท็จจริง", f"พบใบเบิกที่ {SUSPECT} ลงชื่อเองสามฉบับ"),
        ("กฎหมายหรือระเบียบที่เกี่ยวข้อง", "ระเบียบเงินยืมทดรอง ข้อ ๗"),
        ("จำนวนเงิน (บาท)", "48,500.00"),
        ("วันที่พบ", today()),
    ):
        page.get_by_label(label).first.fill(text)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda address: "/new/" not in address)
    return page.url.removeprefix(visitor.base)


def case_opened(visitor: Visitor, defect: str) -> str:
    """The chief refers the defect with its case; the path of the case."""
    page = visitor.visit(defect)
    page.get_by_role("link", name="สำนวนนายทะเบียน").click()
    page.get_by_role("button", name="เปิดสำนวน").click()
    page.wait_for_url("**/registrar/cases/*/")
    return page.url.removeprefix(visitor.base)


def act(page: Page, summary: str, *, confirm: str = "", **fields: str) -> None:
    """Opens one of the acts on a case, fills it by the names of its fields, and confirms."""
    form = page.locator("details", has=page.locator("summary", has_text=summary)).first
    form.locator("summary").first.click()
    for name, value in fields.items():
        field = form.locator(f"[name={name}]")
        if name == "file":
            field.set_input_files(PAPER)
        elif field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(value)
        elif field.get_attribute("type") == "checkbox":
            field.check()
        else:
            field.fill(value)
    form.get_by_role("button", name=confirm or summary).click()
    expect(page.locator("body")).to_contain_text(f"บันทึก “{confirm or summary}” แล้ว")
    expect(page.locator(".error-summary")).to_have_count(0)


def given_to_the_officer(chief: Visitor, case: str) -> None:
    page = chief.visit(f"{case}work/")
    form = page.locator("details", has=page.locator("summary", has_text="มอบหมายผู้รับผิดชอบ"))
    form.locator("summary").click()
    officer = form.locator("option", has_text="เจ้าหน้าที่ สสจ.").first
    form.locator("[name=handler]").select_option(officer.get_attribute("value"))
    form.get_by_role("button", name="มอบหมายผู้รับผิดชอบ").click()
    expect(page.locator("body")).to_contain_text("บันทึก “มอบหมายผู้รับผิดชอบ” แล้ว")


def prepared(officer: Visitor, case: str) -> None:
    """The person named, the facts assessed, the report on file, the party heard."""
    page = officer.visit(f"{case}persons/")
    act(page, "เพิ่มบุคคล", part="suspect", name=SUSPECT, position="ผู้จัดการ")
    page = officer.visit(case)
    act(page, "ประเมินอำนาจที่ใช้ได้")
    act(page, "ประเมินอำนาจที่ใช้ได้", harm_possible="yes", practice_continues="yes")
    page = officer.visit(f"{case}work/")
    form = page.locator("details", has=page.locator("summary", has_text="ส่งเอกสาร"))
    form.locator("summary").click()
    form.locator("[name=item]").select_option("report")
    form.locator("[name=file]").set_input_files(PAPER)
    form.get_by_role("button", name="ส่งเอกสาร").click()
    expect(page.locator("main")).to_contain_text("เอกสารที่ต้องมีครบแล้ว")
    page = officer.visit(f"{case}opinions/")
    waived = {"party": "คณะกรรมการดำเนินการ", "manner": "waived", "heard_on": today()}
    act(page, "บันทึกการรับฟัง", **waived, statement="มีหลักฐานชัดและต้องระงับความเสียหายทันที")


def opinion(page: Page, summary: str, *, confirm: str, **fields: str) -> None:
    """To order the correction within sixty days."""
    said = {"outcome": "exercise", "power_code": "22-1", "days": "60", "no_conflict": "on"}
    act(page, summary, confirm=confirm, **said, **fields)


def proposed_and_signed(who: People, case: str) -> None:
    """By the officer and the inspector; the next step is the chief's."""
    opinion(
        who.officer.visit(f"{case}opinions/"), "เสนอความเห็น", confirm="เสนอความเห็น",
        reason="มาตรการเบาที่สุดที่แก้ได้",
    )  # fmt: skip
    opinion(
        who.inspector.visit(f"{case}opinions/"), "ลงความเห็น: ผู้ตรวจการสหกรณ์",
        confirm="ลงความเห็น", verdict="agrees", reason="เห็นตามที่เสนอ",
    )  # fmt: skip


def decided(who: People, case: str) -> None:
    """Proposed, signed by the inspector, decided by the chief as deputy registrar."""
    proposed_and_signed(who, case)
    opinion(
        who.chief.visit(f"{case}opinions/"), "ตัดสิน", confirm="ตัดสิน",
        reason="ข้อเท็จจริงฟังได้ตามรายงาน",
    )  # fmt: skip


def change(portal: Portal, statements: tuple[str, ...], **values: Any) -> None:
    with psycopg2.connect(portal.database_url) as connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, values)
            assert cursor.rowcount == 1


@contextmanager
def reports_sent(portal: Portal, number: str) -> Iterator[None]:
    """The sample nation ends with 2567. Once its reports are missing for three years, section 71
    goes before all lighter measures: 150 days after the year's end, on a day of today's clock."""
    change(portal, REPORTED, number=number, mark=number)
    try:
        yield
    finally:
        change(portal, REPORTS_TAKEN_BACK, mark=number)

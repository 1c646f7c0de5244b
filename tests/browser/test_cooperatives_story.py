"""A year of the strength assessment from the empty cell to the official result.

The tests are the steps of one story on a portal of their own, because accepting a result locks
its year; each goes on from what the one before left.
"""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from cpd_portal.embedded.portal import Portal, discard, started_portal
from cpd_portal.thai.numerals import to_thai_digits
from tests.browser.conftest import Arrival
from tests.browser.grid import cell_of, line, paste, point, saved
from tests.browser.workbooks import NUMBER, Template, downloaded_template

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]

# A small office of the sample with three institutions left in each of its three sheets.
OFFICE = "23"
OFFICE_NAME = "สำนักงานสหกรณ์จังหวัดตราด"
POPULATION = 50
DEFECTS = "สถานะข้อบกพร่อง"
NO_DEFECTS, IN_WORK = "ไม่มีข้อบกพร่อง", "อยู่ระหว่างแก้ไข"
# Typed by keyboard, falls by a correction, and explains itself at the end.
SHOWN = "สหกรณ์เครดิตยูเนี่ยนปากจันทร์ จำกัด"
ALL_DEFECTS = (
    "ไม่มีข้อบกพร่อง / แก้ไขแล้วเสร็จสมบูรณ์ / แก้ไขแล้วเสร็จต้องติดตาม / อยู่ระหว่างแก้ไข / ยังไม่เริ่มดำเนินการแก้ไข"
)
UNKNOWN_NUMBER = f"ไม่พบเลขทะเบียนนี้ในรายชื่อที่ต้องประเมินปี 2567 ของ{OFFICE_NAME}"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Instead of the shared one, whose year has to stay open for the other tests."""
    folder = tmp_path_factory.mktemp("story")
    with started_portal(folder) as started:
        yield started
    discard(folder)


def _desk(arrive: Arrival, user: str) -> Page:
    """From the first page of that person to the work on the form."""
    page = arrive(user).page
    page.get_by_role("link", name="บันทึกและส่งข้อมูล").first.click()
    return page


def _maxima(page: Page) -> dict[str, str]:
    """The most points by indicator, from the heads of the grid's columns: "เต็ม 15"."""
    heads = page.locator("th[data-name^='points/']").all()
    return {
        (head.get_attribute("data-name") or "").removeprefix("points/"): (
            head.locator("small").inner_text().removeprefix("เต็ม ")
        )
        for head in heads
    }


def _choose_by_keyboard(choice: Locator, label: str) -> None:
    """F2 opens the cell for change, the arrows go through its list."""
    page = choice.page
    expect(choice).to_be_focused()
    page.keyboard.press("F2")
    for _ in range(choice.locator("option").count()):
        if choice.locator("option:checked").inner_text() == label:
            break
        page.keyboard.press("ArrowDown")
    expect(choice.locator("option:checked")).to_have_text(label)
    page.keyboard.press("Tab")


def test_officer_fills_the_grid_by_keyboard_and_pasted_block(arrive: Arrival) -> None:
    page = _desk(arrive, f"officer-{OFFICE}")
    expect(page.locator("main")).to_contain_text(f"41 จาก {POPULATION}")
    page.get_by_role("link", name="กรอกเป็นตาราง").click()
    page.get_by_role("link", name="สหกรณ์นอกภาคการเกษตร").click()
    page.get_by_label("สถานะแถว").select_option(label="ยังไม่ครบ")
    page.get_by_role("button", name="กรอง").click()
    expect(page.locator("tbody tr[data-row]")).to_have_count(3)
    expect(line(page, 0)).to_contain_text(SHOWN)
    maxima = _maxima(page)

    line(page, 0).locator("td[data-cell=loss_latest] select").focus()
    for name, label in (
        ("loss_latest", "ไม่ใช่"),
        ("loss_previous", "ไม่ใช่"),
        ("defect_status", NO_DEFECTS),
    ):
        _choose_by_keyboard(line(page, 0).locator(f"td[data-cell={name}] select"), label)
    for code, most in maxima.items():
        expect(point(page, 0, code)).to_be_focused()
        page.keyboard.type(most)
        page.keyboard.press("Tab")
    saved(page)
    expect(line(page, 0).locator("[data-state]")).to_have_text("ครบ")
    expect(line(page, 0).locator("[data-tier]")).to_contain_text("ชั้น 1")

    half = [to_thai_digits(str(float(most) / 2)) for most in maxima.values()]
    full = [to_thai_digits(most) for most in maxima.values()]
    block = [["ไม่ใช่", "ไม่ใช่", IN_WORK, *half], ["ไม่ใช่", "ใช่", NO_DEFECTS, *full]]
    paste(
        line(page, 1).locator("td[data-cell=loss_latest] select"),
        "".join("\t".join(cells) + "\r\n" for cells in block),
    )
    count = sum(len(cells) for cells in block)
    expect(page.locator("[data-pasted-text]")).to_contain_text(f"รับ {count} ค่า")
    saved(page)
    expect(page.locator("[data-complete]")).to_have_text("44")

    page.reload()
    expect(page.locator("main")).to_contain_text("ไม่มีแถวตามตัวกรอง")
    page.get_by_role("link", name="แสดงทั้งหมด").click()
    expect(page.locator("main h1")).to_contain_text("นอกภาคการเกษตร")
    page.get_by_label("ค้นหา", exact=True).fill("ปากจันทร์")
    page.get_by_role("button", name="กรอง").click()
    expect(page.locator("tbody tr[data-row]")).to_have_count(1)
    typed = {code: point(page, 0, code).input_value() for code in maxima}
    assert typed == maxima
    expect(line(page, 0).locator("[data-total]")).to_have_text("100")


def _filled(template: Template, row: int, share: float, **more: object) -> None:
    """Every indicator at that share of its maximum, in Thai digits as some clerks type them."""
    points = {title: to_thai_digits(most * share) for title, most in template.points.items()}
    template.write(row, {**points, **more})


def _good_cooperatives(template: Template) -> list[int]:
    rows = template.rows_without(DEFECTS)
    for row, share in zip(rows, (1, 0.75, 0.5), strict=True):
        _filled(template, row, share)
        template.write(row, {"ขาดทุนปีล่าสุด": "ไม่ใช่", "ขาดทุนปีก่อนหน้า": "ไม่ใช่", DEFECTS: NO_DEFECTS})
    return rows


def _check_file(page: Page, file: Path) -> None:
    page.get_by_label("แฟ้ม").set_input_files(file)
    page.get_by_role("button", name="ตรวจแฟ้ม").click()


def test_file_with_three_errors_is_refused_whole_then_mended_and_confirmed(
    arrive: Arrival, tmp_path: Path
) -> None:
    page = _desk(arrive, f"officer-{OFFICE}")
    page.get_by_role("link", name="นำเข้าจาก Excel").click()
    template = downloaded_template(page, "สหกรณ์ภาคการเกษตร", tmp_path)
    over, unknown, foreign = _good_cooperatives(template)
    first = next(iter(template.points))
    number = template.value(foreign, NUMBER)
    template.write(over, {first: "๙๙"})
    template.write(unknown, {DEFECTS: "แก้แล้ว"})
    template.write(foreign, {NUMBER: "SA50-00001"})
    _check_file(page, template.saved_as("ครั้งแรก.xlsx"))

    expect(page.get_by_role("heading", name="แฟ้มนี้ต้องแก้ไขก่อน")).to_be_visible()
    expect(page.locator("main")).to_contain_text("ยังไม่ได้บันทึกค่าใดจากแฟ้มนี้")
    found = page.locator("table", has_text="สิ่งที่ต้องแก้หรือตรวจ").locator("tbody tr")
    expect(found).to_have_count(3)
    most = f"{template.points[first]:g}"
    for row, column, value, message in (
        (over, first, "๙๙", f"คะแนนตัวชี้วัด 1.1 ต้องไม่เกิน {most} (ได้ 99)"),
        (unknown, DEFECTS, "แก้แล้ว", f"ต้องเป็นอย่างใดอย่างหนึ่ง: {ALL_DEFECTS}"),
        (foreign, NUMBER, "SA50-00001", UNKNOWN_NUMBER),
    ):
        cells = found.filter(has_text=value).locator("td").all_inner_texts()
        assert [text.strip() for text in cells] == [
            template.sheet.title,
            str(row),
            column,
            value,
            message,
        ]
    expect(page.get_by_role("button", name="ยืนยันนำเข้า")).to_have_count(0)
    page.get_by_role("link", name="บันทึกและส่งข้อมูล").first.click()
    expect(page.locator("main")).to_contain_text(f"44 จาก {POPULATION}")

    template.write(over, {first: most})
    template.write(unknown, {DEFECTS: NO_DEFECTS})
    template.write(foreign, {NUMBER: number})
    page.go_back()
    page.get_by_role("link", name="เลือกแฟ้มใหม่").click()
    _check_file(page, template.saved_as("แก้แล้ว.xlsx"))
    expect(page.get_by_role("heading", name="ตรวจแฟ้มแล้ว จะเปลี่ยน 3 แห่ง")).to_be_visible()
    page.get_by_role("button", name="ยืนยันนำเข้า").click()
    expect(page.get_by_role("heading", name="นำเข้าแล้ว 3 แห่ง")).to_be_visible()
    page.get_by_role("link", name="ไปหน้าบันทึกและส่งข้อมูล").click()
    expect(page.locator("main")).to_contain_text(f"47 จาก {POPULATION}")


def test_the_rest_of_the_office_comes_from_a_file(arrive: Arrival, tmp_path: Path) -> None:
    page = _desk(arrive, f"officer-{OFFICE}")
    page.get_by_role("link", name="นำเข้าจาก Excel").click()
    template = downloaded_template(page, "กลุ่มเกษตรกร", tmp_path)
    for row in template.rows_without(DEFECTS):
        _filled(template, row, 0.75)
        template.write(
            row,
            {
                "จัดสรรและจ่ายกำไรสุทธิ ปีล่าสุด": "ใช่",
                "จัดสรรและจ่ายกำไรสุทธิ ปีก่อนหน้า": "ใช่",
                "จัดทำงบการเงินแล้วเสร็จภายใน (วัน)": "๒๕",
                DEFECTS: NO_DEFECTS,
            },
        )
    _check_file(page, template.saved_as("กลุ่มเกษตรกร แก้แล้ว.xlsx"))
    page.get_by_role("button", name="ยืนยันนำเข้า").click()
    page.get_by_role("link", name="ไปหน้าบันทึกและส่งข้อมูล").click()
    expect(page.locator("main")).to_contain_text(f"{POPULATION} จาก {POPULATION}")


def _take_step(page: Page, step: str, confirm: str) -> None:
    """A step of the way to approval: opened, read, confirmed."""
    page.locator("summary", has_text=step).click()
    page.get_by_role("button", name=confirm).click()


def test_office_submits_chief_verifies_headquarters_approve(arrive: Arrival) -> None:
    officer = _desk(arrive, f"officer-{OFFICE}")
    _take_step(officer, "ส่งแบบให้หัวหน้าสำนักงานตรวจทาน", "ยืนยันส่งแบบ")
    expect(officer.locator("main")).to_contain_text("ส่งแบบให้หัวหน้าสำนักงานตรวจทานแล้ว")
    expect(officer.get_by_role("link", name="นำเข้าจาก Excel")).to_have_count(0)

    chief = _desk(arrive, f"chief-{OFFICE}")
    _take_step(chief, "ตรวจทานแล้วถูกต้อง", "ยืนยันตรวจทานแล้ว")
    expect(chief.locator("main")).to_contain_text("ตรวจทานแล้ว")

    board = _desk(arrive, "chief-agri")
    board.get_by_role("button", name="ตราด", exact=True).click()
    _take_step(board, "อนุมัติและล็อกข้อมูล", "ยืนยันอนุมัติ")
    expect(board.locator("main")).to_contain_text("อนุมัติและล็อกข้อมูลแล้ว")

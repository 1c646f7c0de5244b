"""A year of the strength assessment from the empty cell to the official result.

The tests are the steps of one story on a portal of their own, because accepting a result locks
its year; each goes on from what the one before left.
"""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cpd_portal.embedded.portal import Portal
from cpd_portal.thai.numerals import to_thai_digits
from tests.browser.conftest import Arrival, forget_answers
from tests.browser.grid import choose_by_keyboard, line, maxima, paste, point, saved
from tests.browser.steps import fill_resolution, open_desk, open_year, run_the_nation, take_step
from tests.browser.workbooks import NUMBER, Template, check_file, downloaded_template
from tests.prepared import portal_with_sample

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]

# A small office of the sample with three institutions left in each of its three sheets.
OFFICE = "23"
OFFICE_NAME = "สำนักงานสหกรณ์จังหวัดตราด"
POPULATION = 50
DEFECTS = "สถานะข้อบกพร่อง"
NO_DEFECTS, WATCHED, IN_WORK = "ไม่มีข้อบกพร่อง", "แก้ไขแล้วเสร็จต้องติดตาม", "อยู่ระหว่างแก้ไข"
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
    with portal_with_sample(tmp_path_factory, "story") as started:
        yield started


def test_officer_fills_the_grid_by_keyboard_and_pasted_block(arrive: Arrival) -> None:
    page = open_desk(arrive(f"officer-{OFFICE}").page)
    expect(page.locator("main")).to_contain_text(f"41 จาก {POPULATION}")
    page.get_by_role("link", name="กรอกเป็นตาราง").click()
    page.get_by_role("link", name="สหกรณ์นอกภาคการเกษตร").click()
    page.get_by_label("สถานะแถว").select_option(label="ยังไม่ครบ")
    page.get_by_role("button", name="กรอง").click()
    expect(page.locator("tbody tr[data-row]")).to_have_count(3)
    expect(line(page, 0)).to_contain_text(SHOWN)
    highest = maxima(page)

    line(page, 0).locator("td[data-cell=loss_latest] select").focus()
    for name, label in (
        ("loss_latest", "ไม่ใช่"),
        ("loss_previous", "ไม่ใช่"),
        ("defect_status", NO_DEFECTS),
    ):
        choose_by_keyboard(line(page, 0).locator(f"td[data-cell={name}] select"), label)
    for code, most in highest.items():
        expect(point(page, 0, code)).to_be_focused()
        page.keyboard.type(most)
        page.keyboard.press("Tab")
    saved(page)
    expect(line(page, 0).locator("[data-state]")).to_have_text("ครบ")
    expect(line(page, 0).locator("[data-tier]")).to_contain_text("ชั้น 1")

    half = [to_thai_digits(str(float(most) / 2)) for most in highest.values()]
    full = [to_thai_digits(most) for most in highest.values()]
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
    typed = {code: point(page, 0, code).input_value() for code in highest}
    assert typed == highest
    expect(line(page, 0).locator("[data-total]")).to_have_text("100")


def _good_cooperatives(template: Template) -> list[int]:
    rows = template.rows_without(DEFECTS)
    for row, share in zip(rows, (1, 0.75, 0.5), strict=True):
        template.fill_points(row, share)
        template.write(row, {"ขาดทุนปีล่าสุด": "ไม่ใช่", "ขาดทุนปีก่อนหน้า": "ไม่ใช่", DEFECTS: NO_DEFECTS})
    return rows


def test_file_with_three_errors_is_refused_whole_then_mended_and_confirmed(
    arrive: Arrival, tmp_path: Path
) -> None:
    page = open_desk(arrive(f"officer-{OFFICE}").page)
    page.get_by_role("link", name="นำเข้าจาก Excel").click()
    template = downloaded_template(page, "สหกรณ์ภาคการเกษตร", tmp_path)
    over, unknown, foreign = _good_cooperatives(template)
    first = next(iter(template.points))
    number = template.value(foreign, NUMBER)
    template.write(over, {first: "๙๙"})
    template.write(unknown, {DEFECTS: "แก้แล้ว"})
    template.write(foreign, {NUMBER: "SA50-00001"})
    check_file(page, template.saved_as("ครั้งแรก.xlsx"))

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
    check_file(page, template.saved_as("แก้แล้ว.xlsx"))
    expect(page.get_by_role("heading", name="ตรวจแฟ้มแล้ว จะเปลี่ยน 3 แห่ง")).to_be_visible()
    page.get_by_role("button", name="ยืนยันนำเข้า").click()
    expect(page.get_by_role("heading", name="นำเข้าแล้ว 3 แห่ง")).to_be_visible()
    page.get_by_role("link", name="ไปหน้าบันทึกและส่งข้อมูล").click()
    expect(page.locator("main")).to_contain_text(f"47 จาก {POPULATION}")


def test_the_rest_of_the_office_comes_from_a_file(arrive: Arrival, tmp_path: Path) -> None:
    page = open_desk(arrive(f"officer-{OFFICE}").page)
    page.get_by_role("link", name="นำเข้าจาก Excel").click()
    template = downloaded_template(page, "กลุ่มเกษตรกร", tmp_path)
    for row in template.rows_without(DEFECTS):
        template.fill_points(row, 0.75)
        template.write(
            row,
            {
                "จัดสรรและจ่ายกำไรสุทธิ ปีล่าสุด": "ใช่",
                "จัดสรรและจ่ายกำไรสุทธิ ปีก่อนหน้า": "ใช่",
                "จัดทำงบการเงินแล้วเสร็จภายใน (วัน)": "๒๕",
                DEFECTS: NO_DEFECTS,
            },
        )
    check_file(page, template.saved_as("กลุ่มเกษตรกร แก้แล้ว.xlsx"))
    page.get_by_role("button", name="ยืนยันนำเข้า").click()
    page.get_by_role("link", name="ไปหน้าบันทึกและส่งข้อมูล").click()
    expect(page.locator("main")).to_contain_text(f"{POPULATION} จาก {POPULATION}")


def test_office_submits_chief_verifies_headquarters_approve(arrive: Arrival) -> None:
    officer = open_desk(arrive(f"officer-{OFFICE}").page)
    take_step(officer, "ส่งแบบให้หัวหน้าสำนักงานตรวจทาน", "ยืนยันส่งแบบ")
    expect(officer.locator("main")).to_contain_text("ส่งแบบให้หัวหน้าสำนักงานตรวจทานแล้ว")
    expect(officer.get_by_role("link", name="นำเข้าจาก Excel")).to_have_count(0)

    chief = open_desk(arrive(f"chief-{OFFICE}").page)
    take_step(chief, "ตรวจทานแล้วถูกต้อง", "ยืนยันตรวจทานแล้ว")
    expect(chief.locator("main")).to_contain_text("ตรวจทานแล้ว")

    board = open_desk(arrive("chief-agri").page)
    board.get_by_role("button", name="ตราด", exact=True).click()
    take_step(board, "อนุมัติและล็อกข้อมูล", "ยืนยันอนุมัติ")
    expect(board.locator("main")).to_contain_text("อนุมัติและล็อกข้อมูลแล้ว")


def test_department_runs_a_first_classification(arrive: Arrival) -> None:
    page = run_the_nation(arrive("officer-agri").page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("ครั้งที่ 1")
    expect(page.get_by_role("heading", name="ผลรายชุดเกณฑ์")).to_be_visible()


def test_correction_after_approval_shows_old_value_and_effect(
    arrive: Arrival, tmp_path: Path
) -> None:
    officer = open_desk(arrive(f"officer-{OFFICE}").page)
    officer.get_by_role("link", name=SHOWN).click()
    officer.get_by_role("link", name="ขอแก้ไขหลังอนุมัติเฉพาะแห่งนี้").click()
    officer.get_by_label("เหตุผลที่ขอแก้ไข").fill("สถานะข้อบกพร่องบันทึกผิด ตรวจพบจากหนังสือแจ้งข้อบกพร่อง")
    officer.get_by_label("เลขที่หนังสือ").fill("ตร 0010/๑๒๓")
    officer.get_by_label("ลงวันที่").fill("๑๕/๑๑/๒๕๖๗")
    letter = tmp_path / "หนังสือขอแก้ไข.pdf"
    letter.write_bytes(PDF)
    officer.get_by_label("แฟ้มหนังสือ").set_input_files(letter)
    officer.get_by_role("button", name="ส่งคำขอ").click()
    expect(officer.locator("main")).to_contain_text("รอส่วนกลางพิจารณา")

    board = open_desk(arrive("chief-agri").page)
    board.get_by_role("link", name="คำขอแก้ไขหลังอนุมัติที่รอส่วนกลาง 1 คำขอ").click()
    board.get_by_role("link", name=SHOWN).click()
    with board.expect_download() as scan:
        board.get_by_role("link", name=letter.name).click()
    assert scan.value.path().read_bytes() == PDF
    take_step(board, "เปิดให้แก้ไข", "ยืนยันเปิดให้แก้ไข")
    expect(board.locator("main .meta")).to_contain_text("เปิดให้แก้ไข")

    officer.get_by_role("link", name="บันทึกและส่งข้อมูล").first.click()
    officer.get_by_role("link", name="แก้ค่าที่ส่วนกลางเปิดให้แก้ไข").click()
    officer.get_by_role("link", name=SHOWN).click()
    officer.get_by_role("link", name="แก้ค่าในแบบประเมิน").click()
    officer.get_by_label(DEFECTS).select_option(label=WATCHED)
    officer.get_by_role("button", name="บันทึก", exact=True).click()
    officer.get_by_role("link", name="ดูคำขอ ค่าเดิม และค่าใหม่").click()
    take_step(officer, "แจ้งว่าแก้เสร็จ", "ยืนยันว่าแก้เสร็จ")

    board.reload()
    value = board.get_by_role("row", name=re.compile(DEFECTS))
    expect(value).to_contain_text(NO_DEFECTS)
    expect(value).to_contain_text(WATCHED)
    effect = board.locator("section", has_text="ผลต่อการจัดชั้น").get_by_role("row")
    expect(effect.filter(has_text="ชั้น 1")).to_contain_text("ชั้น 2")
    take_step(board, "ยืนยันและล็อก", "ยืนยันและล็อก")
    expect(board.locator("main .meta")).to_contain_text("ยืนยันและล็อกแล้ว")


def test_department_compares_with_the_run_before_and_accepts(arrive: Arrival) -> None:
    runner = run_the_nation(arrive("officer-agri").page)
    runner.get_by_role("link", name="เทียบกับครั้งอื่น").click()
    expect(runner.locator("main .meta")).to_contain_text("ครั้งที่ 1")
    runner.get_by_role("link", name="1 ชั้นลดลง").click()
    fallen = runner.get_by_role("row", name=SHOWN)
    expect(fallen).to_contain_text("ชั้น 1")
    expect(fallen).to_contain_text("ชั้น 2")
    fallen.locator("summary").click()
    expect(fallen).to_contain_text(f"{NO_DEFECTS} → {WATCHED}")

    visitor = arrive("chief-agri")
    chief = open_year(visitor.page)
    chief.get_by_role("link", name="ดูผลและบันทึกมติ").click()
    chief.get_by_role("link", name="บันทึกมติรับผล").click()
    fill_resolution(chief)
    chief.get_by_role("button", name="บันทึกมติ ผลเป็นทางการ").click()
    expect(chief.locator("main")).to_contain_text("ต้องยืนยันว่าคณะทำงานทราบข้อที่ยังไม่ครบ")
    forget_answers(visitor, "422")
    chief.get_by_label("คณะทำงานทราบว่ายังมีข้อที่ไม่ครบ").check()
    chief.get_by_role("button", name="บันทึกมติ ผลเป็นทางการ").click()
    expect(chief.locator("main")).to_contain_text("ผลจัดชั้นปี 2567 เป็นทางการแล้ว ข้อมูลของปีนี้ล็อกทั้งหมด")
    expect(chief.locator("main")).to_contain_text("นางสาวสมใจ ใจดี")


def test_official_year_is_locked_for_the_office(arrive: Arrival) -> None:
    page = open_desk(arrive(f"officer-{OFFICE}").page)
    page.get_by_role("link", name=SHOWN).click()
    expect(page.locator("main")).to_contain_text("ผลจัดชั้นปี 2567 เป็นทางการแล้ว")
    expect(page.get_by_role("button", name="บันทึก", exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name="ขอแก้ไขหลังอนุมัติเฉพาะแห่งนี้")).to_have_count(0)


def test_institution_page_explains_the_official_tier(arrive: Arrival) -> None:
    page = arrive(f"officer-{OFFICE}").page
    page.get_by_label("ค้นหาทั้งระบบ").fill("ปากจันทร์")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=SHOWN).click()
    main = page.locator("main")
    expect(main.locator(".verdict")).to_contain_text("ชั้น 2")
    expect(main.locator(".verdict")).to_contain_text("ผลทางการ")
    expect(main.locator(".verdict")).to_contain_text("กษ 1115/๔๕๖")
    expect(main.get_by_role("heading", name="จะเข้าชั้น 1 ต้องมีอะไรอีก")).to_be_visible()
    expect(main.locator(".needs").first).to_contain_text(f"ขณะนี้ สถานะข้อบกพร่อง {WATCHED}")
    conditions = main.locator("section", has_text="เงื่อนไขการจัดชั้น").get_by_role("row")
    defects = conditions.filter(has_text="ข้อบกพร่องของการดำเนินกิจการ").last
    expect(defects.locator("td")).to_have_text(["ไม่ถึง", "ถึง"])
    expect(main).to_contain_text("แก้ไขหลังอนุมัติ 1 ค่า")
    expect(main.get_by_role("heading", name="ทางที่ใกล้ที่สุดสู่ชั้น 1")).to_be_visible()


def test_letters_to_several_institutions_arrive_as_one_pdf(
    arrive: Arrival, tmp_path: Path
) -> None:
    page = open_desk(arrive(f"officer-{OFFICE}").page)
    page.get_by_role("link", name="ติดตามการประชุมใหญ่ที่เกินกำหนด").click()
    boxes = page.get_by_role("checkbox", name=re.compile("^เลือก(สหกรณ์|กลุ่มเกษตรกร)"))
    names = []
    for box in boxes.all()[:3]:
        box.check()
        names.append((box.get_attribute("aria-label") or "").removeprefix("เลือก"))
    assert len(names) == 3
    page.get_by_role("button", name="หนังสือถึงที่เลือก (PDF)").click()
    expect(page.locator("main")).to_contain_text("จัดทำหนังสือ 3 ฉบับแล้ว")
    link = page.get_by_role("link", name="ดาวน์โหลด").first
    link.wait_for(timeout=60_000)
    with page.expect_download() as download:
        link.click()
    target = tmp_path / "letters.pdf"
    download.value.save_as(target)
    told = subprocess.run(["pdftotext", target, "-"], capture_output=True, text=True, check=True)
    pages = ["".join(text.split()) for text in told.stdout.split("\f")]
    assert len(pages) == 4  # the last one is what follows the last form feed
    for name in names:
        assert sum("".join(name.split()) in text for text in pages) == 1

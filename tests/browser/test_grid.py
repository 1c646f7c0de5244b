"""The entry grid: keys, a pasted block, mistakes, a dropped line, two people at one cell."""

import re

import pytest
from playwright.sync_api import expect

from cpd_portal.embedded.portal import Portal
from tests.browser.accessibility import violations
from tests.browser.conftest import Arrival, forget_answers
from tests.browser.grid import cell_of, line, paste, point, saved
from tests.browser.screens import problems_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("portal")]

# An office whose form is still open in the sample, and whose other tests leave this sheet alone.
OFFICE = "65"
GRID = f"/coops/entry/{OFFICE}/2567/grid/?sheet=non_agricultural"


def test_keys_move_undo_and_skip_nothing(arrive: Arrival) -> None:
    page = arrive(f"officer-{OFFICE}").visit(GRID)
    first = point(page, 0, "1.1")
    before = first.input_value()
    first.focus()

    page.keyboard.press("ArrowRight")
    expect(point(page, 0, "1.2")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(point(page, 1, "1.2")).to_be_focused()
    page.keyboard.press("Shift+Enter")
    expect(point(page, 0, "1.2")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(first).to_be_focused()

    page.keyboard.type("7.25")
    page.keyboard.press("ArrowLeft")
    expect(first).to_be_focused()
    page.keyboard.press("Escape")
    expect(first).to_have_value(before)
    page.keyboard.press("F2")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    expect(
        page.locator("tbody tr").first.locator("td[data-cell=defect_status] select")
    ).to_be_focused()
    assert page.locator("td.unsaved").count() == 0


def test_rows_below_the_view_come_when_the_page_stands(arrive: Arrival) -> None:
    page = arrive("officer-50").visit("/coops/entry/50/2567/grid/")

    expect(page.locator("tbody.later")).to_have_count(0)
    expect(line(page, 49)).to_be_visible()


def test_rows_below_the_view_come_also_without_their_script(arrive: Arrival) -> None:
    officer = arrive("officer-50")
    officer.page.route("**/js/grid/keys*.js", lambda route: route.abort())
    page = officer.visit("/coops/entry/50/2567/grid/")

    expect(line(page, 49)).to_be_hidden()
    expect(line(page, 49)).to_be_visible(timeout=20_000)
    forget_answers(officer, "ERR_FAILED")


def test_office_fills_its_grid_by_keyboard_and_paste(arrive: Arrival) -> None:
    officer = arrive(f"officer-{OFFICE}")
    page = officer.visit(GRID)
    first = point(page, 0, "1.1")
    first.focus()
    page.keyboard.type("๑๒.๒๕")
    page.keyboard.press("Enter")
    page.keyboard.type("3.75")
    page.keyboard.press("Tab")
    saved(page)
    expect(first).to_have_value("12.25")
    expect(cell_of(first)).to_have_class(re.compile("saved"))

    paste(point(page, 0, "2.1"), "๐.๒๕\t\u00a00.50 \t99\r\n0.75\t\t1.25\r\n")
    expect(page.locator("[data-pasted-text]")).to_contain_text("รับ 4 ค่า · ไม่รับ 1 ค่า")
    expect(page.locator("[data-pasted-text]")).to_contain_text("ช่องว่าง 1 ช่อง ค่าเดิมไม่เปลี่ยน")
    problem = page.locator("[data-problems]")
    expect(problem).to_contain_text("มีข้อมูลที่ต้องแก้ไข 1 ค่า")
    expect(problem).to_contain_text("คะแนนตัวชี้วัด 2.3 ต้องไม่เกิน")

    problem.locator("a").click()
    expect(point(page, 0, "2.3")).to_be_focused()
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(problem).to_be_hidden()
    saved(page)

    page.reload()
    values = [
        point(page, *at).input_value() for at in ((0, "1.1"), (1, "1.1"), (0, "2.2"), (1, "2.1"))
    ]
    assert values == ["12.25", "3.75", "0.5", "0.75"]
    expect(page.locator("[data-problems]")).to_be_hidden()
    forget_answers(officer, "422")


def test_choices_are_pasted_by_label_and_undone(arrive: Arrival) -> None:
    page = arrive(f"officer-{OFFICE}").visit(GRID)
    line = page.locator("tbody tr[data-row]").nth(2)
    status = line.locator("td[data-cell=defect_status] select")
    was = status.input_value()
    other = "resolved" if was != "resolved" else "none"
    paste(status, status.locator(f"option[value={other}]").inner_text())
    saved(page)
    expect(status).to_have_value(other)
    status.focus()
    page.keyboard.press("Control+z")
    expect(status).to_have_value(was)
    saved(page)

    paste(status, "ไม่มีแบบนี้")
    expect(page.locator("[data-pasted-list]")).to_contain_text("ไม่มีตัวเลือก “ไม่มีแบบนี้”")


def test_unsaved_cells_outlive_a_dropped_line_and_a_closed_page(arrive: Arrival) -> None:
    officer = arrive(f"officer-{OFFICE}")
    page = officer.visit(GRID)
    context = page.context
    context.set_offline(True)
    point(page, 3, "1.1").focus()
    page.keyboard.type("1.25")
    page.keyboard.press("Enter")
    page.keyboard.type("2.25")
    page.keyboard.press("Enter")
    banner = page.locator("[data-offline]")
    expect(banner).to_contain_text("ติดต่อระบบไม่ได้")
    expect(banner).to_contain_text("2 ค่า")
    expect(cell_of(point(page, 3, "1.1"))).to_have_class(re.compile("unsaved"))

    context.set_offline(False)
    saved(page)
    expect(banner).to_be_hidden()

    context.set_offline(True)
    point(page, 5, "1.1").focus()
    page.keyboard.type("4.25")
    page.keyboard.press("Enter")
    expect(banner).to_contain_text("1 ค่า")
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(f"{officer.base}{GRID}")
    saved(again)
    again.reload()
    assert [point(again, row, "1.1").input_value() for row in (3, 4, 5)] == [
        "1.25",
        "2.25",
        "4.25",
    ]
    forget_answers(officer, "ERR_INTERNET_DISCONNECTED")


def test_unsaved_cells_are_never_another_persons(arrive: Arrival) -> None:
    officer = arrive(f"officer-{OFFICE}")
    page = officer.visit(GRID)
    key = f"portal.grid:officer-{OFFICE}:{OFFICE}:2567:"
    row = page.locator("tbody tr[data-row]").first.get_attribute("data-row")
    foreign = key.replace("officer", "chief") + f"{row}|points/1.2"
    page.evaluate(
        """([key, row]) => localStorage.setItem(key, JSON.stringify(
            {row: Number(row), name: "points/1.2", value: "9.99", seen: "", label: "x"}))""",
        [foreign, row],
    )
    page.reload()

    expect(page.locator("td.unsaved, td.saving, td.bad")).to_have_count(0)
    assert page.evaluate("key => localStorage.getItem(key) !== null", foreign)


def test_two_people_at_one_cell_see_both_values_and_choose(arrive: Arrival) -> None:
    officer, chief = arrive(f"officer-{OFFICE}"), arrive(f"chief-{OFFICE}")
    mine, theirs = officer.visit(GRID), chief.visit(GRID)
    for page, value in ((theirs, "5.25"), (mine, "6.25")):
        point(page, 6, "1.1").focus()
        page.keyboard.type(value)
        page.keyboard.press("Enter")
        expect(page.locator("td.unsaved, td.saving")).to_have_count(0)
    problem = mine.locator("[data-problems]")
    expect(problem).to_contain_text("ท่านพิมพ์ “6.25”")
    expect(problem).to_contain_text("บันทึก “5.25”")
    expect(problem).to_contain_text("หัวหน้า")

    problem.get_by_role("button", name="ใช้ค่าของฉัน").click()
    expect(problem).to_be_hidden()
    saved(mine)
    theirs.reload()
    assert point(theirs, 6, "1.1").input_value() == "6.25"

    point(mine, 6, "1.1").focus()
    mine.keyboard.type("7.25")
    mine.keyboard.press("Enter")
    saved(mine)
    point(theirs, 6, "1.1").focus()
    theirs.keyboard.type("8.25")
    theirs.keyboard.press("Enter")
    theirs.get_by_role("button", name="ใช้ค่าที่บันทึกแล้ว").click()
    expect(point(theirs, 6, "1.1")).to_have_value("7.25")
    forget_answers(officer, "409")
    forget_answers(chief, "409")


def test_session_that_ended_keeps_the_cells_and_saves_after_signing_in(
    arrive: Arrival, portal: Portal
) -> None:
    officer = arrive(f"officer-{OFFICE}")
    page = officer.visit(GRID)
    page.context.clear_cookies(name=re.compile("session"))
    point(page, 7, "1.1").focus()
    page.keyboard.type("3.25")
    page.keyboard.press("Enter")
    dialog = page.locator("#signin-again")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="ปิด").click()
    expect(cell_of(point(page, 7, "1.1"))).to_have_class(re.compile("unsaved"))

    point(page, 7, "1.2").focus()
    page.keyboard.type("2.25")
    page.keyboard.press("Enter")
    dialog.get_by_label("รหัสผ่าน").fill(portal.password)
    dialog.get_by_role("button", name="เข้าสู่ระบบ").click()
    expect(dialog).to_be_hidden()
    saved(page)
    page.reload()
    assert [point(page, 7, code).input_value() for code in ("1.1", "1.2")] == ["3.25", "2.25"]
    officer.complaints.clear()


def test_inspector_tells_of_the_cell_and_takes_a_remark(arrive: Arrival) -> None:
    page = arrive(f"officer-{OFFICE}").visit(GRID)
    point(page, 0, "1.1").focus()
    inspector = page.locator("#inspector")
    expect(inspector.locator("[data-cell-title]")).to_contain_text("1.1 ")
    expect(inspector.locator("[data-cell-maximum]")).to_have_text("15")
    expect(inspector).to_contain_text("แก้ครั้งล่าสุด")

    inspector.get_by_label("เขียนหมายเหตุ").fill("ตรวจกับงบแล้ว")
    inspector.get_by_role("button", name="เพิ่มหมายเหตุ").click()
    expect(inspector.locator(".cell-comment")).to_contain_text("ตรวจกับงบแล้ว")
    expect(cell_of(point(page, 0, "1.1")).locator(".cell-remark")).to_have_count(1)
    inspector.get_by_role("button", name="จบเรื่อง").click()
    expect(cell_of(point(page, 0, "1.1")).locator(".cell-remark")).to_have_count(0)


@pytest.mark.parametrize("width", [1440, 390])
def test_grid_fits_and_is_accessible(arrive: Arrival, width: int) -> None:
    page = arrive(f"officer-{OFFICE}", width=width).visit(GRID)

    assert [*problems_of(page), *violations(page)] == []


def test_phone_leads_to_the_single_form_and_focus_is_never_hidden(arrive: Arrival) -> None:
    phone = arrive(f"officer-{OFFICE}", width=390).visit(GRID)
    expect(phone.locator("tbody input").first).to_be_hidden()
    phone.locator("tbody th a").first.click()
    expect(phone).to_have_url(re.compile("/2567/assess/"))

    page = arrive(f"officer-{OFFICE}").visit(GRID)
    point(page, 0, "4.4").focus()
    for _ in range(12):
        page.keyboard.press("ArrowDown")
    for _ in range(12):
        page.keyboard.press("ArrowUp")
    hidden = page.evaluate(
        """() => {
            const box = document.activeElement.getBoundingClientRect();
            const x = box.x + box.width / 2, y = box.y + box.height / 2;
            return !document.elementFromPoint(x, y).closest("td").contains(document.activeElement);
        }"""
    )
    assert not hidden

"""Ways through the portal that several tests take, by what stands on the pages."""

import re

from playwright.sync_api import Page, expect


def open_desk(page: Page) -> Page:
    """From the first page of that person to the work on the form."""
    page.get_by_role("link", name="บันทึกและส่งข้อมูล").first.click()
    return page


def take_step(page: Page, step: str, confirm: str) -> None:
    """A step of the way to approval: opened, read, confirmed."""
    page.locator("summary", has_text=step).click()
    page.get_by_role("button", name=confirm).click()


def open_year(page: Page) -> Page:
    """From the first page to the five steps of the year."""
    page.get_by_role("link", name="สหกรณ์และกลุ่มเกษตรกร", exact=True).first.click()
    page.get_by_role("link", name="ตารางความเข้มแข็ง").first.click()
    page.get_by_role("link", name="จัดชั้นปี 2567").click()
    return page


def run_the_nation(page: Page) -> Page:
    """The worker computes; the page follows by itself until the result is there."""
    open_year(page)
    page.get_by_role("button", name="จัดชั้นทั้งประเทศ").click()
    computed = page.locator("main .meta").get_by_text("จัดชั้นแล้ว รอพิจารณา")
    expect(computed).to_be_visible(timeout=120_000)
    return page


def fill_resolution(page: Page) -> None:
    for label, text in {
        "การประชุมครั้งที่": "๒/๒๕๖๗",
        "วันประชุม": "20/11/2567",
        "มติ": "รับผลการจัดชั้น ปีงบประมาณ พ.ศ. 2567",
        "เลขที่หนังสือหรือรายงานการประชุม": "กษ 1115/๔๕๖",
        "ลงวันที่": "๒๑/๑๑/๒๕๖๗",
        "คณะทำงานจากกรมส่งเสริมสหกรณ์": "นางสาวสมใจ ใจดี, ประธานคณะทำงาน",
        "คณะทำงานจากกรมตรวจบัญชีสหกรณ์": "นายสมชาย ใจงาม, คณะทำงาน",
    }.items():
        page.get_by_label(label, exact=True).fill(text)


def sign(page: Page) -> None:
    """A signature drawn on the pad of a visit."""
    canvas = page.locator("[data-signature] canvas")
    canvas.hover(position={"x": 30, "y": 60})  # waits until it stands still and is on top
    frame = canvas.bounding_box()
    assert frame is not None
    x, y = frame["x"] + 30, frame["y"] + 60
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 8):
        page.mouse.move(x + 25 * step, y + (15 if step % 2 else -15))
    page.mouse.up()
    expect(page.locator("[name=signature]")).to_have_value(re.compile("signature.png"))


def visit_planned(page: Page, base: str) -> str:
    """Of the first institution of the register; the address of the visit."""
    page.goto(f"{base}/coops/")
    page.locator("tbody th a").first.click()
    number = page.url.rstrip("/").split("/")[-1].split("?")[0]
    page.goto(f"{base}/inspection/institutions/{number}/visits/new/")
    page.get_by_label("วันที่จะตรวจ").fill("30/9/2569")
    page.get_by_label("หัวหน้าคณะตรวจ").select_option(index=1)
    page.get_by_role("button", name="วางแผน").click()
    page.wait_for_url("**/inspection/visits/*/")
    return page.url

"""The entry grid as hands use it: cells, and a block from the clipboard."""

from playwright.sync_api import Locator, Page, expect

PASTE = """([control, text]) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    control.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def line(page: Page, row: int) -> Locator:
    """The row with that index."""
    return page.locator("tbody tr[data-row]").nth(row)


def point(page: Page, row: int, code: str) -> Locator:
    """The input of an indicator in the row with that index."""
    return line(page, row).locator(f"td[data-cell='points/{code}'] input")


def cell_of(control: Locator) -> Locator:
    return control.locator("xpath=..")


def saved(page: Page) -> None:
    expect(page.locator("td.unsaved, td.saving")).to_have_count(0)
    expect(page.locator("[data-saving-line]")).to_contain_text("บันทึกล่าสุด")


def paste(control: Locator, text: str) -> None:
    control.focus()
    control.page.evaluate(PASTE, [control.element_handle(), text])


def maxima(page: Page) -> dict[str, str]:
    """The most points by indicator, from the heads of the grid's columns: "เต็ม 15"."""
    heads = page.locator("th[data-name^='points/']").all()
    return {
        (head.get_attribute("data-name") or "").removeprefix("points/"): (
            head.locator("small").inner_text().removeprefix("เต็ม ")
        )
        for head in heads
    }


def choose_by_keyboard(choice: Locator, label: str) -> None:
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

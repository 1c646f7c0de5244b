"""A clerk's spreadsheet: the prefilled template of the portal, changed by column title."""

from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from playwright.sync_api import Page

from cpd_portal.thai.numerals import to_thai_digits

NUMBER = "เลขทะเบียน"


class Template:
    """One downloaded template; its first sheet holds an institution a row."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book: Any = load_workbook(path)
        self.sheet: Any = self.book.worksheets[0]
        self.titles = [str(cell.value) for cell in self.sheet[1]]

    @property
    def points(self) -> dict[str, float]:
        """The maximum of each indicator by the title of its column: "1.1 … (เต็ม 15)"."""
        parts = {title: title.rpartition("(เต็ม ") for title in self.titles}
        return {title: float(part[2].rstrip(")")) for title, part in parts.items() if part[1]}

    def rows_without(self, title: str) -> list[int]:
        """The rows whose cell in that column is empty."""
        rows = range(2, self.sheet.max_row + 1)
        return [row for row in rows if self.value(row, title) is None]

    def value(self, row: int, title: str) -> Any:
        return self.sheet.cell(row, self.titles.index(title) + 1).value

    def write(self, row: int, values: dict[str, object]) -> None:
        for title, value in values.items():
            self.sheet.cell(row, self.titles.index(title) + 1, value)

    def fill_points(self, row: int, share: float) -> None:
        """Every indicator at that share of its maximum, in Thai digits as some clerks type."""
        self.write(
            row,
            {title: to_thai_digits(f"{most * share:g}") for title, most in self.points.items()},
        )

    def saved_as(self, name: str) -> Path:
        target = self.path.with_name(name)
        self.book.save(target)
        return target


def downloaded_template(page: Page, sheet: str, folder: Path) -> Template:
    """Of the import page that is open."""
    with page.expect_download() as download:
        page.get_by_role("link", name=sheet, exact=True).click()
    target = folder / f"{sheet}.xlsx"
    download.value.save_as(target)
    return Template(target)


def check_file(page: Page, file: Path) -> None:
    """Of the import page that is open: nothing is stored yet."""
    page.get_by_label("แฟ้ม").set_input_files(file)
    page.get_by_role("button", name="ตรวจแฟ้ม").click()

"""Spreadsheets as people send them, made with openpyxl."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from coops.imports.strength import sheet_of
from coops.models import Assessment
from cpd_portal.core.imports.table import ImportSheet
from tests.coops.rows import rule_set_for

# "1.1", "defect_status" -> what the cell says.
Cells = Mapping[str, Any]
Change = Callable[[Any], None]


def sheet_for(row: Assessment) -> ImportSheet:
    return sheet_of(rule_set_for(row.institution, row.fiscal_year))


def title_of(row: Assessment, key: str) -> str:
    return next(column.title for column in sheet_for(row).columns if column.key == key)


def line(row: Assessment, **cells: Any) -> dict[str, Any]:
    """Registration number and name of the row, and cells by column key ("points/1.1")."""
    institution = row.institution
    return {"registration_no": institution.registration_no, "name": institution.name, **cells}


def workbook(sheet: ImportSheet, lines: Sequence[Cells], change: Change | None = None) -> bytes:
    """`change` may spoil the sheet before it is saved."""
    book = Workbook()
    page: Any = book.active
    page.title = sheet.name
    page.append([column.title for column in sheet.columns])
    for cells in lines:
        page.append([cells.get(column.key) for column in sheet.columns])
    if change is not None:
        change(page)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def upload(content: bytes, name: str = "คะแนน.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)

"""Papers, lists and people for tests of the register."""

from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from coops.imports.auditor_list import SHEET
from coops.services import Paper

ListLines = list[tuple[Any, ...]]


def paper(day: date = date(2024, 5, 1), **parts: Any) -> Paper:
    values = {"document_no": "ชม 0010/12", "document_date": day, "note": ""}
    return Paper(effective_on=day, **{**values, **parts})


def list_content(rows: ListLines) -> bytes:
    """Registration number, name, province, standing, year-end."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = SHEET.name
    sheet.append([column.title for column in SHEET.columns])
    for row in rows:
        sheet.append(list(row))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def list_upload(rows: ListLines, name: str = "กตส.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, list_content(rows))

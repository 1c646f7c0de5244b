"""Spreadsheets as divisions send them, and what checking them said."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from cpd_portal.core.imports.registry import ImportForm, import_form
from cpd_portal.core.imports.services import import_check
from cpd_portal.core.imports.table import ImportSheet
from cpd_portal.core.models import Import, OrgUnit, User
from cpd_portal.thai.spacing import NBSP
from tests.coops.workbooks import upload

Lines = Sequence[Mapping[str, Any]]


def book(*filled: tuple[ImportSheet, Lines]) -> bytes:
    """Several sheets in one file."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for sheet, lines in filled:
        page: Any = made.create_sheet(sheet.name)
        page.append([column.title for column in sheet.columns])
        for cells in lines:
            page.append([cells.get(column.key) for column in sheet.columns])
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def check_book(actor: User, code: str, unit: str, fiscal_year: int, content: bytes) -> Import:
    return import_check(
        actor=actor,
        form=import_form(code),
        office=OrgUnit.objects.get(code=unit),
        fiscal_year=fiscal_year,
        upload=upload(content, "แฟ้ม.xlsx"),
    )


def sheets_of(code: str, unit: str, fiscal_year: int) -> dict[str, ImportSheet]:
    form: ImportForm = import_form(code)
    office = OrgUnit.objects.get(code=unit)
    return {sheet.code: sheet for sheet in form.sheets(office, fiscal_year)}


def found(checked: Import) -> list[tuple[Any, ...]]:
    """(row, column, value, message), with plain spaces."""
    return [
        (one["row"], one["column"], one["value"], one["message"].replace(NBSP, " "))
        for one in checked.findings
    ]

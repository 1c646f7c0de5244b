"""Changed figures of inspections, signed as the portal asks for."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from cpd_portal.core.choices import Role
from cpd_portal.core.figures.registry import Content, FigureSet
from cpd_portal.core.figures.selectors import version_in_force
from cpd_portal.core.figures.services import figures_propose, figures_sign
from cpd_portal.core.figures.tables import workbook_rows
from cpd_portal.core.imports.table import SheetRow
from cpd_portal.core.imports.workbooks import workbook
from cpd_portal.core.models import FigureVersion
from tests.inspection.rows import person

Change = Callable[[dict[str, Any]], object]


def content_in_force(figures: FigureSet) -> Content:
    version = version_in_force(figures.code)
    assert version is not None
    content: Content = version.content
    return content


def sheet_rows(figures: FigureSet, content: Content) -> list[SheetRow]:
    """As they are read from the workbook."""
    written = figures.rows(content)
    return [
        SheetRow(sheet, number, {key: text for key, text in cells.items() if text})
        for sheet in figures.sheets
        for number, cells in enumerate(written[sheet.code], start=2)
    ]


def signed(figures: FigureSet, change: Change) -> FigureVersion:
    """Downloaded, changed, uploaded, and signed by another person."""
    content = deepcopy(content_in_force(figures))
    change(content)
    file = workbook(workbook_rows(figures, content), figures.about)
    proposal = figures_propose(
        actor=person(Role.OFFICER, "agri"),
        figures=figures,
        fiscal_year=None,
        upload=SimpleUploadedFile("แก้แล้ว.xlsx", file),
        source="หนังสือทดสอบ",
    )
    return figures_sign(actor=person(Role.CHIEF, "agri"), version=proposal)

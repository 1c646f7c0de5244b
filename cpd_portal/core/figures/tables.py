"""The content of a version as tables: for pages and for workbooks."""

from dataclasses import dataclass

from cpd_portal.core.figures.registry import Content, FigureSet
from cpd_portal.core.imports.table import ImportSheet
from cpd_portal.core.imports.workbooks import TextRow


@dataclass(frozen=True, slots=True)
class SheetTable:
    name: str
    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def content_tables(figures: FigureSet, content: Content) -> list[SheetTable]:
    return [
        SheetTable(
            sheet.name,
            tuple(column.title for column in sheet.columns),
            tuple(tuple(row) for row in rows),
        )
        for sheet, rows in workbook_rows(figures, content)
    ]


def workbook_rows(
    figures: FigureSet, content: Content | None
) -> list[tuple[ImportSheet, list[TextRow]]]:
    """Every sheet with its rows in the order of the columns; None gives empty sheets."""
    by_sheet = figures.rows(content) if content is not None else {}
    return [
        (
            sheet,
            [
                tuple(row.get(column.key, "") for column in sheet.columns)
                for row in by_sheet.get(sheet.code, ())
            ],
        )
        for sheet in figures.sheets
    ]

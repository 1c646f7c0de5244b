"""Sheets of the entry grid: their columns as data."""

from .cells import cell_text
from .rows import column_of
from .sheet import CellKind, GridColumn, GridSheet
from .strength import sheet_code, sheet_title, strength_sheet
from .year_facts import FACTS, facts_code, year_facts_sheet

__all__ = [
    "FACTS",
    "CellKind",
    "GridColumn",
    "GridSheet",
    "cell_text",
    "column_of",
    "facts_code",
    "sheet_code",
    "sheet_title",
    "strength_sheet",
    "year_facts_sheet",
]

"""Sheets of the entry grid: their columns as data."""

from .cells import cell_text
from .sheet import CellKind, GridColumn, GridSheet
from .strength import sheet_code, sheet_title, strength_sheet

__all__ = [
    "CellKind",
    "GridColumn",
    "GridSheet",
    "cell_text",
    "sheet_code",
    "sheet_title",
    "strength_sheet",
]

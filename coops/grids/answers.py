"""Yes, no, or not known yet: in a row and as the text of a cell."""

from typing import Any

from coops.grids.sheet import EMPTY, GridColumn

YES_NO = (EMPTY, ("yes", "ใช่"), ("no", "ไม่ใช่"))
_VALUES = {"": None, "yes": True, "no": False}
_CODES = {value: code for code, value in _VALUES.items()}


def answer_code(column: GridColumn, row: Any) -> str:
    return _CODES[getattr(row, column.field)]


def answer_of(column: GridColumn, text: str) -> bool | None:
    return _VALUES[column.code_of(text)]

"""One row of a workbook as a checked record, with Thai words for everything that is wrong."""

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, PlainSerializer, ValidationError

from cpd_portal.core.imports.table import Finding, SheetRow
from cpd_portal.thai.numerals import to_arabic_digits

S = TypeVar("S", bound=BaseModel)

YES, NO = "ใช่", "ไม่ใช่"
YES_NO = (YES, NO)
_MESSAGES = {
    "missing": "ต้องกรอก",
    "extra_forbidden": "ไม่ใช้คอลัมน์นี้",
    "decimal_parsing": "ต้องเป็นตัวเลข",
    "decimal_max_places": "มีทศนิยมเกินกำหนด",
    "int_parsing": "ต้องเป็นจำนวนเต็ม",
    "string_too_long": "ข้อความยาวเกินกำหนด",
    "enum": "ไม่รู้จักค่านี้",
    "literal_error": "ไม่รู้จักค่านี้",
}
_LIMITS = {
    "greater_than_equal": ("ge", "ต้องไม่น้อยกว่า"),
    "greater_than": ("gt", "ต้องมากกว่า"),
    "less_than_equal": ("le", "ต้องไม่เกิน"),
    "less_than": ("lt", "ต้องน้อยกว่า"),
}


def _yes_no(value: object) -> object:
    if isinstance(value, str):
        if value not in YES_NO:
            raise ValueError(f"ต้องเป็น {YES} หรือ {NO}")
        return value == YES
    return value


def _digits(value: object) -> object:
    return to_arabic_digits(value).replace(",", "") if isinstance(value, str) else value


YesNo = Annotated[bool, BeforeValidator(_yes_no)]
"""A cell that says ใช่ or ไม่ใช่."""
Digits = BeforeValidator(_digits)
"""For numbers: Thai digits and thousands separators are understood."""
AsText = PlainSerializer(lambda value: None if value is None else format(value.normalize(), "f"))
"""Decimals are stored as text without trailing zeros, so that the same number is the same text."""


def record_of(row: SheetRow, schema: type[S]) -> tuple[S | None, list[Finding]]:
    """The record of the row, or a finding for every cell that is wrong."""
    try:
        return schema.model_validate(dict(row.cells)), []
    except ValidationError as error:
        return None, [finding_of(row, *_what(problem)) for problem in error.errors()]


def finding_of(row: SheetRow, key: str, message: str) -> Finding:
    """A finding at the cell of that column key."""
    title = next((column.title for column in row.sheet.columns if column.key == key), "")
    return Finding(message, row.sheet.name, row.number, title, row.cells.get(key, "")[:80])


def yes_no(value: bool) -> str:
    return YES if value else NO


def _what(problem: Any) -> tuple[str, str]:
    key = str(problem["loc"][0]) if problem["loc"] else ""
    kind, context = problem["type"], problem.get("ctx", {})
    if kind == "value_error":
        return key, str(context["error"])
    if kind in _LIMITS:
        name, words = _LIMITS[kind]
        return key, f"{words} {context[name]}"
    return key, _MESSAGES.get(kind, "ค่าไม่ถูกต้อง")

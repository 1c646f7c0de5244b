"""Findings at a cell of a spreadsheet, and reading one."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from cpd_portal.core.imports.choices import Level
from cpd_portal.core.imports.table import Finding, SheetRow
from cpd_portal.thai.amount_input import AmountInputError, parse_amount
from cpd_portal.thai.numerals import to_arabic_digits

LONGEST_SHOWN = 80
NEEDED = "กรุณากรอก"


class Refused(ValueError):
    """The cell cannot mean what it says; the message is Thai."""


UNREADABLE = (Refused, AmountInputError)


def finding(row: SheetRow, key: str, message: str, level: Level = Level.ERROR) -> Finding:
    title = next((column.title for column in row.sheet.columns if column.key == key), "")
    value = row.cells.get(key, "")[:LONGEST_SHOWN]
    return Finding(message, row.sheet.name, row.number, title, value, level)


@dataclass
class Repeats:
    """Rows of a sheet that stand twice, by what makes them the same row."""

    first: dict[Hashable, int] = field(default_factory=dict)

    def of(self, row: SheetRow, key: str, same: Hashable) -> list[Finding]:
        """A finding at the column `key` of every row but the first."""
        earlier = self.first.setdefault((row.sheet.code, same), row.number)
        return [finding(row, key, f"ซ้ำกับแถวที่ {earlier}")] if earlier != row.number else []


def missing(row: SheetRow, *keys: str) -> list[Finding]:
    return [finding(row, key, NEEDED) for key in keys if key not in row.cells]


def labels(choices: Any) -> tuple[str, ...]:
    return tuple(str(label) for label in choices.labels)


def one_of(choices: Any, text: str) -> str:
    """The value of a label. Raises Refused naming the labels."""
    offered = {str(label): str(value) for value, label in choices.choices}
    if text not in offered:
        raise Refused(f"ต้องเป็นค่าใดค่าหนึ่ง: {', '.join(offered)}")
    return offered[text]


def whole(text: str, first: int, last: int) -> int:
    """Raises Refused."""
    digits = to_arabic_digits(text)
    if not (digits.isascii() and digits.isdigit() and first <= int(digits[:9]) <= last):
        raise Refused(f"กรอกเป็นจำนวนเต็ม {first} ถึง {last}")
    return int(digits)


def amount(text: str) -> Decimal:
    """Raises AmountInputError."""
    return parse_amount(text)

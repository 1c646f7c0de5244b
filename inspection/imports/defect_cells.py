"""What a row of the spreadsheet of defects says, in the shape of the columns of `Defect`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from cpd_portal.core.imports.dates import DateColumns
from cpd_portal.core.imports.table import Finding, SheetRow
from cpd_portal.thai.amount_input import AmountInputError, parse_amount
from cpd_portal.thai.date_input import DateInputError
from inspection.choices import Category, DefectState, Severity, Source
from inspection.models import Defect
from inspection.models.defects import CURED

OFFICE, NUMBER, NAME = "office", "registration_no", "name"
SEVERITY, CATEGORY, SOURCE = "severity", "category", "source"
TITLE, FACTS, CLAUSE = "title", "facts", "clause"
AMOUNT, RESPONSIBLE = "amount", "responsible"
FOUND, DUE, STATE, CLOSED = "found_on", "due_on", "state", "closed_on"
TITLES = {
    OFFICE: "รหัสหน่วยงาน",
    NUMBER: "เลขทะเบียน",
    NAME: "ชื่อ",
    SEVERITY: "ความรุนแรง",
    CATEGORY: "ด้าน",
    SOURCE: "ผู้พบ",
    TITLE: "เรื่อง",
    FACTS: "ข้อเท็จจริง",
    CLAUSE: "กฎหมายหรือระเบียบที่เกี่ยวข้อง",
    AMOUNT: "จำนวนเงิน (บาท)",
    RESPONSIBLE: "ผู้รับผิดชอบแก้ไข",
    FOUND: "วันที่พบ",
    DUE: "กำหนดแก้ไข",
    STATE: "สถานะ",
    CLOSED: "วันที่แก้ไขแล้วเสร็จ",
}
CHOICES: Mapping[str, Any] = {
    SEVERITY: Severity,
    CATEGORY: Category,
    SOURCE: Source,
    STATE: DefectState,
}
NEEDED = (SEVERITY, CATEGORY, SOURCE, TITLE, FACTS, FOUND, STATE)
TEXTS = (TITLE, FACTS, CLAUSE, RESPONSIBLE)
DATES = (FOUND, DUE, CLOSED)
LONGEST_SHOWN = 80
LONGEST_FACTS = 5_000
MOST = Decimal("99999999999999.99")
_LONGEST: dict[str, int] = {
    name: Defect._meta.get_field(name).max_length or LONGEST_FACTS  # type: ignore[union-attr]
    for name in TEXTS
}


class Refused(ValueError):
    """The cell cannot mean what it says; the message is Thai."""


@dataclass
class DefectCells:
    """Reads the filled cells of one file as of one day."""

    today: date
    dates: DateColumns = field(default_factory=DateColumns)

    def read(self, row: SheetRow) -> tuple[dict[str, Any], list[Finding]]:
        """Values by column, and everything that is wrong with the row's cells."""
        values: dict[str, Any] = {}
        problems = [finding(row, key, "กรุณากรอก") for key in NEEDED if key not in row.cells]
        for key, text in row.cells.items():
            if key in (OFFICE, NUMBER, NAME):
                continue
            try:
                values[key] = self._value(row, key, text)
            except (Refused, DateInputError, AmountInputError) as error:
                problems.append(finding(row, key, str(error)))
        return values, problems + self._days(row, values) + _closing(row, values)

    def _value(self, row: SheetRow, key: str, text: str) -> Any:
        if key in CHOICES:
            return _one_of(CHOICES[key], text)
        if key in DATES:
            return self.dates.read(row, TITLES[key], text)
        if key == AMOUNT:
            return _amount(text)
        if len(text) > _LONGEST[key]:
            raise Refused(f"ยาวเกิน {_LONGEST[key]:,} ตัวอักษร")
        return text

    def _days(self, row: SheetRow, values: Mapping[str, Any]) -> list[Finding]:
        problems = []
        for key in (FOUND, CLOSED):
            if key in values and values[key] > self.today:
                problems.append(finding(row, key, f"{TITLES[key]}ต้องไม่อยู่ในอนาคต"))
        for key in (DUE, CLOSED):
            if FOUND in values and key in values and values[key] < values[FOUND]:
                problems.append(finding(row, key, f"{TITLES[key]}ต้องไม่ก่อนวันที่พบ"))
        return problems


def finding(row: SheetRow, key: str, message: str) -> Finding:
    value = row.cells.get(key, "")[:LONGEST_SHOWN]
    return Finding(message, row.sheet.name, row.number, TITLES[key], value)


def shown(key: str, value: Any) -> str:
    """For the preview."""
    return str(CHOICES[key](value).label) if key in CHOICES else str(value)


def _one_of(choices: Any, text: str) -> str:
    offered = {str(label): str(value) for value, label in choices.choices}
    if text not in offered:
        raise Refused(f"ต้องเป็นค่าใดค่าหนึ่ง: {', '.join(offered)}")
    return offered[text]


def _amount(text: str) -> Decimal:
    amount = parse_amount(text)
    if amount < 0:
        raise Refused("จำนวนเงินต้องไม่ติดลบ")
    if amount > MOST:
        raise Refused("จำนวนเงินมากเกินกว่าที่บันทึกได้")
    return amount


def _closing(row: SheetRow, values: Mapping[str, Any]) -> list[Finding]:
    if STATE not in values:
        return []
    is_cured = values[STATE] in CURED
    if is_cured and CLOSED not in row.cells:
        return [finding(row, CLOSED, "สถานะนี้ต้องมีวันที่แก้ไขแล้วเสร็จ")]
    if not is_cured and CLOSED in row.cells:
        return [finding(row, CLOSED, "สถานะนี้ต้องไม่มีวันที่แก้ไขแล้วเสร็จ")]
    return []

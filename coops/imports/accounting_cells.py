"""Cells of the spreadsheets of accounting years: statements and the facts beside them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from coops.choices import Kind
from coops.fact_words import YES_NO, amount_label, fact_column, fact_label, fact_words, words
from coops.models import FinancialStatement, Institution, YearFacts
from coops.rules import AMOUNTS, Problem
from coops.rules.year_facts import COOPERATIVE_ONLY, GROUP_ONLY
from coops.services.statements import YEAR_END
from coops.services.year_facts import FACTS
from cpd_portal.core.imports.dates import DateColumns, shown_date
from cpd_portal.core.imports.table import Finding, ImportColumn, SheetRow
from cpd_portal.thai.amount_input import AmountInputError, parse_amount
from cpd_portal.thai.date_input import DateInputError
from cpd_portal.thai.dates import format_date_numeric
from cpd_portal.thai.numerals import to_arabic_digits

NUMBER, NAME = "registration_no", "name"
# What does not balance is shown at the first part of the sum.
PLACES = {"total_assets": "current_assets"}
LONGEST_SHOWN = 80
_WIDTHS = {NUMBER: 24, NAME: 44, "disaster_note": 40}
_KINDS = {name: fact_column(name).get_internal_type() for name in FACTS}


class Refused(ValueError):
    """The cell cannot mean what it says; the message is Thai."""


def columns_of(names: Iterable[str]) -> tuple[ImportColumn, ...]:
    """Registration number, name and year-end first."""
    return tuple(
        ImportColumn(name, title_of(name), _WIDTHS.get(name, 20), _offered(name))
        for name in (NUMBER, NAME, YEAR_END, *names)
    )


def facts_of(kind: Kind) -> tuple[str, ...]:
    other = GROUP_ONLY if kind == Kind.COOPERATIVE else COOPERATIVE_ONLY
    return tuple(name for name in FACTS if name not in other)


def title_of(name: str) -> str:
    fixed = {NUMBER: "เลขทะเบียน", NAME: "ชื่อ", YEAR_END: "วันสิ้นปีบัญชี"}
    if name in fixed:
        return fixed[name]
    return f"{amount_label(name)} (บาท)" if name in AMOUNTS else fact_label(name)


@dataclass
class AccountingCells:
    """Reads the filled cells of one file."""

    dates: DateColumns = field(default_factory=DateColumns)

    def read(self, row: SheetRow) -> tuple[dict[str, Any], list[Finding]]:
        """Values by name as the services take them, and what is wrong with the other cells."""
        values: dict[str, Any] = {}
        problems: list[Finding] = []
        for name, text in row.cells.items():
            if name in (NUMBER, NAME):
                continue
            try:
                values[name] = self._value(row, name, text)
            except (Refused, DateInputError, AmountInputError) as error:
                problems.append(finding(row, name, str(error)))
        return values, problems

    def _value(self, row: SheetRow, name: str, text: str) -> Any:
        if name in AMOUNTS:
            return parse_amount(text)
        if name == YEAR_END or _KINDS[name] == "DateField":
            return self.dates.read(row, title_of(name), text)
        if offered := _choices(name):
            return _one_of({shown: value for value, shown in offered.items()}, text)
        return _whole(text) if "Integer" in _KINDS[name] else text


def shown_statement(row: FinancialStatement | None, name: str) -> str:
    """What the preview says about a stored value of a statement."""
    value = getattr(row, name) if row else None
    return shown_date(value) if isinstance(value, date) else words(value)


def shown_fact(row: YearFacts | None, name: str) -> str:
    value = getattr(row, name) if row else None
    return shown_date(value) if isinstance(value, date) else fact_words(row, name)


def prefilled_cell(
    institution: Institution,
    year_end: date | None,
    statement: FinancialStatement | None,
    facts: YearFacts | None,
    name: str,
) -> str:
    """A stored value as it is typed."""
    if name in (NUMBER, NAME):
        return str(getattr(institution, name))
    if name == YEAR_END:
        return format_date_numeric(year_end) if year_end else ""
    value = getattr(statement if name in AMOUNTS else facts, name, None)
    if isinstance(value, date):
        return format_date_numeric(value)
    if isinstance(value, bool) or (name in FACTS and fact_column(name).choices):
        return fact_words(facts, name)
    return "" if value is None else str(value)


def finding(row: SheetRow, name: str, message: str) -> Finding:
    value = row.cells.get(name, "")[:LONGEST_SHOWN]
    return Finding(message, row.sheet.name, row.number, title_of(name), value)


def findings_of(row: SheetRow, problems: Iterable[Problem], unread: set[str]) -> list[Finding]:
    """Problems of rules at their cells, without those of cells that could not be read."""
    places = ((PLACES.get(name := one.pointer.strip("/"), name), one.message) for one in problems)
    return [finding(row, name, message) for name, message in places if name not in unread]


def as_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """As a planned change keeps them; `from_json` gives them back."""
    plain: dict[type, Callable[[Any], str]] = {date: date.isoformat, Decimal: str}
    return {
        name: plain[type(value)](value) if type(value) in plain else value
        for name, value in values.items()
    }


def from_json(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: None if value is None else _revived(name, value) for name, value in values.items()
    }


def _revived(name: str, value: Any) -> Any:
    if name in AMOUNTS:
        return Decimal(value)
    if name == YEAR_END or _KINDS[name] == "DateField":
        return date.fromisoformat(value)
    return value


def _offered(name: str) -> tuple[str, ...]:
    return tuple(_choices(name).values()) if name in FACTS else ()


def _choices(name: str) -> dict[Any, str]:
    """Stored value to what a cell says, where only these are possible."""
    if _KINDS[name] == "BooleanField":
        return dict(YES_NO)
    offered: Any = fact_column(name).choices or ()
    return {value: str(label) for value, label in offered}


def _one_of(known: Mapping[str, Any], text: str) -> Any:
    if text not in known:
        raise Refused(f"ต้องเป็นอย่างใดอย่างหนึ่ง: {' / '.join(known)}")
    return known[text]


def _whole(text: str) -> int:
    digits = to_arabic_digits(text).replace(",", "")
    if not digits.isascii() or not digits.isdigit() or len(digits) > LONGEST_SHOWN:
        raise Refused("ต้องเป็นจำนวนเต็มไม่ติดลบ")
    return int(digits)

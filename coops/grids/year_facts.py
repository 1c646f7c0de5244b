"""The grid of the facts of an accounting year: dates, yes or no, choices, counts."""

from datetime import date
from typing import Any

from django.db import models

from coops.choices import FactSource, Kind
from coops.fact_words import FACT_SECTIONS, fact_column, fact_label
from coops.grids.answers import YES_NO, answer_code, answer_of
from coops.grids.sheet import EMPTY, CellKind, GridColumn, GridSheet
from coops.models import YearFacts
from coops.rules.year_facts import COOPERATIVE_ONLY, GROUP_ONLY
from cpd_portal.core.exceptions import InvalidInput
from cpd_portal.thai.date_input import DateInputError, parse_date
from cpd_portal.thai.dates import format_date_numeric

FACTS = "facts/"
# Written at length: on the form of the single institution.
LONG_TEXTS = frozenset({"disaster_note"})


def year_facts_sheet(kind: Kind) -> GridSheet:
    other = GROUP_ONLY if kind == Kind.COOPERATIVE else COOPERATIVE_ONLY
    columns = tuple(
        _column(name, group)
        for group, names in FACT_SECTIONS
        for name in names
        if name not in other | LONG_TEXTS
    )
    title = f"ข้อเท็จจริงรอบปีบัญชี {Kind(kind).label}"
    return GridSheet(facts_code(kind), title, columns, YearFacts, _source)


def facts_code(kind: Kind) -> str:
    return f"facts-{kind.value}"


def _source(column: GridColumn, row: YearFacts) -> str:
    return str(FactSource.AUDITED.label) if row.is_locked(column.field) else ""


def _column(name: str, group: str) -> GridColumn:
    field = fact_column(name)
    kind, stored, entered, choices = _reading(field)
    label = fact_label(name)
    return GridColumn(
        name=f"{FACTS}{name}",
        field=name,
        pointer=f"/{name}",
        short=label,
        title=label,
        group=group,
        kind=kind,
        stored=stored,
        entered=entered,
        choices=choices,
    )


def _reading(field: Any) -> tuple[CellKind, Any, Any, tuple[tuple[str, str], ...]]:
    """Kind of the cells, how they are read and taken, and their choices."""
    if isinstance(field, models.BooleanField):
        return CellKind.CHOICE, answer_code, answer_of, YES_NO
    if isinstance(field, models.DateField):
        return CellKind.DATE, _stored_date, _entered_date, ()
    if field.choices:
        choices = (EMPTY, *((code, str(label)) for code, label in field.choices))
        return CellKind.CHOICE, _stored_text, GridColumn.code_of, choices
    return CellKind.WHOLE, _stored_text, _entered_whole, ()


def _stored_text(column: GridColumn, row: YearFacts) -> str:
    value = getattr(row, column.field)
    return "" if value is None else str(value)


def _stored_date(column: GridColumn, row: YearFacts) -> str:
    day = getattr(row, column.field)
    return "" if day is None else format_date_numeric(day)


def _entered_date(column: GridColumn, text: str) -> date | None:
    """Day, month and year of either calendar."""
    try:
        return parse_date(text) if text else None
    except DateInputError as error:
        raise InvalidInput([(column.pointer, str(error))]) from error


def _entered_whole(column: GridColumn, text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit():
        raise InvalidInput([(column.pointer, "ต้องเป็นจำนวนเต็มไม่ติดลบ")])
    return int(text)

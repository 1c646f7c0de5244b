"""Reads the table of fact patterns (docs/registrar-corpus.md)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registrar.rules.assessment import Facts

CORPUS = Path(__file__).parents[2] / "docs" / "registrar-corpus.md"
NOTHING = "–"
WORDS: dict[str, Any] = {"ใช่": True, "ไม่ใช่": False, "ไม่ทราบ": None}
TYPES = {
    "สหกรณ์การเกษตร": "agricultural",
    "สหกรณ์ออมทรัพย์": "savings",
    "สหกรณ์เครดิตยูเนี่ยน": "credit_union",
    "สหกรณ์ร้านค้า": "consumer",
    "กลุ่มเกษตรกรทำนา": "rice_farming",
}
USUAL: dict[str, Any] = {
    **{
        name: False
        for name, field in Facts.model_fields.items()
        if field.annotation == (bool | None)
    },
    "standing": "operating",
    "registered_on": "2010-01-01",
    "tier": 1,
    "started": True,
    "advice": "none",
    "correction": "none",
    "cessation": "none",
    "suspension": "none",
    "removed": "nobody",
    "liquidator": "none",
    "loss_years": 0,
    "loss": "0",
    "paid_capital": "1000000",
    "own_capital": "1000000",
    "missing_reports": 0,
    "objection": "none",
}
"""What is not mentioned is not there."""


@dataclass(frozen=True)
class Pattern:
    number: str
    type_code: str
    facts: Facts
    applying: frozenset[str]
    unknown: frozenset[str]
    proposed: str | None


def patterns() -> list[Pattern]:
    meanings, cases = _tables()
    phrases = {words: _assignments(meaning) for words, meaning in meanings}
    return [_pattern(row, phrases) for row in cases]


def phrases_used() -> tuple[set[str], set[str]]:
    """Those that are explained, and those that the cases use."""
    meanings, cases = _tables()
    used = {part for row in cases for part in _parts(row[2], ";")}
    return {words for words, _ in meanings}, used


def _tables() -> list[list[list[str]]]:
    tables: list[list[list[str]]] = []
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        if line.startswith("| ---"):
            tables.append([])
        elif line.startswith("|") and tables:
            tables[-1].append([cell.strip() for cell in line.strip("|").split("|")])
    # The header of the second table stands behind the rows of the first.
    return [[row for row in table if row[0] != "ที่"] for table in tables]


def _pattern(row: list[str], phrases: dict[str, dict[str, Any]]) -> Pattern:
    number, kind, facts, applying, unknown, proposed = row
    values = dict(USUAL)
    for phrase in _parts(facts, ";"):
        values.update(phrases[phrase])
    return Pattern(
        number,
        TYPES[kind],
        Facts(**values),
        frozenset(_parts(applying, ",")),
        frozenset(_parts(unknown, ",")),
        None if proposed == NOTHING else proposed,
    )


def _assignments(meaning: str) -> dict[str, Any]:
    pairs = (part.split("=") for part in _parts(meaning, ","))
    return {name: WORDS.get(value, value) for name, value in pairs}


def _parts(cell: str, separator: str) -> Iterator[str]:
    return (part.strip() for part in cell.split(separator) if part.strip() not in ("", NOTHING))

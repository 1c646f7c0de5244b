"""The facts that a stored assessment was made from, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from cpd_portal.thai.dates import format_date
from cpd_portal.thai.formatting import format_plain
from registrar.rules.assessment import Facts, question


@dataclass(frozen=True, slots=True)
class JudgedFact:
    """`is_answer`: the officer answered it, and that went before what the portal holds."""

    question: str
    words: str
    is_answer: bool


def judged_facts(trace: Mapping[str, Any]) -> list[JudgedFact]:
    """In the order of the questions; what was unknown is not among them."""
    kept = {name: value for name, value in trace.get("facts", {}).items() if name in NAMES}
    facts = Facts(**kept)
    answers = trace.get("answers", {})
    return [
        JudgedFact(question(name), _words(getattr(facts, name)), name in answers)
        for name in NAMES
        if name in kept
    ]


NAMES = tuple(Facts.model_fields)
"""A trace of an earlier time may hold facts that no rule reads any more: they are left out."""


def _words(value: Any) -> str:
    if isinstance(value, Enum):
        return str(getattr(value, "label", value.value))
    if isinstance(value, bool):
        return "ใช่" if value else "ไม่ใช่"
    if isinstance(value, date):
        return format_date(value)
    return format_plain(value) if isinstance(value, Decimal | int) else str(value)

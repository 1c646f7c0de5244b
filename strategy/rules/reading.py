"""What a printed target says in numbers.

Years ("ปี ๖๑", "ปี ๒๕๖๑ - ๒๕๖๔") and rhythms ("ทุก ๓ เดือน") are no targets; a cell without any
other number is a milestone. What this reads is our reading: stored as unverified beside the text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cpd_portal.thai.numerals import to_arabic_digits
from strategy.choices import PERCENT, Basis

UNITS = (
    "ระบบ",
    "แห่ง",
    "คน",
    "ราย",
    "ชุด",
    "ครั้ง",
    "หน่วยงาน",
    "สหกรณ์",
    "เรื่อง",
    "หลักสูตร",
    "เล่ม",
)
# Counted anew in every year, also where the cell does not say "ปีละ".
YEARLY_UNITS = ("ครั้ง", "ชุด")
_NUMBER = r"(\d[\d,]*(?:\.\d+)?)"
_YEARS = re.compile(r"ปี\s*(25\d\d)\s*-\s*(25\d\d)")
_YEAR = re.compile(r"ปี\s*(25\d\d|\d\d)(?!\d)")
_RHYTHM = re.compile(r"ทุก\s*\d+\s*เดือน")
_TAKING_PART = re.compile(rf"ที่เข้าร่วมโครงการ\s*จำนวน\s*{_NUMBER}\s*แห่ง")
_TOTAL = re.compile(rf"รวม\s*{_NUMBER}\s*({'|'.join(UNITS)})")
_PERCENT = re.compile(rf"{PERCENT}\s*{_NUMBER}")
_COUNT = re.compile(rf"{_NUMBER}\s*({'|'.join(UNITS)})")
_GROWTH = re.compile(rf"เพิ่มขึ้น\s*{PERCENT}")
_EXCEEDS = re.compile("มากกว่า")
_YEARLY = re.compile("ปีละ|ต่อปี")


@dataclass(frozen=True)
class Reading:
    """One number of a text. `population`: how many the percentage is of; `total`: over the
    whole plan; `years`: those that the text names beside the number."""

    basis: Basis
    unit: str = ""
    value: Decimal | None = None
    exceeds: bool = False
    population: Decimal | None = None
    total: Decimal | None = None
    years: tuple[int, ...] = ()


MILESTONE = Reading(Basis.MILESTONE)


def read_cell(text: str) -> list[Reading]:
    """The numbers of one activity's cell of one year; without any it is a milestone."""
    plain = to_arabic_digits(text)
    return list(_numbers(plain)) or [MILESTONE]


def read_indicator(text: str, plan_years: Sequence[int]) -> list[Reading]:
    """The numbers of a success indicator, each with its years; one that names no year counts
    at the end of the plan."""
    plain = to_arabic_digits(text)
    found = list(_numbers(plain)) or [MILESTONE]
    years = _years_of(plain)
    if len(found) == len(years) > 1 and not _YEARS.search(plain):
        return [_at(one, (year,)) for one, year in zip(found, years, strict=True)]
    last = (plan_years[-1],)
    return [_at(one, years or last, at_end=not years) for one in found]


def _numbers(plain: str) -> Iterator[Reading]:
    taking_part = _TAKING_PART.search(plain)
    whole = _TOTAL.search(plain) if _YEARLY.search(plain) else None
    rest = plain
    for pattern in (_YEARS, _YEAR, _RHYTHM, _TAKING_PART):
        rest = pattern.sub(" ", rest)
    if whole:
        rest = rest.replace(whole[0], " ")
    population = _decimal(taking_part[1]) if taking_part else None
    total = _decimal(whole[1]) if whole else None
    for place, unit, value in _found(rest):
        yield Reading(
            basis=_basis(rest, unit),
            unit=unit,
            value=value,
            exceeds=bool(_EXCEEDS.search(rest[:place])),
            population=population if unit == PERCENT else None,
            total=total if unit != PERCENT else None,
        )


def _found(rest: str) -> list[tuple[int, str, Decimal]]:
    """(place, unit, value) in the order in which they stand."""
    percents = [(one.start(), PERCENT, _decimal(one[1])) for one in _PERCENT.finditer(rest)]
    counted = _PERCENT.sub(lambda one: " " * len(one[0]), rest)
    counts = [(one.start(), one[2], _decimal(one[1])) for one in _COUNT.finditer(counted)]
    return sorted(percents + counts)


def _basis(rest: str, unit: str) -> Basis:
    if unit == PERCENT:
        if _GROWTH.search(rest):
            return Basis.GROWTH
        return Basis.YEARLY_SHARE if _YEARLY.search(rest) else Basis.SHARE
    if _YEARLY.search(rest) or unit in YEARLY_UNITS:
        return Basis.PER_YEAR
    return Basis.CUMULATIVE


def _at(one: Reading, years: tuple[int, ...], at_end: bool = False) -> Reading:
    ends = at_end and one.basis == Basis.CUMULATIVE
    return Reading(
        basis=Basis.PERIOD_END if ends else one.basis,
        unit=one.unit,
        value=one.value,
        exceeds=one.exceeds,
        population=one.population,
        total=one.total,
        years=years,
    )


def _years_of(plain: str) -> tuple[int, ...]:
    """Every year that the text names; a range with all between."""
    spans = _YEARS.findall(plain)
    if spans:
        first, last = spans[0]
        return tuple(range(int(first), int(last) + 1))
    return tuple(dict.fromkeys(int(year) for year in _YEAR.findall(plain) if len(year) == 4))


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))

"""The past of an institution in the register: dates, papers, names and offices of our own.

Standings agree with those of the assessed years on the days that populations are frozen;
everything else lies before the first statement, so that no fact has to follow it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from coops.choices import Kind, Standing
from coops.sample.nation import History
from coops.sample.outcomes import SECOND_YEAR
from coops.sample.progress import SHOWN_OFFICE
from coops.sample.provinces import BANGKOK_OFFICES

# Before the first reference date (1 January 2565), and between the two.
LAST_OF_FIRST = date(2021, 12, 1)
BETWEEN = (date(2022, 2, 1), date(2022, 11, 30))
PAST = (date(2012, 1, 5), date(2020, 12, 20))
OLDEST, YOUNGEST = date(1975, 1, 6), date(2011, 12, 20)
NEW_ONES = (date(2021, 2, 1), LAST_OF_FIRST)
RESPONSIBLE_SHARE = 0.8
YEAR_END_ONE_IN, NAME_ONE_IN, MOVE_ONE_IN = 150, 120, 40
PASSED_SHARE = 0.6
LINES = ("credit", "deposits", "supply", "collection", "processing", "services")
# Cooperatives of the shown office that were struck off became this one, if it operates.
MERGED_ON = date(2019, 10, 1)
SUCCESSOR_ENDS = "-00010"
OTHER_YEAR_END = (6, 30)


@dataclass(slots=True)
class RegisterPast:
    """`changes`: column values of each kind of change, without the institution."""

    registered_on: date
    has_responsible: bool
    standings: list[dict[str, Any]] = field(default_factory=list)
    year_ends: list[dict[str, Any]] = field(default_factory=list)
    names: list[dict[str, Any]] = field(default_factory=list)
    moves: list[dict[str, Any]] = field(default_factory=list)
    passed_standard: bool | None = None
    businesses: dict[str, date] = field(default_factory=dict)
    merged: bool = False


def register_past(history: History, seed: int) -> RegisterPast:
    """The same for the same seed; drawn apart from what the years hold."""
    institution = history.institution
    rng = Random(f"{seed}/register/{institution.registration_no}")
    operates = history.standing == Standing.OPERATING
    has_responsible = rng.random() < RESPONSIBLE_SHARE and operates
    past = RegisterPast(_registered_on(history, rng), has_responsible)
    past.merged = _is_merged(history)
    past.standings = list(_standings(history, past, rng))
    if past.standings and not past.standings[0]["before"]:
        return past
    _put_rare_changes(past, history, rng)
    if institution.branch.kind == Kind.COOPERATIVE and operates:
        past.passed_standard = rng.random() < PASSED_SHARE
    shown = institution.office_code == SHOWN_OFFICE or institution.upgrade_number is not None
    if shown and operates:
        chosen = sorted(rng.sample(LINES, rng.randint(1, 4)), key=LINES.index)
        past.businesses = {line: past.registered_on for line in chosen}
    return past


def is_successor(history: History) -> bool:
    """Of the merger in the shown office."""
    return (
        _may_be_merged(history)
        and history.institution.registration_no.endswith(SUCCESSOR_ENDS)
        and _first_standing(history) == Standing.OPERATING
    )


def paper(day: date, rng: Random) -> dict[str, Any]:
    return {
        "effective_on": day,
        "document_no": f"ตัวอย่าง {rng.randint(1, 999)}/{day.year + 543}",
        "document_date": day,
        "note": "",
        "is_sample": True,
    }


def _may_be_merged(history: History) -> bool:
    institution = history.institution
    at_home = institution.office_code == SHOWN_OFFICE
    return at_home and institution.branch.kind == Kind.COOPERATIVE


def _is_merged(history: History) -> bool:
    return _may_be_merged(history) and _first_standing(history) == Standing.STRUCK_OFF


def _first_standing(history: History) -> Standing:
    return Standing(history.assessments[0].facts.standing)


def _registered_on(history: History, rng: Random) -> date:
    if is_successor(history):
        return MERGED_ON
    if _first_standing(history) == Standing.NEW:
        return _day(NEW_ONES, rng)
    return _day((OLDEST, YOUNGEST), rng)


def _standings(history: History, past: RegisterPast, rng: Random) -> Iterator[dict[str, Any]]:
    first = _first_standing(history)
    yield from _up_to_first(first, past, rng)
    later = [row for row in history.assessments if row.fiscal_year == SECOND_YEAR]
    second = Standing(later[0].facts.standing) if later else history.standing
    if second == first:
        return
    if second == Standing.STRUCK_OFF and first != Standing.DISSOLVED:
        day = _day((BETWEEN[0], date(2022, 6, 1)), rng)
        yield _change(day, first, Standing.DISSOLVED, rng)
        first = Standing.DISSOLVED
        yield _change(day + timedelta(days=150), first, second, rng)
        return
    yield _change(_day(BETWEEN, rng), first, second, rng)


def _up_to_first(first: Standing, past: RegisterPast, rng: Random) -> Iterator[dict[str, Any]]:
    """From the registration to the standing of the first year."""
    if first == Standing.NEW:
        yield _change(past.registered_on, "", first, rng)
    elif past.merged:
        yield _change(MERGED_ON, Standing.OPERATING, first, rng)
    elif first == Standing.STRUCK_OFF:
        day = _day(PAST, rng)
        yield _change(day, Standing.OPERATING, Standing.DISSOLVED, rng)
        yield _change(day + timedelta(days=300), Standing.DISSOLVED, first, rng)
    elif first != Standing.OPERATING:
        yield _change(_day(PAST, rng), Standing.OPERATING, first, rng)


def _put_rare_changes(past: RegisterPast, history: History, rng: Random) -> None:
    institution = history.institution
    if rng.randrange(YEAR_END_ONE_IN) == 0 and institution.year_end != OTHER_YEAR_END:
        month, day = institution.year_end
        before = {"before_month": OTHER_YEAR_END[0], "before_day": OTHER_YEAR_END[1]}
        past.year_ends = [{**paper(_day(PAST, rng), rng), **before, "month": month, "day": day}]
    if rng.randrange(NAME_ONE_IN) == 0 and institution.upgrade_number is None:
        before_name = institution.name.replace(" จำกัด", "") + "สามัคคี จำกัด"
        change = {"before": before_name, "name": institution.name}
        past.names = [{**paper(_day(PAST, rng), rng), **change}]
    if institution.office_code in BANGKOK_OFFICES and rng.randrange(MOVE_ONE_IN) == 0:
        other = next(code for code in BANGKOK_OFFICES if code != institution.office_code)
        moved = {"from_office": other, "to_office": institution.office_code}
        past.moves = [{**paper(_day(PAST, rng), rng), **moved}]


def _change(day: date, before: str, after: Standing, rng: Random) -> dict[str, Any]:
    return {**paper(day, rng), "before": str(before), "standing": str(after)}


def _day(between: tuple[date, date], rng: Random) -> date:
    first, last = between
    return first + timedelta(days=rng.randrange((last - first).days + 1))

"""What the signals of institutions say on a day, computed from the facts known then."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from coops.selectors.warning_facts import Known, KnownYear, known_facts
from cpd_portal.core.imports.staging import JsonText
from early_warning.choices import SignalCode, SignalState
from early_warning.rules.levels import Watch, watch
from early_warning.rules.signals import Facts, Reading, Watched, YearFacts, read_signals, watched
from early_warning.selectors.further_figures import (
    Further,
    board_term_of,
    further_by_institution,
    measures_of,
)
from early_warning.thresholds import Book

NO_MEASURES: Mapping[SignalCode, Decimal | None] = {}
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


@dataclass(frozen=True, slots=True)
class Computed:
    """`signals` as JSON, as the row keeps them; `digest` stands for everything that makes another
    reading."""

    institution: int
    size: str
    readings: tuple[Reading, ...]
    watch: Watch
    signals: JsonText
    digest: str

    @property
    def alarms(self) -> list[str]:
        return [_told(one) for one in self.readings if one.state == SignalState.ALARM]

    @property
    def reasons(self) -> list[str]:
        """In words, the alarms first."""
        return [
            f"{one.code.label}: {one.words}"
            for state in (SignalState.ALARM, SignalState.WATCH)
            for one in self.readings
            if one.state == state
        ]


def computed(
    day: date,
    book: Book,
    before: Mapping[int, int],
    institutions: Collection[int] | None = None,
    *,
    as_known_then: bool = False,
) -> Iterator[Computed]:
    """Of every institution, or of those; `before`: the ranks that stood until now."""
    signals_of = _SignalsOf(book)
    further = further_by_institution(day, institutions, as_known_then=as_known_then)
    for known in known_facts(day, institutions, as_known_then=as_known_then):
        facts = facts_of(known, further.get(known.pk, {}))
        size = book.size_of(facts.total_assets)
        readings = read_signals(facts, signals_of(known.type_code, size), day)
        found = watch(readings, book.levels, before.get(known.pk, 0))
        signals = JsonText(_to_json([stored(reading) for reading in readings]))
        made_of = f"[{book.number},{found.rank},{_to_json(size)},{signals}]"
        digest = sha256(made_of.encode()).hexdigest()
        yield Computed(known.pk, size, readings, found, signals, digest)


def facts_of(known: Known, further: Mapping[int, Further]) -> Facts:
    """`further`: the figures beside the statements by fiscal year. Ratios are counted of the
    newest statement alone: no signal reads those of an earlier one."""
    measures = measures_of(known.years, further)
    newest = next((year for year in known.years if year.amounts is not None), None)
    years = [
        YearFacts(
            year.fiscal_year,
            year.year_end,
            _ratios(year) if year is newest else None,
            measures.get(year.fiscal_year, NO_MEASURES),
            year.net_profit,
            year.has_facts,
            year.closed_on,
            year.sent_on,
            year.meeting_on,
            year.opinion,
            year.defect_status,
        )
        for year in known.years
    ]
    assets = next((year.total_assets for year in known.years if year.total_assets), None)
    return Facts(
        known.pk,
        known.type_code,
        assets,
        known.last_end,
        years,
        known.stopped_on,
        known.registered_on,
        board_term_of(further),
        known.defects.fraud if known.defects else None,
        known.defects.repeated if known.defects else None,
        known.defects.earliest_due_on if known.defects else None,
    )


def _ratios(year: KnownYear) -> Mapping[SignalCode, Decimal | None]:
    return {SignalCode(name): value for name, value in (year.ratios or {}).items()}


def stored(reading: Reading) -> dict[str, Any]:
    """As the row keeps it; what runs with the days keeps the day it runs from instead."""
    value = None if reading.value is None or reading.runs_from else f"{reading.value:f}"
    return {
        "code": reading.code,
        "state": reading.state,
        "value": value,
        "words": reading.words,
        "runs_from": reading.runs_from.isoformat() if reading.runs_from else None,
    }


def _told(reading: Reading) -> str:
    return f"{reading.code.value}|{reading.words}"


class _SignalsOf:
    """What is watched of a type and a size, looked up once each."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._known: dict[tuple[str, str], Watched] = {}

    def __call__(self, type_code: str, size: str) -> Watched:
        key = (type_code, size)
        if key not in self._known:
            rows = self._book.rows_for(type_code, size)
            self._known[key] = watched({code: row.bounds for code, row in rows.items()})
        return self._known[key]

"""The health page of one institution: every signal against band, peers and its own past."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Aggregate,
    Count,
    DecimalField,
    F,
    FloatField,
    Func,
    Q,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from coops.models import Institution
from coops.selectors.warning_facts import known_facts
from cpd_portal.thai.formatting import round_half_up
from early_warning.choices import CLOCKS, MEASURES, RATIO_SIGNALS, TYPE_RATIOS, SignalCode
from early_warning.models import Alert, WatchReading
from early_warning.selectors.further_figures import further_by_institution, measures_of
from early_warning.selectors.watchlist import SignalLine, signals_of
from early_warning.thresholds import Book, ThresholdRecord

FEWEST_PEERS = 5
"""A smaller group would tell of single institutions: it is not shown."""


@dataclass(frozen=True)
class Peers:
    """Of the same type and size in the whole country, the institution among them. `percentile`:
    how many of a hundred have a lower value."""

    count: int
    low: Decimal
    median: Decimal
    high: Decimal
    percentile: int


@dataclass(frozen=True)
class PastYear:
    fiscal_year: int
    value: Decimal | None


@dataclass(frozen=True)
class HealthLine:
    """`peers` None: too few, or no value. `past`: the oldest first, of ratios only."""

    signal: SignalLine
    row: ThresholdRecord
    value: Decimal | None
    due_on: date | None
    days_left: int | None
    peers: Peers | None
    past: list[PastYear]

    @property
    def is_clock(self) -> bool:
        return self.signal.code in CLOCKS


@dataclass(frozen=True)
class Health:
    institution: Institution
    reading: WatchReading
    lines: list[HealthLine]
    group: str
    group_size: int
    history: list[WatchReading]
    alerts: list[Alert]

    @property
    def is_group_shown(self) -> bool:
        return self.group_size >= FEWEST_PEERS


class _Json(Func):
    """The value of one signal of the stored list, as text."""

    function = "jsonb_path_query_first"
    template = "(%(function)s(%(expressions)s) #>> '{}')"
    output_field = TextField()


class _Quartiles(Aggregate):
    function = "PERCENTILE_CONT"
    template = "%(function)s(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = ArrayField(FloatField())


def health(institution: Institution, book: Book, today: date) -> Health | None:
    """None before the first reading. Queries: reading, peers, facts of its years (six), history
    and alerts."""
    reading = WatchReading.objects.standing().filter(institution=institution).first()
    if reading is None:
        return None
    rows = book.rows_for(institution.type.code, reading.size)
    signals = signals_of(reading)
    values = {line.code: Decimal(line.value) for line in signals if line.value is not None}
    group_size, peers = _peers(institution, reading.size, values)
    past = _past(institution, today)
    return Health(
        institution,
        reading,
        [_line(one, rows[one.code], peers.get(one.code), past, today) for one in signals],
        f"{institution.type.title} ขนาด{book.size_name(reading.size)}",
        group_size,
        list(institution.watch_readings.order_by("-since", "-pk")[:20]),
        list(institution.alerts.select_related("handling").order_by("-raised_on")[:10]),
    )


def _line(
    signal: SignalLine,
    row: ThresholdRecord,
    peers: Peers | None,
    past: dict[SignalCode, list[PastYear]],
    today: date,
) -> HealthLine:
    runs_from = date.fromisoformat(signal.runs_from) if signal.runs_from else None
    value = Decimal(signal.value) if signal.value is not None else None
    due_on = left = None
    if runs_from is not None and signal.code in CLOCKS:
        value = Decimal((today - runs_from).days)
        due_on = runs_from + timedelta(days=int(row.alarm) - 1)
        left = (due_on - today).days
    return HealthLine(signal, row, value, due_on, left, peers, past.get(signal.code, []))


def _past(institution: Institution, today: date) -> dict[SignalCode, list[PastYear]]:
    found = next(iter(known_facts(today, [institution.pk])), None)
    if found is None:
        return {}
    years = [year for year in reversed(found.years) if year.ratios]
    past = {
        code: [PastYear(year.fiscal_year, (year.ratios or {}).get(code.value)) for year in years]
        for code in RATIO_SIGNALS
    }
    further = further_by_institution(today, [institution.pk]).get(institution.pk, {})
    measures = sorted(measures_of(found.years, further).items())
    return past | {
        code: [PastYear(year, values.get(code)) for year, values in measures]
        for code in TYPE_RATIOS
    }


def _peers(
    institution: Institution, size: str, values: dict[SignalCode, Decimal]
) -> tuple[int, dict[SignalCode, Peers]]:
    """The country's group in one query: figures of the group only, never of a member."""
    rows = WatchReading.objects.standing().filter(institution__type=institution.type_id, size=size)
    wanted: dict[str, Any] = {"group": Count("pk")}
    for code, own in values.items():
        if code not in MEASURES:
            continue
        value = _value(code)
        wanted[f"{code}_n"] = Count(value)
        wanted[f"{code}_q"] = _Quartiles(Cast(value, FloatField()))
        wanted[f"{code}_below"] = Count("pk", filter=Q(**{f"own_{code}__lt": own}))
    annotated = rows.annotate(**{f"own_{code}": _value(code) for code in values})
    found = annotated.aggregate(**wanted)
    size_of_group: int = found["group"]
    return size_of_group, {
        code: _group_of(found, code)
        for code in values
        if code in MEASURES and found[f"{code}_n"] >= FEWEST_PEERS
    }


def _value(code: SignalCode) -> Any:
    path = Value(f'$[*] ? (@.code == "{code.value}").value')
    return Cast(
        _Json(F("signals"), Cast(path, _JsonPath())), DecimalField(max_digits=20, decimal_places=4)
    )


class _JsonPath(TextField):  # type: ignore[type-arg]
    def db_type(self, connection: Any) -> str:
        return "jsonpath"


def _group_of(found: dict[str, Any], code: SignalCode) -> Peers:
    low, median, high = (round_half_up(Decimal(str(each)), 4) for each in found[f"{code}_q"])
    count = found[f"{code}_n"]
    return Peers(count, low, median, high, found[f"{code}_below"] * 100 // count)

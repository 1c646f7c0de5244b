"""What is expected of every KPI at the end of the year, and of the total."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kpis.choices import ForecastMethod, Level
from kpis.models import Criterion, Kpi
from kpis.models.results import rule_value
from kpis.rules import Policy, Value, half_up, score, shown
from kpis.rules.forecast import Forecast, forecast
from kpis.rules.total import level_of, weighted
from kpis.selectors.reading import YEARLY, YearReading
from kpis.selectors.results import value_words

UNKNOWN = "ไม่มีผลของปีก่อนในเอกสารให้คาด และยังไม่มีผลของปีนี้"


@dataclass(frozen=True)
class Expected:
    """`value`, `low` and `high` as the scoring takes them; None where nothing can be expected.
    `low` and `high` are of the value, not of the score."""

    value: Value
    low: Value
    high: Value
    method: ForecastMethod
    words: str


@dataclass(frozen=True)
class ForecastLine:
    """`points` of the expected value; `worst` and `best` of its range. The weighted ones add up
    to the total."""

    kpi: Kpi
    criterion: Criterion
    weight: Decimal
    expected: Expected
    points: Fraction | None
    worst: Fraction
    best: Fraction

    @property
    def value_words(self) -> str:
        return words_of(self.expected.value, self.criterion)

    @property
    def range_words(self) -> str:
        """ "" where there is no range."""
        low, high = (words_of(each, self.criterion) for each in self._bounds)
        return f"{low} ถึง {high}" if low and low != high else ""

    @property
    def shown_points(self) -> Decimal | None:
        return None if self.points is None else half_up(self.points, 2)

    @property
    def shown_worst(self) -> Decimal:
        return half_up(self.worst, 2)

    @property
    def shown_best(self) -> Decimal:
        return half_up(self.best, 2)

    @property
    def earned(self) -> Decimal | None:
        return None if self.points is None else half_up(weighted(self.points, self.weight), 2)

    @property
    def _bounds(self) -> tuple[Value, Value]:
        return self.expected.low, self.expected.high


@dataclass(frozen=True)
class ForecastTotal:
    """`expected` counts the KPIs that anything is expected of; `low` and `high` all of them."""

    expected: Fraction
    low: Fraction
    high: Fraction
    low_level: Level
    high_level: Level
    unknown: tuple[int, ...]

    @property
    def shown(self) -> Decimal:
        return half_up(self.expected, 2)

    @property
    def shown_low(self) -> Decimal:
        return half_up(self.low, 2)

    @property
    def shown_high(self) -> Decimal:
        return half_up(self.high, 2)


def forecast_lines(reading: YearReading) -> list[ForecastLine]:
    return [_line(reading, kpi) for kpi in reading.kpis]


def forecast_total(
    lines: list[ForecastLine], policy: Policy, instead: Mapping[int, Value] | None = None
) -> ForecastTotal:
    """`instead`: other values of some KPIs, by number, for trying out."""
    tried = [_tried(line, policy, instead or {}) for line in lines]
    known = [weighted(line.points, line.weight) for line in tried if line.points is not None]
    low = sum((weighted(line.worst, line.weight) for line in tried), Fraction(0))
    high = sum((weighted(line.best, line.weight) for line in tried), Fraction(0))
    return ForecastTotal(
        expected=sum(known, Fraction(0)),
        low=low,
        high=high,
        low_level=level_of(low, policy),
        high_level=level_of(high, policy),
        unknown=tuple(line.kpi.number for line in tried if line.points is None),
    )


def words_of(value: Value, criterion: Criterion) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return value_words({part: str(number) for part, number in value.items()}, criterion)
    return shown(half_up(value, 2))


def _tried(line: ForecastLine, policy: Policy, instead: Mapping[int, Value]) -> ForecastLine:
    if line.kpi.number not in instead:
        return line
    value = instead[line.kpi.number]
    expected = Expected(value, value, value, ForecastMethod.TYPED, "")
    return _scored(line.kpi, line.criterion, line.weight, expected, policy)


def _line(reading: YearReading, kpi: Kpi) -> ForecastLine:
    criterion = reading.yearly(kpi)
    expected = expected_of(reading, kpi)
    return _scored(kpi, criterion, reading.weight(kpi), expected, reading.policy)


def _scored(
    kpi: Kpi, criterion: Criterion, weight: Decimal, expected: Expected, policy: Policy
) -> ForecastLine:
    rule = criterion.rule
    if expected.value is None:
        floor, cap = Fraction(policy.below_floor), Fraction(policy.cap)
        return ForecastLine(kpi, criterion, weight, expected, None, floor, cap)
    found = [
        score(rule, each, policy).exact or Fraction(0)
        for each in (expected.value, expected.low, expected.high)
    ]
    return ForecastLine(kpi, criterion, weight, expected, found[0], min(found), max(found))


def expected_of(reading: YearReading, kpi: Any) -> Expected:
    """Typed by a person, else stored, else the portal's figure of today, else the series."""
    if kpi.override is not None:
        value = rule_value(kpi.override["value"])
        words = f"{kpi.override['by']}: {kpi.override['reason']}"
        return Expected(value, value, value, ForecastMethod.TYPED, words)
    counted = reading.counted(kpi, YEARLY)
    if counted is not None and counted.row.value is not None:
        value = rule_value(counted.row.value)
        words = "ปิดผนึกแล้ว" if counted.is_frozen else "บันทึกแล้ว ยังไม่ปิดผนึก"
        return Expected(value, value, value, ForecastMethod.STORED, words)
    live = reading.live.get(kpi.live_source)
    if live is not None:
        words = f"{live.count:,} จาก {live.population:,} แห่ง ยังไม่จัดชั้น {live.open:,} แห่ง"
        return Expected(live.share, live.share, live.best_share, ForecastMethod.LIVE, words)
    found = _from_series(reading, kpi)
    if found is None:
        return Expected(None, None, None, ForecastMethod.NONE, UNKNOWN)
    return Expected(found.value, found.low, found.high, found.method, found.words)


def _from_series(reading: YearReading, kpi: Any) -> Forecast | None:
    criterion = reading.yearly(kpi)
    if criterion.rule.is_composite:
        return None
    points = [(each["year"], Decimal(each["value"].replace(",", ""))) for each in kpi.series]
    return forecast(points, reading.scorecard.fiscal_year, criterion.minimum)

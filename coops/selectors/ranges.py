"""What institutions of the same type had last year: smallest, largest and middle value.

From the office's own institutions where there are enough of the type, else from the whole
country; a value outside is odd, never wrong.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from django.core.cache import cache

from coops import rules
from coops.grids import CellKind, GridSheet
from coops.models import Assessment
from cpd_portal.core.models import OrgUnit

ENOUGH = 5
SECONDS_KEPT = 3_600


@dataclass(frozen=True)
class Range:
    low: Decimal
    high: Decimal
    middle: Decimal
    count: int
    place: str

    @property
    def words(self) -> str:
        return (
            f"{rules.plain(self.low)} – {rules.plain(self.high)} "
            f"ค่ากลาง {rules.plain(self.middle)} ({self.count:,} แห่งใน{self.place})"
        )


# By primary key of the institution type and name of the column.
Ranges = Mapping[int, Mapping[str, Range]]


def ranges_of(
    office: OrgUnit, stored: Iterable[Any], shown: Sequence[Assessment], sheet: GridSheet
) -> Ranges:
    """Of the year before, for the types of the assessments shown: from those among `stored` that
    are the office's, else from the whole country. None for a sheet that reads no assessments."""
    if sheet.model is not Assessment:
        return {}
    last_year = shown[0].fiscal_year - 1
    types = {row.institution.type_id for row in shown}
    own = [
        row
        for row in stored
        if (row.office_id, row.fiscal_year) == (office.pk, last_year)
        and row.institution.type_id in types
    ]
    found = _ranges(own, sheet, "สำนักงาน")
    rare = sorted(kind for kind in types if not found.get(kind))
    return {**found, **_national(rare, last_year, sheet)}


def is_odd(value: str, known: Range | None) -> bool:
    number = rules.point_from(value)
    return known is not None and number is not None and not known.low <= number <= known.high


def _national(kinds: list[int], fiscal_year: int, sheet: GridSheet) -> Ranges:
    """Kept for an hour: last year's facts hardly change any more."""
    keys = {f"coops-ranges-{fiscal_year}-{sheet.code}-{kind}": kind for kind in kinds}
    kept = {keys[key]: found for key, found in cache.get_many(keys).items()} if keys else {}
    lacking = [kind for kind in kinds if kind not in kept]
    if lacking:
        rows = Assessment.objects.of_year(fiscal_year).filter(institution__type__in=lacking)
        told = rows.select_related("institution").defer("result", "dimensions")
        found = _ranges(told, sheet, "ประเทศ")
        computed = {kind: found.get(kind, {}) for kind in lacking}
        new = {key: computed[kind] for key, kind in keys.items() if kind in computed}
        cache.set_many(new, SECONDS_KEPT)
        kept |= computed
    return kept


def _ranges(
    rows: Iterable[Assessment], sheet: GridSheet, place: str
) -> dict[int, dict[str, Range]]:
    columns = [column for column in sheet.columns if column.kind != CellKind.CHOICE]
    values: dict[int, dict[str, list[Decimal]]] = {}
    for row in rows:
        kind = values.setdefault(row.institution.type_id, {})
        for column in columns:
            number = rules.point_from(column.read(row))
            if number is not None:
                kind.setdefault(column.name, []).append(number)
    return {
        kind: {
            name: _range(numbers, place)
            for name, numbers in by_column.items()
            if len(numbers) >= ENOUGH
        }
        for kind, by_column in values.items()
    }


def _range(numbers: list[Decimal], place: str) -> Range:
    return Range(min(numbers), max(numbers), median(numbers), len(numbers), place)

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
from django.db.models import F

from coops import rules
from coops.grids import CellKind, GridSheet
from coops.models import Assessment
from coops.querysets import AssessmentQuerySet
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
# By code of the office, or COUNTRY, and type.
Known = dict[tuple[str, int], Mapping[str, Range]]
COUNTRY = "all"


def ranges_of(office: OrgUnit, shown: Sequence[Assessment], sheet: GridSheet) -> Ranges:
    """Of the year before, for the types of the assessments shown: from the office's own, else from
    the whole country. None for a sheet that reads no assessments. Kept for an hour: last year's
    facts hardly change any more."""
    if sheet.model is not Assessment:
        return {}
    last_year = shown[0].fiscal_year - 1
    kinds = sorted({row.institution.type_id for row in shown})
    keys = _keys(office, kinds, last_year, sheet)
    kept = cache.get_many(keys.values())
    known = {place: kept[key] for place, key in keys.items() if key in kept}
    _learn(known, kinds, last_year, sheet, office)
    rare = [kind for kind in kinds if not known[office.code, kind]]
    _learn(known, rare, last_year, sheet, None)
    cache.set_many(
        {keys[place]: found for place, found in known.items() if keys[place] not in kept},
        SECONDS_KEPT,
    )
    return {kind: known[office.code, kind] or known[COUNTRY, kind] for kind in kinds}


def is_odd(value: str, known: Range | None) -> bool:
    number = rules.point_from(value)
    return known is not None and number is not None and not known.low <= number <= known.high


def _keys(
    office: OrgUnit, kinds: Sequence[int], fiscal_year: int, sheet: GridSheet
) -> dict[tuple[str, int], str]:
    return {
        (place, kind): f"coops-ranges-{fiscal_year}-{sheet.code}-{place}-{kind}"
        for place in (office.code, COUNTRY)
        for kind in kinds
    }


def _learn(
    known: Known, kinds: Sequence[int], fiscal_year: int, sheet: GridSheet, office: OrgUnit | None
) -> None:
    """What is not known yet of these types in the office, or in the whole country."""
    place = office.code if office else COUNTRY
    lacking = [kind for kind in kinds if (place, kind) not in known]
    if not lacking:
        return
    found = _ranges(_rows(lacking, fiscal_year, office), sheet, "สำนักงาน" if office else "ประเทศ")
    known |= {(place, kind): found.get(kind, {}) for kind in lacking}


def _rows(kinds: Sequence[int], fiscal_year: int, office: OrgUnit | None) -> AssessmentQuerySet:
    """Each with its `kind`."""
    rows = Assessment.objects.of_year(fiscal_year).filter(institution__type__in=kinds)
    told: AssessmentQuerySet = rows.annotate(kind=F("institution__type_id"))
    wanted = told.of_office(office) if office else told
    return wanted.defer("result", "dimensions").order_by()


def _ranges(rows: Iterable[Any], sheet: GridSheet, place: str) -> dict[int, dict[str, Range]]:
    columns = [column for column in sheet.columns if column.kind != CellKind.CHOICE]
    values: dict[int, dict[str, list[Decimal]]] = {}
    for row in rows:
        kind = values.setdefault(row.kind, {})
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

"""What institutions of the same type had last year: smallest, largest and middle value.

From the office's own institutions where there are enough of the type, else from the whole
country; a value outside is odd, never wrong.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.cache import cache
from django.db import connection

from coops import rules
from coops.grids import CellKind, GridSheet
from coops.models import Assessment
from cpd_portal.core.models import OrgUnit

ENOUGH = 5
SECONDS_KEPT = 3_600
# The middle of two values passes through floating point, whose fifteen digits hold every point.
_FIGURES = """
SELECT institution.type_id, entered.name,
       min(entered.value), max(entered.value),
       (percentile_cont(0.5) WITHIN GROUP (ORDER BY entered.value))::numeric, count(*)
  FROM coops_assessment AS last_year
  JOIN coops_institution AS institution ON institution.id = last_year.institution_id
 CROSS JOIN LATERAL (
       SELECT 'points/' || point.key AS name, point.value::numeric AS value
         FROM jsonb_each_text(last_year.points) AS point
        WHERE point.value ~ '^-?[0-9]{1,15}(\\.[0-9]{1,10})?$'
        UNION ALL
       SELECT 'statement_days', last_year.statement_days
        WHERE last_year.statement_days IS NOT NULL
       ) AS entered
 WHERE last_year.fiscal_year = %(fiscal_year)s AND institution.type_id = ANY(%(kinds)s)
   AND (%(office)s::bigint IS NULL OR last_year.office_id = %(office)s)
 GROUP BY institution.type_id, entered.name
HAVING count(*) >= %(enough)s
"""


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
    names = {column.name for column in sheet.columns if column.kind != CellKind.CHOICE}
    found: dict[int, dict[str, Range]] = {kind: {} for kind in lacking}
    words = "สำนักงาน" if office else "ประเทศ"
    for kind, name, low, high, middle, count in _figures(lacking, fiscal_year, office):
        if name in names:
            found[kind][name] = Range(low, high, middle, count, words)
    known |= {(place, kind): ranges for kind, ranges in found.items()}


def _figures(
    kinds: Sequence[int], fiscal_year: int, office: OrgUnit | None
) -> list[tuple[int, str, Decimal, Decimal, Decimal, int]]:
    """Type, name of the column, lowest, highest, middle value and how many; counted where the
    rows are, of which an office has thousands of numbers."""
    place = {"office": office.pk if office else None, "fiscal_year": fiscal_year}
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, {**place, "kinds": list(kinds), "enough": ENOUGH})
        found: list[tuple[int, str, Decimal, Decimal, Decimal, int]] = cursor.fetchall()
    return found

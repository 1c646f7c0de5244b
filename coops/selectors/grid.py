"""The rows of the entry grid, what every save answers, and the figures of the year before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef, Q

from coops import rules
from coops.entry import UNTOUCHED
from coops.grids import GridColumn, GridSheet, strength_sheet
from coops.models import Assessment, CellComment
from coops.querysets import AssessmentQuerySet
from coops.selectors.desk import with_state
from coops.selectors.grid_sheets import SheetRules, filtered
from coops.selectors.ranges import Range, Ranges, is_odd, ranges_of
from cpd_portal.core.models import OrgUnit

NAMED_AT_MOST = 4
_COMPLETED = """
SELECT count(*) FILTER (WHERE complete), count(*)
  FROM coops_assessment
 WHERE office_id = %s AND fiscal_year = %s
"""
# By primary key of the institution and fiscal year.
Stored = Mapping[tuple[int, int], Any]


@dataclass(frozen=True)
class GridCell:
    """`before` is last year's value in words; `source` names where a locked value comes from;
    `comments` counts the open ones."""

    column: GridColumn
    value: str
    before: str
    source: str
    odd: bool
    comments: int

    @property
    def words(self) -> str:
        return self.column.words(self.value)


@dataclass(frozen=True)
class RowResult:
    """What the rules say about a row as it is now stored."""

    state: str
    tier: int | None
    unassessed_group: int | None
    total: str
    missing: list[str]

    @property
    def missing_words(self) -> str:
        """ "" for a complete row."""
        if not self.missing:
            return ""
        named = " · ".join(self.missing[:NAMED_AT_MOST])
        more = " …" if len(self.missing) > NAMED_AT_MOST else ""
        return f"ยังขาด {len(self.missing)} ค่า: {named}{more}"


@dataclass(frozen=True)
class GridRow:
    """One institution: its cells, and what the rules say about them."""

    assessment: Assessment
    cells: list[GridCell]
    result: RowResult


def assessments_of_sheet(
    office: OrgUnit, fiscal_year: int, wanted: Q, chosen: Mapping[str, str]
) -> AssessmentQuerySet:
    """The office's rows in Thai order: those of the sheet that the filter lets through, each
    with `open_cells`, the cells of its open comments."""
    comments = CellComment.objects.filter(assessment=OuterRef("pk")).unresolved()
    of_office = Assessment.objects.of_office(office).of_year(fiscal_year)
    rows = with_state(of_office.filter(wanted, filtered(chosen)))
    found: AssessmentQuerySet = (
        rows.select_related("institution")
        .defer("result", "dimensions")
        .annotate(open_cells=ArraySubquery(comments.values("cell")))
    )
    return found


def grid_rows(
    office: OrgUnit,
    assessments: Sequence[Assessment],
    sheet_rules: Iterable[SheetRules],
    sheet: GridSheet,
) -> tuple[list[GridRow], Ranges]:
    """With last year's values, and the ranges that they lie in: one query for all rows, and two
    in an hour for what is known of the office and of the whole country."""
    if not assessments:
        return [], {}
    pure = {found.rule_set.pk: found.rules for found in sheet_rules}
    sheets = {pk: strength_sheet(rules) for pk, rules in pure.items()}
    stored = _stored(assessments, sheet)
    ranges = ranges_of(office, assessments, sheet)
    rows = [
        GridRow(
            row,
            [_cell(column, row, sheet, stored, ranges) for column in sheet.columns],
            row_result(row, pure[row.rule_set_id], sheets[row.rule_set_id]),
        )
        for row in assessments
    ]
    return rows, ranges


def row_result(row: Assessment, rule_set: rules.RuleSet, sheet: GridSheet) -> RowResult:
    short = {column.pointer: column.short for column in sheet.columns}
    return RowResult(
        state=state_of(row),
        tier=row.tier,
        unassessed_group=row.unassessed_group,
        total="" if row.total is None else rules.plain(row.total),
        missing=[short[problem.pointer] for problem in rules.missing_facts(row.facts, rule_set)],
    )


def completed(office: OrgUnit, fiscal_year: int) -> dict[str, int]:
    """How many of the office's rows are complete, of how many: asked by whoever saves a cell, and
    so written in SQL."""
    with connection.cursor() as cursor:
        cursor.execute(_COMPLETED, [office.pk, fiscal_year])
        complete, population = cursor.fetchone()
    return {"complete": complete, "population": population}


def state_of(row: Assessment) -> str:
    """complete, begun or untouched, as the desk counts them."""
    if row.complete:
        return "complete"
    empty: dict[str, Any] = dict(UNTOUCHED.children)  # type: ignore[arg-type]  # plain pairs only
    is_empty = all(getattr(row, name) == value for name, value in empty.items())
    return "untouched" if is_empty else "begun"


def _cell(
    column: GridColumn, row: Any, sheet: GridSheet, stored: Stored, ranges: Ranges
) -> GridCell:
    holder = stored.get((row.institution_id, row.fiscal_year)) or sheet.model()
    earlier = stored.get((row.institution_id, row.fiscal_year - 1))
    value = column.read(holder)
    return GridCell(
        column=column,
        value=value,
        before=column.words(column.read(earlier)) if earlier else "",
        source=sheet.source(column, holder),
        odd=is_odd(value, _range(ranges, row, column)),
        comments=row.open_cells.count(column.name),
    )


def _range(ranges: Ranges, row: Assessment, column: GridColumn) -> Range | None:
    return ranges.get(row.institution.type_id, {}).get(column.name)


def _stored(assessments: Sequence[Assessment], sheet: GridSheet) -> Stored:
    """What the columns read, of this year and the year before. This year's assessments are at
    hand already."""
    this_year = assessments[0].fiscal_year
    shown = Q(institution__in=[row.institution_id for row in assessments])
    if sheet.model is not Assessment:
        facts: Any = sheet.model._default_manager.filter(shown)
        return _by_year(facts.filter(fiscal_year__in=(this_year - 1, this_year)))
    before = Assessment.objects.of_year(this_year - 1).filter(shown)
    return _by_year([*before.defer("result", "dimensions").order_by(), *assessments])


def _by_year(rows: Iterable[Any]) -> Stored:
    return {(row.institution_id, row.fiscal_year): row for row in rows}

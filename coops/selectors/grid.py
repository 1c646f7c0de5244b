"""The rows of the entry grid, what every save answers, and the figures of the year before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from coops import rules
from coops.entry import UNTOUCHED
from coops.grids import GridColumn, GridSheet
from coops.models import Assessment, CellComment, RuleSet
from coops.querysets import AssessmentQuerySet
from coops.selectors.desk import desk_rows
from coops.selectors.ranges import Range, Ranges, is_odd
from cpd_portal.core.models import OrgUnit

NAMED_AT_MOST = 4


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


def rule_sets_of(fiscal_year: int) -> list[RuleSet]:
    return list(RuleSet.objects.filter(fiscal_year=fiscal_year).order_by("kind", "sector"))


def assessments_of_sheet(
    office: OrgUnit, rule_set: RuleSet, chosen: Mapping[str, str]
) -> AssessmentQuerySet:
    """The office's rows of one rule set in Thai order, filtered by `q`, `show` and `type`."""
    filters = {name: chosen[name] for name in ("q", "show") if name in chosen}
    rows = desk_rows(office, rule_set.fiscal_year, filters).filter(rule_set=rule_set)
    if "type" in chosen:
        rows = rows.filter(institution__type__code=chosen["type"])
    found: AssessmentQuerySet = rows.select_related("institution__type").defer(
        "result", "dimensions"
    )
    return found


def grid_rows(
    assessments: Sequence[Assessment], rule_set: rules.RuleSet, sheet: GridSheet, ranges: Ranges
) -> list[GridRow]:
    """With last year's values and open comments: two queries for all rows."""
    before = _year_before(assessments)
    comments = _open_comments(assessments)
    return [
        GridRow(
            row,
            [_cell(column, row, before, ranges, comments) for column in sheet.columns],
            row_result(row, rule_set, sheet),
        )
        for row in assessments
    ]


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
    """How many of the office's rows are complete, of how many: asked with every save."""
    rows = Assessment.objects.of_office(office).of_year(fiscal_year)
    counts: dict[str, int] = rows.aggregate(
        complete=Count("pk", filter=Q(complete=True)), population=Count("pk")
    )
    return counts


def state_of(row: Assessment) -> str:
    """complete, begun or untouched, as the desk counts them."""
    if row.complete:
        return "complete"
    empty: dict[str, Any] = dict(UNTOUCHED.children)  # type: ignore[arg-type]  # plain pairs only
    is_empty = all(getattr(row, name) == value for name, value in empty.items())
    return "untouched" if is_empty else "begun"


def _cell(
    column: GridColumn,
    row: Assessment,
    before: Mapping[int, Assessment],
    ranges: Ranges,
    comments: Mapping[tuple[int, str], int],
) -> GridCell:
    value = column.read(row)
    earlier = before.get(row.institution_id)
    return GridCell(
        column=column,
        value=value,
        before=column.words(column.read(earlier)) if earlier else "",
        source=row.derived.get(column.name, ""),
        odd=is_odd(value, _range(ranges, row, column)),
        comments=comments.get((row.pk, column.name), 0),
    )


def _range(ranges: Ranges, row: Assessment, column: GridColumn) -> Range | None:
    return ranges.get(row.institution.type_id, {}).get(column.name)


def _year_before(assessments: Sequence[Assessment]) -> dict[int, Assessment]:
    if not assessments:
        return {}
    found = Assessment.objects.of_year(assessments[0].fiscal_year - 1).filter(
        institution__in=[row.institution_id for row in assessments]
    )
    return {row.institution_id: row for row in found.defer("result", "dimensions")}


def _open_comments(assessments: Iterable[Assessment]) -> dict[tuple[int, str], int]:
    counts: dict[tuple[int, str], int] = {}
    rows = CellComment.objects.filter(assessment__in=[row.pk for row in assessments])
    for key in rows.unresolved().values_list("assessment", "cell"):
        counts[key] = counts.get(key, 0) + 1
    return counts

"""The rows of the entry grid, what every save answers, and the figures of the year before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from coops import rules
from coops.entry import UNTOUCHED
from coops.grids import GridColumn, GridSheet, strength_sheet
from coops.models import Assessment, CellComment, RuleSet
from coops.querysets import AssessmentQuerySet
from coops.selectors.desk import desk_rows
from coops.selectors.ranges import Range, Ranges, is_odd
from cpd_portal.core.models import OrgUnit

NAMED_AT_MOST = 4
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


def rule_sets_of(fiscal_year: int) -> list[RuleSet]:
    """Those in force, in the order of the sheets."""
    return list(RuleSet.objects.filter(fiscal_year=fiscal_year).order_by("kind", "sector"))


def assessments_of_sheet(
    office: OrgUnit, fiscal_year: int, wanted: Q, chosen: Mapping[str, str]
) -> AssessmentQuerySet:
    """The office's rows in Thai order: those of the sheet, filtered by `q`, `show` and `type`."""
    filters = {name: chosen[name] for name in ("q", "show") if name in chosen}
    rows = desk_rows(office, fiscal_year, filters).filter(wanted)
    if "type" in chosen:
        rows = rows.filter(institution__type__code=chosen["type"])
    found: AssessmentQuerySet = rows.select_related("institution").defer("result", "dimensions")
    return found


def grid_rows(
    assessments: Sequence[Assessment],
    rule_sets: Iterable[RuleSet],
    sheet: GridSheet,
    ranges: Ranges,
) -> list[GridRow]:
    """With last year's values and open comments: two queries for all rows."""
    pure = {rule_set.pk: rule_set.rules for rule_set in rule_sets}
    sheets = {pk: strength_sheet(rules) for pk, rules in pure.items()}
    stored = _stored(assessments, sheet)
    comments = _open_comments(assessments)
    return [
        GridRow(
            row,
            [_cell(column, row, sheet, stored, ranges, comments) for column in sheet.columns],
            row_result(row, pure[row.rule_set_id], sheets[row.rule_set_id]),
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
    sheet: GridSheet,
    stored: Stored,
    ranges: Ranges,
    comments: Mapping[tuple[int, str], int],
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
        comments=comments.get((row.pk, column.name), 0),
    )


def _range(ranges: Ranges, row: Assessment, column: GridColumn) -> Range | None:
    return ranges.get(row.institution.type_id, {}).get(column.name)


def _stored(assessments: Sequence[Assessment], sheet: GridSheet) -> Stored:
    """What the columns read, of this year and the year before; of this year's assessments they
    are at hand already."""
    if not assessments:
        return {}
    this_year = assessments[0].fiscal_year
    own: Stored = {}
    if sheet.model is Assessment:
        own = {(row.institution_id, this_year): row for row in assessments}
    years = [this_year - 1] if own else [this_year - 1, this_year]
    institutions = [row.institution_id for row in assessments]
    rows: Any = sheet.model._default_manager.filter(
        institution__in=institutions, fiscal_year__in=years
    )
    return {**own, **{(row.institution_id, row.fiscal_year): row for row in rows}}


def _open_comments(assessments: Iterable[Assessment]) -> dict[tuple[int, str], int]:
    counts: dict[tuple[int, str], int] = {}
    rows = CellComment.objects.filter(assessment__in=[row.pk for row in assessments])
    for key in rows.unresolved().values_list("assessment", "cell"):
        counts[key] = counts.get(key, 0) + 1
    return counts

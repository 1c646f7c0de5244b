"""The sheets of an office's grid: the rules of each and how far its rows are, in two queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, FilteredRelation, Q, Value

from coops import rules
from coops.entry import COUNTED, EntryProgress, progress_of
from coops.models import InstitutionType, RuleSet
from coops.selectors.desk import wanted
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.querysets import across

_OWN = "own"
_TYPE = f"{_OWN}__institution__type_id"


@dataclass(frozen=True)
class SheetRules:
    """The rules in force of one kind and sector, and of the office's rows under them: how far
    they are, how many the filter shows, and which types (code, title) there are."""

    rule_set: RuleSet
    rules: rules.RuleSet
    progress: EntryProgress
    shown: int
    types: list[tuple[str, str]]


def sheet_rules(office: OrgUnit, fiscal_year: int, chosen: Mapping[str, str]) -> list[SheetRules]:
    """In the order of the sheets; `chosen` as the filter `q`, `show` and `type`."""
    own = FilteredRelation("assessments", condition=Q(assessments__office=office))
    rows: Iterable[Any] = (
        RuleSet.objects.in_force()
        .of_year(fiscal_year)
        .order_by("kind", "sector")
        .annotate(own=own)
        .annotate(
            **{name: _count(condition) for name, condition in COUNTED.items()},
            shown=_count(filtered(chosen)),
            types=ArrayAgg(_TYPE, filter=Q(own__isnull=False), distinct=True, default=Value([])),
        )
    )
    types = list(InstitutionType.objects.order_by("position").values_list("pk", "code", "title"))
    return [_sheet(row, types) for row in rows]


def filtered(chosen: Mapping[str, str]) -> Q:
    """What the grid's filter lets through, of assessments."""
    found = wanted({name: chosen[name] for name in ("q", "show") if name in chosen})
    if "type" in chosen:
        found &= Q(institution__type__code=chosen["type"])
    return found


def progress_over(sheets: Sequence[SheetRules]) -> EntryProgress:
    return EntryProgress(
        population=sum(sheet.progress.population for sheet in sheets),
        complete=sum(sheet.progress.complete for sheet in sheets),
        untouched=sum(sheet.progress.untouched for sheet in sheets),
    )


def _count(condition: Q) -> Count:
    return Count(F(_OWN), filter=across(_OWN, condition))


def _sheet(row: Any, types: Iterable[tuple[int, str, str]]) -> SheetRules:
    counts = {name: getattr(row, name) for name in COUNTED}
    own_types = [(code, title) for pk, code, title in types if pk in row.types]
    return SheetRules(row, row.rules, progress_of(counts), row.shown, own_types)

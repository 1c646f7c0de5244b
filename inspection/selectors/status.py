"""The defect status of institutions as of a day, from the steps of their defects."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from coops.choices import DefectStatus
from coops.models import Institution, RuleSet
from cpd_portal.thai.fiscal import fiscal_year_bounds, fiscal_year_of
from inspection.choices import DefectAct, DefectState, Severity
from inspection.models import DefectStep
from inspection.rules.status import status_of


def institution_status(institution: Institution, as_of: date) -> DefectStatus:
    """In the fiscal year that holds the day, up to and with the day."""
    return statuses_of([institution.pk], as_of)[institution.pk]


def statuses_of(institution_ids: Collection[int], as_of: date) -> dict[int, DefectStatus]:
    """By primary key, every one of them: one query."""
    states = counting_states(institution_ids, as_of)
    return {pk: status_of(states[pk]) for pk in institution_ids}


def counting_states(institution_ids: Collection[int], as_of: date) -> dict[int, list[str]]:
    """The state on that day of every defect that counts: found by then, no observation, not
    merged into another, and not closed for good before the fiscal year of the day began."""
    first, _ = fiscal_year_bounds(fiscal_year_of(as_of))
    latest = (
        DefectStep.objects.filter(
            defect__institution__in=institution_ids,
            defect__severity=Severity.DEFECT,
            day__lte=as_of,
        )
        .order_by("defect_id", "-day", "-at", "-pk")
        .distinct("defect_id")
        .values_list("defect__institution", "act", "state", "day")
    )
    found: dict[int, list[str]] = defaultdict(list)
    for institution, act, state, day in latest:
        closed_before = state == DefectState.RESOLVED and day < first
        if act != DefectAct.MERGED and not closed_before:
            found[institution].append(state)
    return found


def last_counting_days(fiscal_year: int, today: date) -> dict[tuple[str, str], date]:
    """By kind and sector: the last day whose status counts for the assessment of the year, the
    cut-off of its rules or the end of the year, and never after today."""
    _, last = fiscal_year_bounds(fiscal_year)
    rows = RuleSet.objects.in_force().of_year(fiscal_year)
    found = rows.values_list("kind", "sector", "cut_off")
    return {
        (kind, sector): min(day for day in (cut_off, last, today) if day is not None)
        for kind, sector, cut_off in found
    }

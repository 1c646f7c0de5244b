"""Which accounting year a fiscal year looks at, and where somebody has to decide it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from coops.models import Institution, YearEndDecision
from coops.rules import YearEnds, window_of
from cpd_portal.core.models import User


@dataclass(frozen=True)
class YearEndCase:
    """An institution whose year-end changed, and the decision, if there is one."""

    institution: Institution
    ends: YearEnds
    decision: YearEndDecision | None


def year_ends_of(institution: Institution, fiscal_year: int) -> YearEnds:
    """A decision is looked for only where the year-end changed within the window."""
    found = institution.accounting_year_ends_in(fiscal_year)
    if len(found) == 1:
        return YearEnds(fiscal_year, found)
    decisions = YearEndDecision.objects.of_year(fiscal_year).filter(institution=institution)
    return _year_ends(fiscal_year, found, decisions.first())


def year_ends_by_institution(
    institutions: Iterable[Institution], fiscal_year: int
) -> dict[int, YearEnds]:
    """By primary key; the institutions have their `year_end_changes` prefetched."""
    decisions = {row.institution_id: row for row in YearEndDecision.objects.of_year(fiscal_year)}
    return {
        row.pk: _year_ends(
            fiscal_year, row.accounting_year_ends_in(fiscal_year), decisions.get(row.pk)
        )
        for row in institutions
    }


def year_end_cases(user: User, fiscal_year: int) -> list[YearEndCase]:
    """Two year-ends in the window, or none: the undecided ones first, then by name."""
    first, _ = window_of(fiscal_year)
    changed = (
        Institution.objects.visible_to(user)
        .filter(year_end_since__gt=first)
        .select_related("office")
        .prefetch_related("year_end_changes")
    )
    decisions = {
        row.institution_id: row
        for row in YearEndDecision.objects.visible_to(user)
        .of_year(fiscal_year)
        .select_related("decided_by")
    }
    ends = year_ends_by_institution(changed, fiscal_year)
    cases = [YearEndCase(row, ends[row.pk], decisions.get(row.pk)) for row in changed]
    unclear = [case for case in cases if len(case.ends.found) != 1]
    return sorted(unclear, key=lambda case: case.decision is not None)


def _year_ends(fiscal_year: int, found: list[date], decision: YearEndDecision | None) -> YearEnds:
    decided = decision.accounting_year_end if decision and len(found) != 1 else None
    return YearEnds(fiscal_year, found, decided)

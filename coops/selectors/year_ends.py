"""Which accounting year a fiscal year looks at, and where somebody has to decide it."""

from collections.abc import Iterable
from dataclasses import dataclass

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
    decision = YearEndDecision.objects.filter(
        institution=institution, fiscal_year=fiscal_year
    ).first()
    return _year_ends(institution, fiscal_year, decision)


def year_ends_by_institution(
    institutions: Iterable[Institution], fiscal_year: int
) -> dict[int, YearEnds]:
    """By primary key; the institutions have their `year_end_changes` prefetched."""
    decisions = {row.institution_id: row for row in YearEndDecision.objects.of_year(fiscal_year)}
    return {row.pk: _year_ends(row, fiscal_year, decisions.get(row.pk)) for row in institutions}


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
    cases = [
        YearEndCase(
            row, _year_ends(row, fiscal_year, decisions.get(row.pk)), decisions.get(row.pk)
        )
        for row in changed
    ]
    unclear = [case for case in cases if len(case.ends.found) != 1]
    return sorted(unclear, key=lambda case: case.decision is not None)


def _year_ends(
    institution: Institution, fiscal_year: int, decision: YearEndDecision | None
) -> YearEnds:
    found = institution.accounting_year_ends_in(fiscal_year)
    return YearEnds(fiscal_year, found, decision.accounting_year_end if decision else None)

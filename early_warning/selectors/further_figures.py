"""Figures beside the statements, in the shape that signals read."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from coops.selectors.warning_facts import KnownYear
from cpd_portal.core.past import events_until
from early_warning.choices import SignalCode
from early_warning.models import FurtherFigures
from early_warning.rules.type_ratios import Figures, type_ratios

AMOUNTS = (
    "loans",
    "arrears_to_12",
    "arrears_over_12",
    "allowance",
    "borrowings",
    "liquid_assets",
    "short_payables",
    "deposits",
    "cooperative_deposits",
    "cooperative_loans",
    "stock",
    "cost_of_sales",
    "collected",
)
BOARD_TERM = "board_term_ends_on"


@dataclass(frozen=True, slots=True)
class Further:
    amounts: Mapping[str, Decimal]
    board_term_ends_on: date | None


def further_by_institution(
    day: date, institutions: Collection[int] | None = None, *, as_known_then: bool = False
) -> dict[int, dict[int, Further]]:
    """By institution and fiscal year. One query; `as_known_then` asks the events."""
    rows = events_until(FurtherFigures, day) if as_known_then else FurtherFigures.objects.all()
    if institutions is not None:
        rows = rows.filter(institution_id__in=list(institutions))
    found: dict[int, dict[int, Further]] = defaultdict(dict)
    listed = rows.values_list("institution_id", "fiscal_year", BOARD_TERM, *AMOUNTS)
    for pk, year, term, *amounts in listed.iterator():
        given = zip(AMOUNTS, amounts, strict=True)
        known = {name: amount for name, amount in given if amount is not None}
        found[pk][year] = Further(known, term)
    return found


def measures_of(
    years: Sequence[KnownYear], further: Mapping[int, Further]
) -> dict[int, Mapping[SignalCode, Decimal | None]]:
    """The ratios of a type by fiscal year, of years that have ended and have figures."""
    figures = {
        year.fiscal_year: _figures(year, further[year.fiscal_year])
        for year in years
        if year.fiscal_year in further and further[year.fiscal_year].amounts
    }
    return {year: type_ratios(now, figures.get(year - 1)) for year, now in figures.items()}


def board_term_of(further: Mapping[int, Further]) -> date | None:
    """The last end that anybody entered."""
    ends = [row.board_term_ends_on for row in further.values() if row.board_term_ends_on]
    return max(ends, default=None)


def institutions_with_new_figures(moment: datetime) -> set[int]:
    """Whose figures have an event since then."""
    events = FurtherFigures.pgh_event_model.objects.filter(pgh_created_at__gte=moment)  # type: ignore[attr-defined]
    return set(events.values_list("institution_id", flat=True).distinct())


def _figures(year: KnownYear, further: Further) -> Figures:
    return Figures(
        **further.amounts,
        total_assets=year.total_assets,
        total_liabilities=year.total_liabilities,
        share_capital=year.share_capital,
    )

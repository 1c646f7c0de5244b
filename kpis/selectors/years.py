"""A scorecard beside that of the year before."""

from dataclasses import dataclass

from cpd_portal.core.figures.choices import FigureState
from cpd_portal.core.figures.differences import RowDifference, differences
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.registry import figure_set
from kpis.choices import SCORECARD_SET

USED = (FigureState.IN_FORCE, FigureState.PROPOSED)


@dataclass(frozen=True)
class YearComparison:
    before: FigureVersion
    after: FigureVersion
    differences: list[RowDifference]


def has_scorecard_version(fiscal_year: int) -> bool:
    """In force or proposed."""
    rows = FigureVersion.objects.filter(set_code=SCORECARD_SET, fiscal_year=fiscal_year)
    return rows.filter(state__in=USED).exists()


def year_comparison(fiscal_year: int) -> YearComparison | None:
    """None where one of both years has neither a version in force nor a proposal."""
    years = (fiscal_year - 1, fiscal_year)
    rows = FigureVersion.objects.filter(
        set_code=SCORECARD_SET, fiscal_year__in=years, state__in=USED
    )
    # A version in force goes before a proposal.
    found = {
        row.fiscal_year: row for row in sorted(rows, key=lambda row: row.is_proposed, reverse=True)
    }
    before, after = (found.get(year) for year in years)
    if before is None or after is None:
        return None
    changed = differences(figure_set(SCORECARD_SET), before.content, after.content)
    return YearComparison(before, after, changed)

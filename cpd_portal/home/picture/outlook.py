"""What the year's scorecard will come to, and where points can still be had."""

from dataclasses import dataclass

from cpd_portal.home.picture.scope import Scope
from kpis.selectors.forecast import ForecastTotal, forecast_lines, forecast_total
from kpis.selectors.levers import LeverLine, lever_lines
from kpis.selectors.reading import read_year

MOST = 5


@dataclass(frozen=True)
class Outlook:
    """National, whatever unit is chosen: an indicator of the scorecard belongs to the
    department."""

    fiscal_year: int
    total: ForecastTotal
    levers: list[LeverLine]
    more: int


def outlook(scope: Scope) -> Outlook | None:
    """None for a year without a scorecard."""
    reading = read_year(scope.viewer, scope.fiscal_year)
    if reading is None:
        return None
    lines = forecast_lines(reading)
    levers = lever_lines(lines, reading.policy)
    total = forecast_total(lines, reading.policy)
    return Outlook(scope.fiscal_year, total, levers[:MOST], len(levers[MOST:]))

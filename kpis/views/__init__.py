"""Pages of the scorecard and of what its results are computed from."""

from kpis.views.scorecard import detail, scorecard, scorecard_of_year

__all__ = ["detail", "scorecard", "scorecard_of_year"]

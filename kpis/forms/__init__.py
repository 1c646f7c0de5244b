"""Forms of the scorecard."""

from kpis.forms.score import ScoreForm

__all__ = ["ScoreForm"]

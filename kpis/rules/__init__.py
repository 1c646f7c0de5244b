"""Scoring of the yearly assessment: pure, exact, with a trace. No database, no clock."""

from kpis.rules.criteria import Criterion, Policy, Threshold, Tier, Value
from kpis.rules.numbers import half_up, shown
from kpis.rules.scoring import Score, Step, score
from kpis.rules.share import least_count, share
from kpis.rules.total import Total, total

__all__ = [
    "Criterion",
    "Policy",
    "Score",
    "Step",
    "Threshold",
    "Tier",
    "Total",
    "Value",
    "half_up",
    "least_count",
    "score",
    "share",
    "shown",
    "total",
]

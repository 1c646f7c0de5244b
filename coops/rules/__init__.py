"""How a cooperative or farmer group is classified into a tier: pure functions, no database."""

from .accounting import accounting_year_end_in, is_day_of_year
from .checks import check_points, missing_facts, missing_points, point_from
from .classification import (
    Classification,
    ConditionResult,
    IncompleteFacts,
    Need,
    NextTier,
    TraceStep,
    classify,
    dimension_totals,
)
from .facts import Facts, Problem, TwoYears, plain, stored_points
from .rule_set import Aspect, Dimension, Indicator, RuleSet

__all__ = [
    "Aspect",
    "Classification",
    "ConditionResult",
    "Dimension",
    "Facts",
    "IncompleteFacts",
    "Indicator",
    "Need",
    "NextTier",
    "Problem",
    "RuleSet",
    "TraceStep",
    "TwoYears",
    "accounting_year_end_in",
    "check_points",
    "classify",
    "dimension_totals",
    "is_day_of_year",
    "missing_facts",
    "missing_points",
    "plain",
    "point_from",
    "stored_points",
]

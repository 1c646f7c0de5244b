"""How a cooperative or farmer group is classified into a tier: pure functions, no database."""

from .accounting import (
    YearEndPeriod,
    accounting_year_end_in,
    fiscal_year_of,
    is_day_of_year,
    window_words,
    wrong_fiscal_year,
    year_ends_in,
)
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
from .derived import AccountingYear, Derived, derived_conditions
from .facts import Facts, Problem, TwoYears, plain, stored_points
from .rule_set import Aspect, Dimension, Indicator, RuleSet

__all__ = [
    "AccountingYear",
    "Aspect",
    "Classification",
    "ConditionResult",
    "Derived",
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
    "YearEndPeriod",
    "accounting_year_end_in",
    "check_points",
    "classify",
    "derived_conditions",
    "dimension_totals",
    "fiscal_year_of",
    "is_day_of_year",
    "missing_facts",
    "missing_points",
    "plain",
    "point_from",
    "stored_points",
    "window_words",
    "wrong_fiscal_year",
    "year_ends_in",
]

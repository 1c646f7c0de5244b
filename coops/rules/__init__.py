"""How a cooperative or farmer group is classified into a tier: pure functions, no database."""

from .accounting import (
    MonthDay,
    YearEnds,
    accounting_year_end_in,
    accounting_year_ends_in,
    fiscal_year_of,
    is_day_of_year,
    window_of,
    window_words,
    wrong_fiscal_year,
    year_end_words,
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
from .register import Change, may_follow, value_then
from .rule_set import Aspect, Dimension, Indicator, RuleSet
from .statements import AMOUNTS, check_amounts, sums_of
from .year_facts import check_year_facts

__all__ = [
    "AMOUNTS",
    "AccountingYear",
    "Aspect",
    "Change",
    "Classification",
    "ConditionResult",
    "Derived",
    "Dimension",
    "Facts",
    "IncompleteFacts",
    "Indicator",
    "MonthDay",
    "Need",
    "NextTier",
    "Problem",
    "RuleSet",
    "TraceStep",
    "TwoYears",
    "YearEnds",
    "accounting_year_end_in",
    "accounting_year_ends_in",
    "check_amounts",
    "check_points",
    "check_year_facts",
    "classify",
    "derived_conditions",
    "dimension_totals",
    "fiscal_year_of",
    "is_day_of_year",
    "may_follow",
    "missing_facts",
    "missing_points",
    "plain",
    "point_from",
    "stored_points",
    "sums_of",
    "value_then",
    "window_of",
    "window_words",
    "wrong_fiscal_year",
    "year_end_words",
]

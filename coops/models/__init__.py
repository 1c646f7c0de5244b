"""Cooperatives and farmer groups, their yearly assessments, and the rules these follow."""

from .assessments import Assessment
from .comments import CellComment
from .institutions import Institution, InstitutionType, UpgradeCooperative, register_keys
from .rule_sets import PublishedStrength, RuleSet
from .statements import FinancialStatement
from .year_facts import YearEndDecision, YearFacts

__all__ = [
    "Assessment",
    "CellComment",
    "FinancialStatement",
    "Institution",
    "InstitutionType",
    "PublishedStrength",
    "RuleSet",
    "UpgradeCooperative",
    "YearEndDecision",
    "YearFacts",
    "register_keys",
]

"""Cooperatives and farmer groups, their yearly assessments, and the rules these follow."""

from .assessments import Assessment
from .institutions import Institution, InstitutionType, UpgradeCooperative, register_keys
from .populations import Population, PopulationChange
from .resolutions import WorkingGroupMember, WorkingGroupResolution
from .rule_sets import PublishedStrength, RuleSet
from .runs import ClassificationRun, RunException, RunResult
from .statements import FinancialStatement
from .year_facts import YearEndDecision, YearFacts

__all__ = [
    "Assessment",
    "ClassificationRun",
    "FinancialStatement",
    "Institution",
    "InstitutionType",
    "Population",
    "PopulationChange",
    "PublishedStrength",
    "RuleSet",
    "RunException",
    "RunResult",
    "UpgradeCooperative",
    "WorkingGroupMember",
    "WorkingGroupResolution",
    "YearEndDecision",
    "YearFacts",
    "register_keys",
]

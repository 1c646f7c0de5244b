"""Cooperatives and farmer groups, their yearly assessments, and the rules these follow."""

from .assessments import Assessment
from .comments import CellComment
from .comparison import AuditorList, AuditorListRow, DuplicatePair, Mismatch
from .defect_facts import DefectFacts
from .handovers import Handover, HandoverItem
from .institutions import Institution, InstitutionType, UpgradeCooperative, register_keys
from .letters import ChaseBatch, ChaseLetter
from .populations import Population, PopulationChange
from .register import (
    BusinessLine,
    InstitutionBusiness,
    NameChange,
    OfficeMove,
    Reorganisation,
    ReorganisationPart,
    StandardResult,
    StandingChange,
    YearEndChange,
)
from .resolutions import WorkingGroupMember, WorkingGroupResolution
from .rule_sets import PublishedStrength, RuleSet
from .runs import ClassificationRun, RunException, RunResult
from .statements import FinancialStatement
from .year_facts import YearEndDecision, YearFacts

__all__ = [
    "Assessment",
    "AuditorList",
    "AuditorListRow",
    "BusinessLine",
    "CellComment",
    "ChaseBatch",
    "ChaseLetter",
    "ClassificationRun",
    "DefectFacts",
    "DuplicatePair",
    "FinancialStatement",
    "Handover",
    "HandoverItem",
    "Institution",
    "InstitutionBusiness",
    "InstitutionType",
    "Mismatch",
    "NameChange",
    "OfficeMove",
    "Population",
    "PopulationChange",
    "PublishedStrength",
    "Reorganisation",
    "ReorganisationPart",
    "RuleSet",
    "RunException",
    "RunResult",
    "StandardResult",
    "StandingChange",
    "UpgradeCooperative",
    "WorkingGroupMember",
    "WorkingGroupResolution",
    "YearEndChange",
    "YearEndDecision",
    "YearFacts",
    "register_keys",
]

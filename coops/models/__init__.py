"""Cooperatives and farmer groups, their yearly assessments, and the rules these follow."""

from .assessments import Assessment
from .comparison import AuditorList, AuditorListRow, DuplicatePair, Mismatch
from .handovers import Handover, HandoverItem
from .institutions import Institution, InstitutionType, UpgradeCooperative, register_keys
from .letters import ChaseBatch, ChaseLetter
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
from .rule_sets import PublishedStrength, RuleSet
from .statements import FinancialStatement
from .year_facts import YearEndDecision, YearFacts

__all__ = [
    "Assessment",
    "ChaseBatch",
    "ChaseLetter",
    "AuditorList",
    "AuditorListRow",
    "BusinessLine",
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
    "PublishedStrength",
    "Reorganisation",
    "ReorganisationPart",
    "RuleSet",
    "StandardResult",
    "StandingChange",
    "UpgradeCooperative",
    "YearEndChange",
    "YearEndDecision",
    "YearFacts",
    "register_keys",
]

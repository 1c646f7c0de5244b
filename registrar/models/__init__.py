"""Delegations, texts of the law, cases and orders."""

from .case_opinions import CaseDecision, CaseHearing, CaseOpinion, ConflictDeclaration
from .case_papers import CasePaper, CasePerson, CaseRead
from .cases import Case, CaseDefect, CaseStep, CaseStop, CaseTask
from .delegations import Delegation
from .law import LawSection, LawText
from .orders import (
    Order,
    OrderAppeal,
    OrderExtension,
    OrderFollowUp,
    OrderNumber,
    OrderRead,
    OrderRegister,
    OrderService,
)

__all__ = [
    "Case",
    "CaseDecision",
    "CaseDefect",
    "CaseHearing",
    "CaseOpinion",
    "CasePaper",
    "CasePerson",
    "CaseRead",
    "CaseStep",
    "CaseStop",
    "CaseTask",
    "ConflictDeclaration",
    "Delegation",
    "LawSection",
    "LawText",
    "Order",
    "OrderAppeal",
    "OrderExtension",
    "OrderFollowUp",
    "OrderNumber",
    "OrderRead",
    "OrderRegister",
    "OrderService",
]

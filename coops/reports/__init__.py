"""Documents of cooperatives and farmer groups: one module for each."""

from .assessment_form import AssessmentForm, PaperContext
from .board import BoardContext, SubmissionBoard
from .duties import DutiesContext, DutiesDue
from .handovers import HandoverContext, HandoverList
from .institution_sheet import InstitutionSheet, SheetContext
from .letters import ChaseLetters, LettersContext
from .national_classification import NationalClassification, NationalContext
from .office_books import BooksContext, OfficeBooks
from .office_summary import OfficeContext, OfficeSummary
from .published import (
    PublishedByProvince,
    PublishedByRegion,
    PublishedByType,
    PublishedFailing,
    PublishedRanking,
    PublishedYears,
)
from .reconciliation import RegisterReconciliation
from .register import InstitutionRegister, RegisterContext
from .run_comparison import RunComparison
from .strength_movement import MovementContext, StrengthMovement

__all__ = [
    "AssessmentForm",
    "BoardContext",
    "BooksContext",
    "ChaseLetters",
    "DutiesContext",
    "DutiesDue",
    "HandoverContext",
    "HandoverList",
    "InstitutionRegister",
    "InstitutionSheet",
    "LettersContext",
    "MovementContext",
    "NationalClassification",
    "NationalContext",
    "OfficeBooks",
    "OfficeContext",
    "OfficeSummary",
    "PaperContext",
    "PublishedByProvince",
    "PublishedByRegion",
    "PublishedByType",
    "PublishedFailing",
    "PublishedRanking",
    "PublishedYears",
    "RegisterContext",
    "RegisterReconciliation",
    "RunComparison",
    "SheetContext",
    "StrengthMovement",
    "SubmissionBoard",
]

"""Documents of cooperatives and farmer groups: one module for each."""

from .assessment_form import AssessmentForm, PaperContext
from .board import BoardContext, SubmissionBoard
from .duties import DutiesContext, DutiesDue
from .handovers import HandoverContext, HandoverList
from .letters import ChaseLetters, LettersContext
from .register import InstitutionRegister, RegisterContext

__all__ = [
    "AssessmentForm",
    "PaperContext",
    "BoardContext",
    "ChaseLetters",
    "DutiesContext",
    "DutiesDue",
    "HandoverContext",
    "HandoverList",
    "LettersContext",
    "InstitutionRegister",
    "RegisterContext",
    "SubmissionBoard",
]

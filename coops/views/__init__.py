"""Pages of cooperatives and farmer groups."""

from .assessment import AssessmentView
from .desk import (
    ApproveView,
    EntryDeskView,
    ReturnView,
    SubmitView,
    VerifyView,
)
from .institution import InstitutionEditView, InstitutionView
from .register import InstitutionListView
from .strength import StrengthView

__all__ = [
    "ApproveView",
    "AssessmentView",
    "EntryDeskView",
    "InstitutionEditView",
    "InstitutionListView",
    "InstitutionView",
    "ReturnView",
    "StrengthView",
    "SubmitView",
    "VerifyView",
]

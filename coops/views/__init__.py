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
from .near_miss import NearMissView
from .register import InstitutionListView
from .strength import StrengthView

__all__ = [
    "ApproveView",
    "AssessmentView",
    "EntryDeskView",
    "InstitutionEditView",
    "InstitutionListView",
    "InstitutionView",
    "NearMissView",
    "ReturnView",
    "StrengthView",
    "SubmitView",
    "VerifyView",
]

"""Pages of cooperatives and farmer groups."""

from .assessment import AssessmentView
from .desk import (
    ApproveView,
    EntryDeskView,
    ReturnView,
    SubmitView,
    VerifyView,
)
from .imports import (
    ImportCheckView,
    ImportConfirmView,
    ImportErrorsView,
    ImportTemplateView,
    ImportView,
)
from .institution import InstitutionEditView, InstitutionView
from .register import InstitutionListView
from .strength import StrengthView

__all__ = [
    "ApproveView",
    "AssessmentView",
    "EntryDeskView",
    "ImportCheckView",
    "ImportConfirmView",
    "ImportErrorsView",
    "ImportTemplateView",
    "ImportView",
    "InstitutionEditView",
    "InstitutionListView",
    "InstitutionView",
    "ReturnView",
    "StrengthView",
    "SubmitView",
    "VerifyView",
]

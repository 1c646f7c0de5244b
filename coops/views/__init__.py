"""Pages of cooperatives and farmer groups."""

from .assessment import AssessmentView
from .desk import (
    ApproveView,
    EntryDeskView,
    ReturnView,
    SubmitView,
    VerifyView,
)
from .failures import FailuresView
from .imports import (
    ImportCheckView,
    ImportConfirmView,
    ImportErrorsView,
    ImportTemplateView,
    ImportView,
)
from .institution import InstitutionEditView, InstitutionView
from .movement import MovementView
from .near_miss import NearMissView
from .register import InstitutionListView
from .strength import StrengthView
from .strength_map import StrengthMapView

__all__ = [
    "ApproveView",
    "AssessmentView",
    "EntryDeskView",
    "FailuresView",
    "ImportCheckView",
    "ImportConfirmView",
    "ImportErrorsView",
    "ImportTemplateView",
    "ImportView",
    "InstitutionEditView",
    "InstitutionListView",
    "InstitutionView",
    "MovementView",
    "NearMissView",
    "ReturnView",
    "StrengthMapView",
    "StrengthView",
    "SubmitView",
    "VerifyView",
]

"""Pages of cooperatives and farmer groups."""

from .assessment import AssessmentView
from .classification import (
    ClassificationYearView,
    ConditionsResolutionView,
    PopulationChangeView,
    PopulationView,
    ResolutionDocumentView,
    RunStartView,
)
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
from .near_miss import NearMissView
from .register import InstitutionListView
from .runs import (
    RunAcceptView,
    RunCancelView,
    RunCompareView,
    RunExceptionRemoveView,
    RunExceptionView,
    RunRejectView,
    RunView,
)
from .strength import StrengthView

__all__ = [
    "ClassificationYearView",
    "ConditionsResolutionView",
    "PopulationChangeView",
    "PopulationView",
    "ResolutionDocumentView",
    "RunStartView",
    "RunAcceptView",
    "RunCancelView",
    "RunCompareView",
    "RunExceptionRemoveView",
    "RunExceptionView",
    "RunRejectView",
    "RunView",
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
    "NearMissView",
    "ReturnView",
    "StrengthView",
    "SubmitView",
    "VerifyView",
]

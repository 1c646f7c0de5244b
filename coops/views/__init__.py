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
from .reconciliation import (
    AuditorListTemplateView,
    AuditorListView,
    MismatchView,
    ReconciliationView,
)
from .register import InstitutionListView
from .register_acts import RegisterActView
from .registration import DuplicatesFindView, DuplicatesView, DuplicateView, RegisterNewView
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
from .strength_map import StrengthMapView
from .year_ends import YearEndListView, YearEndView
from .year_facts import StatementRemoveView, StatementView, YearFactsView

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
    "AuditorListTemplateView",
    "AuditorListView",
    "DuplicateView",
    "DuplicatesFindView",
    "DuplicatesView",
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
    "MismatchView",
    "NearMissView",
    "ReconciliationView",
    "RegisterActView",
    "RegisterNewView",
    "ReturnView",
    "StrengthMapView",
    "StatementRemoveView",
    "StatementView",
    "StrengthView",
    "SubmitView",
    "VerifyView",
    "YearEndListView",
    "YearEndView",
    "YearFactsView",
]

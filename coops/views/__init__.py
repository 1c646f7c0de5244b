"""Pages of cooperatives and farmer groups."""

from .assessment import AssessmentView
from .cells import CellNotesView, CellsView, CellView, CommentResolveView
from .classification import (
    ClassificationYearView,
    ConditionsResolutionView,
    PopulationChangeView,
    PopulationView,
    ResolutionDocumentView,
    RunStartView,
)
from .corrections import (
    CorrectionFileView,
    CorrectionListView,
    CorrectionRequestView,
    CorrectionStepView,
    CorrectionView,
)
from .desk import (
    ApproveView,
    EntryDeskView,
    ReturnView,
    SubmitView,
    VerifyView,
)
from .duties import DutyDayView, DutyLettersView, DutyListView
from .failures import FailuresView
from .grid import GridView
from .handovers import HandoverUndoView, HandoverView
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
    "ApproveView",
    "AssessmentView",
    "AuditorListTemplateView",
    "AuditorListView",
    "CellNotesView",
    "CellView",
    "CellsView",
    "ClassificationYearView",
    "CommentResolveView",
    "ConditionsResolutionView",
    "CorrectionFileView",
    "CorrectionListView",
    "CorrectionRequestView",
    "CorrectionStepView",
    "CorrectionView",
    "DuplicateView",
    "DuplicatesFindView",
    "DuplicatesView",
    "DutyDayView",
    "DutyLettersView",
    "DutyListView",
    "EntryDeskView",
    "FailuresView",
    "GridView",
    "HandoverUndoView",
    "HandoverView",
    "ImportCheckView",
    "ImportConfirmView",
    "ImportErrorsView",
    "ImportTemplateView",
    "ImportView",
    "InstitutionEditView",
    "InstitutionListView",
    "InstitutionView",
    "MismatchView",
    "MovementView",
    "NearMissView",
    "PopulationChangeView",
    "PopulationView",
    "ReconciliationView",
    "RegisterActView",
    "RegisterNewView",
    "ResolutionDocumentView",
    "ReturnView",
    "RunAcceptView",
    "RunCancelView",
    "RunCompareView",
    "RunExceptionRemoveView",
    "RunExceptionView",
    "RunRejectView",
    "RunStartView",
    "RunView",
    "StatementRemoveView",
    "StatementView",
    "StrengthMapView",
    "StrengthView",
    "SubmitView",
    "VerifyView",
    "YearEndListView",
    "YearEndView",
    "YearFactsView",
]

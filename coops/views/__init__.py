"""Pages of cooperatives and farmer groups."""

from .assessment import AssessmentView
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
from .handovers import HandoverUndoView, HandoverView
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
from .strength import StrengthView
from .year_ends import YearEndListView, YearEndView
from .year_facts import StatementRemoveView, StatementView, YearFactsView

__all__ = [
    "ApproveView",
    "AssessmentView",
    "CorrectionFileView",
    "CorrectionListView",
    "CorrectionRequestView",
    "CorrectionStepView",
    "CorrectionView",
    "DutyDayView",
    "DutyLettersView",
    "DutyListView",
    "EntryDeskView",
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
    "NearMissView",
    "ReturnView",
    "StatementRemoveView",
    "StatementView",
    "StrengthView",
    "SubmitView",
    "VerifyView",
    "YearEndListView",
    "YearEndView",
    "YearFactsView",
]

"""Pages of cooperatives and farmer groups."""

from .assessment import AssessmentView
from .cells import CellNotesView, CellsView, CellView, CommentResolveView
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
from .grid import GridView
from .imports import (
    ImportCheckView,
    ImportConfirmView,
    ImportErrorsView,
    ImportTemplateView,
    ImportView,
)
from .institution import InstitutionEditView, InstitutionView
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
from .strength import StrengthView
from .year_ends import YearEndListView, YearEndView
from .year_facts import StatementRemoveView, StatementView, YearFactsView

__all__ = [
    "ApproveView",
    "AssessmentView",
    "CellNotesView",
    "CellView",
    "CellsView",
    "CommentResolveView",
    "CorrectionFileView",
    "CorrectionListView",
    "CorrectionRequestView",
    "CorrectionStepView",
    "CorrectionView",
    "AuditorListTemplateView",
    "AuditorListView",
    "DuplicateView",
    "DuplicatesFindView",
    "DuplicatesView",
    "EntryDeskView",
    "GridView",
    "ImportCheckView",
    "ImportConfirmView",
    "ImportErrorsView",
    "ImportTemplateView",
    "ImportView",
    "InstitutionEditView",
    "InstitutionListView",
    "InstitutionView",
    "MismatchView",
    "NearMissView",
    "ReconciliationView",
    "RegisterActView",
    "RegisterNewView",
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

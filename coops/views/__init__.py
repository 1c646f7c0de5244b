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
from .register import InstitutionListView
from .strength import StrengthView

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
    "NearMissView",
    "ReturnView",
    "StrengthView",
    "SubmitView",
    "VerifyView",
]

"""Forms of the pages and documents of cooperatives and farmer groups."""

from .analysis import AnalysisForm, MapForm, MovementForm, StrengthForm
from .assessment import AssessmentForm, FieldRow
from .filters import DeskForm, RegisterFilterForm, RegisterReportForm
from .grid import GridFilterForm
from .institution import InstitutionForm
from .sending_back import ReturnForm

__all__ = [
    "AnalysisForm",
    "AssessmentForm",
    "DeskForm",
    "FieldRow",
    "GridFilterForm",
    "InstitutionForm",
    "MapForm",
    "MovementForm",
    "RegisterFilterForm",
    "RegisterReportForm",
    "ReturnForm",
    "StrengthForm",
]

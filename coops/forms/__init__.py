"""Forms of the pages and documents of cooperatives and farmer groups."""

from .assessment import AssessmentForm, FieldRow
from .filters import DeskForm, RegisterFilterForm, RegisterReportForm, StrengthForm
from .grid import GridFilterForm
from .institution import InstitutionForm
from .sending_back import ReturnForm

__all__ = [
    "AssessmentForm",
    "DeskForm",
    "FieldRow",
    "GridFilterForm",
    "InstitutionForm",
    "RegisterFilterForm",
    "RegisterReportForm",
    "ReturnForm",
    "StrengthForm",
]

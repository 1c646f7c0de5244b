"""Forms of the pages and documents of cooperatives and farmer groups."""

from .assessment import AssessmentForm, FieldRow
from .filters import DeskForm, RegisterFilterForm, RegisterReportForm, StrengthForm
from .institution import InstitutionForm
from .sending_back import ReturnForm

__all__ = [
    "AssessmentForm",
    "DeskForm",
    "FieldRow",
    "InstitutionForm",
    "RegisterFilterForm",
    "RegisterReportForm",
    "ReturnForm",
    "StrengthForm",
]

"""Documents of cooperatives and farmer groups: one module for each."""

from .institution_sheet import InstitutionSheet, SheetContext
from .national_classification import NationalClassification, NationalContext
from .office_summary import OfficeContext, OfficeSummary
from .reconciliation import RegisterReconciliation
from .register import InstitutionRegister, RegisterContext
from .run_comparison import RunComparison
from .strength_movement import MovementContext, StrengthMovement

__all__ = ["InstitutionRegister", "RegisterContext", "RunComparison"]
__all__ = [
    "InstitutionRegister",
    "InstitutionSheet",
    "MovementContext",
    "NationalClassification",
    "NationalContext",
    "OfficeContext",
    "OfficeSummary",
    "RegisterContext",
    "SheetContext",
    "StrengthMovement",
    "RegisterContext",
]
__all__ = [
    "InstitutionRegister",
    "RegisterContext",
    "RegisterReconciliation",
]

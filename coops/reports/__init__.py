"""Documents of cooperatives and farmer groups: one module for each."""

from .reconciliation import RegisterReconciliation
from .register import InstitutionRegister, RegisterContext

__all__ = [
    "InstitutionRegister",
    "RegisterContext",
]
__all__ = [
    "InstitutionRegister",
    "RegisterContext",
    "RegisterReconciliation",
]

"""Documents of cooperatives and farmer groups: one module for each."""

from .register import InstitutionRegister, RegisterContext
from .run_comparison import RunComparison

__all__ = ["InstitutionRegister", "RegisterContext", "RunComparison"]

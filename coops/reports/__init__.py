"""Documents of cooperatives and farmer groups: one module for each."""

from .register import InstitutionRegister, RegisterContext

__all__ = [
    "InstitutionRegister",
    "RegisterContext",
]

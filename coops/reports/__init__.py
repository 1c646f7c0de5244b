"""Documents of cooperatives and farmer groups: one module for each."""

from .duties import DutiesContext, DutiesDue
from .letters import ChaseLetters, LettersContext
from .register import InstitutionRegister, RegisterContext

__all__ = [
    "ChaseLetters",
    "DutiesContext",
    "DutiesDue",
    "LettersContext",
    "InstitutionRegister",
    "RegisterContext",
]

"""Documents of this room."""

from .cases import CaseRegister, CaseSummary

__all__ = ["CaseRegister", "CaseSummary"]

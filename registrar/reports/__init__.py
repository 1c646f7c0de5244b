"""Documents of this room."""

from .cases import CaseRegister, CaseSummary
from .orders import OrderRegisterReport, RegistrarOrder

__all__ = ["CaseRegister", "CaseSummary", "OrderRegisterReport", "RegistrarOrder"]

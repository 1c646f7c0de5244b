"""Documents of inspections: one module for each."""

from .notices import NoticesContext, VisitNotices
from .orders import AppointmentOrder, OrderContext

__all__ = ["AppointmentOrder", "NoticesContext", "OrderContext", "VisitNotices"]

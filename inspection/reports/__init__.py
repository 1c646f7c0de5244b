"""Documents of inspections: one module for each."""

from .minutes import VisitMinutes
from .notices import NoticesContext, VisitNotices
from .orders import AppointmentOrder, OrderContext

__all__ = ["AppointmentOrder", "NoticesContext", "OrderContext", "VisitMinutes", "VisitNotices"]

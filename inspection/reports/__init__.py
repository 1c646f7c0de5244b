"""Documents of inspections: one module for each."""

from .ageing import DefectAgeing
from .agenda import MeetingAgenda, MeetingMinutes
from .letters import DefectLetterReport
from .minutes import VisitMinutes
from .notices import NoticesContext, VisitNotices
from .orders import AppointmentOrder, OrderContext
from .plans import InspectionPlans
from .register import DefectRegister

__all__ = [
    "AppointmentOrder",
    "DefectAgeing",
    "DefectLetterReport",
    "DefectRegister",
    "InspectionPlans",
    "MeetingAgenda",
    "MeetingMinutes",
    "NoticesContext",
    "OrderContext",
    "VisitMinutes",
    "VisitNotices",
]

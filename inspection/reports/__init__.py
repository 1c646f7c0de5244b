"""Documents of inspections: one module for each."""

from .ageing import DefectAgeing
from .agenda import MeetingAgenda, MeetingMinutes
from .letters import DefectLetterReport
from .register import DefectRegister

__all__ = [
    "DefectAgeing",
    "DefectLetterReport",
    "DefectRegister",
    "MeetingAgenda",
    "MeetingMinutes",
]

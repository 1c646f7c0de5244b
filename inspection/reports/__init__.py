"""Documents of inspections: one module for each."""

from .agenda import MeetingAgenda, MeetingMinutes
from .ageing import DefectAgeing
from .letters import DefectLetterReport
from .register import DefectRegister

__all__ = [
    "DefectAgeing",
    "DefectLetterReport",
    "DefectRegister",
    "MeetingAgenda",
    "MeetingMinutes",
]

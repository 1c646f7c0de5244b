"""Visits, defects and their papers."""

from .appointments import Appointment
from .attachments import Attachment
from .defects import CorrectiveAction, Defect, DefectStep
from .plans import InspectionPlan, Notice, NoticeBatch
from .visits import Visit, VisitAnswer, VisitInspector

__all__ = [
    "Appointment",
    "Attachment",
    "CorrectiveAction",
    "Defect",
    "DefectStep",
    "InspectionPlan",
    "Notice",
    "NoticeBatch",
    "Visit",
    "VisitAnswer",
    "VisitInspector",
]

"""Visits, defects and their papers."""

from .attachments import Attachment
from .defects import CorrectiveAction, Defect, DefectStep
from .visits import Visit, VisitAnswer, VisitInspector

__all__ = [
    "Attachment",
    "CorrectiveAction",
    "Defect",
    "DefectStep",
    "Visit",
    "VisitAnswer",
    "VisitInspector",
]

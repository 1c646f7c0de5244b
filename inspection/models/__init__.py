"""Visits, defects and their papers."""

from .appointments import Appointment
from .attachments import Attachment, AttachmentDownload
from .defects import CorrectiveAction, Defect, DefectStep
from .plans import InspectionPlan, Notice, NoticeBatch
from .visits import Visit, VisitAnswer, VisitInspector

__all__ = [
    "Appointment",
    "Attachment",
    "AttachmentDownload",
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

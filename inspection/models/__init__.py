"""Visits, defects and their papers."""

from .attachments import Attachment, AttachmentDownload
from .defects import CorrectiveAction, Defect, DefectStep
from .visits import Visit, VisitAnswer, VisitInspector

__all__ = [
    "Attachment",
    "AttachmentDownload",
    "CorrectiveAction",
    "Defect",
    "DefectStep",
    "Visit",
    "VisitAnswer",
    "VisitInspector",
]

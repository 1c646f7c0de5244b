"""Visits, defects and their papers."""

from .appointments import Appointment, AppointmentDownload
from .attachments import Attachment, AttachmentDownload
from .defects import CorrectiveAction, Defect, DefectStep
from .letters import DefectLetter, DefectLetterItem, LetterDownload
from .meetings import MeetingItem, WorkingGroupMeeting
from .plans import InspectionPlan, Notice, NoticeBatch
from .visits import Visit, VisitAnswer, VisitInspector

__all__ = [
    "Appointment",
    "AppointmentDownload",
    "Attachment",
    "AttachmentDownload",
    "CorrectiveAction",
    "Defect",
    "DefectLetter",
    "DefectLetterItem",
    "DefectStep",
    "InspectionPlan",
    "LetterDownload",
    "MeetingItem",
    "Notice",
    "NoticeBatch",
    "Visit",
    "VisitAnswer",
    "VisitInspector",
    "WorkingGroupMeeting",
]

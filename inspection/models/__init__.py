"""Visits, defects and their papers."""

from .attachments import Attachment
from .defects import CorrectiveAction, Defect, DefectStep
from .digests import DefectDigest
from .letters import DefectLetter, DefectLetterItem, LetterDownload
from .meetings import MeetingItem, WorkingGroupMeeting
from .visits import Visit, VisitAnswer, VisitInspector

__all__ = [
    "Attachment",
    "CorrectiveAction",
    "Defect",
    "DefectDigest",
    "DefectLetter",
    "DefectLetterItem",
    "DefectStep",
    "LetterDownload",
    "MeetingItem",
    "Visit",
    "VisitAnswer",
    "VisitInspector",
    "WorkingGroupMeeting",
]

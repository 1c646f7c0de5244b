"""Letters and meetings to test with."""

from datetime import date
from io import BytesIO
from typing import Any

from pypdf import PdfWriter
from pypdf.actions import JavaScript

from cpd_portal.core.choices import Role
from cpd_portal.core.models import OrgUnit
from inspection.models import Defect, DefectLetter, MeetingItem, WorkingGroupMeeting
from inspection.services.letters import LetterValues, letter_make
from inspection.services.meetings import MeetingValues, meeting_call
from tests.inspection.rows import TODAY, make_defect, person

REPLY_BY = date(2024, 4, 30)


def pdf_bytes(pages: int = 1, size: tuple[float, float] = (595, 842), password: str = "") -> bytes:
    """With a script that opens, an attached file and a page of the given size, in points."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(*size)
    writer.add_open_action(JavaScript("app.alert('เปิด')"))
    writer.add_attachment("virus.exe", b"MZ")
    if password:
        writer.encrypt(password)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


PDF = pdf_bytes()


def make_letter(*defects: Defect, **changed: Any) -> DefectLetter:
    about = defects or (make_defect(),)
    institution = about[0].institution
    return letter_make(
        actor=person(Role.OFFICER, institution.office.code),
        institution=institution,
        values=LetterValues(
            **{"defects": [row.pk for row in about], "reply_by": REPLY_BY, **changed}
        ),
        today=TODAY,
    )


def make_meeting(number: str = "1/2567", held_on: date = TODAY) -> WorkingGroupMeeting:
    return meeting_call(
        actor=person(Role.OFFICER),
        office=OrgUnit.objects.get(code="50"),
        values=MeetingValues(number=number, held_on=held_on, place="ห้องประชุม"),
    )


def item_of(meeting: WorkingGroupMeeting, defect: Defect) -> MeetingItem:
    found: MeetingItem = meeting.items.select_related("meeting").get(defect=defect)
    return found

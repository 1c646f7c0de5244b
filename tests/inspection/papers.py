"""Letters and meetings to test with."""

from datetime import date
from typing import Any

from cpd_portal.core.choices import Role
from cpd_portal.core.models import OrgUnit
from inspection.models import Defect, DefectLetter, MeetingItem, WorkingGroupMeeting
from inspection.services.letters import LetterValues, letter_make
from inspection.services.meetings import MeetingValues, meeting_call
from tests.inspection.rows import TODAY, make_defect, person

REPLY_BY = date(2024, 4, 30)
PDF = b"%PDF-1.7 signed"


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

"""Meetings of the provincial working group: called, agenda, decisions, minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils import timezone

from coops.services.guards import require_version
from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, RuleViolation
from cpd_portal.core.guards import require_role
from cpd_portal.core.models import OrgUnit, User
from inspection.choices import Decision, DefectAct
from inspection.models import Defect, MeetingItem, WorkingGroupMeeting
from inspection.rules.meetings import CLOSING, act_of, agenda_reason
from inspection.selectors.meetings import proposed_for_agenda
from inspection.services.defects import defect_act

CALLERS = (Role.OFFICER, Role.INSPECTOR, Role.CHIEF)
CLOSED = "รับรองรายงานการประชุมแล้ว จึงแก้ไขไม่ได้ ให้นำเรื่องเข้าการประชุมครั้งใหม่"
DECIDED = "เรื่องนี้มีมติแล้ว"
OWN_PROPOSAL = "ผู้เสนอปิดเป็นผู้บันทึกมติรับปิดเองไม่ได้ ต้องให้ผู้อื่นทำ"
NOT_PROPOSED = "ยังไม่มีผู้เสนอปิดข้อบกพร่องนี้ จึงมีมติรับว่าแก้ไขแล้วเสร็จไม่ได้"
TOO_EARLY = "ยังไม่ถึงวันประชุม จึงบันทึกมติไม่ได้"


@dataclass(frozen=True, kw_only=True)
class MeetingValues:
    number: str
    held_on: date
    place: str


@dataclass(frozen=True, kw_only=True)
class DecisionValues:
    """`note` says what was decided in words; `until` only for an extension."""

    decision: Decision
    note: str
    until: date | None = None


@recorded("inspection.meeting.called")
def meeting_call(*, actor: User, office: OrgUnit, values: MeetingValues) -> WorkingGroupMeeting:
    """With the proposed agenda. Raises NotAllowed, or InvalidInput."""
    require_role(actor, office, *CALLERS)
    number = values.number.strip()
    if WorkingGroupMeeting.objects.filter(office=office, number=number).exists():
        raise InvalidInput([("/number", "มีการประชุมครั้งที่นี้ของสำนักงานแล้ว")])
    meeting = WorkingGroupMeeting.objects.create(
        office=office,
        number=number,
        held_on=values.held_on,
        place=values.place.strip(),
        called_by=actor,
    )
    _propose(meeting)
    return meeting


@recorded("inspection.meeting.proposed")
def agenda_propose(*, actor: User, meeting: WorkingGroupMeeting) -> int:
    """Adds what belongs on the agenda by now; how many. Raises NotAllowed, RuleViolation."""
    current = _open(meeting)
    require_role(actor, current.office, *CALLERS)
    return _propose(current)


@recorded("inspection.meeting.item_removed")
def item_remove(*, actor: User, item: MeetingItem, version: int) -> None:
    """Raises NotAllowed, StaleObject, or RuleViolation (decided, minutes stand)."""
    current = _held(item, version)
    require_role(actor, current.meeting.office, *CALLERS)
    if current.decision:
        raise RuleViolation(DECIDED)
    current.delete()


@recorded("inspection.meeting.decided")
def item_decide(
    *, actor: User, item: MeetingItem, version: int, values: DecisionValues, today: date
) -> MeetingItem:
    """What the working group decided, and what follows for the defect. The chief of the office
    takes the chair and records it; never about his own proposal.

    Raises NotAllowed, StaleObject, InvalidInput, or RuleViolation.
    """
    current = _held(item, version)
    require_role(actor, current.meeting.office, Role.CHIEF)
    _require_decidable(actor, current, values, today)
    defect = current.defect
    act = act_of(values.decision, proposed=bool(defect.proposed_state))
    if act is not None:
        defect_act(
            actor=actor,
            defect=defect,
            act=act,
            version=defect.version,
            reason=_words(current.meeting, values.note),
            document_no=_minutes_no(current.meeting) if act == DefectAct.REFERRED else "",
            document_on=current.meeting.held_on if act == DefectAct.REFERRED else None,
            until=values.until if act == DefectAct.EXTENDED else None,
            today=today,
        )
    current.decision, current.note = values.decision, values.note.strip()
    current.until = values.until if values.decision == Decision.EXTEND else None
    current.decided_by, current.decided_at = actor, timezone.now()
    current.version += 1
    current.save()
    return current


@recorded("inspection.meeting.closed")
def meeting_close(
    *,
    actor: User,
    meeting: WorkingGroupMeeting,
    version: int,
    present: Sequence[str],
    minutes: str,
    today: date,
) -> WorkingGroupMeeting:
    """The minutes stand. Items without a decision stay on record as not dealt with.

    Raises NotAllowed, StaleObject, InvalidInput, or RuleViolation.
    """
    current = _open(meeting)
    require_version(current, version)
    require_role(actor, current.office, Role.CHIEF)
    if current.held_on > today:
        raise RuleViolation("ยังไม่ถึงวันประชุม จึงรับรองรายงานการประชุมไม่ได้")
    names = [name.strip() for name in present if name.strip()]
    if not names:
        raise InvalidInput([("/present", "กรุณากรอกรายชื่อผู้มาประชุมอย่างน้อยหนึ่งคน")])
    current.present, current.minutes = names, minutes.strip()
    current.closed_by, current.closed_at = actor, timezone.now()
    current.version += 1
    current.save()
    return current


def _propose(meeting: WorkingGroupMeeting) -> int:
    found: list[Defect] = list(proposed_for_agenda(meeting))
    last = meeting.items.aggregate(last=Max("position"))["last"] or 0
    made = MeetingItem.objects.bulk_create(
        MeetingItem(
            meeting=meeting,
            defect=defect,
            position=position,
            because=agenda_reason(
                proposed=bool(defect.proposed_state),
                due_on=defect.due_on,
                held_on=meeting.held_on,
            ),
        )
        for position, defect in enumerate(found, start=last + 1)
    )
    return len(made)


def _open(meeting: WorkingGroupMeeting) -> WorkingGroupMeeting:
    current: WorkingGroupMeeting = (
        WorkingGroupMeeting.objects.select_for_update(of=("self",))
        .select_related("office")
        .get(pk=meeting.pk)
    )
    if current.is_closed:
        raise RuleViolation(CLOSED)
    return current


def _held(item: MeetingItem, version: int) -> MeetingItem:
    """The item as it is now; its meeting is held first, so that nobody closes it meanwhile."""
    meeting = _open(item.meeting)
    current: MeetingItem = (
        MeetingItem.objects.select_for_update(of=("self",))
        .select_related("defect")
        .get(pk=item.pk)
    )
    current.meeting = meeting
    require_version(current, version)
    return current


def _require_decidable(
    actor: User, item: MeetingItem, values: DecisionValues, today: date
) -> None:
    if item.decision:
        raise RuleViolation(DECIDED)
    if item.meeting.held_on > today:
        raise RuleViolation(TOO_EARLY)
    if not values.note.strip():
        raise InvalidInput([("/note", "กรุณากรอกรายละเอียดของมติ")])
    if values.decision == Decision.EXTEND and values.until is None:
        raise InvalidInput([("/until", "กรุณากรอกวันที่ขยายกำหนดถึง")])
    if values.decision in CLOSING and not item.defect.proposed_state:
        raise RuleViolation(NOT_PROPOSED)
    if values.decision in CLOSING and item.defect.proposed_by_id == actor.pk:
        raise RuleViolation(OWN_PROPOSAL)


def _words(meeting: WorkingGroupMeeting, note: str) -> str:
    return f"มติคณะทำงานระดับจังหวัด ครั้งที่ {meeting.number}: {note.strip()}"


def _minutes_no(meeting: WorkingGroupMeeting) -> str:
    return f"รายงานการประชุมครั้งที่ {meeting.number}"

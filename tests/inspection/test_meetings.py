"""Meetings of the working group: agenda, decisions and what follows, minutes, documents."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cpd_portal.core.choices import Role
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import find_report
from cpd_portal.core.documents.rendering import render
from cpd_portal.core.documents.report import ReportError
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.models import OrgUnit
from inspection.choices import AgendaReason, Decision, DefectAct, DefectState
from inspection.models import Defect, DefectStep, MeetingItem, WorkingGroupMeeting
from inspection.reports import MeetingAgenda, MeetingMinutes
from inspection.rules.defects import Place
from inspection.rules.meetings import act_of, agenda_reason, open_decisions
from inspection.services.defects import OWN_WORK, defect_act
from inspection.services.meetings import (
    CLOSED,
    DECIDED,
    NOT_PROPOSED,
    OWN_PROPOSAL,
    TOO_EARLY,
    DecisionValues,
    MeetingValues,
    agenda_propose,
    item_decide,
    item_remove,
    meeting_call,
    meeting_close,
)
from tests.coops.rows import make_institution
from tests.core.test_audit import events_of
from tests.documents.conftest import assets, built_fonts
from tests.documents.pdf_reading import extracted
from tests.inspection.papers import item_of, make_meeting
from tests.inspection.rows import TODAY, make_defect, person

__all__ = ["assets", "built_fonts"]

pytestmark = pytest.mark.django_db
AS_OF = datetime(2024, 3, 10, 3, 0, tzinfo=UTC)
LATER = date(2024, 12, 31)


def act(defect: Defect, role: Role, what: DefectAct, **said: Any) -> Defect:
    return defect_act(
        actor=person(role),
        defect=defect,
        act=what,
        version=defect.version,
        **{"reason": "ตามหลักฐาน", "today": TODAY, **said},
    )


def proposed(**changed: Any) -> Defect:
    begun = act(make_defect(**changed), Role.OFFICER, DefectAct.BEGUN)
    return act(begun, Role.INSPECTOR, DefectAct.CLOSURE_PROPOSED)


def decide(item: MeetingItem, decision: Decision, **said: Any) -> MeetingItem:
    values = DecisionValues(
        decision=decision, note=said.pop("note", "เห็นชอบ"), until=said.pop("until", None)
    )
    given = {"actor": person(Role.CHIEF), "version": item.version, "today": TODAY, **said}
    return item_decide(item=item, values=values, **given)


def close(meeting: WorkingGroupMeeting, **said: Any) -> WorkingGroupMeeting:
    given: dict[str, Any] = {
        "actor": person(Role.CHIEF),
        "version": meeting.version,
        "present": ["นายเอ สหกรณ์จังหวัด ประธาน", " ", "นางบี เลขานุการ"],
        "minutes": "เริ่มประชุม 9.00 น.\nเลิกประชุม 12.00 น.",
        "today": TODAY,
    }
    return meeting_close(meeting=meeting, **{**given, **said})


@pytest.mark.parametrize(
    ("decision", "is_proposed", "expected"),
    [
        (Decision.CONFIRM, True, DefectAct.CLOSED),
        (Decision.MONITOR, True, DefectAct.MONITORED),
        (Decision.ASK_MORE, True, DefectAct.CLOSURE_REFUSED),
        (Decision.ASK_MORE, False, None),
        (Decision.EXTEND, False, DefectAct.EXTENDED),
        (Decision.REFER, False, DefectAct.REFERRED),
    ],
)
def test_decision_leads_to_its_act(
    decision: Decision, is_proposed: bool, expected: DefectAct | None
) -> None:
    assert act_of(decision, proposed=is_proposed) == expected


@pytest.mark.parametrize(
    ("place", "offered"),
    [
        (Place.NOT_STARTED, "ask_more extend refer"),
        (Place.IN_PROGRESS, "ask_more extend refer"),
        (Place.PROPOSED, "confirm monitor ask_more refer"),
        (Place.EXEMPT, "ask_more"),
        (Place.MONITORING, "ask_more"),
        (Place.RESOLVED, "ask_more"),
        (Place.MERGED, "ask_more"),
    ],
)
def test_decisions_follow_from_where_the_defect_stands(place: Place, offered: str) -> None:
    assert [decision.value for decision in open_decisions(place)] == offered.split()


@pytest.mark.parametrize(
    ("done", "offered"),
    [
        (DefectAct.LETTER_MADE, "confirm monitor ask_more refer"),
        (DefectAct.PROOF_SENT, "ask_more refer"),
        (DefectAct.CLOSURE_PROPOSED, "ask_more refer"),
    ],
)
def test_who_worked_on_it_is_not_offered_to_close_it(done: DefectAct, offered: str) -> None:
    found = open_decisions(Place.PROPOSED, [done])

    assert [decision.value for decision in found] == offered.split()


def test_defect_is_overdue_from_the_day_after_its_due_day() -> None:
    due: dict[str, Any] = {"proposed": False, "due_on": TODAY}

    assert agenda_reason(**due, held_on=TODAY) == AgendaReason.OPEN
    assert agenda_reason(**due, held_on=TODAY + timedelta(days=1)) == AgendaReason.OVERDUE
    assert agenda_reason(proposed=True, due_on=TODAY, held_on=LATER) == AgendaReason.CLOSURE


def test_agenda_proposes_closures_then_overdue_then_open_ones_of_the_office() -> None:
    open_one = make_defect(due_on=LATER)
    late = make_defect(due_on=TODAY - timedelta(days=1))
    waiting = proposed(due_on=LATER)
    act(make_defect(), Role.CHIEF, DefectAct.EXEMPTED, until=LATER)
    make_defect(make_institution("51"))

    meeting = make_meeting()

    assert [(item.defect, item.because) for item in meeting.items.select_related("defect")] == [
        (waiting, "closure"),
        (late, "overdue"),
        (open_one, "open"),
    ]
    created = events_of(WorkingGroupMeeting, meeting.pk)[0]
    assert (created["action"], created["label"]) == ("inspection.meeting.called", "insert")


def test_agenda_takes_up_what_came_since() -> None:
    meeting = make_meeting()
    defect = make_defect()

    assert agenda_propose(actor=person(Role.OFFICER), meeting=meeting) == 1
    assert agenda_propose(actor=person(Role.OFFICER), meeting=meeting) == 0
    item_remove(actor=person(Role.OFFICER), item=item_of(meeting, defect), version=1)
    assert not meeting.items.exists()


def test_agenda_holds_a_hundred_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inspection.selectors.meetings.AT_MOST", 2)
    institution = make_institution()
    for number in range(3):
        make_defect(institution, title=f"เรื่อง {number}")

    assert make_meeting().items.count() == 2


def test_number_is_used_once_in_an_office() -> None:
    make_meeting()
    with pytest.raises(InvalidInput) as refused:
        make_meeting()

    assert refused.value.errors == [("/number", "มีการประชุมครั้งที่นี้ของสำนักงานแล้ว")]
    values = MeetingValues(number="1/2567", held_on=TODAY, place="ก")
    other = OrgUnit.objects.get(code="51")
    assert meeting_call(actor=person(Role.OFFICER, "51"), office=other, values=values)


@pytest.mark.parametrize(
    ("decision", "state"),
    [
        (Decision.CONFIRM, DefectState.RESOLVED),
        (Decision.MONITOR, DefectState.RESOLVED_MONITORING),
        (Decision.ASK_MORE, DefectState.IN_PROGRESS),
    ],
)
def test_decision_about_a_proposed_closure_moves_the_defect(
    decision: Decision, state: DefectState
) -> None:
    defect = proposed()
    item = decide(item_of(make_meeting(), defect), decision, note="ตรวจแล้ว")

    defect.refresh_from_db()
    assert (defect.state, defect.proposed_state) == (state, "")
    step: DefectStep = defect.steps.order_by("at", "pk").reverse()[0]
    assert step.reason == "มติคณะทำงานระดับจังหวัด ครั้งที่ 1/2567: ตรวจแล้ว"
    assert (item.decision, item.decided_by) == (decision, person(Role.CHIEF))
    assert events_of(MeetingItem, item.pk)[-1]["action"] == "inspection.meeting.decided"
    assert events_of(Defect, defect.pk)[-1]["action"] == "inspection.meeting.decided"


def test_extension_and_referral_act_on_the_defect() -> None:
    extended, referred = make_defect(), make_defect()
    meeting = make_meeting()
    decide(item_of(meeting, extended), Decision.EXTEND, until=LATER)
    decide(item_of(meeting, referred), Decision.REFER)

    extended.refresh_from_db()
    assert extended.due_on == LATER
    step = referred.steps.get(act=DefectAct.REFERRED)
    assert (step.document_no, step.document_on) == ("รายงานการประชุมครั้งที่ 1/2567", TODAY)


def test_asking_for_more_without_a_proposal_only_goes_on_record() -> None:
    defect = make_defect()
    item = decide(item_of(make_meeting(), defect), Decision.ASK_MORE, note="ขอใบเสร็จ")

    assert (item.note, defect.steps.count()) == ("ขอใบเสร็จ", 1)


def test_closure_is_never_confirmed_by_who_proposed_it() -> None:
    defect = proposed()
    chief = person(Role.CHIEF)
    Defect.objects.filter(pk=defect.pk).update(proposed_by=chief)
    item = item_of(make_meeting(), defect)
    for decision in (Decision.CONFIRM, Decision.MONITOR):
        with pytest.raises(RuleViolation, match=OWN_PROPOSAL):
            decide(item, decision)

    item.refresh_from_db()
    assert item.decision == ""


def test_closure_is_never_confirmed_by_who_worked_on_it() -> None:
    begun = act(make_defect(), Role.CHIEF, DefectAct.BEGUN)
    defect = act(begun, Role.INSPECTOR, DefectAct.CLOSURE_PROPOSED)
    with pytest.raises(RuleViolation, match=OWN_WORK):
        decide(item_of(make_meeting(), defect), Decision.CONFIRM)


@pytest.mark.parametrize(
    ("decision", "said", "message"),
    [
        (Decision.CONFIRM, {}, NOT_PROPOSED),
        (Decision.REFER, {"today": TODAY - timedelta(days=1)}, TOO_EARLY),
    ],
)
def test_decision_out_of_place_is_refused(
    decision: Decision, said: dict[str, Any], message: str
) -> None:
    defect = make_defect()
    item = item_of(make_meeting(), defect)
    with pytest.raises(RuleViolation, match=message):
        decide(item, decision, **said)


@pytest.mark.parametrize(
    ("decision", "said", "problem"),
    [
        (Decision.REFER, {"note": " "}, ("/note", "กรุณากรอกรายละเอียดของมติ")),
        (Decision.EXTEND, {}, ("/until", "กรุณากรอกวันที่ขยายกำหนดถึง")),
        (Decision.EXTEND, {"until": TODAY}, ("/until", "วันสิ้นสุดต้องอยู่หลังวันนี้")),
    ],
)
def test_decision_without_what_it_needs_is_refused(
    decision: Decision, said: dict[str, Any], problem: tuple[str, str]
) -> None:
    defect = make_defect()
    with pytest.raises(InvalidInput) as refused:
        decide(item_of(make_meeting(), defect), decision, **said)

    assert refused.value.errors == [problem]


def test_decision_is_taken_once_and_of_the_version_seen() -> None:
    defect = make_defect()
    item = item_of(make_meeting(), defect)
    done = decide(item, Decision.REFER)
    with pytest.raises(StaleObject):
        decide(item, Decision.REFER, version=1)
    for again in (
        lambda: decide(done, Decision.REFER),
        lambda: item_remove(actor=person(Role.CHIEF), item=done, version=done.version),
    ):
        with pytest.raises(RuleViolation, match=DECIDED):
            again()


@pytest.mark.parametrize("who", [(Role.OFFICER, "50"), (Role.INSPECTOR, "50"), (Role.CHIEF, "51")])
def test_only_the_chief_of_the_office_records_and_closes(who: tuple[Role, str]) -> None:
    defect = make_defect()
    meeting = make_meeting()
    with pytest.raises(NotAllowed):
        decide(item_of(meeting, defect), Decision.REFER, actor=person(*who))
    with pytest.raises(NotAllowed):
        close(meeting, actor=person(*who))


def test_minutes_stand_once_they_are_closed() -> None:
    defect = make_defect()
    meeting = close(make_meeting())

    assert meeting.present == ["นายเอ สหกรณ์จังหวัด ประธาน", "นางบี เลขานุการ"]
    assert meeting.closed_by == person(Role.CHIEF)
    for late in (
        lambda: decide(item_of(meeting, defect), Decision.REFER),
        lambda: agenda_propose(actor=person(Role.OFFICER), meeting=meeting),
        lambda: close(meeting),
    ):
        with pytest.raises(RuleViolation, match=CLOSED):
            late()


def test_minutes_need_people_and_the_day() -> None:
    meeting = make_meeting()
    with pytest.raises(InvalidInput) as refused:
        close(meeting, present=[" "])
    assert refused.value.errors == [("/present", "กรุณากรอกรายชื่อผู้มาประชุมอย่างน้อยหนึ่งคน")]
    with pytest.raises(RuleViolation, match="ยังไม่ถึงวันประชุม"):
        close(meeting, today=TODAY - timedelta(days=1))


@pytest.mark.usefixtures("assets")
def test_agenda_and_minutes_are_printed(tmp_path: Path) -> None:
    defect = make_defect(make_institution(name="สหกรณ์ <b>ก้าว</b>"), title="เงินขาด")
    make_defect(title="ไม่ทันพิจารณา")
    meeting = make_meeting()
    decide(item_of(meeting, defect), Decision.EXTEND, until=LATER, note="ให้เวลา")
    chief = person(Role.CHIEF)
    params = {"meeting": str(meeting.pk)}
    agenda, minutes = find_report("defect-meeting-agenda"), find_report("defect-meeting-minutes")
    assert isinstance(agenda, MeetingAgenda)
    assert isinstance(minutes, MeetingMinutes)
    with pytest.raises(ReportError, match="ยังไม่ได้รับรองรายงานการประชุม"):
        minutes.context(chief, params, AS_OF)

    render(agenda, agenda.context(chief, params, AS_OF), Format.PDF, tmp_path / "a.pdf")
    close(meeting)
    render(minutes, minutes.context(chief, params, AS_OF), Format.PDF, tmp_path / "m.pdf")
    told, kept = printed(tmp_path / "a.pdf"), printed(tmp_path / "m.pdf")

    assert "สหกรณ์ <b>ก้าว</b>" in told
    assert "นายเอ สหกรณ์จังหวัด ประธาน" in kept
    assert "ขยายกำหนดแก้ไข ถึงวันที่ ๓๑ ธ.ค. ๒๕๖๗" in kept
    assert "ไม่ได้พิจารณา" in kept
    assert "เลิกประชุม ๑๒.๐๐ น." in kept


def printed(path: Path) -> str:
    return " ".join(extracted(path).split())

"""From the alert to its end: acknowledged, acted on, put off, escalated, visited."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.models import User
from cpd_portal.thai.fiscal import fiscal_year_of
from early_warning.choices import (
    ActionKind,
    ActionResult,
    AlertAct,
    HandlingState,
    Received,
    RiskAnswer,
)
from early_warning.models import Alert, AlertAction, AlertStep, Handling
from early_warning.selectors.actions import ActionChoice, waiting_groups, waiting_lines
from early_warning.services.actions import (
    alert_acknowledge,
    alert_action_finish,
    alert_action_plan,
    alert_close,
    alert_put_off,
    visit_action_finish,
)
from early_warning.services.nightly import escalations_record, put_offs_end
from early_warning.services.self_assessments import self_assessment_record
from early_warning.tasks import alerts_of_the_day
from inspection.models import Visit
from inspection.plan_weights import risk_weights
from inspection.selectors.risk import risks_of
from inspection.services.visits import visit_cancel, visit_finish
from tests.core.test_audit import events_of
from tests.early_warning.alerts import RAISED, make_alert, version_of
from tests.early_warning.own import answers, make_own, own_values
from tests.inspection.rows import person
from tests.inspection.visits import inspector_of, started

pytestmark = pytest.mark.django_db
TODAY = RAISED + timedelta(days=3)


def acknowledged(actor: User, alert: Alert | None = None) -> Alert:
    alert = alert or make_alert()
    alert_acknowledge(actor=actor, alert=alert, version=0, today=TODAY)
    return alert


def planned(actor: User, alert: Alert, **changed: Any) -> AlertAction:
    values: dict[str, Any] = {
        "kind": ActionKind.ADVICE,
        "title": "แนะนำเรื่องสภาพคล่อง",
        "owner": actor,
        "due_on": TODAY + timedelta(days=10),
        "today": TODAY,
    }
    return alert_action_plan(
        actor=actor, alert=alert, version=version_of(alert), **{**values, **changed}
    )


def finished(actor: User, action: AlertAction, **changed: Any) -> AlertAction:
    values: dict[str, Any] = {
        "version": action.version,
        "done_on": TODAY,
        "result": ActionResult.SOLVED,
        "outcome": "สภาพคล่องกลับมาแล้ว",
        "today": TODAY,
    }
    return alert_action_finish(actor=actor, action=action, **{**values, **changed})


def acts(alert: Alert) -> list[str]:
    return list(AlertStep.objects.filter(alert=alert).values_list("act", flat=True))


def state_of(alert: Alert) -> str:
    return str(Handling.objects.get(alert=alert).state)


def test_history_tells_the_way_to_the_end(officer: User) -> None:
    alert = acknowledged(officer)
    finished(officer, planned(officer, alert))
    alert_close(actor=officer, alert=alert, version=version_of(alert), reason="แก้แล้ว", today=TODAY)

    assert state_of(alert) == HandlingState.CLOSED
    assert acts(alert) == ["acknowledged", "planned", "finished", "closed"]
    handling = Handling.objects.get(alert=alert)
    assert [event["action"] for event in events_of(Handling, handling.pk)] == [
        "early_warning.alert.acknowledged",
        "early_warning.action.planned",
        "early_warning.alert.closed",
    ]


def test_other_office_may_do_nothing(outsider: User) -> None:
    with pytest.raises(NotAllowed, match="ต้องเป็นเจ้าหน้าที่ ผู้ตรวจการ หรือหัวหน้าของ"):
        alert_acknowledge(actor=outsider, alert=make_alert(), version=0)


def test_second_to_acknowledge_is_told_that_it_changed(officer: User, chief: User) -> None:
    alert = acknowledged(officer)

    with pytest.raises(StaleObject):
        alert_acknowledge(actor=chief, alert=alert, version=0)
    with pytest.raises(RuleViolation, match="คำเตือนนี้อยู่ในสถานะ “รับทราบแล้ว” จึงรับทราบไม่ได้"):
        alert_acknowledge(actor=chief, alert=alert, version=1)


def test_action_needs_words_a_day_and_a_person_of_the_office(
    officer: User, outsider: User
) -> None:
    alert = acknowledged(officer)

    with pytest.raises(InvalidInput) as refused:
        planned(officer, alert, title=" ", owner=outsider, due_on=TODAY - timedelta(days=1))

    assert refused.value.errors == [
        ("/title", "กรุณากรอก"),
        ("/due_on", "กำหนดต้องไม่ก่อนวันนี้"),
        ("/owner", "ผู้รับผิดชอบต้องเป็นคนของหน่วยงานที่ดูแล"),
    ]


def test_alert_is_closed_only_after_something_was_done(officer: User) -> None:
    alert = acknowledged(officer)

    with pytest.raises(RuleViolation, match="ยังไม่มีการดำเนินการที่เสร็จ"):
        alert_close(actor=officer, alert=alert, version=1, reason="ก")
    planned(officer, alert)
    with pytest.raises(RuleViolation, match="ยังมีการดำเนินการที่ไม่เสร็จ"):
        alert_close(actor=officer, alert=alert, version=2, reason="ก")


def test_outcome_is_asked_for_once(officer: User) -> None:
    action = planned(officer, acknowledged(officer))

    with pytest.raises(InvalidInput) as refused:
        finished(officer, action, outcome="", done_on=TODAY + timedelta(days=1))
    assert refused.value.errors == [
        ("/outcome", "กรุณากรอก"),
        ("/done_on", "วันที่ทำต้องไม่เกินวันนี้"),
    ]
    done = finished(officer, action)
    with pytest.raises(RuleViolation, match="เสร็จหรือยกเลิกแล้ว"):
        finished(officer, done)


def test_only_the_chief_puts_off_with_reason_and_end(officer: User, chief: User) -> None:
    alert = acknowledged(officer)
    wanted: dict[str, Any] = {"alert": alert, "version": 1, "today": TODAY}

    with pytest.raises(NotAllowed, match="ชะลอคำเตือนได้เฉพาะหัวหน้าของ"):
        alert_put_off(actor=officer, reason="ก", until=TODAY + timedelta(days=5), **wanted)
    with pytest.raises(InvalidInput) as refused:
        alert_put_off(actor=chief, reason="", until=TODAY + timedelta(days=91), **wanted)
    assert refused.value.errors == [
        ("/reason", "กรุณาระบุเหตุผลที่ชะลอ"),
        ("/until", "ต้องหลังวันนี้และไม่เกิน 90 วัน"),
    ]
    alert_put_off(actor=chief, reason="รองบ", until=TODAY + timedelta(days=90), **wanted)
    assert state_of(alert) == HandlingState.PUT_OFF


def test_put_off_ends_by_itself_the_day_after(officer: User, chief: User) -> None:
    alert = acknowledged(officer)
    until = TODAY + timedelta(days=5)
    alert_put_off(actor=chief, alert=alert, version=1, reason="รองบ", until=until, today=TODAY)

    assert put_offs_end(actor=None, today=until) == 0
    assert put_offs_end(actor=None, today=until + timedelta(days=1)) == 1
    assert put_offs_end(actor=None, today=until + timedelta(days=1)) == 0
    assert state_of(alert) == HandlingState.ACKNOWLEDGED
    assert acts(alert)[-1] == AlertAct.RESUMED


def test_lateness_is_escalated_once_for_each_step() -> None:
    alert = make_alert()
    late = RAISED + timedelta(days=14 + 15)

    assert escalations_record(actor=None, today=RAISED + timedelta(days=14)) == 0
    assert escalations_record(actor=None, today=late) == 2
    assert escalations_record(actor=None, today=late) == 0
    assert acts(alert) == ["escalated", "escalated"]
    last = AlertStep.objects.filter(alert=alert).last()
    assert last is not None
    assert last.words == "หัวหน้าหน่วยงานต้องสั่งการ (ช้า 15 วัน: วันที่เตือน + 14 วัน)"


def test_visit_stands_in_the_plan_and_its_cancelling_gives_the_alert_back(officer: User) -> None:
    today = timezone.localdate()
    alert = make_alert(today=today)
    alert_acknowledge(actor=officer, alert=alert, version=0)
    action = planned(
        officer, alert, kind=ActionKind.VISIT, due_on=today + timedelta(days=3), today=today
    )

    visit = Visit.objects.get(pk=action.visit)
    assert (visit.institution, visit.planned_on) == (alert.institution, action.due_on)
    with pytest.raises(RuleViolation, match="ปิดเมื่อบันทึกการตรวจเสร็จ"):
        finished(officer, action)
    visit_cancel(actor=officer, visit=visit, version=visit.version, reason="ติดประชุม")
    assert state_of(alert) == HandlingState.ACKNOWLEDGED
    assert acts(alert)[-1] == AlertAct.WITHDRAWN


def test_finished_visit_closes_the_alert_and_the_history_tells_it() -> None:
    inspector, officer = inspector_of(), person(Role.OFFICER)
    alert = make_alert(today=timezone.localdate())
    alert_acknowledge(actor=officer, alert=alert, version=0)
    action = planned(
        officer,
        alert,
        kind=ActionKind.VISIT,
        due_on=timezone.localdate(),
        today=timezone.localdate(),
    )
    visit = started(inspector, institution=alert.institution)
    AlertAction.objects.filter(pk=action.pk).update(visit=str(visit.pk))

    visit_finish(
        actor=inspector,
        visit=visit,
        version=visit.version,
        representative="ผู้จัดการ",
        summary="จัดแผนสภาพคล่องแล้ว",
        finished_at=timezone.now(),
    )

    assert acts(alert) == ["acknowledged", "planned", "finished", "closed"]
    assert state_of(alert) == HandlingState.CLOSED
    action.refresh_from_db()
    assert (action.result, action.outcome) == (ActionResult.IMPROVING, "จัดแผนสภาพคล่องแล้ว")
    assert not visit_action_finish(
        actor=inspector, visit=str(visit.pk), day=TODAY, summary="อีกครั้ง"
    )


def test_plan_of_inspection_takes_its_risk_from_open_alerts(officer: User) -> None:
    alert = make_alert()
    office = alert.institution.office
    year = fiscal_year_of(TODAY)

    (line,) = risks_of(officer, office, year, TODAY, risk_weights())
    assert ("มีคำเตือนล่วงหน้าที่ยังไม่ปิด", 20) in [(p.text, p.points) for p in line.risk.parts]
    alert_acknowledge(actor=officer, alert=alert, version=0, today=TODAY)
    finished(officer, planned(officer, alert))
    alert_close(actor=officer, alert=alert, version=2, reason="แก้แล้ว", today=TODAY)
    (line,) = risks_of(officer, office, year, TODAY, risk_weights())
    assert not [part for part in line.risk.parts if "คำเตือน" in part.text]


def test_same_facts_never_give_a_second_alert() -> None:
    first = make_alert()
    again = make_alert(first.institution, today=date(2027, 1, 1))
    other = make_alert(first.institution, facts="อื่น")

    assert (again.pk, again.raised_on) == (first.pk, RAISED)
    assert other.pk != first.pk


def test_high_risk_in_its_own_view_puts_a_cooperative_on_the_list(
    officer: User, outsider: User
) -> None:
    stored = make_own(actor=officer, answers=answers(credit=RiskAnswer.HIGH))

    (line,) = waiting_lines(officer, ActionChoice(), TODAY)
    assert line.alert.reasons == [
        "สหกรณ์ประเมินว่าตนเองเสี่ยงสูงด้านสินเชื่อ (ร้อยละ 100.00 ของความเสี่ยงสูงสุด) ไตรมาสที่ 2/2569"
    ]
    assert not waiting_lines(outsider, ActionChoice(), TODAY)
    self_assessment_record(
        actor=officer,
        institution=stored.institution,
        values=own_values(),
        received=Received.FORM,
        version=1,
    )
    assert not waiting_lines(officer, ActionChoice(), TODAY)
    assert Alert.objects.get().ended_on == timezone.localdate()


def test_groups_count_the_alerts_of_the_list(officer: User, outsider: User) -> None:
    new, same, planned_one, known = (make_alert() for _ in range(4))
    for alert in (planned_one, known):
        acknowledged(officer, alert)
    planned(officer, planned_one, due_on=TODAY + timedelta(days=3))
    done = finished(officer, planned(officer, acknowledged(officer))).alert
    alert_close(actor=officer, alert=done, version=version_of(done), reason="แก้แล้ว", today=TODAY)
    day = RAISED + timedelta(days=40)

    lines = waiting_lines(officer, ActionChoice(), day)
    groups = waiting_groups(officer, day)

    assert Counter((line.state, line.lateness) for line in lines) == {
        (group.state, group.lateness): group.count for group in groups
    }
    assert sorted(group.count for group in groups) == [1, 1, 2]
    assert {line.alert for line in lines} == {new, same, planned_one, known}
    assert waiting_groups(outsider, day) == []


def test_list_is_narrowed_and_the_latest_come_first(officer: User) -> None:
    late, soon = make_alert(), make_alert(today=TODAY)
    acknowledged(officer, soon)
    planned(officer, soon, due_on=TODAY + timedelta(days=13))
    day = RAISED + timedelta(days=20)

    def shown(**choice: Any) -> list[Alert]:
        return [line.alert for line in waiting_lines(officer, ActionChoice(**choice), day)]

    assert shown() == [late, soon]
    assert shown(state=HandlingState.NEW) == [late]
    assert shown(mine=True) == [soon]
    assert shown(office="51") == []
    assert shown(late=True) == [late, soon]


def test_task_of_the_night_does_nothing_twice() -> None:
    alert = make_alert()

    alerts_of_the_day()
    steps = acts(alert)
    alerts_of_the_day()

    assert steps == acts(alert)
    assert set(steps) == {"escalated"}

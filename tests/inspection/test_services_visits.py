"""Visits from plan to closing, and answers that merge."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.utils import timezone

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.figures.choices import FigureState
from cpd_portal.core.models import FigureVersion
from inspection.choices import Answer, EndReason, PaperKind, VisitState
from inspection.models import Appointment, Visit, VisitAnswer
from inspection.selectors.checklists import checklist_in_force
from inspection.services.answers import GIVEN_TWICE as ANSWER_GIVEN_TWICE
from inspection.services.answers import TOO_LATE, AnswerValues, answers_save
from inspection.services.teams import FUTURE, NOT_IN_TEAM
from inspection.services.visits import (
    GIVEN_TWICE,
    VisitValues,
    visit_cancel,
    visit_finish,
    visit_plan,
    visit_start,
)
from tests.coops.rows import make_group, make_institution
from tests.inspection.rows import person
from tests.inspection.visits import answered, inspector_of, make_visit, started, stored

pytestmark = pytest.mark.django_db
ON = date(2024, 9, 30)


def _events(model: str) -> list[str]:
    rows = apps.get_model("inspection", f"{model}Event").objects.order_by("pgh_id")
    return [row.pgh_context["action"] for row in rows]


def _finish(visit: Visit, **changed: object) -> Visit:
    values: dict[str, object] = {
        "actor": inspector_of(),
        "visit": visit,
        "version": visit.version,
        "representative": "นายสมชาย ใจดี",
        "summary": "พบข้อบกพร่อง 1 ข้อ",
        "finished_at": timezone.now(),
    }
    return visit_finish(**{**values, **changed})  # type: ignore[arg-type]


def test_visit_plan_stores_team_year_and_office() -> None:
    first, second = inspector_of(), inspector_of(username="second")
    visit = make_visit(first, second, planned_on=ON)

    assert (visit.fiscal_year, visit.office.code, visit.state) == (2567, "50", "planned")
    team = list(visit.inspectors.values_list("inspector__username", "is_leader"))
    assert team == [("inspector-of-50", True), ("second", False)]
    assert _events("Visit") == ["inspection.visit.planned"]


def test_visit_plan_on_first_of_october_belongs_to_next_fiscal_year() -> None:
    assert make_visit(planned_on=date(2024, 10, 1)).fiscal_year == 2568


def test_visit_plan_sent_twice_is_stored_once() -> None:
    key, institution = uuid4(), make_institution("50")
    first = make_visit(institution=institution, planned_on=ON, id=key)
    again = make_visit(institution=institution, planned_on=ON, id=key)

    assert first == again
    with pytest.raises(RuleViolation, match=GIVEN_TWICE):
        make_visit(institution=institution, planned_on=ON + timedelta(1), id=key)


def test_visit_plan_needs_an_officer_or_chief_of_the_office() -> None:
    values = VisitValues(
        institution=make_institution("50"), planned_on=ON, inspectors=[inspector_of()]
    )
    for stranger in (person(Role.OFFICER, "51"), inspector_of()):
        with pytest.raises(NotAllowed):
            visit_plan(actor=stranger, values=values)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ([], "เลือกผู้ตรวจการอย่างน้อยหนึ่งคน"),
        (["a", "a"], "ผู้ตรวจการซ้ำกัน"),
    ],
)
def test_visit_plan_with_a_wrong_team_is_refused(names: list[str], message: str) -> None:
    values = VisitValues(
        institution=make_institution("50"),
        planned_on=ON,
        inspectors=[inspector_of(username=name) for name in names],
    )
    with pytest.raises(InvalidInput) as error:
        visit_plan(actor=person(Role.CHIEF), values=values)
    assert error.value.errors == [("/inspectors", message)]


def test_visit_plan_with_an_inspector_of_another_office_is_refused() -> None:
    values = VisitValues(
        institution=make_institution("50"), planned_on=ON, inspectors=[inspector_of("51")]
    )
    with pytest.raises(InvalidInput) as error:
        visit_plan(actor=person(Role.CHIEF), values=values)
    assert error.value.errors[0][0] == "/inspectors"


def test_visit_start_freezes_the_checklist_of_the_kind() -> None:
    visit = started()
    version = checklist_in_force()

    assert visit.checklist_version == version
    assert [row["number"] for row in visit.checklist][:3] == ["1.1", "1.2", "1.3"]
    assert {row["kind"] for row in visit.checklist} == {"cooperative"}
    assert _events("Visit") == ["inspection.visit.planned", "inspection.visit.started"]
    group = started(institution=make_group("50"))
    assert {row["kind"] for row in group.checklist} == {"farmer_group"}


def test_visit_start_keeps_its_questions_when_a_new_version_comes() -> None:
    visit = started()
    before = visit.checklist
    old = checklist_in_force()
    old.state = FigureState.SUPERSEDED
    old.save()
    changed = {"questions": [{**before[0], "text": "ข้อใหม่"}]}
    FigureVersion.objects.create(
        set_code=old.set_code,
        number=old.number + 1,
        content=changed,
        sha256="0" * 64,
        state=FigureState.IN_FORCE,
        source="ทดสอบ",
    )
    visit.refresh_from_db()

    assert visit.checklist == before
    assert started().checklist[0]["text"] == "ข้อใหม่"
    offline = make_visit()
    assert (
        visit_start(
            actor=inspector_of(), visit=offline, started_at=timezone.now(), checklist=old
        ).checklist
        == before
    )


def test_visit_start_by_the_second_of_the_team_changes_nothing() -> None:
    second = inspector_of(username="second")
    visit = started(inspector_of(), second)
    again = visit_start(actor=second, visit=visit, started_at=timezone.now())

    assert (again.started_at, again.version) == (visit.started_at, visit.version)


def test_visit_start_in_the_future_or_by_a_stranger_is_refused() -> None:
    visit = make_visit()
    with pytest.raises(InvalidInput) as error:
        visit_start(
            actor=inspector_of(), visit=visit, started_at=timezone.now() + timedelta(hours=1)
        )
    assert error.value.errors == [("/started_at", FUTURE)]
    with pytest.raises(NotAllowed, match=NOT_IN_TEAM):
        visit_start(actor=inspector_of(username="other"), visit=visit, started_at=timezone.now())


def test_answers_of_two_inspectors_stay_side_by_side() -> None:
    first, second = inspector_of(), inspector_of(username="second")
    visit = started(first, second)
    answered(first, visit, "2.1", Answer.FINE)
    answered(second, visit, "2.1", Answer.PROBLEM, note="เงินขาด 500 บาท")

    kept = set(visit.answers.values_list("inspector__username", "answer", "note"))
    assert kept == {
        ("inspector-of-50", "fine", ""),
        ("second", "problem", "เงินขาด 500 บาท"),
    }
    assert _events("VisitAnswer") == ["inspection.visit.answered"] * 2


def test_answer_latest_by_the_device_counts_in_any_order() -> None:
    inspector, now = inspector_of(), timezone.now()
    visit = started(inspector)
    answered(inspector, visit, "2.1", Answer.PROBLEM, at=now)
    late = answered(inspector, visit, "2.1", Answer.FINE, at=now - timedelta(minutes=5))
    assert late.answer == Answer.PROBLEM

    key = late.pk
    again = answered(inspector, visit, "2.1", Answer.PROBLEM, at=now, key=key)
    assert (again.pk, VisitAnswer.objects.count()) == (key, 1)
    assert answered(inspector, visit, "2.1", Answer.FINE).answer == Answer.FINE


def test_answers_of_one_send_are_stored_together_or_not_at_all() -> None:
    inspector = inspector_of()
    visit = started(inspector)
    noon = timezone.now() - timedelta(hours=1)
    first = AnswerValues(id=uuid4(), question="1.1", answer=Answer.FINE, answered_at=noon)
    later = AnswerValues(
        id=uuid4(), question="1.1", answer=Answer.PROBLEM, answered_at=noon + timedelta(minutes=1)
    )
    other = AnswerValues(id=uuid4(), question="1.2", answer=Answer.FINE, answered_at=noon)
    unknown = AnswerValues(id=uuid4(), question="9.9", answer=Answer.FINE, answered_at=noon)
    with pytest.raises(InvalidInput):
        answers_save(actor=inspector, visit=visit, values=[other, unknown])
    assert not visit.answers.exists()

    stored = answers_save(actor=inspector, visit=visit, values=[later, other, first])

    assert [row.pk for row in stored] == [first.id, other.id, first.id]
    assert dict(visit.answers.values_list("question", "answer")) == {
        "1.1": "problem",
        "1.2": "fine",
    }
    assert _events("VisitAnswer") == ["inspection.visit.answered"] * 2


def test_answers_with_one_id_for_two_questions_are_refused() -> None:
    inspector, key, now = inspector_of(), uuid4(), timezone.now()
    visit = started(inspector)
    twice = [
        AnswerValues(id=key, question=question, answer=Answer.FINE, answered_at=now)
        for question in ("1.1", "1.2")
    ]
    with pytest.raises(RuleViolation):
        answers_save(actor=inspector, visit=visit, values=twice)


def test_answer_after_the_order_lapsed_is_refused_and_one_from_before_is_stored() -> None:
    inspector = inspector_of()
    visit = started(inspector)
    today = timezone.localdate()
    Appointment.objects.update(
        ended_on=today, end_reason=EndReason.REVOCATION, starts_on=today - timedelta(days=9)
    )
    late = AnswerValues(id=uuid4(), question="1.1", answer=Answer.FINE, answered_at=timezone.now())
    with pytest.raises(NotAllowed):
        answers_save(actor=inspector, visit=visit, values=[late])

    in_time = replace(late, answered_at=timezone.now() - timedelta(days=1))
    answers_save(actor=inspector, visit=visit, values=[in_time])
    assert visit.answers.count() == 1


def test_answer_with_a_clock_ahead_does_not_bar_later_ones() -> None:
    inspector = inspector_of()
    visit = started(inspector)
    answered(inspector, visit, "2.1", Answer.FINE, at=timezone.now() + timedelta(days=9))

    assert answered(inspector, visit, "2.1", Answer.PROBLEM).answer == Answer.PROBLEM


def test_answer_to_an_unknown_question_or_a_used_id_is_refused() -> None:
    inspector = inspector_of()
    visit = started(inspector)
    with pytest.raises(InvalidInput) as error:
        answered(inspector, visit, "9.9", Answer.FINE)
    assert error.value.errors == [("/question", "ไม่มีข้อ 9.9 ในรายการตรวจของการตรวจนี้")]
    key = answered(inspector, visit, "2.1", Answer.FINE).pk
    with pytest.raises(RuleViolation, match=ANSWER_GIVEN_TWICE):
        answered(inspector, visit, "2.2", Answer.FINE, key=key)


def test_answer_before_the_start_is_refused() -> None:
    with pytest.raises(RuleViolation, match="วางแผนแล้ว"):
        answered(inspector_of(), make_visit(), "2.1", Answer.FINE)


def test_answer_given_before_the_closing_is_stored_afterwards_and_a_later_one_refused() -> None:
    first, second = inspector_of(), inspector_of(username="second")
    visit = started(first, second)
    given = timezone.now()
    visit = _finish(visit)

    late = answered(second, visit, "2.1", Answer.PROBLEM, at=given)
    assert visit.finished_at is not None
    assert late.answered_at == given < visit.finished_at < late.received_at
    with pytest.raises(RuleViolation, match=TOO_LATE):
        answered(second, visit, "2.2", Answer.FINE)


def test_visit_finish_with_signature_closes_once() -> None:
    inspector = inspector_of()
    visit = started(inspector)
    signature = stored(inspector, visit, kind=PaperKind.SIGNATURE)
    done = _finish(visit, signature=signature)

    assert (done.state, done.representative) == (VisitState.FINISHED, "นายสมชาย ใจดี")
    assert _finish(visit).version == done.version
    with pytest.raises(RuleViolation, match="ตรวจเสร็จแล้ว"):
        _finish(visit, summary="อย่างอื่น")
    assert _events("Visit")[-1] == "inspection.visit.finished"


def test_visit_finish_without_name_or_with_a_foreign_signature_names_each() -> None:
    inspector = inspector_of()
    visit, other = started(inspector), started(inspector)
    signature = stored(inspector, other, kind=PaperKind.SIGNATURE)
    with pytest.raises(InvalidInput) as error:
        _finish(visit, representative=" ", summary="", signature=signature)
    assert error.value.errors == [
        ("/representative", "กรุณากรอกชื่อผู้แทนที่ลงชื่อ"),
        ("/summary", "กรุณากรอกสรุปผลการตรวจ"),
        ("/signature", "ลายมือชื่อนี้ไม่ใช่ของการตรวจครั้งนี้"),
    ]
    with pytest.raises(InvalidInput):
        _finish(visit, finished_at=timezone.now() - timedelta(days=1))
    with pytest.raises(StaleObject):
        _finish(visit, version=visit.version - 1)


def test_visit_cancel_needs_a_reason_and_keeps_what_was_recorded() -> None:
    inspector = inspector_of()
    visit = started(inspector)
    answered(inspector, visit, "1.1", Answer.FINE)
    chief = person(Role.CHIEF)
    with pytest.raises(InvalidInput) as error:
        visit_cancel(actor=chief, visit=visit, version=visit.version, reason=" ")
    assert error.value.errors == [("/reason", "กรุณาระบุเหตุผลที่ยกเลิก")]

    gone = visit_cancel(actor=chief, visit=visit, version=visit.version, reason="น้ำท่วม")
    assert (gone.state, gone.answers.count()) == (VisitState.CANCELLED, 1)
    again = visit_cancel(actor=chief, visit=visit, version=visit.version, reason="น้ำท่วม")
    assert again.version == gone.version
    assert _events("Visit")[-1] == "inspection.visit.cancelled"


def test_visit_cancel_of_a_finished_visit_or_by_a_stranger_is_refused() -> None:
    visit = _finish(started())
    with pytest.raises(RuleViolation, match="ตรวจเสร็จแล้ว"):
        visit_cancel(actor=person(Role.CHIEF), visit=visit, version=visit.version, reason="ผิดพลาด")
    with pytest.raises(NotAllowed):
        visit_cancel(
            actor=person(Role.OFFICER, "51"), visit=visit, version=visit.version, reason="ผิด"
        )

"""Opening, describing, giving, ending and closing a case."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.models import OrgUnit
from inspection.choices import DefectAct
from registrar.choices import CaseState, Conduct, Ending, Origin, StopReason
from registrar.models import Case, CaseRead
from registrar.services.case_work import (
    case_assess,
    clock_resume,
    clock_stop,
    read_log,
    task_done,
    task_give,
)
from registrar.services.cases import (
    case_assign,
    case_close,
    case_describe,
    case_end,
    case_open,
)
from tests.coops.rows import make_institution
from tests.inspection.rows import make_defect, person
from tests.registrar.cases import (
    TODAY,
    add_paper,
    add_person,
    case_values,
    decided_case,
    fresh,
    make_case,
    referred_case,
)

pytestmark = pytest.mark.django_db


def _actions(case: Case) -> list[str]:
    events = apps.get_model("registrar", "CaseEvent").objects.filter(pgh_obj_id=case.pk)
    return [row.pgh_context["action"] for row in events.order_by("pgh_id")]


def test_case_open_keeps_number_terms_and_who_did_it() -> None:
    first, second = make_case(), make_case()

    assert (first.shown_number, second.shown_number) == ("50/2569-001", "50/2569-002")
    assert first.origin == Origin.OWN_MOTION
    assert first.terms["type"]["code"] == "supervision"
    assert [row["title"] for row in first.terms["papers"]] == ["เอกสารแสดงข้อเท็จจริงที่เป็นเหตุ"]
    assert first.due_on == TODAY + timedelta(days=60)
    assert first.handler == person(Role.OFFICER)
    assert _actions(first) == ["registrar.case.opened"]


def test_case_open_of_another_year_counts_anew() -> None:
    make_case()

    assert make_case(received_on=date(2025, 12, 30)).shown_number == "50/2568-001"


def test_case_open_from_a_defect_refers_it_once() -> None:
    case, defect = referred_case()

    steps = list(defect.steps.filter(act=DefectAct.REFERRED))
    assert [step.reason for step in steps] == [f"สำนวน {case.shown_number}"]
    assert case.conduct == [Conduct.FRAUD]
    assert case.categories == ["fraud"]


def test_case_open_takes_the_clauses_of_its_defects_unless_others_are_given() -> None:
    defect = make_defect()
    defect.clause = "ระเบียบเงินยืม ข้อ 7"
    values = case_values(defect.institution, type_code="defect-referral", defects=[defect])
    chief = person(Role.CHIEF)

    assert case_open(actor=chief, values=values, today=TODAY).clause == "ระเบียบเงินยืม ข้อ 7"
    assert make_case(clause="มาตรา 22 (1)").clause == "มาตรา 22 (1)"


def test_case_open_for_a_defect_with_an_open_case_is_refused() -> None:
    case, defect = referred_case()
    defect.refresh_from_db()
    values = case_values(defect.institution, type_code="defect-referral", defects=[defect])

    with pytest.raises(RuleViolation, match="อยู่ในสำนวน 50/2569-001 ที่ยังไม่ปิดแล้ว"):
        case_open(actor=person(Role.CHIEF), values=values, today=TODAY)


def test_case_open_by_an_officer_cannot_refer_a_defect() -> None:
    defect = make_defect()
    values = case_values(defect.institution, type_code="defect-referral", defects=[defect])

    with pytest.raises(NotAllowed):
        case_open(actor=person(Role.OFFICER), values=values, today=TODAY)
    assert not Case.objects.exists()


def test_case_open_of_a_new_institution_names_the_applicant() -> None:
    values = replace(case_values(type_code="registration"), institution=None, applicant="คณะผู้จัดตั้ง")
    case = case_open(actor=person(Role.OFFICER), values=values, today=TODAY)

    assert (case.about, case.institution) == ("คณะผู้จัดตั้ง", None)


@pytest.mark.parametrize(
    ("changed", "pointer", "message"),
    [
        ({"type_code": "nothing"}, "/type_code", "ไม่มีประเภทเรื่องนี้"),
        ({"type_code": "group-ceiling"}, "/type_code", "เรื่องนี้ใช้กับกลุ่มเกษตรกรเท่านั้น"),
        ({"type_code": "registration"}, "/type_code", "เรื่องนี้ใช้กับสถาบันที่ยังไม่อยู่ในทะเบียน"),
        ({"type_code": "defect-referral"}, "/defects", "เลือกข้อบกพร่องที่เสนออย่างน้อยหนึ่งรายการ"),
        ({"title": " "}, "/title", "กรุณากรอก"),
        ({"amount": Decimal(-1)}, "/amount", "จำนวนเงินต้องไม่ติดลบ"),
        ({"received_on": TODAY + timedelta(days=1)}, "/received_on", "วันที่ต้องไม่อยู่ในอนาคต"),
        (
            {"document_on": TODAY + timedelta(days=1)},
            "/document_on",
            "วันที่ของหนังสือต้องไม่อยู่หลังวันที่รับเรื่อง",
        ),
    ],
)
def test_case_open_refuses_wrong_values(
    changed: dict[str, Any], pointer: str, message: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        make_case(**changed)
    assert (pointer, message) in refused.value.errors


def test_case_open_by_another_office_is_refused() -> None:
    with pytest.raises(NotAllowed):
        case_open(actor=person(Role.OFFICER, "51"), values=case_values(), today=TODAY)


def test_case_describe_after_somebody_else_is_stale() -> None:
    case = make_case()
    values: dict[str, Any] = {
        "actor": person(Role.OFFICER), "case": case, "version": 1, "title": "เรื่องใหม่",
        "facts": "ข้อเท็จจริงใหม่", "clause": "มาตรา 22", "amount": None,
        "conduct": [Conduct.IGNORED], "today": TODAY,
    }  # fmt: skip
    case_describe(**values)

    with pytest.raises(StaleObject):
        case_describe(**values)
    assert (fresh(case).title, fresh(case).conduct) == ("เรื่องใหม่", ["ignored"])


def test_case_assign_by_the_chief_to_who_works_there() -> None:
    case = make_case()
    inspector = person(Role.INSPECTOR)
    case_assign(actor=person(Role.CHIEF), case=case, version=1, handler=inspector, today=TODAY)

    assert fresh(case).handler == inspector
    with pytest.raises(InvalidInput):
        case_assign(
            actor=person(Role.CHIEF),
            case=case,
            version=2,
            handler=person(Role.OFFICER, "51"),
            today=TODAY,
        )
    with pytest.raises(NotAllowed):
        case_assign(
            actor=person(Role.OFFICER), case=case, version=2, handler=inspector, today=TODAY
        )


def test_clock_stops_and_goes_on() -> None:
    case = make_case(received_on=TODAY - timedelta(days=20))
    officer = person(Role.OFFICER)
    clock_stop(
        actor=officer,
        case=case,
        version=1,
        because=StopReason.PAPERS,
        words="ขอรายงานการประชุม",
        from_on=TODAY - timedelta(days=10),
        today=TODAY,
    )
    assert fresh(case).stopped_on == TODAY - timedelta(days=10)
    clock_resume(actor=officer, case=case, version=2, until_on=TODAY, today=TODAY)

    stored = fresh(case)
    assert (stored.stopped_on, stored.stopped_days) == (None, 10)
    assert stored.due_on == TODAY + timedelta(days=50)
    with pytest.raises(RuleViolation, match="ไม่ได้หยุดนับ"):
        clock_resume(actor=officer, case=case, version=3, until_on=TODAY, today=TODAY)


def test_task_is_done_by_its_owner_with_words() -> None:
    case = make_case()
    task = task_give(
        actor=person(Role.CHIEF),
        case=case,
        version=1,
        id=case.pk,
        title="ขอหลักฐานเพิ่ม",
        owner=person(Role.INSPECTOR),
        due_on=TODAY,
        today=TODAY,
    )
    values: dict[str, Any] = {"task": task, "version": 2, "note": "ได้แล้ว", "today": TODAY}
    with pytest.raises(NotAllowed):
        task_done(actor=person(Role.OFFICER), **values)
    assert task_done(actor=person(Role.INSPECTOR), **values).done_on == TODAY


def test_person_added_is_masked_in_the_title() -> None:
    case = make_case(title="นายสมชาย ใจดี ยืมเงิน")
    assert case.shown_title == "นายสมชาย ใจดี ยืมเงิน"
    added = add_person(case)

    assert fresh(case).shown_title == "ผู้ถูกกล่าวหา 1 ยืมเงิน"
    assert str(added) == "ผู้ถูกกล่าวหา 1"


def test_person_added_is_masked_in_the_applicant() -> None:
    values = replace(
        case_values(),
        type_code="registration",
        institution=None,
        applicant="นายสมชาย ใจดี กับพวก",
        office=OrgUnit.objects.get(code="50"),
    )
    case = case_open(actor=person(Role.OFFICER), values=values, today=TODAY)
    assert case.about == "นายสมชาย ใจดี กับพวก"
    add_person(case)

    assert fresh(case).about == "ผู้ถูกกล่าวหา 1 กับพวก"


def test_read_log_keeps_who_opened_names_and_refuses_others(make_user: Callable[..., Any]) -> None:
    case = make_case()
    read_log(actor=person(Role.LEGAL, "rlo"), case=case, request_id="r-1")

    assert [(row.user.username, row.request_id) for row in CaseRead.objects.all()] == [
        ("legal-of-rlo", "r-1")
    ]
    for other in (make_user(Role.EXECUTIVE), make_user(Role.PLANNER)):
        with pytest.raises(NotAllowed):
            read_log(actor=other, case=case)


def test_read_log_is_never_changed() -> None:
    row = read_log(actor=person(Role.CHIEF), case=make_case())

    with pytest.raises(DatabaseError), transaction.atomic():
        CaseRead.objects.filter(pk=row.pk).update(request_id="x")


def test_case_assess_keeps_the_whole_trace() -> None:
    case, _ = referred_case()
    case_assess(
        actor=person(Role.OFFICER), case=case, version=case.version, answers={}, today=TODAY
    )

    trace = fresh(case).assessment
    assert trace is not None
    assert trace["facts"]["fraud"] is True
    assert {row["code"] for row in trace["powers"]} >= {"22-1", "22-2"}


def test_case_end_and_close_need_outcome_and_no_open_task() -> None:
    case = decided_case(ending=None)
    chief = person(Role.CHIEF, "51")
    with pytest.raises(RuleViolation, match="บันทึกผลของเรื่องก่อนปิดสำนวน"):
        case_close(actor=chief, case=case, version=case.version, reason="จบ", today=TODAY)
    case_end(
        actor=chief,
        case=case,
        version=case.version,
        ending=Ending.OVERTURNED,
        appealed=False,
        reason="คณะกรรมการเพิกถอน",
        today=TODAY,
    )
    stored = fresh(case)
    case_close(actor=chief, case=stored, version=stored.version, reason="จบ", today=TODAY)

    closed = fresh(case)
    assert (closed.state, closed.closed_on, closed.appealed) == (CaseState.CLOSED, TODAY, True)
    with pytest.raises(RuleViolation, match="ปิดสำนวนแล้ว"):
        add_paper(closed, by=person(Role.OFFICER, "51"))


def test_case_close_of_an_undecided_one_is_a_withdrawal() -> None:
    case = make_case()
    case_close(actor=person(Role.CHIEF), case=case, version=1, reason="ถอนคำขอ", today=TODAY)

    assert fresh(case).ending == Ending.WITHDRAWN


def test_visible_cases_are_those_of_the_office() -> None:
    make_case(make_institution("51"))
    own = make_case()

    assert list(Case.objects.visible_to(person(Role.OFFICER))) == [own]
    assert Case.objects.visible_to(person(Role.LEGAL, "rlo")).count() == 2

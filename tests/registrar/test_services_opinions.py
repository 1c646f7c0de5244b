"""Opinions, conflicts, hearings and the decision; precedents."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from registrar.choices import CaseState, Ending, HearingManner, Outcome, Verdict
from registrar.models import Case, CaseOpinion
from registrar.selectors.precedents import precedents
from registrar.services.case_hearings import hearing_call, hearing_record
from registrar.services.case_opinions import case_return, conflict_declare
from tests.inspection.rows import person
from tests.registrar.cases import (
    TODAY,
    decide,
    decided_case,
    fresh,
    make_case,
    propose,
    ready_to_decide,
    sign,
    version,
    waive_hearing,
)
from tests.registrar.rows import make_delegation

pytestmark = pytest.mark.django_db


def test_case_goes_from_proposal_to_decision() -> None:
    case = make_case()
    propose(case)
    assert (fresh(case).state, fresh(case).awaits) == (
        CaseState.OPINIONS,
        ["inspector@50"],
    )
    case = ready_to_decide(make_case())

    assert case.state == CaseState.DECIDING
    assert "chief@50" in case.awaits
    decision = decide(case)
    assert fresh(case).state == CaseState.DECIDED
    assert fresh(case).awaits == []
    assert "รองนายทะเบียนสหกรณ์ ปฏิบัติการแทน" in decision.capacity
    assert any("นิติกรยังไม่ยืนยัน" in words for words in decision.warnings)


def test_case_decide_twice_is_refused() -> None:
    case = ready_to_decide()
    decide(case)

    with pytest.raises(RuleViolation, match="ตัดสินแล้ว"):
        decide(case)


def test_case_decide_without_delegation_is_refused() -> None:
    case = ready_to_decide(power_code="22-2")

    with pytest.raises(NotAllowed, match="ไม่มีคำสั่งมอบอำนาจที่ครอบคลุม"):
        decide(case, power_code="22-2")


def test_case_decide_before_everybody_signed_is_refused() -> None:
    make_delegation()
    case = make_case()
    propose(case)

    with pytest.raises(RuleViolation, match="ยังมีความเห็นที่ต้องลงก่อนตัดสิน"):
        decide(case)


def test_case_decide_without_hearing_or_papers_is_refused() -> None:
    make_delegation()
    case = make_case()
    propose(case)
    sign(case)
    with pytest.raises(RuleViolation, match="ยังไม่ได้รับฟังคู่กรณี"):
        decide(case)
    waive_hearing(case)
    with pytest.raises(RuleViolation, match="ยังขาดเอกสาร: เอกสารแสดงข้อเท็จจริงที่เป็นเหตุ"):
        decide(case)


def test_case_decide_by_who_signed_is_refused() -> None:
    case = ready_to_decide()
    sign(case, Role.CHIEF, position=4)

    with pytest.raises(RuleViolation, match="ตัดสินเองไม่ได้"):
        decide(case)


def test_case_decide_no_action_needs_no_power_but_a_head() -> None:
    case = ready_to_decide()
    with pytest.raises(NotAllowed):
        decide(case, by=person(Role.OFFICER), outcome=Outcome.NO_ACTION, power_code="")

    assert decide(case, outcome=Outcome.NO_ACTION, power_code="", days=None).power_title == ""


def test_opinion_of_a_dissent_is_kept_and_stops_nothing() -> None:
    case = make_case()
    propose(case)
    sign(case, verdict=Verdict.DISSENTS, outcome=Outcome.NO_ACTION, power_code="", days=None)

    assert fresh(case).state == CaseState.DECIDING
    assert CaseOpinion.objects.get(case=case, position=1).verdict == Verdict.DISSENTS


def test_opinion_is_never_changed() -> None:
    propose(make_case())

    with pytest.raises(DatabaseError), transaction.atomic():
        CaseOpinion.objects.update(reason="อื่น")


def test_opinion_out_of_turn_or_of_another_office_is_refused() -> None:
    case = make_case()
    with pytest.raises(NotAllowed):
        sign(case)
    propose(case)
    with pytest.raises(NotAllowed):
        sign(case, Role.LEGAL, position=3, office="rlo")
    with pytest.raises(NotAllowed):
        sign(case, office="51")


def test_opinion_without_declaration_is_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        propose(make_case(), no_conflict=False)
    assert refused.value.errors == [
        ("/no_conflict", "ยืนยันก่อนว่าไม่มีส่วนได้เสียในเรื่องนี้ หากมีให้แจ้งในช่องแจ้งส่วนได้เสีย")
    ]


def test_conflict_bars_from_everything() -> None:
    case = ready_to_decide()
    chief = person(Role.CHIEF)
    conflict_declare(
        actor=chief,
        case=case,
        version=case.version,
        has_conflict=True,
        words="เป็นญาติผู้จัดการ",
        today=TODAY,
    )

    with pytest.raises(NotAllowed, match="มีส่วนได้เสีย"):
        decide(case)


def test_conflict_of_the_one_in_charge_takes_the_case_from_him() -> None:
    case = make_case()
    conflict_declare(
        actor=person(Role.OFFICER),
        case=case,
        version=1,
        has_conflict=True,
        words="เคยเป็นกรรมการ",
        today=TODAY,
    )

    assert fresh(case).handler is None


def test_case_returned_begins_a_new_round_and_keeps_the_old() -> None:
    case = ready_to_decide()
    case_return(
        actor=person(Role.CHIEF), case=case, version=case.version, reason="ขอยอดใหม่", today=TODAY
    )

    stored = fresh(case)
    assert (stored.state, stored.round) == (CaseState.PREPARING, 2)
    propose(stored)
    assert CaseOpinion.objects.filter(case=case).count() == 3


def test_hearing_is_silent_only_after_the_last_day() -> None:
    case = make_case()
    officer = person(Role.OFFICER)
    hearing = hearing_call(
        actor=officer,
        case=case,
        version=1,
        party="คณะกรรมการดำเนินการ",
        called_on=TODAY - timedelta(days=5),
        document_no="ชม 1/2569",
        reply_by=TODAY,
        today=TODAY,
    )
    values: dict[str, Any] = {
        "actor": officer, "case": case, "hearing": hearing, "party": "", "heard_on": TODAY,
        "statement": "ไม่มีหนังสือตอบ", "today": TODAY,
    }  # fmt: skip
    with pytest.raises(InvalidInput) as refused:
        hearing_record(version=version(case), manner=HearingManner.SILENT, **values)
    assert refused.value.errors == [("/manner", "ยังไม่พ้นวันสุดท้ายที่ให้ชี้แจง")]
    done = hearing_record(version=version(case), manner=HearingManner.WRITTEN, **values)
    assert done.heard_by == officer


def test_precedents_show_likeness_and_the_common_line() -> None:
    for days in (30, 60, 60):
        decided_case(days=days)
    found = precedents(make_case())

    assert [row.office for row in found.rows] == [found.rows[0].office] * 3
    assert found.near == 3
    assert found.line is not None
    assert (found.line.power_code, found.line.days) == ("22-1", (30, 60))
    (line,) = found.decisions
    assert (line.words, line.count, line.is_line) == ("มาตรา 22-1", 3, True)
    assert line.endings == [("ปฏิบัติตามแล้ว", 3)]
    assert not found.verified


def test_precedents_tell_how_often_each_decision_and_how_it_ended() -> None:
    decided_case(ending=Ending.OVERTURNED)
    decided_case(ending=Ending.OBEYED)
    decided_case(ending=None)
    decided_case(power="22-2")
    found = precedents(make_case())

    assert [(row.words, row.count, row.appealed) for row in found.decisions] == [
        ("มาตรา 22-1", 3, 1), ("มาตรา 22-2", 1, 0),
    ]  # fmt: skip
    assert dict(found.decisions[0].endings) == {
        "อุทธรณ์แล้ว ถูกเพิกถอนหรือแก้ไข": 1, "ปฏิบัติตามแล้ว": 1, "ยังติดตามผลอยู่": 1,
    }  # fmt: skip


def test_precedents_of_the_same_clause_come_first() -> None:
    other, same = decided_case(), decided_case()
    Case.objects.filter(pk=other.pk).update(clause="มาตรา 33")
    Case.objects.filter(pk=same.pk).update(clause="มาตรา ๔๗ วรรคหนึ่ง")
    found = precedents(make_case(clause="มาตรา 47"))

    assert [row.key for row in found.rows] == [same.pk, other.pk]


def test_opinion_away_from_the_common_line_needs_words() -> None:
    for _ in range(3):
        decided_case(days=30)
    case = make_case()
    with pytest.raises(InvalidInput) as refused:
        propose(case, days=90)

    assert refused.value.errors == [("/departure", "ต่างจากแนวที่เคยตัดสินของเรื่องที่คล้ายกัน ให้ระบุเหตุ")]
    assert propose(case, days=90, departure="ต้องรอฤดูเก็บเกี่ยว").departure


def test_precedents_are_the_same_in_every_office() -> None:
    for _ in range(3):
        decided_case()
    own = precedents(make_case())
    other = precedents(make_case(decided_case(office="52").institution))

    assert own.line is not None
    assert other.line is not None
    assert own.line.power_code == other.line.power_code

"""Service, appeal, suspension and revocation, compliance, and the way out of the register."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pghistory.models
import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from coops.choices import Standing
from coops.models import StandingChange
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from inspection.choices import DefectAct, DefectState
from inspection.models import Defect, DefectStep
from registrar.choices import (
    AppealResult,
    CaseState,
    Compliance,
    Ending,
    OrderEffect,
    OrderKind,
    OrderState,
)
from registrar.models import CasePerson, Order, OrderFollowUp, OrderRead, OrderService
from registrar.rules.order_stages import IS_DISSOLVED, NOT_DISSOLVED
from registrar.selectors.assessment import assess, known_facts
from registrar.selectors.case_page import case_page
from registrar.selectors.verification import verified
from registrar.services.orders.drafting import NOT_IN_FORCE as NO_EARLIER
from registrar.services.orders.files import (
    DAMAGED,
    NO_DOCUMENTS,
    order_file_read,
    order_files_check_all,
)
from registrar.services.orders.outcomes import (
    APPEAL_OPEN,
    NO_APPEAL,
    NOT_IN_FORCE,
    TOO_EARLY,
    appeal_decide,
    appeal_receive,
    order_escalate,
)
from tests.inspection.rows import person
from tests.registrar.cases import TODAY, add_person, fresh, referred_case
from tests.registrar.orders import (
    DAYS,
    decided,
    draft,
    follow_up,
    held,
    issued,
    reviewed,
    scan,
    serve,
    served,
)

pytestmark = pytest.mark.django_db
DUE = TODAY + timedelta(days=DAYS)
AFTER = DUE + timedelta(days=1)


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def of_defect() -> tuple[Order, Defect]:
    case, defect = referred_case()
    return served(issued(reviewed(draft(decided(case))))), defect


def test_service_starts_the_clocks() -> None:
    order = served()
    assert (order.state, order.obey_by) == (OrderState.SERVED, DUE)
    assert order.appeal_by == TODAY + timedelta(days=15)


def test_service_needs_a_day_after_the_issue_and_a_receiver() -> None:
    order = issued()
    with pytest.raises(InvalidInput) as refused:
        serve(order, served_on=TODAY - timedelta(days=1), receiver=" ")
    assert refused.value.errors == [
        ("/receiver", "กรุณากรอก"),
        ("/served_on", "วันที่ได้รับแจ้งต้องอยู่ระหว่างวันที่ออกกับวันนี้"),
    ]


def test_service_sets_the_deadline_of_the_defect() -> None:
    order, defect = of_defect()
    defect.refresh_from_db()
    assert defect.due_on == DUE
    step = DefectStep.objects.get(defect=defect, act=DefectAct.ORDERED)
    assert (step.document_no, step.until) == (order.number, DUE)


def test_service_is_never_rewritten() -> None:
    served()
    with pytest.raises(DatabaseError), transaction.atomic():
        OrderService.objects.update(receiver="ผู้อื่น")


def test_obeyed_order_ends_its_case_and_the_defect_tells() -> None:
    order, defect = of_defect()
    made = follow_up(order, Compliance.COMPLIED)
    assert (made.state, made.outcome_on) == (OrderState.COMPLIED, AFTER)
    assert fresh(order.case).ending == Ending.OBEYED
    assert DefectStep.objects.filter(defect=defect, act=DefectAct.ORDER_OBEYED).exists()
    defect.refresh_from_db()
    assert defect.state == DefectState.NOT_STARTED


def test_disobedience_is_told_only_after_the_day_to_obey() -> None:
    order = served()
    with pytest.raises(RuleViolation, match=TOO_EARLY):
        follow_up(order, Compliance.DISOBEYED, day=DUE)
    follow_up(order, Compliance.PARTLY, day=DUE)
    assert held(order).state == OrderState.SERVED
    assert follow_up(order, Compliance.DISOBEYED).state == OrderState.DISOBEYED
    assert OrderFollowUp.objects.filter(order=order).count() == 2


def test_outcome_is_a_fact_of_the_next_assessment() -> None:
    order, defect = of_defect()
    about = defect.institution
    assert known_facts(about, TODAY)["correction"] == "running"
    follow_up(order, Compliance.DISOBEYED)
    assert known_facts(about, DUE)["correction"] == "running"
    assert known_facts(about, AFTER)["correction"] == "disobeyed"
    ladder = {
        step.code: step for step in assess(about, AFTER, {"practice_continues": True}).ladder
    }
    assert ladder["22-1"].state == "done"
    assert ladder["22-2"].state == "proposed"


def test_outcome_of_a_cured_defect_is_no_fact_any_more() -> None:
    order, defect = of_defect()
    follow_up(order, Compliance.DISOBEYED)
    defect.refresh_from_db()
    defect.state, defect.closed_on = DefectState.RESOLVED, AFTER
    defect.save()
    assert "correction" not in known_facts(defect.institution, AFTER)


def test_escalation_opens_a_case_that_knows_the_disobedience() -> None:
    order, defect = of_defect()
    with pytest.raises(RuleViolation):
        escalate(order)
    follow_up(order, Compliance.DISOBEYED)
    with pytest.raises(NotAllowed):
        order_escalate(
            actor=person(Role.OFFICER), order=order, version=held(order).version, today=AFTER
        )
    made = escalate(order)
    assert fresh(order.case).state == CaseState.CLOSED
    assert [link.defect_id for link in made.defect_links.all()] == [defect.pk]
    assert made.assessment["powers"]
    assert f"ไม่ปฏิบัติตามคำสั่งที่ {order.number}" in made.facts
    assert "ignored" in made.conduct


def test_escalation_keeps_names_masked_and_answers_that_nothing_contradicts() -> None:
    order, _ = of_defect()
    case = fresh(order.case)
    named = add_person(case)
    case = fresh(case)
    case.facts = f"{named.name}ไม่คืนเงิน"
    case.assessment = {"answers": {"practice_continues": True, "correction": "none"}}
    case.save()
    follow_up(order, Compliance.DISOBEYED)
    made = escalate(order)
    assert [(row.alias, row.name) for row in made.persons.all()] == [(named.alias, named.name)]
    assert named.name not in case_page(person(Role.EXECUTIVE, "cpd"), made, AFTER).facts
    assert made.assessment["answers"] == {"practice_continues": True}
    assert made.assessment["proposed"] == "22-2"
    assert actions_on(made.persons.get()) == ["registrar.order.escalated"]


def actions_on(row: CasePerson) -> list[str]:
    events = pghistory.models.Events.objects.tracks(row).order_by("pgh_id")
    return [event.pgh_context["action"] for event in events]


def escalate(order: Order):  # type: ignore[no-untyped-def]
    return order_escalate(
        actor=person(Role.CHIEF), order=order, version=held(order).version, today=AFTER
    )


def appeal(order: Order, day=TODAY + timedelta(days=10)):  # type: ignore[no-untyped-def]
    return appeal_receive(
        actor=person(Role.OFFICER), order=order, version=held(order).version, id=uuid4(),
        received_on=day, document_no="ก 1/2569", grounds="คำสั่งไม่ชอบ", upload=scan(), today=day,
    )  # fmt: skip


@pytest.mark.parametrize(("days", "late"), [(15, False), (16, True)])
def test_appeal_is_late_after_its_days(days: int, *, late: bool) -> None:
    assert appeal(served(), TODAY + timedelta(days=days)).is_late is late


def test_appeal_of_an_order_to_the_committee_has_thirty_days() -> None:
    order = served(issued(reviewed(draft(decided(power="22-3")))))
    assert order.appeal_by == TODAY + timedelta(days=30)
    assert "คณะกรรมการพิจารณาอุทธรณ์" in order.appeal_notice
    assert "ภายใน 30 วัน" in order.appeal_notice


def test_appeal_is_one_at_a_time_and_only_where_there_is_one() -> None:
    order = served()
    appeal(order)
    with pytest.raises(RuleViolation, match=APPEAL_OPEN):
        appeal(order)
    advice = served(issued(reviewed(draft(decided(power="16-1-advice")))))
    with pytest.raises(RuleViolation, match=NO_APPEAL):
        appeal(advice)


def test_appeal_is_decided_once() -> None:
    order = served()
    row, day = appeal(order), TODAY + timedelta(days=40)

    def settle() -> object:
        return appeal_decide(
            actor=person(Role.OFFICER), appeal=row, version=held(order).version,
            result=AppealResult.UPHELD, result_on=day, result_no="อ 4/2569", today=day,
        )  # fmt: skip

    settle()
    with pytest.raises(RuleViolation, match="บันทึกผลอุทธรณ์นี้แล้ว"):
        settle()
    follow_up(order, Compliance.COMPLIED)
    assert fresh(order.case).appealed


def later(order: Order, kind: OrderKind) -> Order:
    made = draft(order.case, about=held(order), kind=kind)
    return serve(issued(reviewed(made)))


def test_suspension_and_revocation_are_new_documents() -> None:
    order = served()
    suspension = later(order, OrderKind.SUSPENSION)
    assert held(order).effect == OrderEffect.SUSPENDED
    assert f"คำสั่งที่ {order.number} ลงวันที่" in suspension.operative
    with pytest.raises(RuleViolation, match=NOT_IN_FORCE):
        follow_up(order, Compliance.COMPLIED)
    later(suspension, OrderKind.REVOCATION)
    assert held(order).effect == OrderEffect.IN_FORCE
    later(order, OrderKind.REVOCATION)
    assert held(order).effect == OrderEffect.REVOKED
    with pytest.raises(RuleViolation, match=NO_EARLIER):
        draft(order.case, about=held(order), kind=OrderKind.REVOCATION)


def test_revoked_order_is_no_fact() -> None:
    order, defect = of_defect()
    later(order, OrderKind.REVOCATION)
    assert "correction" not in known_facts(defect.institution, AFTER)


def test_dissolution_liquidation_and_striking_off_change_the_standing() -> None:
    case = decided(power="71-2", days=None)
    with pytest.raises(RuleViolation, match=NOT_DISSOLVED):
        issued(reviewed(draft(case, power_code="87")))
    order = served(issued(reviewed(draft(case))))
    institution = held(order).institution
    assert institution is not None
    assert institution.standing == Standing.DISSOLVED
    change = StandingChange.objects.filter(institution=institution).latest("pk")
    assert (change.document_no, change.effective_on) == (order.number, TODAY)
    with pytest.raises(RuleViolation, match=IS_DISSOLVED):
        issued(reviewed(draft(case)))
    serve(issued(reviewed(draft(case, power_code="75-appoint"))))
    day = TODAY + timedelta(days=1)
    last = issued(reviewed(draft(case, power_code="87")), day=day)
    serve(last, day=day)
    institution.refresh_from_db()
    assert institution.standing == Standing.STRUCK_OFF


def test_revoked_dissolution_gives_the_standing_back() -> None:
    order = served(issued(reviewed(draft(decided(power="71-2", days=None)))))
    day = TODAY + timedelta(days=1)
    made = draft(order.case, about=held(order), kind=OrderKind.REVOCATION)
    serve(issued(reviewed(made), day=day), day=day)
    assert held(order).institution.standing == Standing.OPERATING  # type: ignore[union-attr]


def read(order: Order, role: Role = Role.CHIEF, office: str = "50") -> bytes:
    return order_file_read(
        actor=person(role, office), order=held(order), row=held(order), what="ฉบับจริง",
        request_id="r",
    )  # fmt: skip


def test_document_is_the_same_bytes_at_every_download_and_logged() -> None:
    order = issued()
    assert read(order) == read(order) == scan().read()
    assert OrderRead.objects.filter(order=order, user=person(Role.CHIEF)).count() == 2


def test_document_is_for_the_roles_of_the_case() -> None:
    order = issued()
    order.case.handler = None
    order.case.save()
    with pytest.raises(NotAllowed, match=NO_DOCUMENTS):
        read(order, Role.OFFICER)


def test_changed_file_is_found_reported_and_not_handed_out() -> None:
    order = served()
    assert order_files_check_all() == 0
    Path(order.file.path).write_bytes(b"%PDF-1.4 other")
    assert not verified(order.code or "").is_intact  # type: ignore[union-attr]
    with pytest.raises(RuleViolation, match=DAMAGED):
        read(order)
    assert order_files_check_all() == 1
    first = held(order).damaged_at
    assert first is not None
    order_files_check_all()
    assert held(order).damaged_at == first
    assert list(Order.objects.damaged()) == [order]


def test_lost_proof_is_found_too() -> None:
    order = served()
    default_storage.delete(str(order.service.file.name))
    assert order_files_check_all() == 1
    assert OrderService.objects.get().damaged_at is not None

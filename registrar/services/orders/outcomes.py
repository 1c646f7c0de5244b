"""What becomes of a served order: followed up, appealed, taken further."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from coops.models import Institution
from cpd_portal.core.attachments import paper_from
from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, RuleViolation
from cpd_portal.core.models import User
from cpd_portal.core.stored_files import stores_files
from inspection.models import Defect
from inspection.services.defect_orders import defect_order_outcome
from registrar.choices import (
    AppealResult,
    CaseAct,
    CaseState,
    Compliance,
    Conduct,
    Ending,
    OrderEffect,
    OrderState,
)
from registrar.models import Case, Order, OrderAppeal, OrderFollowUp
from registrar.selectors.assessment import known_facts
from registrar.services.case_guards import require_leader, step_add
from registrar.services.case_work import case_assess, persons_carry
from registrar.services.cases import CaseValues, case_close, case_end, case_open
from registrar.services.orders.guards import FILL, order_store, order_worked_on
from registrar.services.orders.issuing import keep_file

SERVED = (OrderState.SERVED, OrderState.COMPLIED, OrderState.DISOBEYED)
TOO_EARLY = "ยังไม่พ้นกำหนดปฏิบัติ จึงบันทึกว่าไม่ปฏิบัติตามไม่ได้"
NOT_IN_FORCE = "คำสั่งถูกระงับหรือเพิกถอน จึงติดตามการปฏิบัติไม่ได้"
NO_APPEAL = "เอกสารนี้ไม่มีกำหนดอุทธรณ์"
APPEAL_OPEN = "มีอุทธรณ์ที่ยังไม่บันทึกผล"
DECIDED = "บันทึกผลอุทธรณ์นี้แล้ว"
NOT_DISOBEYED = "ดำเนินการขั้นถัดไปได้เมื่อบันทึกว่าไม่ปฏิบัติตามคำสั่ง"
ENDINGS = {Compliance.COMPLIED: Ending.OBEYED, Compliance.DISOBEYED: Ending.DISOBEYED}
STATES = {
    Compliance.COMPLIED: OrderState.COMPLIED,
    Compliance.DISOBEYED: OrderState.DISOBEYED,
}


@stores_files
@recorded("registrar.order.followed_up")
def order_follow_up(
    *,
    actor: User,
    order: Order,
    version: int,
    id: UUID,
    result: Compliance,
    day: date,
    words: str,
    upload: "UploadedFile[bytes] | None",
    today: date,
) -> Order:
    """A final result ends the case of the order and stands in the timeline of its defects.

    Raises NotAllowed, StaleObject, InvalidInput, RuleViolation.
    """
    current = order_worked_on(actor, order, version, [OrderState.SERVED])
    if current.effect != OrderEffect.IN_FORCE:
        raise RuleViolation(NOT_IN_FORCE)
    _require_follow_up(current, result, day, words, today)
    row = OrderFollowUp(
        pk=id, order=current, day=day, result=result, words=words.strip(), by=actor
    )
    if upload is not None:
        keep_file(row, f"{current.pk}-{id}", paper_from(upload))
    row.save(force_insert=True)
    if result in STATES:
        current.state, current.outcome_on = STATES[result], day
    order_store(current)
    step_add(
        actor,
        current.case,
        CaseAct.FOLLOWED_UP,
        day=day,
        document_no=current.number,
        reason=f"{result.label}: {words.strip()}",
    )
    if result in ENDINGS:
        _end(actor, current, result, words, today)
    return current


@stores_files
@recorded("registrar.appeal.received")
def appeal_receive(
    *,
    actor: User,
    order: Order,
    version: int,
    id: UUID,
    received_on: date,
    document_no: str,
    grounds: str,
    upload: "UploadedFile[bytes] | None",
    today: date,
) -> OrderAppeal:
    """As it came in; whether it is late is told, the body decides about it.

    Raises NotAllowed, StaleObject, InvalidInput, RuleViolation.
    """
    current = order_worked_on(actor, order, version, SERVED)
    if current.appeal_by is None or current.served_on is None:
        raise RuleViolation(NO_APPEAL)
    if current.appeals.filter(result="").exists():
        raise RuleViolation(APPEAL_OPEN)
    errors = [
        (f"/{name}", FILL)
        for name, text in (("document_no", document_no), ("grounds", grounds))
        if not text.strip()
    ]
    if not current.served_on <= received_on <= today:
        errors.append(("/received_on", "วันที่รับอุทธรณ์ต้องอยู่ระหว่างวันที่แจ้งกับวันนี้"))
    if errors:
        raise InvalidInput(errors)
    row = OrderAppeal(
        pk=id,
        order=current,
        received_on=received_on,
        document_no=document_no.strip(),
        grounds=grounds.strip(),
        is_late=received_on > current.appeal_by,
        by=actor,
    )
    if upload is not None:
        keep_file(row, f"{current.pk}-{id}", paper_from(upload))
    row.save(force_insert=True)
    order_store(current)
    late = " พ้นกำหนดอุทธรณ์" if row.is_late else ""
    step_add(
        actor,
        current.case,
        CaseAct.ORDER_APPEALED,
        day=received_on,
        document_no=row.document_no,
        reason=f"อุทธรณ์คำสั่งที่ {current.number}{late}",
    )
    return row


@recorded("registrar.appeal.decided")
def appeal_decide(
    *,
    actor: User,
    appeal: OrderAppeal,
    version: int,
    result: AppealResult,
    result_on: date,
    result_no: str,
    today: date,
) -> OrderAppeal:
    """What the body decided; changing or revoking the order is a new document. `version` is the
    order's. Raises NotAllowed, StaleObject, InvalidInput, RuleViolation."""
    current = order_worked_on(actor, appeal.order, version, SERVED)
    row: OrderAppeal = OrderAppeal.objects.select_for_update().get(pk=appeal.pk)
    if row.result:
        raise RuleViolation(DECIDED)
    errors = [] if result_no.strip() else [("/result_no", FILL)]
    if not row.received_on <= result_on <= today:
        errors.append(("/result_on", "วันที่วินิจฉัยต้องอยู่ระหว่างวันรับอุทธรณ์กับวันนี้"))
    if errors:
        raise InvalidInput(errors)
    row.result, row.result_on, row.result_no = result, result_on, result_no.strip()
    row.decided_by = actor
    row.save()
    order_store(current)
    step_add(
        actor,
        current.case,
        CaseAct.ORDER_APPEALED,
        day=result_on,
        document_no=row.result_no,
        reason=f"ผลอุทธรณ์คำสั่งที่ {current.number}: {result.label}",
    )
    return row


@recorded("registrar.order.escalated")
def order_escalate(*, actor: User, order: Order, version: int, today: date) -> Case:
    """The case of a disobeyed order is closed, and a new one goes on with what is not cured: its
    assessment knows that the order was not obeyed.

    Raises NotAllowed, StaleObject, InvalidInput, RuleViolation.
    """
    current = order_worked_on(actor, order, version, [OrderState.DISOBEYED])
    require_leader(actor, current.office)
    if current.effect != OrderEffect.IN_FORCE:
        raise RuleViolation(NOT_IN_FORCE)
    case = Case.objects.select_for_update(of=("self",)).get(pk=current.case_id)
    if case.state == CaseState.CLOSED:
        raise RuleViolation(NOT_DISOBEYED)
    said = f"ไม่ปฏิบัติตามคำสั่งที่ {current.number} ดำเนินการขั้นถัดไปในสำนวนใหม่"
    case_close(actor=actor, case=case, version=case.version, reason=said, today=today)
    made = case_open(actor=actor, values=_continued(current), today=today)
    made = persons_carry(actor=actor, case=made, version=made.version, earlier=case, today=today)
    if made.institution is not None:
        answers = _still_answered(case, made.institution, today)
        made = case_assess(
            actor=actor, case=made, version=made.version, answers=answers, today=today
        )
    return made


def _still_answered(case: Case, institution: Institution, today: date) -> dict[str, Any]:
    """What the officer answered before, without what the portal knows by now: an earlier answer
    never hides that the order was not obeyed."""
    answers: dict[str, Any] = (case.assessment or {}).get("answers", {})
    known = known_facts(institution, today)
    return {name: value for name, value in answers.items() if name not in known}


def _continued(order: Order) -> CaseValues:
    case = order.case
    links = case.defect_links.select_related("defect")
    defects = [link.defect for link in links if link.defect.is_uncured]
    earlier = f"ไม่ปฏิบัติตามคำสั่งที่ {order.number} (สำนวน {case.shown_number})"
    conduct = {Conduct(code) for code in case.conduct} | {Conduct.IGNORED}
    values = CaseValues(
        type_code=case.type_code,
        office=case.office,
        institution=order.institution,
        title=case.title,
        facts=f"{case.facts}\n{earlier}",
        received_on=order.outcome_on or case.received_on,
        amount=case.amount,
        conduct=sorted(conduct),
        document_no=order.number,
        document_on=order.issued_on,
        defects=defects,
    )
    return values if defects or not case.defect_links.exists() else replace(
        values, type_code="supervision"
    )  # fmt: skip


def _end(actor: User, order: Order, result: Compliance, words: str, today: date) -> None:
    for defect in _defects(order):
        defect_order_outcome(
            actor=actor,
            defect=defect,
            obeyed=result == Compliance.COMPLIED,
            document_no=order.number,
            reason=words,
            today=today,
        )
    case = Case.objects.select_for_update(of=("self",)).select_related("decision").get(
        pk=order.case_id
    )  # fmt: skip
    if case.state == CaseState.DECIDED and case.decision.power_code == order.power_code:
        case_end(
            actor=actor,
            case=case,
            version=case.version,
            ending=ENDINGS[result],
            appealed=order.appeals.exists(),
            reason=words,
            today=today,
        )


def _defects(order: Order) -> list[Defect]:
    return [link.defect for link in order.case.defect_links.select_related("defect")]


def _require_follow_up(
    order: Order, result: Compliance, day: date, words: str, today: date
) -> None:
    assert order.served_on is not None
    errors = [] if words.strip() else [("/words", FILL)]
    if not order.served_on <= day <= today:
        errors.append(("/day", "วันที่ติดตามต้องอยู่ระหว่างวันที่แจ้งกับวันนี้"))
    if errors:
        raise InvalidInput(errors)
    if result == Compliance.DISOBEYED and (order.obey_by is None or day <= order.obey_by):
        raise RuleViolation(TOO_EARLY)

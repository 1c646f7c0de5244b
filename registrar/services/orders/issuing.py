"""Issuing: the power is checked, the number given, then the document frozen.

Two transactions. After the first the order has its number and fixed text and waits for its
document; whoever works on the case resumes there. Nobody can serve, find or follow up an order
before its document is kept.
"""

import secrets
from datetime import date

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from cpd_portal.core.attachments import Paper, paper_from
from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import User
from cpd_portal.core.stored_files import store_file, stores_files
from registrar.choices import CaseAct, FrozenAs, OrderEffect, OrderState
from registrar.models import Order, OrderNumber
from registrar.models.orders import StoredFile
from registrar.reports.order_paper import order_pdf
from registrar.rules.authority import UNVERIFIED_ORDER, UNVERIFIED_POWER
from registrar.rules.order_stages import obstacle
from registrar.selectors.authority import Authority
from registrar.selectors.powers import framework_version
from registrar.services.case_decisions import authority_of
from registrar.services.case_guards import require_leader, step_add
from registrar.services.orders.guards import (
    FILL,
    order_store,
    order_worked_on,
    require_not_author,
)
from registrar.services.orders.numbering import (
    PaperNumber,
    number_give,
    require_paper_number,
)

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 letters and digits that nobody takes for another: 16 of them are 80 bits."""
FRAMEWORK_CHANGED = "กรอบการใช้อำนาจเปลี่ยนรุ่นหลังนิติกรตรวจ ให้ส่งกลับและตรวจร่างใหม่"
NOT_CONFIRMED = "คำสั่งนี้อาศัยข้อกฎหมายหรือคำสั่งมอบอำนาจที่ยังไม่ยืนยัน ต้องให้นิติกรยืนยันตอนตรวจร่างก่อนออก"
NO_LONGER = "ผู้ลงนามไม่มีอำนาจในวันที่ของคำสั่งแล้ว ให้ยกเลิกเลขแล้วออกใหม่: {}"
BEFORE_DECISION = "วันที่ของคำสั่งต้องไม่ก่อนวันตัดสิน"
ABOUT_ENDED = "คำสั่งเดิมถูกเพิกถอนไปแล้ว"


def order_issue(
    *, actor: User, order: Order, version: int, today: date, typed: PaperNumber | None = None
) -> Order:
    """Numbered and frozen as the portal makes it. Raises as the two steps do."""
    numbered = order_number(actor=actor, order=order, version=version, today=today, typed=typed)
    return order_freeze(actor=actor, order=numbered, version=numbered.version, today=today)


@recorded("registrar.order.numbered")
def order_number(
    *, actor: User, order: Order, version: int, today: date, typed: PaperNumber | None = None
) -> Order:
    """By whoever holds the power on the day of the order and today, and wrote nothing of it.

    Raises NotAllowed, StaleObject, InvalidInput, RuleViolation.
    """
    current = order_worked_on(actor, order, version, [OrderState.REVIEWED])
    require_not_author(actor, current)
    if typed is not None:
        require_paper_number(typed, today)
    day = typed.day if typed else today
    authority = _authority(actor, current, {day, today})
    _require_day(current, day)
    _require_issuable(current, authority, today)
    entry = number_give(actor=actor, order=current, day=day, typed=typed)
    current.state, current.number, current.issued_on = OrderState.NUMBERED, entry.shown, day
    current.issued_by, current.signer = actor, actor.full_name
    current.capacity, current.warnings = "\n".join(authority.capacity), list(authority.warnings)
    current.code = new_code()
    order_store(current)
    step_add(
        actor,
        current.case,
        CaseAct.ORDER_NUMBERED,
        day=today,
        document_no=current.number,
        document_on=day,
        reason=current.power_title,
    )
    return current


@stores_files
@recorded("registrar.order.frozen")
def order_freeze(*, actor: User, order: Order, version: int, today: date) -> Order:
    """The document as the portal makes it, kept for good. Raises NotAllowed, StaleObject,
    RuleViolation."""
    current = _numbered(actor, order, version)
    content = order_pdf(current)
    paper = Paper(content, f"{file_stem(current)}.pdf", ".pdf", "application/pdf")
    return _keep(actor, current, paper, FrozenAs.PORTAL, today)


@stores_files
@recorded("registrar.order.frozen")
def order_scan(
    *, actor: User, order: Order, version: int, upload: "UploadedFile[bytes]", today: date
) -> Order:
    """The paper with the signature by hand, kept as received. Raises NotAllowed, StaleObject,
    RuleViolation (a file that is no paper)."""
    current = _numbered(actor, order, version)
    return _keep(actor, current, paper_from(upload), FrozenAs.SCAN, today)


@recorded("registrar.order.number_voided")
def order_number_void(
    *, actor: User, order: Order, version: int, reason: str, today: date
) -> Order:
    """The number stays in the register as voided; the order waits for another.

    Raises NotAllowed, StaleObject, InvalidInput, RuleViolation.
    """
    current = order_worked_on(actor, order, version, [OrderState.NUMBERED])
    require_leader(actor, current.office)
    if not reason.strip():
        raise InvalidInput([("/reason", FILL)])
    entry = OrderNumber.objects.select_for_update().get(order=current, voided_at=None)
    entry.void_reason, entry.voided_by, entry.voided_at = reason.strip(), actor, timezone.now()
    entry.save()
    current.state, current.number, current.code = OrderState.REVIEWED, "", None
    current.issued_on, current.issued_by = None, None
    current.signer, current.capacity, current.warnings = "", "", []
    order_store(current)
    said = f"ยกเลิกเลข {entry.shown}: {reason.strip()}"
    step_add(actor, current.case, CaseAct.ORDER_NUMBERED, day=today, reason=said)
    return current


def new_code() -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(16))
    return "-".join(letters[place : place + 4] for place in range(0, 16, 4))


def file_stem(order: Order) -> str:
    return f"คำสั่ง-{order.number.replace('/', '-')}"


def keep_file(row: StoredFile, name: str, paper: Paper) -> None:
    """Unsaved, in a service that is decorated with `stores_files`."""
    row.file_name, row.content_type = paper.name, paper.content_type
    row.size, row.sha256 = len(paper.content), paper.sha256
    store_file(row.file, f"{name}{paper.suffix}", ContentFile(paper.content))


def _numbered(actor: User, order: Order, version: int) -> Order:
    current = order_worked_on(actor, order, version, [OrderState.NUMBERED])
    issuer, day = current.issued_by, current.issued_on
    assert issuer is not None
    assert day is not None
    found = authority_of(issuer, current.case, current.power_code, current.amount, day)
    if not found.allowed:
        raise RuleViolation(NO_LONGER.format(found.reason))
    return current


def _keep(actor: User, current: Order, paper: Paper, way: FrozenAs, today: date) -> Order:
    keep_file(current, f"{current.pk}", paper)
    current.frozen_as, current.frozen_at = way, timezone.now()
    current.state = OrderState.ISSUED
    order_store(current)
    step_add(
        actor,
        current.case,
        CaseAct.ORDER_ISSUED,
        day=today,
        document_no=current.number,
        document_on=current.issued_on,
        reason=current.subject,
    )
    return current


def _authority(actor: User, order: Order, days: set[date]) -> Authority:
    found = [
        authority_of(actor, order.case, order.power_code, order.amount, day)
        for day in sorted(days)
    ]
    for one in found:
        if not one.allowed:
            raise NotAllowed(one.reason)
    return found[0]


def _require_day(order: Order, day: date) -> None:
    decision = getattr(order.case, "decision", None)
    if decision is not None and day < decision.decided_on:
        raise InvalidInput([("/day", BEFORE_DECISION)])


def _require_issuable(order: Order, authority: Authority, today: date) -> None:
    if order.framework_version != framework_version(today).number:
        raise RuleViolation(FRAMEWORK_CHANGED)
    doubtful = {UNVERIFIED_POWER, UNVERIFIED_ORDER} & set(authority.warnings)
    if doubtful and order.law_confirmed_by_id is None:
        raise RuleViolation(NOT_CONFIRMED)
    if order.about is not None:
        if order.about.effect == OrderEffect.REVOKED:
            raise RuleViolation(ABOUT_ENDED)
        return
    standing = order.institution.standing if order.institution else ""
    barred = obstacle(order.power_code, standing)
    if barred:
        raise RuleViolation(barred)

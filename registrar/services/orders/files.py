"""Stored papers of orders: opened with a log, checked every night."""

from collections.abc import Iterator
from hashlib import sha256

import structlog
from django.utils import timezone

from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.models import User
from registrar.models import Order, OrderAppeal, OrderFollowUp, OrderRead, OrderService
from registrar.models.orders import StoredFile
from registrar.selectors.case_roles import sees_names
from registrar.selectors.order_files import is_intact, stored_content

logger = structlog.get_logger(__name__)

KEPT: tuple[type[StoredFile], ...] = (Order, OrderService, OrderAppeal, OrderFollowUp)
NO_DOCUMENTS = "ฉบับจริงและหลักฐานของคำสั่งเปิดดูได้เฉพาะผู้มีหน้าที่ในสำนวนนี้"
DAMAGED = "แฟ้มที่เก็บไว้ไม่ตรงกับค่าแฮชที่บันทึกไว้ จึงไม่ให้ดาวน์โหลด ระบบบันทึกเหตุนี้แล้ว ให้แจ้งผู้ดูแลระบบ"
NOT_KEPT = "ยังไม่มีฉบับจริง"


def order_file_read(
    *, actor: User, order: Order, row: StoredFile, what: str, request_id: str
) -> bytes:
    """The bytes as kept, or nothing: a changed file is reported and never handed out.

    Raises NotAllowed, RuleViolation.
    """
    if not sees_names(actor, order.case) or actor.pk in order.case.barred:
        raise NotAllowed(NO_DOCUMENTS)
    if not row.sha256:
        raise RuleViolation(NOT_KEPT)
    content = stored_content(row)
    if content is None or sha256(content).hexdigest() != row.sha256:
        file_report(actor=actor, row=row)
        raise RuleViolation(DAMAGED)
    _log(actor=actor, order=order, what=what, request_id=request_id)
    return content


@recorded("registrar.order.opened")
def _log(*, actor: User, order: Order, what: str, request_id: str) -> None:
    OrderRead.objects.create(order=order, user=actor, what=what, request_id=request_id)


@recorded("registrar.order.file_damaged")
def file_report(*, actor: User | None, row: StoredFile) -> None:
    """Once: the day of the first finding stays."""
    rows = type(row)._default_manager.filter(pk=row.pk, damaged_at=None)
    if rows.update(damaged_at=timezone.now()):
        logger.error("stored file is not what was kept", model=type(row).__name__, key=str(row.pk))


def order_files_check_all() -> int:
    """Reads every stored paper of orders; how many are not what was kept."""
    damaged = [row for row in _kept() if not is_intact(row)]
    for row in damaged:
        file_report(actor=None, row=row)
    return len(damaged)


def _kept() -> Iterator[StoredFile]:
    for model in KEPT:
        yield from model._default_manager.exclude(sha256="").iterator()


def draft_read(*, actor: User, order: Order, request_id: str) -> None:
    """Somebody opened the text of a draft, in which persons may be named."""
    _log(actor=actor, order=order, what="draft", request_id=request_id)

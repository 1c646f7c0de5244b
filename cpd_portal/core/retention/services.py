"""Removing what the signed policies no longer keep: confirmed by a person, done by a worker."""

from datetime import date

import structlog
from django.db import IntegrityError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.guards import is_national_administrator
from cpd_portal.core.locks import only_worker
from cpd_portal.core.models.people import User
from cpd_portal.core.retention.choices import RunState
from cpd_portal.core.retention.models import RetentionRun
from cpd_portal.core.retention.registry import RetentionKind, retention_kind
from cpd_portal.core.retention.selectors import preview

logger = structlog.get_logger(__name__)

ROWS_AT_ONCE = 500
LOCK = "retention"
ONLY_NATIONAL = "ลบข้อมูลตามอายุการเก็บได้เฉพาะผู้ดูแลระบบของกรม"
NOT_SIGNED = "นโยบายรุ่นนี้ยังไม่มีผู้ลงนาม ดูรายการได้แต่ลบไม่ได้ ให้เสนอและลงนามนโยบายก่อน"
NOTHING = "ไม่มีแถวใดที่พ้นอายุการเก็บ จึงไม่มีอะไรให้ลบ"
ALREADY = "มีการลบอื่นกำลังทำงานอยู่ กรุณารอจนเสร็จ"


@recorded("core.retention.confirmed")
def retention_confirm(*, actor: User, counted: int, today: date) -> RetentionRun:
    """What the preview shows is removed by a worker; `counted` is the number that the person
    typed, and has to be how many there are.

    Raises NotAllowed, InvalidInput (another number), or RuleViolation: the policies are not
    signed, nothing to remove, or a removal is under way.
    """
    require_national_administrator(actor)
    found = preview(today)
    if found.version.signed_by_id is None:
        raise RuleViolation(NOT_SIGNED)
    if not found.total:
        raise RuleViolation(NOTHING)
    if counted != found.total:
        words = f"จำนวนแถวที่จะลบตอนนี้คือ {found.total:,} แถว กรุณาดูรายการอีกครั้งแล้วพิมพ์จำนวนให้ตรง"
        raise InvalidInput([("/counted", words)])
    lines = [line for line in found.lines if line.count]
    run = RetentionRun(
        policy=found.version,
        before={line.policy.kind.code: line.before.isoformat() for line in lines},
        expected={line.policy.kind.code: line.count for line in lines},
        confirmed_by=actor,
    )
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError as error:
        raise RuleViolation(ALREADY) from error
    transaction.on_commit(lambda: _enqueue(run), robust=True)
    return run


def retention_work(*, run_id: int) -> None:
    """In a worker, however often it is delivered: one does it, chunk by chunk. What a dead
    worker did stays done, and the next goes on; an error ends the run and is raised."""
    with only_worker(LOCK) as alone:
        run = RetentionRun.objects.filter(pk=run_id).select_related("confirmed_by").first()
        if not alone or run is None or not run.is_waiting:
            return
        try:
            _remove_all(run)
        except Exception:
            _end(actor=run.confirmed_by, run=run, state=RunState.FAILED)
            raise
        _end(actor=run.confirmed_by, run=run, state=RunState.DONE)


def retention_enqueue_waiting() -> int:
    """Queue again what never reached a worker; returns how many. Run every minute."""
    waiting = [run for run in RetentionRun.objects.all()[:1] if run.is_waiting]
    for run in waiting:
        _enqueue(run)
    return len(waiting)


def require_national_administrator(actor: User) -> None:
    if not is_national_administrator(actor):
        raise NotAllowed(ONLY_NATIONAL)


def _remove_all(run: RetentionRun) -> None:
    for code, day in run.before.items():
        kind = retention_kind(code)
        while kind and _remove_some(actor=run.confirmed_by, run=run, kind=kind, day=day):
            pass


@recorded("core.retention.removed")
def _remove_some(*, actor: User, run: RetentionRun, kind: RetentionKind, day: str) -> bool:
    """Whether there were any. The counter goes with the rows, in one transaction."""
    rows = list(kind.rows(date.fromisoformat(day))[:ROWS_AT_ONCE])
    if rows:
        kind.remove(rows)
        run.removed = {**run.removed, kind.code: run.removed.get(kind.code, 0) + len(rows)}
        run.state = RunState.RUNNING
        run.progress = min(99, run.total_removed * 100 // max(run.total_expected, 1))
        run.save(update_fields=["removed", "state", "progress"])
    return bool(rows)


@recorded("core.retention.finished")
def _end(*, actor: User, run: RetentionRun, state: RunState) -> None:
    run.state, run.finished_at = state, timezone.now()
    if state == RunState.DONE:
        run.progress = 100
    run.save(update_fields=["state", "progress", "finished_at"])


def _enqueue(run: RetentionRun) -> None:
    """With the broker down the run waits; the next minute queues it."""
    from cpd_portal.core.retention.tasks import work_on_retention

    try:
        work_on_retention.delay(run.pk)
    except OperationalError:
        logger.warning("retention not queued, broker unreachable", run=run.pk)

"""Classification runs: started, computed by a worker, cancelled."""

from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import OperationalError as DatabaseUnreachable
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from coops.choices import RunState
from coops.models import Assessment, ClassificationRun, Population, RuleSet, RunResult
from coops.services.guards import require_headquarters, require_not_official
from coops.services.year_results import YearResults, bring_to_assessments, write_results
from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.locks import only_worker
from cpd_portal.core.models import User

logger = structlog.get_logger(__name__)

STARTERS = (Role.OFFICER, Role.CHIEF)
WAITING_FOR_QUEUE = "ระบบจัดคิวงานยังไม่พร้อม การจัดชั้นนี้รออยู่และระบบจะส่งคำนวณใหม่ให้เอง"
UNEXPECTED = "เกิดข้อผิดพลาดระหว่างจัดชั้น ผู้ดูแลระบบเห็นรายละเอียดแล้ว รหัสอ้างอิง {reference}"


class RunStopped(Exception):
    """The run was cancelled while it was being computed."""


@recorded("coops.run.started")
def run_start(*, actor: User | None, fiscal_year: int) -> ClassificationRun:
    """A run that waits for a worker.

    Raises NotAllowed, or RuleViolation: the population is not frozen, or a run is under way.
    """
    require_headquarters(actor, *STARTERS)
    _require_population(fiscal_year)
    run = _new_run(actor, fiscal_year)
    transaction.on_commit(lambda: run_enqueue(run=run), robust=True)
    return run


def run_enqueue(*, run: ClassificationRun) -> None:
    """Hands the run to a worker; with the broker down it waits and says so."""
    from coops.tasks import compute_run

    try:
        compute_run.delay(str(run.pk))
    except OperationalError:
        logger.warning("run not queued, broker unreachable", run=str(run.pk))
        waiting = ClassificationRun.objects.filter(pk=run.pk, state=RunState.QUEUED)
        waiting.update(error=WAITING_FOR_QUEUE)


def runs_enqueue_waiting() -> int:
    """Hands over again what no worker computes: the broker lost it, or its worker died. Doubles
    do no harm, a run is computed under a lock. Returns how many; run every minute."""
    waiting = [run for run in ClassificationRun.objects.active() if _has_no_worker(run)]
    for run in waiting:
        run_enqueue(run=run)
    return len(waiting)


def _has_no_worker(run: ClassificationRun) -> bool:
    with only_worker(lock_of(run.pk)) as alone:
        return alone


def lock_of(run_id: UUID) -> str:
    """The name that its worker holds while it computes."""
    return f"run {run_id}"


def run_compute(*, run_id: UUID) -> None:
    """Computes the run once, however often its task is delivered. What a dead worker left is
    taken away and computed anew."""
    with only_worker(lock_of(run_id)) as alone:
        if not alone:
            return
        run = _claim(run_id)
        if run is None:
            return
        try:
            _compute(run)
        except RunStopped:
            _forget_results(run)
        except DatabaseUnreachable:
            raise
        except Exception:
            logger.exception("run failed", run=str(run_id))
            _forget_results(run)
            message = UNEXPECTED.format(reference=str(run_id)[:8])
            _close(run, RunState.FAILED, error=message)


@recorded("coops.run.cancelled")
def run_cancel(*, actor: User, run: ClassificationRun) -> ClassificationRun:
    """Stops a run that waits or is being computed; its worker notices at the next chunk."""
    require_headquarters(actor, *STARTERS)
    current = locked_run(run)
    if not current.is_active:
        raise RuleViolation(f"ยกเลิกไม่ได้ เพราะการจัดชั้นนี้อยู่ในสถานะ “{current.get_state_display()}”")
    return _close(current, RunState.CANCELLED)


@recorded("coops.year.classified")
def classify_year(*, actor: User | None, fiscal_year: int) -> ClassificationRun:
    """A run computed at once and whole: for the sample, and after the rules of a year change.

    Raises RuleViolation: the result is official, or a run is under way.
    """
    require_not_official(fiscal_year)
    run = _new_run(actor, fiscal_year)
    run.state = RunState.COMPUTING
    run.save(update_fields=["state"])
    _compute(run)
    return run


def locked_run(run: ClassificationRun) -> ClassificationRun:
    """The row as it is now, held until the end of the transaction."""
    row: ClassificationRun = ClassificationRun.objects.select_for_update(of=("self",)).get(
        pk=run.pk
    )
    return row


def _require_population(fiscal_year: int) -> None:
    if not Population.objects.filter(fiscal_year=fiscal_year).exists():
        raise RuleViolation(f"ยังจัดชั้นไม่ได้ เพราะยังไม่ได้กำหนดรายชื่อที่ต้องประเมินปี {fiscal_year}")


def _new_run(actor: User | None, fiscal_year: int) -> ClassificationRun:
    """Two who start at the same moment are told apart by the constraint of the table."""
    of_year = ClassificationRun.objects.of_year(fiscal_year)
    active = of_year.active().first()
    if active is not None:
        raise RuleViolation(
            f"มีการจัดชั้นปี {fiscal_year} ครั้งที่ {active.number} กำลังทำอยู่ ให้รอจนจบหรือยกเลิกก่อน"
        )
    newest = of_year.order_by("-number").first()
    run = ClassificationRun.objects.create(
        fiscal_year=fiscal_year,
        number=newest.number + 1 if newest else 1,
        previous=of_year.computed().order_by("-number").first(),
        started_by=actor,
        started_at=timezone.now(),
    )
    run.rule_sets.set(RuleSet.objects.of_year(fiscal_year).in_force())
    return run


def _claim(run_id: UUID) -> ClassificationRun | None:
    """The run, now computing; None when it is finished or cancelled."""
    run: ClassificationRun | None = (
        ClassificationRun.objects.select_related("started_by").active().filter(pk=run_id).first()
    )
    if run is None:
        return None
    _forget_results(run)
    _begin(actor=run.started_by, run=run)
    return run


@recorded("coops.run.computing")
def _begin(*, actor: User | None, run: ClassificationRun) -> None:
    run.state, run.progress, run.error = RunState.COMPUTING, 0, ""
    run.save(update_fields=["state", "progress", "error"])


def _compute(run: ClassificationRun) -> None:
    as_of = timezone.now()
    rule_sets = list(run.rule_sets.order_by("identifier"))
    found = write_results(run, rule_sets, _progress_of(run))
    _finish(actor=run.started_by, run=run, found=found, as_of=as_of)


def _progress_of(run: ClassificationRun) -> Any:
    """Writes the percentage where the page reads it, and hears whether the run was cancelled."""
    mine = ClassificationRun.objects.filter(pk=run.pk, state=RunState.COMPUTING)

    def write(percent: int) -> None:
        if not mine.update(progress=percent):
            raise RunStopped

    return write


@recorded("coops.year.classified")
def _finish(
    *, actor: User | None, run: ClassificationRun, found: YearResults, as_of: datetime
) -> None:
    """An official year keeps its results: a run over it is a check only."""
    if locked_run(run).state != RunState.COMPUTING:
        raise RunStopped
    official = ClassificationRun.objects.of_year(run.fiscal_year).accepted().exists()
    run.changed = 0 if official else bring_to_assessments(run)
    run.inputs_sha256, run.results_sha256 = found.inputs_sha256, found.results_sha256
    run.members, run.counts, run.as_of = found.members, found.counts, as_of
    run.is_sample = Assessment.objects.of_year(run.fiscal_year).filter(is_sample=True).exists()
    run.progress = 100
    run.state, run.finished_at = RunState.COMPUTED, timezone.now()
    run.save()


def _close(run: ClassificationRun, state: RunState, error: str = "") -> ClassificationRun:
    run.state, run.error, run.finished_at = state, error, timezone.now()
    run.save(update_fields=["state", "error", "finished_at"])
    return run


def _forget_results(run: ClassificationRun) -> None:
    RunResult.objects.filter(run=run).delete()

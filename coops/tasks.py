"""Tasks of cooperatives: thin, idempotent, taking ids."""

from uuid import UUID

from celery import shared_task

from coops.services.runs import run_compute, runs_enqueue_waiting


@shared_task(acks_late=True, reject_on_worker_lost=True)
def compute_run(run_id: str) -> None:
    run_compute(run_id=UUID(run_id))


@shared_task
def enqueue_waiting_runs() -> None:
    runs_enqueue_waiting()

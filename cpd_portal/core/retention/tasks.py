"""Tasks of retention: thin, idempotent, taking ids."""

from celery import shared_task

from cpd_portal.core.retention import services


@shared_task(acks_late=True, reject_on_worker_lost=True)
def work_on_retention(run_id: int) -> None:
    services.retention_work(run_id=run_id)


@shared_task
def enqueue_waiting_retention() -> None:
    services.retention_enqueue_waiting()

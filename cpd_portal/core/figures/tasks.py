"""Tasks of figures: thin, idempotent, taking ids."""

from celery import shared_task

from cpd_portal.core.figures import services


@shared_task(acks_late=True, reject_on_worker_lost=True)
def work_on_figures(version_id: int) -> None:
    services.figures_work(version_id=version_id)


@shared_task
def enqueue_waiting_figures() -> None:
    services.figures_enqueue_waiting()

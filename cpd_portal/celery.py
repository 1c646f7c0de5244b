"""The Celery application: workers and beat start from `cpd_portal.celery`."""

import os
from pathlib import Path

from celery import Celery
from celery.signals import worker_process_init, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cpd_portal.settings.production")

app = Celery("cpd_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(
    [
        "cpd_portal.core.documents",
        "cpd_portal.core.figures",
        "cpd_portal.core.notifications",
        "cpd_portal.core.retention",
        "cpd_portal.core.schedules",
        "cpd_portal.core.sign_in",
    ]
)

# What beat sends every minute; a worker that comes back does not wait for it.
RESUMING = (
    "cpd_portal.core.documents.tasks.enqueue_waiting_documents",
    "cpd_portal.core.figures.tasks.enqueue_waiting_figures",
    "cpd_portal.core.retention.tasks.enqueue_waiting_retention",
    "coops.tasks.enqueue_waiting_runs",
)


@worker_ready.connect
def resume_waiting_work(**_: object) -> None:
    """What a killed worker left is taken up at once."""
    for name in RESUMING:
        app.send_task(name)


@worker_process_init.connect
def end_before_the_worker(**_: object) -> None:
    """Where memory ends the kernel kills the largest process, which is the one that forked the
    others and starts them anew; it is to take the one that runs a task."""
    Path("/proc/self/oom_score_adj").write_text("500")

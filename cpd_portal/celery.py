"""The Celery application: workers and beat start from `cpd_portal.celery`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cpd_portal.settings.production")

app = Celery("cpd_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(
    [
        "cpd_portal.core.documents",
        "cpd_portal.core.figures",
        "cpd_portal.core.retention",
        "cpd_portal.core.sign_in",
    ]
)

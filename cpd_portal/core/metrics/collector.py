"""What waits in the portal, read at the moment it is asked for.

Requests are counted by django-prometheus; this is about work in the background. A part that
cannot be read (no broker, no database) says so by `portal_metric_readable` 0 and leaves its own
figures out, so that the others are still told.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import structlog
from django.db import DatabaseError
from django.db.models import Count, Min
from django.utils import timezone
from kombu.exceptions import OperationalError
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from cpd_portal.celery import app
from cpd_portal.core.documents.choices import DocumentStatus
from cpd_portal.core.documents.models import Document

logger = structlog.get_logger(__name__)

WAITING = (DocumentStatus.QUEUED, DocumentStatus.RUNNING)
DAY = timedelta(days=1)
Read = Callable[[], Iterator[GaugeMetricFamily]]


class PortalCollector(Collector):
    def collect(self) -> Iterator[GaugeMetricFamily]:
        readable = GaugeMetricFamily(
            "portal_metric_readable", "Whether this part could be asked.", labels=["part"]
        )
        for name, read in PARTS.items():
            families = _told(name, read)
            readable.add_metric([name], 0 if families is None else 1)
            yield from families or ()
        yield readable


def _told(name: str, read: Read) -> list[GaugeMetricFamily] | None:
    """None where the part does not answer."""
    try:
        return list(read())
    except (DatabaseError, OperationalError, OSError) as error:
        logger.warning("metric not readable", part=name, error=str(error))
        return None


def _queue() -> Iterator[GaugeMetricFamily]:
    """Tasks sent and not yet taken by a worker, and taken but not yet finished."""
    family = GaugeMetricFamily("portal_queue_tasks", "Tasks in the broker.", labels=["state"])
    with app.connection_for_read(connect_timeout=2) as connection:
        connection.ensure_connection(max_retries=1, interval_start=0, timeout=2)
        channel: Any = connection.default_channel
        family.add_metric(["waiting"], channel.client.llen(app.conf.task_default_queue))
        family.add_metric(["taken"], channel.client.hlen(channel.unacked_key))
    yield family


def _documents() -> Iterator[GaugeMetricFamily]:
    states = GaugeMetricFamily(
        "portal_documents", "Documents not finished, and failed within a day.", labels=["status"]
    )
    rows = Document.objects.filter(status__in=WAITING).values("status")
    counted = {row["status"]: row["number"] for row in rows.annotate(number=Count("pk"))}
    for status in WAITING:
        states.add_metric([status.value], counted.get(status, 0))
    now = timezone.now()
    failed = Document.objects.filter(status=DocumentStatus.FAILED, finished_at__gt=now - DAY)
    states.add_metric([DocumentStatus.FAILED.value], failed.count())
    yield states
    oldest = Document.objects.filter(status__in=WAITING).aggregate(at=Min("created_at"))["at"]
    yield GaugeMetricFamily(
        "portal_documents_oldest_seconds",
        "How long the oldest unfinished document has waited.",
        value=(now - oldest).total_seconds() if oldest else 0,
    )


PARTS: dict[str, Read] = {"queue": _queue, "documents": _documents}

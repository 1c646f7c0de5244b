"""`/healthz/live` and `/healthz/ready`, for proxies and supervisors."""

from collections.abc import Callable

import structlog
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from kombu.exceptions import OperationalError

from cpd_portal.celery import app as celery_app

logger = structlog.get_logger(__name__)


@login_not_required
def live(request: HttpRequest) -> HttpResponse:
    """200 while the process runs."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def ready(request: HttpRequest) -> JsonResponse:
    """200 when database, broker and migrations are in order; else 503 naming what is not."""
    checks = {name: _passes(name, check) for name, check in _CHECKS.items()}
    return JsonResponse(
        {"ready": all(checks.values()), "checks": checks},
        status=200 if all(checks.values()) else 503,
    )


def _passes(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, OperationalError, OSError) as error:
        logger.warning("not ready", check=name, error=str(error))
        return False


def _database() -> bool:
    """Thai text must be searchable: a cluster with locale C finds no Thai letters."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'ส' ~ '[[:alpha:]]'")
        return bool(cursor.fetchone()[0])


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _broker() -> bool:
    with celery_app.connection_for_read(connect_timeout=2) as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    return True


_CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "migrations": _migrations,
    "broker": _broker,
}

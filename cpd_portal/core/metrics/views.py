"""`/metrics` for Prometheus: whoever has no token finds nothing there."""

import os

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from cpd_portal.core.metrics.collector import PortalCollector


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Requests of all processes of this container, and what waits in the portal."""
    if not _knows_token(request):
        raise Http404
    text = generate_latest(_requests()) + generate_latest(_portal())
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


def _knows_token(request: HttpRequest) -> bool:
    token: str = settings.METRICS_TOKEN
    told = request.headers.get("Authorization", "")
    return bool(token) and constant_time_compare(told, f"Bearer {token}")


def _requests() -> CollectorRegistry:
    """Several processes leave their figures in a folder; one alone has them in memory."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry


def _portal() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(PortalCollector())
    return registry

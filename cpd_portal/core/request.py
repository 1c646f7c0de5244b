"""The request as the portal's signed-in pages see it."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from cpd_portal.core.context import WorkContext
    from cpd_portal.core.models import User


class PortalRequest(HttpRequest):
    """For annotations: what middleware adds. Pages behind sign-in have a real user."""

    user: "User"
    work: "WorkContext"
    htmx: "HtmxDetails"
    second_factor_first: bool

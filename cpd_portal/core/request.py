"""The request as the portal's signed-in pages see it."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from cpd_portal.core.context import WorkContext
    from cpd_portal.core.models import User


class PortalRequest(HttpRequest):
    """For annotations: what middleware adds. Pages behind sign-in have a real user.

    `belongs_to`: set by a page that belongs to another one than its own address says; the main
    navigation then shows that one's item as current.
    """

    user: "User"
    work: "WorkContext"
    htmx: "HtmxDetails"
    belongs_to: str
    second_factor_first: bool

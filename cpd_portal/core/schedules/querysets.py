"""Filters of schedules."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser

from cpd_portal.core.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from cpd_portal.core.models import User


class ReportScheduleQuerySet(ScopedQuerySet):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Everybody's own, as the documents that come of them."""
        return self.none() if isinstance(user, AnonymousUser) else self.filter(recipient=user)

    def running(self) -> Self:
        return self.filter(paused_at__isnull=True)

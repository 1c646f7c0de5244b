"""Filters of saved filters."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser

from cpd_portal.core.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from cpd_portal.core.models import User


class SavedFilterQuerySet(ScopedQuerySet):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Everybody's own: a name may tell what somebody is working on."""
        return self.none() if isinstance(user, AnonymousUser) else self.filter(user=user)

    def on_page(self, page: str) -> Self:
        return self.filter(page=page).order_by("name")

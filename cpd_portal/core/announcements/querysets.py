"""Who sees which announcement."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q

from cpd_portal.core.scoping import NationalQuerySet, ScopedQuerySet

if TYPE_CHECKING:
    from cpd_portal.core.models import User


class AnnouncementQuerySet(ScopedQuerySet):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Those that are meant for the person, and those that he made; the administrator of the
        department sees all."""
        from cpd_portal.core.guards import is_national_administrator

        if isinstance(user, AnonymousUser):
            return self.none()
        if is_national_administrator(user):
            return self.all()
        return self.filter(Q(author=user) | _meant_for(user))

    def meant_for(self, user: "User") -> Self:
        """By the units and roles of one and the same membership; "all roles" is an empty list."""
        return self.filter(_meant_for(user))

    def shown_on(self, day: date) -> Self:
        return self.filter(withdrawn_at=None, starts__lte=day, ends__gte=day)

    def unread_by(self, user: "User") -> Self:
        from cpd_portal.core.announcements.models import AnnouncementRead

        read = AnnouncementRead.objects.filter(announcement=OuterRef("pk"), user=user.pk)
        return self.filter(~Exists(read))


class AnnouncementReadQuerySet(NationalQuerySet):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Everybody's own."""
        return self.none() if isinstance(user, AnonymousUser) else self.filter(user=user)


def _meant_for(user: "User") -> Q:
    meant = Q(pk__in=[])
    for membership in user.active_memberships:
        units = [code for code in membership.org_unit.path.split("/") if code]
        role = Q(roles=[]) | Q(roles__contains=[membership.role])
        meant |= Q(units__overlap=units) & role
    return meant

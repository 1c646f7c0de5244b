"""Which defects a person is told of."""

from django.db.models import Q

from cpd_portal.core.choices import Role
from cpd_portal.core.models import User


def concerns(user: User) -> Q:
    """Of institutions he is responsible for, those he follows, and all of an office whose chief
    he is."""
    follows = Q(followed_by=user) | Q(followed_by=None, recorded_by=user)
    return Q(institution__responsible=user) | follows | Q(office__in=chief_of(user))


def chief_of(user: User) -> list[int]:
    return [row.org_unit_id for row in user.active_memberships if row.role == Role.CHIEF]

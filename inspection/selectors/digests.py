"""Who has to know of which late and soon-due defects."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from cpd_portal.core.choices import Role
from cpd_portal.core.models import Membership, User
from inspection.models import Defect


@dataclass(frozen=True)
class DigestLine:
    institution: str
    title: str
    due_on: date
    severity: str


@dataclass(frozen=True)
class Digest:
    """The lines of one person, the longest overdue first."""

    overdue: Sequence[DigestLine]
    soon: Sequence[DigestLine]

    @property
    def count(self) -> int:
        return len(self.overdue) + len(self.soon)


def digest_users(today: date, days: int) -> list[User]:
    """Staff of offices with an e-mail address who got none within so many days."""
    staff = Membership.objects.in_force(today).filter(
        role__in=(Role.OFFICER, Role.INSPECTOR, Role.CHIEF)
    )
    recent = today - timedelta(days=days)
    return list(
        User.objects.filter(is_active=True, pk__in=staff.values("user"))
        .exclude(email="")
        .exclude(defect_digest__sent_on__gt=recent)
        .order_by("pk")
    )


def digest_failed_users(today: date) -> list[User]:
    """To whom a mail did not go out today."""
    return list(User.objects.filter(defect_digest__failed_on=today).order_by("pk"))


def digest_of(user: User, today: date, soon_days: int) -> Digest:
    """Within the person's reach: of institutions he is responsible for and defects he follows,
    and all of an office whose chief he is. What is exempted waits."""
    last = today + timedelta(days=soon_days)
    rows: Any = (
        Defect.objects.visible_to(user)
        .uncured()
        .filter(_concerns(user), exempt_until=None, due_on__lte=last)
        .select_related("institution")
        .order_by("due_on", "institution__name_sort", "pk")
    )
    found: Mapping[bool, list[DigestLine]] = defaultdict(list)
    for row in rows:
        found[row.due_on < today].append(
            DigestLine(row.institution.name, row.title, row.due_on, row.get_severity_display())
        )
    return Digest(overdue=found[True], soon=found[False])


def _concerns(user: User) -> Q:
    chief_of = [m.org_unit_id for m in user.active_memberships if m.role == Role.CHIEF]
    follows = Q(followed_by=user) | Q(followed_by=None, recorded_by=user)
    return Q(institution__responsible=user) | follows | Q(office__in=chief_of)

"""Reads about the people of a unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q
from django.utils import timezone

from cpd_portal.core.models import Membership, OrgUnit, User
from cpd_portal.core.querysets import MembershipQuerySet
from cpd_portal.core.signing import Signatory, signature_block


@dataclass(frozen=True)
class Holding:
    """A role of a person in a unit, as of a day."""

    membership: Membership
    today: date

    @property
    def is_over(self) -> bool:
        return self.membership.ends is not None and self.membership.ends < self.today

    @property
    def is_to_come(self) -> bool:
        return self.membership.starts is not None and self.membership.starts > self.today

    @property
    def signature(self) -> Signatory:
        return signature_block(self.membership)


@dataclass(frozen=True)
class Person:
    """`holdings` in this unit, the present ones first."""

    user: User
    holdings: Sequence[Holding]

    @property
    def present(self) -> list[Holding]:
        return [row for row in self.holdings if not row.is_over]


def people_of(unit: OrgUnit) -> list[Person]:
    """Who holds or held a role in the unit; open accounts first, by name: one query."""
    return sorted(
        _people(Membership.objects.filter(org_unit=unit)),
        key=lambda person: (not person.user.is_active, not person.present, str(person.user)),
    )


def person_of(unit: OrgUnit, username: str) -> Person | None:
    """None for somebody who never held a role in the unit."""
    held = Membership.objects.filter(org_unit=unit, user__username=username)
    return next(iter(_people(held)), None)


def active_people(unit: OrgUnit) -> list[User]:
    """Open accounts with a role in the unit today."""
    held = Membership.objects.filter(org_unit=unit, user__is_active=True)
    rows = held.in_force(timezone.localdate()).select_related("user")
    return sorted({row.user_id: row.user for row in rows}.values(), key=str)


def receivers_of(unit: OrgUnit, giver: User) -> list[User]:
    """To whom work of the person can go."""
    return [user for user in active_people(unit) if user.pk != giver.pk]


def rights(
    user: User, *, unit: str, role: str, acting_only: bool, day: date
) -> MembershipQuerySet:
    """Who holds which role where on that day, within what the person sees."""
    rows = Membership.objects.visible_to(user).in_force(day).filter(user__is_active=True)
    if unit:
        rows = rows.filter(org_unit__code=unit)
    if role:
        rows = rows.filter(role=role)
    if acting_only:
        rows = rows.filter(~Q(acting=""))
    found: MembershipQuerySet = rows.select_related("user", "org_unit", "replaces").order_by(
        "org_unit__path", "role", "acting", "user__full_name"
    )
    return found


def _people(memberships: MembershipQuerySet) -> list[Person]:
    today = timezone.localdate()
    users: dict[int, User] = {}
    held: dict[int, list[Holding]] = {}
    rows = memberships.select_related("user", "org_unit", "replaces")
    for row in rows.order_by(F("ends").desc(nulls_first=True), "role", "pk"):
        users[row.user_id] = row.user
        held.setdefault(row.user_id, []).append(Holding(row, today))
    return [Person(users[pk], holdings) for pk, holdings in held.items()]

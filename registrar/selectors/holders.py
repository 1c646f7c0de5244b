"""The table of who may do what on a day, for one office."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from coops.choices import Kind
from cpd_portal.core.choices import Role
from cpd_portal.core.models import Membership, OrgUnit, User
from inspection.models import Appointment
from registrar.choices import Basis, InstitutionScope
from registrar.framework import Power
from registrar.models import Delegation
from registrar.rules.authority import Grant, Post, Ruling, Subject, authority
from registrar.selectors.authority import appointed_post, grant_of, posts_from
from registrar.selectors.powers import framework

ANY_AMOUNT = Decimal(0)
"""The table shows the limit beside the name instead of refusing for want of a sum."""


@dataclass(frozen=True)
class HolderLine:
    """One person who may use a power; `delegation` where it is by one."""

    user: User
    ruling: Ruling
    delegation: Delegation | None

    @property
    def is_delegated(self) -> bool:
        return self.ruling.basis == Basis.DELEGATION


@dataclass(frozen=True)
class PowerHolders:
    power: Power
    holders: Sequence[HolderLine]


def who_may(office: OrgUnit, day: date) -> list[PowerHolders]:
    """Every power of the framework with the people who may use it over institutions of the
    office, in a fixed number of queries."""
    delegations = list(
        Delegation.objects.in_force(day).select_related("unit", "person", "verified_by")
    )
    people = _people(office, delegations, day)
    grants = [grant_of(row) for row in delegations]
    by_key = {str(row.pk): row for row in delegations}
    return [
        PowerHolders(power, list(_holders(power, office, people, grants, by_key, day)))
        for power in framework(day).powers
        if power.is_in_force(day)
    ]


def _holders(
    power: Power,
    office: OrgUnit,
    people: dict[User, list[Post]],
    grants: Sequence[Grant],
    by_key: dict[str, Delegation],
    day: date,
) -> Iterable[HolderLine]:
    subject = _subject(power, office)
    for user, posts in people.items():
        ruling = authority(
            power,
            subject,
            posts=posts,
            grants=grants,
            person=user.pk,
            day=day,
            amount=ANY_AMOUNT,
        )
        if ruling.allowed:
            yield HolderLine(user, ruling, by_key.get(ruling.grant or ""))


def _subject(power: Power, office: OrgUnit) -> Subject:
    is_group = power.kind == InstitutionScope.FARMER_GROUP
    kind = Kind.FARMER_GROUP if is_group else Kind.COOPERATIVE
    return Subject(kind, power.types[0] if power.types else "", office.code)


def _people(
    office: OrgUnit, delegations: Iterable[Delegation], day: date
) -> dict[User, list[Post]]:
    """Who could hold one: of the office, the registrar and deputies of headquarters, and the
    units that delegations name."""
    units = {row.unit_id for row in delegations if row.unit_id}
    central = Q(role__in=(Role.REGISTRAR, Role.DEPUTY_REGISTRAR))
    members = (
        Membership.objects.in_force(day)
        .filter(Q(org_unit=office) | central | Q(org_unit__in=units), user__is_active=True)
        .select_related("user", "org_unit__province")
        .order_by("acting", "user__full_name", "pk")
    )
    found: dict[User, list[Post]] = {}
    for row in members:
        if (
            row.org_unit_id == office.pk
            or row.org_unit.is_headquarters
            or row.org_unit_id in units
        ):
            found.setdefault(row.user, []).extend(posts_from([row]))
    appointed = Appointment.objects.in_force(day).filter(office=office)
    for inspector in appointed.select_related("office", "inspector"):
        found.setdefault(inspector.inspector, []).append(appointed_post(inspector))
    return found

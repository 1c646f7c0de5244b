"""Who may use which power today: the question before every signature."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from coops.models import Institution
from coops.selectors.signing import head_of
from cpd_portal.core.choices import Acting, Role
from cpd_portal.core.models import Membership, User
from inspection.choices import Capacity
from inspection.models import Appointment
from inspection.selectors.signing import REGISTRAR, group_registrar
from registrar.choices import Basis, Delegate, Holder
from registrar.models import Delegation
from registrar.rules.authority import Grant, Post, Ruling, Subject, authority
from registrar.selectors.powers import framework

UNKNOWN = "ไม่มีอำนาจนี้ในกรอบการใช้อำนาจ ณ วันที่นั้น"
CLOSED_ACCOUNT = "บัญชีนี้ปิดใช้งานแล้ว"


@dataclass(frozen=True)
class Authority:
    """`capacity`: the lines under the signature; `delegation` where it is used by one."""

    allowed: bool
    capacity: tuple[str, ...] = ()
    basis: Basis | None = None
    delegation: Delegation | None = None
    warnings: tuple[str, ...] = ()
    reason: str = ""


def may_exercise(
    user: User,
    power_code: str,
    *,
    institution: Institution,
    day: date,
    amount: Decimal | None = None,
) -> Authority:
    """Whether the person may use the power over the institution on that day. `amount` in baht.

    A delegation revoked on the day, also an hour ago, counts no more.
    """
    power = framework(day).by_code.get(power_code)
    if power is None:
        return Authority(False, reason=UNKNOWN)
    if not user.is_active:
        return Authority(False, reason=CLOSED_ACCOUNT)
    delegations = list(Delegation.objects.of_power(power_code).select_related("unit"))
    ruling = authority(
        power,
        subject_of(institution),
        posts=list(posts_of(user, day)),
        grants=[grant_of(row) for row in delegations],
        person=user.pk,
        day=day,
        amount=amount,
    )
    return _authority(ruling, delegations)


def subject_of(institution: Institution) -> Subject:
    return Subject(institution.kind, institution.type.code, institution.office.code)


def grant_of(row: Delegation) -> Grant:
    revoked = timezone.localdate(row.revoked_at) if row.revoked_at else None
    return Grant(
        key=str(row.pk),
        order=str(row),
        delegate=Delegate(row.delegate),
        powers=frozenset(row.power_codes),
        unit=row.unit.code if row.unit else None,
        person=row.person_id,
        area=frozenset(row.area),
        kind=row.kind,
        max_amount=row.max_amount,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        revoked_on=revoked,
        verified=row.is_verified,
        in_gazette=bool(row.gazette),
    )


def posts_of(user: User, day: date) -> Iterator[Post]:
    """What the person is on that day, by memberships and by appointment as inspector."""
    held = Membership.objects.filter(user=user).in_force(day).select_related("org_unit")
    yield from posts_from(held.order_by("acting", "pk"))
    appointed = Appointment.objects.in_force(day).filter(inspector=user)
    yield from map(appointed_post, appointed.select_related("office"))


def posts_from(memberships: Iterable[Membership]) -> Iterator[Post]:
    for row in memberships:
        for holder in _holders(row):
            yield _post(row, holder)


def appointed_post(row: Appointment) -> Post:
    is_inspector = row.capacity == Capacity.INSPECTOR
    return Post(
        holder=Holder.INSPECTOR if is_inspector else Holder.OFFICIAL,
        unit=row.office.code,
        covers_all=row.office.is_headquarters,
        title=row.position,
        rank=str(Holder.INSPECTOR.label) if is_inspector else "",
        assigned=True,
    )


def _holders(row: Membership) -> Iterator[Holder]:
    """The chief of an office is a deputy registrar, and the registrar of its farmer groups."""
    if row.role == Role.REGISTRAR:
        yield Holder.REGISTRAR
    if row.role == Role.CHIEF and row.org_unit.is_office:
        yield Holder.GROUP_REGISTRAR
        yield Holder.DEPUTY
    if row.role == Role.DEPUTY_REGISTRAR:
        yield Holder.DEPUTY
    if row.role == Role.OFFICER:
        yield Holder.OFFICIAL


def _post(row: Membership, holder: Holder) -> Post:
    position = _position(row, holder)
    acting = row.acting != Acting.NONE
    title = f"{Acting(row.acting).label} {position}" if acting else position
    return Post(
        holder=holder,
        unit=row.org_unit.code,
        covers_all=holder == Holder.REGISTRAR or row.org_unit.is_headquarters,
        title=title,
        rank=_rank(row, holder),
        acting=acting,
    )


def _position(row: Membership, holder: Holder) -> str:
    if holder == Holder.REGISTRAR:
        return REGISTRAR.lines[0]
    if holder == Holder.OFFICIAL:
        return f"{row.get_role_display()} {row.org_unit.name}"
    return head_of(row.org_unit)


def _rank(row: Membership, holder: Holder) -> str:
    if holder == Holder.OFFICIAL:
        return ""
    if holder == Holder.GROUP_REGISTRAR:
        return group_registrar(row.org_unit)
    return str(holder.label)


def _authority(ruling: Ruling, delegations: Iterable[Delegation]) -> Authority:
    used = next((row for row in delegations if str(row.pk) == ruling.grant), None)
    return Authority(
        ruling.allowed, ruling.capacity, ruling.basis, used, ruling.warnings, ruling.reason
    )

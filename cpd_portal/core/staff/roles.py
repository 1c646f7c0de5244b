"""Roles: given, held for somebody by order, ended."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Acting, Role
from cpd_portal.core.exceptions import InvalidInput, RuleViolation
from cpd_portal.core.models import Membership, OrgUnit, User
from cpd_portal.core.sign_in.sessions import sessions_end
from cpd_portal.core.staff.guards import (
    NOT_ONESELF,
    require_administrator,
    require_another_administrator,
    require_may_give,
)

HOLDS_IT = "ผู้นี้มีบทบาทนี้ในหน่วยงานนี้แล้วในช่วงเวลานั้น"
CLOSED = "บัญชีนี้ปิดอยู่ ให้เปิดบัญชีก่อน"
ENDS_FIRST = "วันที่สิ้นสุดต้องไม่ก่อนวันที่เริ่ม"


@dataclass(frozen=True, kw_only=True)
class ActingOrder:
    """By which order, whom for, from when until when. `replaces` None: the post is vacant."""

    role: Role
    acting: Acting
    replaces: User | None
    order_no: str
    order_date: date
    starts: date
    ends: date | None


@recorded("core.role.given")
def role_give(
    *, actor: User, unit: OrgUnit, user: User, role: Role, starts: date, ends: date | None = None
) -> Membership:
    """Raises NotAllowed, RuleViolation (oneself, closed account, holds it) or InvalidInput."""
    require_may_give(actor, unit, role)
    _require_other_open(actor, user)
    if ends is not None and ends < starts:
        raise InvalidInput([("/ends", ENDS_FIRST)])
    _require_free(user, unit, role, starts, ends)
    given: Membership = Membership.objects.create(
        user=user, org_unit=unit, role=role, starts=starts, ends=ends
    )
    return given


@recorded("core.role.acting_appointed")
def acting_appoint(*, actor: User, unit: OrgUnit, user: User, order: ActingOrder) -> Membership:
    """The person holds the role for another, by order and between dates, and signs as such.

    Raises NotAllowed, RuleViolation, or InvalidInput naming the fields of the order.
    """
    require_may_give(actor, unit, order.role)
    _require_other_open(actor, user)
    errors = _order_problems(unit, user, order)
    if errors:
        raise InvalidInput(errors)
    _require_free(user, unit, order.role, order.starts, order.ends)
    appointed: Membership = Membership.objects.create(
        user=user,
        org_unit=unit,
        role=order.role,
        acting=order.acting,
        replaces=order.replaces,
        order_no=order.order_no.strip(),
        order_date=order.order_date,
        starts=order.starts,
        ends=order.ends,
    )
    return appointed


@recorded("core.role.ended")
def role_end(*, actor: User, membership: Membership, last_day: date, reason: str) -> None:
    """The role is held until that day; one that has not begun by then never begins.

    Raises NotAllowed or RuleViolation: one's own role, the only administrator, over already.
    """
    held: Membership = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("org_unit", "user")
        .get(pk=membership.pk)
    )
    require_administrator(actor, held.org_unit)
    if held.role == Role.ADMINISTRATOR:
        require_may_give(actor, held.org_unit, Role.ADMINISTRATOR)
        require_another_administrator(held.user)
    if held.user_id == actor.pk:
        raise RuleViolation(NOT_ONESELF)
    if not reason.strip():
        raise RuleViolation("กรุณาระบุเหตุผล")
    if held.ends is not None and held.ends < timezone.localdate():
        raise RuleViolation("บทบาทนี้สิ้นสุดไปแล้ว")
    if last_day < timezone.localdate():
        sessions_end(actor=actor, user=held.user, reason=reason)
    if held.starts is not None and held.starts > last_day:
        held.delete()
        return
    held.ends = last_day
    held.save(update_fields=["ends"])


def _require_other_open(actor: User, user: User) -> None:
    if user.pk == actor.pk:
        raise RuleViolation(NOT_ONESELF)
    if not user.is_active:
        raise RuleViolation(CLOSED)


def _order_problems(unit: OrgUnit, user: User, order: ActingOrder) -> list[tuple[str, str]]:
    errors = []
    if order.acting == Acting.NONE:
        errors.append(("/acting", "เลือกว่ารักษาราชการแทนหรือปฏิบัติราชการแทน"))
    if not order.order_no.strip():
        errors.append(("/order_no", "กรุณากรอกเลขที่คำสั่ง"))
    if order.order_date > timezone.localdate():
        errors.append(("/order_date", "วันที่คำสั่งต้องไม่อยู่ในอนาคต"))
    if order.ends is not None and order.ends < order.starts:
        errors.append(("/ends", ENDS_FIRST))
    if order.replaces is None:
        return errors
    if order.replaces.pk == user.pk:
        errors.append(("/replaces", "ผู้ทำหน้าที่แทนกับผู้ที่ถูกแทนต้องเป็นคนละคน"))
    elif not _holds(order.replaces, unit, order.role, order.starts):
        errors.append(
            ("/replaces", f"{order.replaces} ไม่ได้เป็น{order.role.label}ของ{unit.name}ในวันเริ่ม")
        )
    return errors


def _holds(user: User, unit: OrgUnit, role: Role, day: date) -> bool:
    held = Membership.objects.filter(user=user, org_unit=unit, role=role, acting=Acting.NONE)
    return bool(held.in_force(day).exists())


def _require_free(user: User, unit: OrgUnit, role: Role, starts: date, ends: date | None) -> None:
    """Held under the person's lock: nobody gets the same role twice for one day."""
    User.objects.select_for_update().only("pk").get(pk=user.pk)
    for held in Membership.objects.filter(user=user, org_unit=unit, role=role):
        begins_after = ends is not None and held.starts is not None and held.starts > ends
        if not begins_after and (held.ends is None or held.ends >= starts):
            raise RuleViolation(HOLDS_IT)

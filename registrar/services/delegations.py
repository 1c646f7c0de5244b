"""Recording, confirming and revoking delegations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.models import OrgUnit, User
from registrar.choices import Delegate
from registrar.models import Delegation
from registrar.selectors.powers import framework

KEEPERS = frozenset({Role.REGISTRAR, Role.LEGAL})


@dataclass(frozen=True, kw_only=True)
class DelegationValues:
    """As the order says. `area` are codes of offices, empty for all."""

    order_no: str
    ordered_on: date
    gazette: str = ""
    power_codes: Sequence[str]
    delegate: Delegate
    unit: OrgUnit | None = None
    person: User | None = None
    area: Sequence[str] = ()
    kind: str = ""
    max_amount: Decimal | None = None
    starts_on: date
    ends_on: date | None = None
    conditions: str = ""


@recorded("registrar.delegation.recorded")
def delegation_record(*, actor: User, values: DelegationValues) -> Delegation:
    """Counts from its first day on; until another person confirms it, with a warning.

    Raises NotAllowed, or RuleViolation: a power that cannot be delegated, days out of order.
    """
    _require_keeper(actor)
    _check(values)
    return Delegation.objects.create(
        order_no=values.order_no.strip(),
        ordered_on=values.ordered_on,
        gazette=values.gazette.strip(),
        power_codes=list(values.power_codes),
        delegate=values.delegate,
        unit=values.unit,
        person=values.person,
        area=list(values.area),
        kind=values.kind,
        max_amount=values.max_amount,
        starts_on=values.starts_on,
        ends_on=values.ends_on,
        conditions=values.conditions.strip(),
        made_by=actor,
    )


@recorded("registrar.delegation.confirmed")
def delegation_confirm(*, actor: User, delegation: Delegation, version: int) -> Delegation:
    """The legal officer has compared it with the order. Raises NotAllowed, RuleViolation,
    StaleObject."""
    if not actor.has_role(Role.LEGAL):
        raise NotAllowed("ต้องเป็นนิติกรจึงจะยืนยันคำสั่งมอบอำนาจได้")
    current = _held(delegation, version)
    if current.made_by_id == actor.pk:
        raise RuleViolation("ผู้บันทึกยืนยันคำสั่งที่ตนบันทึกไม่ได้ ต้องให้นิติกรอีกคนหนึ่งยืนยัน")
    if current.is_verified:
        raise RuleViolation("คำสั่งนี้ยืนยันแล้ว")
    current.verified_by, current.verified_at = actor, timezone.now()
    return _store(current)


@recorded("registrar.delegation.revoked")
def delegation_revoke(
    *, actor: User, delegation: Delegation, version: int, revocation: str
) -> Delegation:
    """From now on nobody uses a power by it. Raises NotAllowed, RuleViolation, StaleObject."""
    _require_keeper(actor)
    current = _held(delegation, version)
    if current.revoked_at is not None:
        raise RuleViolation("คำสั่งนี้ยกเลิกไปแล้ว")
    if not revocation.strip():
        raise RuleViolation("กรุณาระบุเลขที่และวันที่ของคำสั่งยกเลิก")
    current.revoked_at, current.revocation = timezone.now(), revocation.strip()
    return _store(current)


def _require_keeper(actor: User) -> None:
    if not actor.has_role(*KEEPERS):
        raise NotAllowed("ต้องเป็นนายทะเบียนสหกรณ์หรือนิติกรจึงจะบันทึกหรือยกเลิกการมอบอำนาจได้")


def _check(values: DelegationValues) -> None:
    known = framework().by_code
    for code in values.power_codes:
        if code not in known:
            raise RuleViolation(f"ไม่มีอำนาจรหัส {code} ในกรอบการใช้อำนาจ")
        if not known[code].delegable:
            raise RuleViolation(f"{known[code].section} {known[code].title} มอบอำนาจไม่ได้")
    if not values.power_codes:
        raise RuleViolation("เลือกอำนาจอย่างน้อยหนึ่งอำนาจ")
    if values.starts_on < values.ordered_on:
        raise RuleViolation("วันที่เริ่มมีผลต้องไม่ก่อนวันที่ของคำสั่ง")
    if values.ends_on is not None and values.ends_on < values.starts_on:
        raise RuleViolation("วันสุดท้ายต้องไม่ก่อนวันที่เริ่มมีผล")


def _held(delegation: Delegation, version: int) -> Delegation:
    current: Delegation = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if current.version != version:
        raise StaleObject
    return current


def _store(current: Delegation) -> Delegation:
    current.version += 1
    current.save()
    return current

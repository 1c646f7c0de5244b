"""Accounts of a unit: made, one by one or from a list; a password handed out; closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.utils import timezone
from rest_framework.authtoken.models import Token

from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, RuleViolation
from cpd_portal.core.models import Membership, OrgUnit, User
from cpd_portal.core.sign_in.identities import identity_digest
from cpd_portal.core.sign_in.sessions import sessions_end
from cpd_portal.core.staff.guards import (
    require_administrator,
    require_another_administrator,
    require_may_give,
    require_may_manage,
)
from cpd_portal.core.staff.handover import work_hand_over
from cpd_portal.core.staff.open_work import open_work
from cpd_portal.core.staff.passwords import handed_out_password
from cpd_portal.core.staff.rules import is_username

BAD_NAME = "ชื่อผู้ใช้ต้องเป็นอักษรอังกฤษตัวเล็ก ตัวเลข จุด ขีด ยาว 3 ถึง 60 ตัว"
TAKEN = "มีผู้ใช้ชื่อนี้แล้ว"
TWICE = "ชื่อผู้ใช้ซ้ำกันในรายการ"
NO_FULL_NAME = "กรุณากรอกชื่อ-นามสกุล"
NO_REASON = "กรุณาระบุเหตุผล"
TAKEN_IDENTITY = "ตัวตนนี้ผูกกับบัญชีอื่นอยู่แล้ว"
NO_FACTOR = "บัญชีนี้ไม่ได้ตั้งการยืนยันขั้นที่สอง"
NOT_YET = "ปิดบัญชีได้เมื่อพ้นหน้าที่แล้ว ถ้ารู้วันล่วงหน้า ให้กำหนดวันสิ้นสุดของบทบาทแทน"


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    username: str
    full_name: str
    role: Role
    position: str = ""
    email: str = ""


@dataclass(frozen=True)
class HandedOut:
    """The password is known here only; nothing stores it."""

    user: User
    password: str


@recorded("core.accounts.created")
def accounts_create(*, actor: User, unit: OrgUnit, people: Sequence[NewPerson]) -> list[HandedOut]:
    """All of them or none.

    Raises NotAllowed, RuleViolation, or InvalidInput with "/<position>/<field>" pointers.
    """
    require_administrator(actor, unit)
    for role in {person.role for person in people}:
        require_may_give(actor, unit, role)
    errors = people_problems(people)
    if errors:
        raise InvalidInput(errors)
    return [_created(unit, person) for person in people]


def people_problems(people: Sequence[NewPerson]) -> list[tuple[str, str]]:
    """What is wrong with new people: one query for all."""
    names = [person.username for person in people]
    taken = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    errors = []
    for index, person in enumerate(people):
        if not is_username(person.username):
            errors.append((f"/{index}/username", BAD_NAME))
        elif person.username in taken:
            errors.append((f"/{index}/username", TAKEN))
        elif names.index(person.username) != index:
            errors.append((f"/{index}/username", TWICE))
        if not person.full_name.strip():
            errors.append((f"/{index}/full_name", NO_FULL_NAME))
    return errors


@recorded("core.account.password_handed_out")
def password_hand_out(*, actor: User, user: User) -> HandedOut:
    """A new password without e-mail; every session of the person ends with it.

    Raises NotAllowed or RuleViolation: oneself, or a closed account.
    """
    held = _held(user)
    require_may_manage(actor, held)
    if not held.is_active:
        raise RuleViolation("บัญชีนี้ปิดอยู่ ให้เปิดบัญชีก่อน")
    return _handed_out(held)


@recorded("core.second_factor.reset")
def second_factor_reset(*, actor: User, user: User, reason: str) -> None:
    """Telephone or key are lost: every factor and recovery code goes, the person sets up anew.

    Raises NotAllowed or RuleViolation: oneself, no reason, nothing there.
    """
    held = _held(user)
    require_may_manage(actor, held)
    if not reason.strip():
        raise RuleViolation(NO_REASON)
    gone, _ = Authenticator.objects.filter(user=held).delete()
    if not gone:
        raise RuleViolation(NO_FACTOR)
    _end_access(held, reason)
    held.second_factor_changed_at = timezone.now()
    held.save(update_fields=["second_factor_changed_at"])


@recorded("core.sessions.ended")
def access_end(*, actor: User, user: User, reason: str) -> int:
    """The person signs in anew on every device; how many it were. Tokens stay.

    Raises NotAllowed or RuleViolation: oneself.
    """
    require_may_manage(actor, user)
    return sessions_end(actor=actor, user=user, reason=reason)


@recorded("core.identity.set")
def identity_set(*, actor: User, user: User, identifier: str) -> None:
    """What another service calls this person, "" for none; only its digest is stored.

    Raises NotAllowed, RuleViolation (oneself) or InvalidInput: another account has it.
    """
    held = _held(user)
    require_may_manage(actor, held)
    digest = identity_digest(identifier) if identifier.strip() else ""
    if digest and User.objects.exclude(pk=held.pk).filter(identity_digest=digest).exists():
        raise InvalidInput([("/identifier", TAKEN_IDENTITY)])
    held.identity_digest = digest
    held.save(update_fields=["identity_digest"])


@recorded("core.account.closed")
def account_close(
    *,
    actor: User,
    user: User,
    last_day: date,
    reason: str,
    unit: OrgUnit | None = None,
    receiver: User | None = None,
) -> User:
    """The person has left: no sign-in, no token, every role ends with the last day. With `unit`
    and `receiver` everything open there is handed over first, in the same transaction.

    Raises NotAllowed, or RuleViolation: a day to come, no reason, work not handed over, the only
    administrator of the department.
    """
    held = _held(user)
    require_may_manage(actor, held)
    if last_day > timezone.localdate():
        raise RuleViolation(NOT_YET)
    if not reason.strip():
        raise RuleViolation(NO_REASON)
    require_another_administrator(held)
    if unit is not None and receiver is not None and open_work(held, unit):
        work_hand_over(
            actor=actor, unit=unit, giver=held, receiver=receiver, on=last_day, reason=reason
        )
    _require_handed_over(held)
    for membership in Membership.objects.filter(user=held):
        _end(membership, last_day)
    _end_access(held, reason)
    held.is_active = False
    held.save(update_fields=["is_active"])
    return held


@recorded("core.account.opened")
def account_open(*, actor: User, user: User) -> HandedOut:
    """A closed account of somebody who came back; roles are given anew."""
    held = _held(user)
    require_may_manage(actor, held)
    if held.is_active:
        raise RuleViolation("บัญชีนี้เปิดอยู่แล้ว")
    held.is_active = True
    held.save(update_fields=["is_active"])
    return _handed_out(held)


@recorded("core.account.named")
def account_rename(*, actor: User, user: User, full_name: str, position: str, email: str) -> User:
    """Raises NotAllowed or InvalidInput."""
    held = _held(user)
    require_may_manage(actor, held)
    if not full_name.strip():
        raise InvalidInput([("/full_name", NO_FULL_NAME)])
    held.full_name, held.position, held.email = full_name.strip(), position.strip(), email.strip()
    held.save(update_fields=["full_name", "position", "email"])
    return held


def _created(unit: OrgUnit, person: NewPerson) -> HandedOut:
    password = handed_out_password()
    user = User.objects.create_user(
        person.username,
        password,
        full_name=person.full_name.strip(),
        position=person.position.strip(),
        email=person.email.strip(),
        must_change_password=True,
    )
    Membership.objects.create(
        user=user, org_unit=unit, role=person.role, starts=timezone.localdate()
    )
    return HandedOut(user, password)


def _handed_out(user: User) -> HandedOut:
    _end_access(user, "ออกรหัสผ่านใหม่")
    password = handed_out_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "password_changed_at", "must_change_password"])
    return HandedOut(user, password)


def _end_access(user: User, reason: str) -> None:
    """Sessions, and tokens of programs: they would work on beside the password."""
    sessions_end(actor=None, user=user, reason=reason)
    Token.objects.filter(user=user).delete()


def _held(user: User) -> User:
    row: User = User.objects.select_for_update().get(pk=user.pk)
    return row


def _end(membership: Membership, last_day: date) -> None:
    """One that would only begin later never begins."""
    if membership.starts is not None and membership.starts > last_day:
        membership.delete()
    elif membership.ends is None or membership.ends > last_day:
        membership.ends = last_day
        membership.save(update_fields=["ends"])


def _require_handed_over(user: User) -> None:
    units = {row.org_unit for row in Membership.objects.filter(user=user)}
    lines = [line for unit in units for line in open_work(user, unit)]
    if lines:
        words = " · ".join(
            f"{line.title} {line.count} รายการ ({line.unit.name})" for line in lines
        )
        raise RuleViolation(f"ต้องส่งมอบงานก่อน: {words}")

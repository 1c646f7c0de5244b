"""Who may decide about whom."""

from django.utils import timezone

from cpd_portal.core.choices import Acting, OrgUnitKind, Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.models.people import Membership, User
from cpd_portal.core.models.places import OrgUnit
from cpd_portal.core.staff.rules import roles_at

NOT_ONESELF = "เปลี่ยนบทบาทหรือบัญชีของตนเองไม่ได้ ต้องให้ผู้ดูแลระบบอีกคนทำ"
LAST_ONE = "เป็นผู้ดูแลระบบของกรมคนสุดท้าย ให้ตั้งผู้ดูแลระบบอีกคนก่อน"


def require_administrator(actor: User, unit: OrgUnit) -> None:
    if not actor.administers(unit):
        raise NotAllowed(f"ต้องเป็นผู้ดูแลระบบของ{unit.name}หรือของหน่วยงานเหนือขึ้นไป")


def require_hands_over(actor: User, unit: OrgUnit) -> None:
    """Work goes from person to person by the head of the unit or an administrator."""
    if not (actor.has_role(Role.CHIEF, at=unit) or actor.administers(unit)):
        raise NotAllowed(f"ส่งมอบงานได้เฉพาะหัวหน้าของ{unit.name}หรือผู้ดูแลระบบ")


def require_may_give(actor: User, unit: OrgUnit, role: Role) -> None:
    """The role of administrator is given by the one above, so that no office multiplies it."""
    require_administrator(actor, unit)
    if role not in roles_at(unit.kind):
        raise RuleViolation(f"{unit.name} ไม่มีบทบาท “{role.label}”")
    if role == Role.ADMINISTRATOR and not _administers_above(actor, unit):
        raise NotAllowed("ผู้ดูแลระบบของหน่วยงานตั้งได้โดยผู้ดูแลระบบของหน่วยงานเหนือขึ้นไป")


def _administers_above(actor: User, unit: OrgUnit) -> bool:
    if unit.parent is None:
        return actor.administers(unit)
    return actor.administers(unit.parent)


def may_manage(actor: User, user: User) -> bool:
    """Whoever decides about an account administers every unit in which it has rights, now or
    later: a password that was handed out opens all of them."""
    return user.pk != actor.pk and all(actor.administers(unit) for unit in _units(user))


def require_may_manage(actor: User, user: User) -> None:
    if user.pk == actor.pk:
        raise RuleViolation(NOT_ONESELF)
    if not may_manage(actor, user):
        raise NotAllowed(
            f"{user} มีบทบาทในหน่วยงานที่ท่านไม่ได้ดูแลด้วย จึงต้องให้ผู้ดูแลระบบของหน่วยงานเหนือขึ้นไปทำ"
        )


def require_another_administrator(user: User) -> None:
    """Raises RuleViolation for the only administrator of the department."""
    held = Membership.objects.filter(
        role=Role.ADMINISTRATOR,
        acting=Acting.NONE,
        org_unit__kind=OrgUnitKind.DEPARTMENT,
        user__is_active=True,
    ).in_force(timezone.localdate())
    people = set(held.values_list("user", flat=True))
    if people == {user.pk}:
        raise RuleViolation(LAST_ONE)


def _units(user: User) -> list[OrgUnit]:
    """Of memberships that are not over; of an account without any, of all it had."""
    rows = Membership.objects.filter(user=user).select_related("org_unit")
    today = timezone.localdate()
    open_ones = [row for row in rows if row.ends is None or row.ends >= today]
    return [row.org_unit for row in open_ones or rows]

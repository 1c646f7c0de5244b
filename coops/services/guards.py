"""Who may enter, and whether the row is still what the person saw."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from coops.entry import accepted_run, official_by
from coops.models import Assessment, Institution
from coops.rules import Problem
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.models import OrgUnit, User

# Keep the register of the whole country.
KEEPERS = (Role.PLANNER, Role.REGISTRAR, Role.ADMINISTRATOR)


class Versioned(Protocol):
    version: int


def require_entry_role(actor: User, office: OrgUnit) -> None:
    if not actor.has_role(Role.OFFICER, Role.CHIEF, at=office):
        raise NotAllowed(f"ต้องเป็นเจ้าหน้าที่หรือหัวหน้าหน่วยงานของ{office.name}จึงจะบันทึกข้อมูลนี้ได้")


def keeps_national_register(user: User) -> bool:
    return any(
        membership.role in KEEPERS and membership.org_unit.is_headquarters
        for membership in user.active_memberships
    )


def may_keep_register(user: User, office: OrgUnit) -> bool:
    """Records what documents say of the office's institutions."""
    return keeps_national_register(user) or user.has_role(Role.OFFICER, Role.CHIEF, at=office)


def may_decide_register(user: User, office: OrgUnit) -> bool:
    """Acts that reach beyond one office or end an institution. The chief of an office is a
    deputy registrar and gives his own institutions away; nobody takes another office's."""
    return keeps_national_register(user) or user.has_role(Role.CHIEF, at=office)


def require_keeper(actor: User, office: OrgUnit) -> None:
    if not may_keep_register(actor, office):
        raise NotAllowed(f"บันทึกทะเบียนได้เฉพาะเจ้าหน้าที่และหัวหน้าของ{office.name} และผู้ดูแลทะเบียนส่วนกลาง")


def require_decider(actor: User, office: OrgUnit) -> None:
    if not may_decide_register(actor, office):
        raise NotAllowed(f"ต้องเป็นหัวหน้าของ{office.name} หรือผู้ดูแลทะเบียนส่วนกลาง จึงจะทำรายการนี้ได้")


def require_national_keeper(actor: User) -> None:
    if not keeps_national_register(actor):
        raise NotAllowed("ต้องเป็นผู้ดูแลทะเบียนส่วนกลางจึงจะทำรายการนี้ได้")


def require_version(row: Versioned, version: int) -> None:
    if row.version != version:
        raise StaleObject


def require_headquarters(actor: User | None, *roles: Role) -> None:
    """The portal itself (None) may; a person needs one of the roles in a unit of headquarters."""
    if actor is None:
        return
    held = [m for m in actor.active_memberships if m.role in roles]
    if not any(membership.org_unit.is_headquarters for membership in held):
        names = " หรือ ".join(str(role.label) for role in roles)
        raise NotAllowed(f"ต้องเป็น{names}ของส่วนกลางจึงจะทำขั้นตอนนี้ได้")


def require_not_official(fiscal_year: int) -> None:
    """Nothing changes a year whose result the working group has accepted."""
    require_not_accepted(fiscal_year, accepted_run(fiscal_year).first())


def require_not_accepted(fiscal_year: int, run: int | None) -> None:
    """The same where the number of the accepted run is known."""
    if run is not None:
        raise RuleViolation(official_by(fiscal_year, run))


def require_in_order(problems: Sequence[Problem]) -> None:
    if problems:
        raise InvalidInput([(problem.pointer, problem.message) for problem in problems])


def held_institution(institution: Institution) -> Institution:
    """The row as it is now, held until the transaction ends: facts of one institution are
    written one after the other, also where no row of theirs is there yet."""
    row: Institution = (
        Institution.objects.select_for_update(of=("self",))
        .select_related("office")
        .get(pk=institution.pk)
    )
    return row


def held_assessments(institutions: Iterable[int], fiscal_year: int) -> list[Assessment]:
    """Whose conditions the facts of the accounting year decide: those of the year itself, and
    of the next one, which looks back at it."""
    rows = Assessment.objects.select_for_update(of=("self",)).filter(
        institution__in=set(institutions), fiscal_year__in=(fiscal_year, fiscal_year + 1)
    )
    return list(rows.only("pk").order_by("pk"))

"""Who may enter, and whether the row is still what the person saw."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from coops.models import Assessment, Institution
from coops.rules import Problem
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, StaleObject
from cpd_portal.core.models import OrgUnit, User


class Versioned(Protocol):
    version: int


def require_entry_role(actor: User, office: OrgUnit) -> None:
    if not actor.has_role(Role.OFFICER, Role.CHIEF, at=office):
        raise NotAllowed(f"ต้องเป็นเจ้าหน้าที่หรือหัวหน้าหน่วยงานของ{office.name}จึงจะบันทึกข้อมูลนี้ได้")


def require_version(row: Versioned, version: int) -> None:
    if row.version != version:
        raise StaleObject


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

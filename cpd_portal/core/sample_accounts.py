"""The demo accounts of an installation that shows sample data.

`admin`, `executive`, `planner`, `registrar`, `legal`; for every division and office
`officer-CODE` and `chief-CODE`; for every office `inspector-CODE` and `admin-CODE`.
All share one password.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.hashers import check_password, make_password

from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import OrgUnitKind, Role
from cpd_portal.core.models import Membership, OrgUnit, User

NATIONAL = {
    "admin": Role.ADMINISTRATOR,
    "executive": Role.EXECUTIVE,
    "planner": Role.PLANNER,
    "registrar": Role.REGISTRAR,
    "legal": Role.LEGAL,
}


@dataclass(frozen=True)
class DemoAccount:
    """Every role is held at `unit`."""

    username: str
    full_name: str
    unit: OrgUnit
    roles: tuple[Role, ...]

    @property
    def is_staff(self) -> bool:
        """The tables are looked at from the department only: they know no office."""
        return Role.ADMINISTRATOR in self.roles and self.unit.kind == OrgUnitKind.DEPARTMENT


def demo_accounts(units: Iterable[OrgUnit]) -> Iterator[DemoAccount]:
    for unit in units:
        if unit.kind == OrgUnitKind.DEPARTMENT:
            for username, role in NATIONAL.items():
                yield DemoAccount(username, _full_name(str(role.label), unit), unit, (role,))
        elif unit.is_office:
            yield _account(unit, Role.OFFICER)
            yield _account(unit, Role.CHIEF, Role.DEPUTY_REGISTRAR)
            yield _account(unit, Role.INSPECTOR)
            name = _full_name(str(Role.ADMINISTRATOR.label), unit)
            yield DemoAccount(f"admin-{unit.code}", name, unit, (Role.ADMINISTRATOR,))
        elif unit.is_headquarters:
            yield _account(unit, Role.OFFICER)
            yield _account(unit, Role.CHIEF)


@recorded("core.sample_accounts.created")
def sample_accounts_create(*, actor: User | None, password: str) -> int:
    """Makes all demo accounts; the password is hashed once for all. Returns their number."""
    accounts = list(demo_accounts(OrgUnit.objects.select_related("province")))
    hashed = make_password(password)
    users = User.objects.bulk_create(
        User(
            username=account.username,
            full_name=account.full_name,
            password=hashed,
            is_staff=account.is_staff,
            is_sample=True,
        )
        for account in accounts
    )
    Membership.objects.bulk_create(
        Membership(user=user, org_unit=account.unit, role=role)
        for user, account in zip(users, accounts, strict=True)
        for role in account.roles
    )
    return len(users)


@recorded("core.sample_accounts.password_changed")
def sample_passwords_set(*, actor: User | None, password: str) -> int:
    """Gives this password to the demo accounts that have another one; how many had."""
    accounts = User.objects.filter(is_sample=True)
    stored = accounts.values_list("password", flat=True).distinct()
    outdated = [hashed for hashed in stored if not check_password(password, hashed)]
    if not outdated:
        return 0
    return accounts.filter(password__in=outdated).update(password=make_password(password))


def _account(unit: OrgUnit, role: Role, *more: Role) -> DemoAccount:
    name = _full_name(str(role.label), unit)
    return DemoAccount(f"{role.value}-{unit.code}", name, unit, (role, *more))


def _full_name(title: str, unit: OrgUnit) -> str:
    return f"{title} {unit.short_name} (ตัวอย่าง)"

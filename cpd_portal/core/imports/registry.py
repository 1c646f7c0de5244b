"""Which imports exist: a domain app registers its import when it starts.

The core opens the file, finds the columns and keeps the record; the app knows what the values
mean and writes them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.imports.choices import Scope
from cpd_portal.core.imports.table import ImportSheet, Outcome, PlannedChange, SheetRow
from cpd_portal.core.models.people import User
from cpd_portal.core.models.places import OrgUnit
from cpd_portal.core.querysets import OrgUnitQuerySet


@dataclass(frozen=True)
class ImportForm:
    """One kind of spreadsheet of a unit and a fiscal year.

    `scope` says which unit: one office, whose rows the file holds, or one of headquarters, when
    the rows of all offices stand in one file, each with its office. `roles` are held at that
    very unit.

    `sheets` gives the sheets of the year; `prefilled` the stored rows of one sheet as text in
    the order of its columns; `check` compares all rows with what is stored, without a query
    per row; `write` stores the changes for that person, or raises RuleViolation when a row is no
    longer what was checked, and returns how many rows it changed. `action` names the audit events.

    `closed_because` is the reason why nothing can be imported now ("": it can); `require_open`
    raises RuleViolation instead, where it depends on the person as well.

    For the pages: `about` is what a person should know before filling, `result_title` the
    heading of the changes' `before` and `after` ("": they have none), `page` the name and title
    of the page that leads to this import.
    """

    code: str
    title: str
    action: str
    roles: frozenset[Role]
    sheets: Callable[[OrgUnit, int], Sequence[ImportSheet]]
    prefilled: Callable[[OrgUnit, int, ImportSheet], Iterable[Sequence[str]]]
    check: Callable[[OrgUnit, int, Sequence[SheetRow]], Outcome]
    write: Callable[[User, Sequence[PlannedChange]], int]
    page: tuple[str, str]
    scope: Scope = Scope.OFFICE
    about: tuple[str, ...] = ()
    result_title: str = ""
    closed_because: Callable[[OrgUnit, int], str] = lambda office, fiscal_year: ""
    require_open: Callable[[User, OrgUnit, int], None] | None = None

    def refuse_closed(self, actor: User, office: OrgUnit, fiscal_year: int) -> None:
        """Raises RuleViolation while nothing may be written."""
        if self.require_open is not None:
            self.require_open(actor, office, fiscal_year)
        elif reason := self.closed_because(office, fiscal_year):
            raise RuleViolation(reason)

    def units(self, user: User) -> OrgUnitQuerySet:
        """The units in the person's reach that this import can be for."""
        visible = OrgUnit.objects.visible_to(user)
        return visible.offices() if self.scope == Scope.OFFICE else visible.headquarters()

    def unit_for(self, user: User) -> OrgUnit | None:
        """The unit that the person may import for; None without one."""
        for membership in user.active_memberships:
            unit = membership.org_unit
            fits = unit.is_office if self.scope == Scope.OFFICE else unit.is_headquarters
            if fits and membership.role in self.roles:
                return unit
        return None


_forms: dict[str, ImportForm] = {}


def register(form: ImportForm) -> None:
    _forms[form.code] = form


def registered_forms() -> list[ImportForm]:
    return list(_forms.values())


def import_form(code: str) -> ImportForm:
    """Raises KeyError for an import that no app registered."""
    return _forms[code]

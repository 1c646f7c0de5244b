"""Rows of the spreadsheets of accounting years against the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model

from coops.imports.accounting_cells import NAME, NUMBER, finding
from coops.models import FinancialStatement, Institution, YearFacts
from coops.rules import YearEnds
from coops.selectors.year_ends import year_ends_by_institution
from cpd_portal.core.imports.choices import Scope
from cpd_portal.core.imports.planned import by_target, refuse_stale, require_unchanged
from cpd_portal.core.imports.staging import Row
from cpd_portal.core.imports.table import Finding, PlannedChange, SheetRow
from cpd_portal.core.models import OrgUnit
from cpd_portal.thai.searching import search_key

STAMPED = ("id", "updated_at")


class RowRefused(Exception):
    """The row says what cannot be stored."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__()
        self.findings = findings


@dataclass
class AccountingRows:
    """The institutions that a file may be about, with their year-ends, statements and facts of
    the year: a fixed number of queries."""

    scope: Scope
    office: OrgUnit
    fiscal_year: int

    @cached_property
    def institutions(self) -> list[Institution]:
        rows = Institution.objects.prefetch_related("year_end_changes")
        return list(rows.of_office(self.office) if self.scope == Scope.OFFICE else rows)

    @cached_property
    def ends(self) -> dict[int, YearEnds]:
        return year_ends_by_institution(self.institutions, self.fiscal_year)

    @cached_property
    def statements(self) -> dict[int, FinancialStatement]:
        return {row.institution_id: row for row in self._of_year(FinancialStatement)}

    @cached_property
    def facts(self) -> dict[int, YearFacts]:
        return {row.institution_id: row for row in self._of_year(YearFacts)}

    @cached_property
    def _by_number(self) -> dict[str, Institution]:
        return {row.registration_search: row for row in self.institutions}

    @cached_property
    def _seen(self) -> dict[int, SheetRow]:
        return {}

    def find(self, row: SheetRow) -> Institution | Finding:
        """The row's institution, or why it has none. A number of another office is as unknown
        as one that does not exist."""
        key = search_key(row.cells.get(NUMBER, ""))
        if not key:
            return finding(row, NUMBER, "ยังไม่ได้ใส่เลขทะเบียน")
        found = self._by_number.get(key)
        if found is None:
            where = f"ของ{self.office.name}" if self.scope == Scope.OFFICE else ""
            return finding(row, NUMBER, f"ไม่พบเลขทะเบียนนี้ในทะเบียน{where}")
        name = row.cells.get(NAME, "")
        if name and search_key(name) != found.name_search:
            return finding(row, NAME, f"ชื่อไม่ตรงกับทะเบียน ซึ่งเลขนี้คือ {found.name}")
        first = self._seen.setdefault(found.pk, row)
        if first is not row:
            return finding(row, NUMBER, f"เลขทะเบียนซ้ำกับแถวที่ {first.number}")
        return found

    def _of_year(self, model: Any) -> Any:
        rows = model.objects.of_year(self.fiscal_year)
        if self.scope == Scope.OFFICE:
            rows = rows.filter(institution__office=self.office)
        return rows


def held(model: Any, changes: Sequence[PlannedChange], fiscal_year: int) -> dict[int, Any]:
    """Stored rows of the year by institution, locked, of the versions that were checked; raises
    RuleViolation naming what somebody changed or added since."""
    planned = by_target(changes)
    institutions = {change.values["institution"]: change.title for change in changes}
    rows = list(
        model.objects.select_for_update()
        .of_year(fiscal_year)
        .filter(institution__in=institutions)
        .order_by("pk")
    )
    require_unchanged(planned, {row.pk: row.version for row in rows})
    added = [row.institution_id for row in rows if row.pk not in planned]
    refuse_stale([institutions[pk] for pk in added])
    return {row.institution_id: row for row in rows}


def columns(row: Model) -> Row:
    """A new row for COPY."""
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in STAMPED
    }

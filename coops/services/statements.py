"""Writes of financial statements."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from coops import rules
from coops.choices import FactSource
from coops.entry import STATEMENT_REMOVED, STATEMENT_SAVED
from coops.models import FinancialStatement, Institution
from coops.selectors.year_ends import year_ends_of
from coops.services.assessments import require_open
from coops.services.derived import refresh_derived
from coops.services.guards import (
    held_assessments,
    held_institution,
    require_entry_role,
    require_in_order,
    require_version,
)
from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import RuleViolation, StaleObject
from cpd_portal.core.models import User

YEAR_END = "accounting_year_end"
NEW = 0
"""The version of a row that is not there yet."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where facts come from, since when, and who says so."""

    source: FactSource
    on: date
    who: str

    @classmethod
    def typed_by(cls, actor: User) -> "Provenance":
        return cls(FactSource.TYPED, timezone.localdate(), str(actor))


@recorded(STATEMENT_SAVED)
def statement_save(
    *,
    actor: User,
    institution: Institution,
    fiscal_year: int,
    version: int,
    values: Mapping[str, Any],
    reason: str = "",
) -> FinancialStatement:
    """Stores the statement whole: `accounting_year_end` and the amounts of `rules.AMOUNTS`, in
    baht. `version` is NEW for a first one.

    What follows from it is written on the open assessments of the year and the next one.
    Raises NotAllowed, StaleObject, RuleViolation (entry is closed, or the statement is the
    auditing department's) or InvalidInput naming everything that is wrong.
    """
    held = held_institution(institution)
    require_entry_role(actor, held.office)
    affected = held_assessments([held.pk], fiscal_year)
    require_open(actor, held.office, fiscal_year, held.pk)
    current = _held(held, fiscal_year) or FinancialStatement(
        institution=held, fiscal_year=fiscal_year, version=NEW
    )
    require_version(current, version)
    _require_unlocked(current)
    require_in_order(problems_of_statement(values, year_ends_of(held, fiscal_year)))
    put_statement(current, values, Provenance.typed_by(actor))
    current.version += 1
    current.save()
    refresh_derived(affected)
    return current


@recorded(STATEMENT_REMOVED)
def statement_remove(
    *, actor: User, institution: Institution, fiscal_year: int, version: int, reason: str
) -> None:
    """Takes a statement back while the office's form is open; what followed from it can be
    typed again. Raises NotAllowed, StaleObject or RuleViolation."""
    held = held_institution(institution)
    require_entry_role(actor, held.office)
    affected = held_assessments([held.pk], fiscal_year)
    require_open(actor, held.office, fiscal_year, held.pk)
    current = _held(held, fiscal_year)
    if current is None:
        raise StaleObject
    require_version(current, version)
    _require_unlocked(current)
    if not reason.strip():
        raise RuleViolation("บอกเหตุผลที่ลบงบการเงินด้วย")
    current.delete()
    refresh_derived(affected)


def problems_of_statement(values: Mapping[str, Any], ends: rules.YearEnds) -> list[rules.Problem]:
    """Everything that is wrong with the day and the amounts."""
    day = values.get(YEAR_END)
    wrong = "ยังไม่ได้กรอก" if day is None else ends.problem_with(day)
    of_day = [rules.Problem(f"/{YEAR_END}", wrong)] if wrong else []
    return of_day + rules.check_amounts(values)


def put_statement(
    row: FinancialStatement, values: Mapping[str, Any], provenance: Provenance
) -> None:
    """Puts checked values on the row, with their sums and where they come from."""
    row.accounting_year_end = values[YEAR_END]
    for name in rules.AMOUNTS:
        setattr(row, name, values.get(name))
    for name, total in rules.sums_of(values).items():
        setattr(row, name, total)
    row.source, row.sourced_on = provenance.source, provenance.on
    row.sourced_by = provenance.who


def _held(institution: Institution, fiscal_year: int) -> FinancialStatement | None:
    rows = FinancialStatement.objects.select_for_update().filter(institution=institution)
    found: FinancialStatement | None = rows.of_year(fiscal_year).first()
    return found


def _require_unlocked(row: FinancialStatement) -> None:
    if row.is_locked:
        raise RuleViolation(
            f"แก้ไขไม่ได้ เพราะงบการเงินปี {row.fiscal_year} มาจากกรมตรวจบัญชีสหกรณ์ ล็อกทั้งฉบับ "
            "หากไม่ถูกต้อง ให้แจ้งส่วนกลางนำเข้าฉบับใหม่ของกรมตรวจบัญชีสหกรณ์"
        )

"""Writes of single cells of the year facts, through the service of the facts."""

from collections.abc import Sequence
from copy import copy

from coops.choices import Kind
from coops.entry import FACTS_SAVED
from coops.grids import GridColumn, cell_text, year_facts_sheet
from coops.models import Assessment, Institution, YearFacts
from coops.services.cells import UNKNOWN_CELL, UNKNOWN_ROW, CellAnswer, CellConflict, CellEntry
from coops.services.guards import require_entry_role
from coops.services.statements import NEW
from coops.services.year_facts import facts_save
from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, RuleViolation, StaleObject
from cpd_portal.core.models import OrgUnit, User


@recorded(FACTS_SAVED)
def fact_cells_save(
    *,
    actor: User,
    office: OrgUnit,
    fiscal_year: int,
    entries: Sequence[CellEntry],
    reason: str = "",
) -> list[CellAnswer]:
    """Stores the cells that are in order; the others are answered with what is wrong, also
    where entry is closed. Raises NotAllowed for the whole. Answers in the order of the entries.
    """
    require_entry_role(actor, office)
    wanted = {entry.row for entry in entries}
    rows = Assessment.objects.of_office(office).of_year(fiscal_year).filter(pk__in=wanted)
    institutions = {row.pk: row.institution for row in rows.select_related("institution")}
    return [_answered(actor, institutions.get(entry.row), fiscal_year, entry) for entry in entries]


def _answered(
    actor: User, institution: Institution | None, fiscal_year: int, entry: CellEntry
) -> CellAnswer:
    if institution is None:
        return CellAnswer(entry, "", InvalidInput([("", UNKNOWN_ROW)]))
    column = year_facts_sheet(Kind(institution.kind)).by_name.get(entry.name)
    if column is None:
        return CellAnswer(entry, "", InvalidInput([("", UNKNOWN_CELL)]))
    problem: InvalidInput | CellConflict | None = None
    changed = False
    try:
        changed = _put(actor, institution, fiscal_year, entry, column)
    except (InvalidInput, CellConflict) as refused:
        problem = refused
    except RuleViolation as refused:
        problem = InvalidInput([(column.pointer, refused.message)])
    return CellAnswer(entry, column.read(_stored(institution, fiscal_year)), problem, changed)


def _put(
    actor: User, institution: Institution, fiscal_year: int, entry: CellEntry, column: GridColumn
) -> bool:
    """False where the value stood there already. Raises InvalidInput, CellConflict or
    RuleViolation."""
    changes = column.changes(cell_text(entry.value, column.pointer))
    row = _stored(institution, fiscal_year)
    tried = copy(row)
    setattr(tried, column.field, changes[column.field])
    before = column.read(row)
    if column.read(tried) == before:
        return False
    if before != entry.seen:
        raise CellConflict(before)
    try:
        facts_save(
            actor=actor,
            institution=institution,
            fiscal_year=fiscal_year,
            version=row.version,
            changes=changes,
        )
    except StaleObject as error:
        raise CellConflict(column.read(_stored(institution, fiscal_year))) from error
    return True


def _stored(institution: Institution, fiscal_year: int) -> YearFacts:
    """The facts of the year, or empty ones that are not stored yet."""
    found: YearFacts | None = (
        YearFacts.objects.of_year(fiscal_year).filter(institution=institution).first()
    )
    return found or YearFacts(institution=institution, fiscal_year=fiscal_year, version=NEW)

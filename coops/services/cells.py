"""Writes of single cells of the entry grid.

Each cell stands for itself: who changes another cell of the same row is in nobody's way, who
changes the same cell since the person saw it is a conflict. The same save sent twice finds
its value stored and changes nothing.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

from coops import rules
from coops.entry import SAVED
from coops.grids import GridColumn, cell_text, strength_sheet
from coops.models import Assessment
from coops.services.assessments import require_entry_open, require_open, submission_held
from coops.services.entered import FACT_FIELDS, changed_facts
from coops.services.guards import require_entry_role, require_not_accepted
from coops.services.held_rows import held_row, held_rows
from coops.services.results import RESULT_FIELDS, store_result
from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, PortalError
from cpd_portal.core.imports.staging import copy_update
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.core.written import Stored

UNKNOWN_CELL = "ไม่รู้จักช่องนี้ กรุณาโหลดหน้าใหม่"
UNKNOWN_ROW = "ไม่พบแถวนี้ในรายชื่อของสำนักงาน กรุณาโหลดหน้าใหม่"
_CELL = Stored(Assessment, [*FACT_FIELDS, *RESULT_FIELDS, "version", "updated_at"])


class CellConflict(PortalError):
    """Another value is stored than the person saw; `stored` is what is there now."""

    def __init__(self, stored: str) -> None:
        super().__init__("มีผู้อื่นแก้ค่านี้หลังจากที่เปิดดู เลือกว่าจะใช้ค่าของใคร")
        self.stored = stored


@dataclass(frozen=True)
class CellEntry:
    """What was typed into a cell of an assessment, and the value that stood there before."""

    row: int
    name: str
    value: str
    seen: str


@dataclass(frozen=True)
class CellAnswer:
    """How one cell of many ended: its stored value, or what was wrong with it. `same_progress`:
    as many of the office's rows are known to be complete as before."""

    entry: CellEntry
    stored: str
    problem: InvalidInput | CellConflict | None = None
    changed: bool = False
    same_progress: bool = False


@recorded(SAVED)
def cell_save(
    *, actor: User, office: OrgUnit, fiscal_year: int, entry: CellEntry, reason: str = ""
) -> tuple[CellAnswer, Assessment]:
    """Stores one value with what the rules then say about the row, which is returned as it now
    is.

    Raises NotAllowed, Assessment.DoesNotExist (no row of that office and year), RuleViolation
    (the form is sent, or entry is closed), InvalidInput or CellConflict; then nothing is
    changed.
    """
    require_entry_role(actor, office)
    submission = submission_held(actor, office, fiscal_year)
    row, accepted = held_row(office, fiscal_year, entry.row)
    require_not_accepted(fiscal_year, accepted)
    require_entry_open(submission, office, fiscal_year, row.institution_id)
    rule_set = row.rule_set.rules
    column = _column(entry.name, rule_set)
    changed, was_complete = _put(row, entry, column, rule_set), row.complete
    if changed:
        store_result(row, rule_set)
        row.version += 1
        _CELL.store(row)
    same = row.complete == was_complete
    return CellAnswer(entry, column.read(row), changed=changed, same_progress=same), row


@recorded(SAVED)
def cells_save(
    *,
    actor: User,
    office: OrgUnit,
    fiscal_year: int,
    entries: Sequence[CellEntry],
    reason: str = "",
) -> list[CellAnswer]:
    """Stores the cells that are in order; the others are answered with what is wrong.

    Raises NotAllowed or RuleViolation for the whole. Answers in the order of the entries.
    """
    require_entry_role(actor, office)
    require_open(actor, office, fiscal_year)
    found = held_rows(office, fiscal_year, {entry.row for entry in entries})
    rows = {held.row.pk: held.row for held in found}
    rule_sets = {row.rule_set_id: row.rule_set.rules for row in rows.values()}
    answers = [_answered(entry, rows.get(entry.row), rule_sets) for entry in entries]
    changed = {answer.entry.row for answer in answers if answer.changed}
    _store([rows[pk] for pk in sorted(changed)], rule_sets)
    return answers


def _answered(
    entry: CellEntry, row: Assessment | None, rule_sets: dict[int, rules.RuleSet]
) -> CellAnswer:
    if row is None:
        return CellAnswer(entry, "", InvalidInput([("", UNKNOWN_ROW)]))
    rule_set = rule_sets[row.rule_set_id]
    problem, changed = None, False
    try:
        changed = _put(row, entry, _column(entry.name, rule_set), rule_set)
    except (InvalidInput, CellConflict) as refused:
        problem = refused
    return CellAnswer(entry, _stored(row, entry.name, rule_set), problem, changed)


def _store(rows: Sequence[Assessment], rule_sets: dict[int, rules.RuleSet]) -> None:
    """All rows in one UPDATE, one event each."""
    for row in rows:
        store_result(row, rule_sets[row.rule_set_id])
        row.version += 1
    copy_update(rows, [*FACT_FIELDS, *RESULT_FIELDS])


def _put(row: Assessment, entry: CellEntry, column: GridColumn, rule_set: rules.RuleSet) -> bool:
    """Puts the value on the row; False where it stood there already.

    Raises InvalidInput or CellConflict.
    """
    tried = copy(row)
    changed_facts(tried, column.changes(cell_text(entry.value, column.pointer)), rule_set)
    before = column.read(row)
    if column.read(tried) == before:
        return False
    if before != entry.seen:
        raise CellConflict(before)
    setattr(row, column.field, getattr(tried, column.field))
    return True


def _column(name: str, rule_set: rules.RuleSet) -> GridColumn:
    column = strength_sheet(rule_set).by_name.get(name)
    if column is None:
        raise InvalidInput([("", UNKNOWN_CELL)])
    return column


def _stored(row: Assessment, name: str, rule_set: rules.RuleSet) -> str:
    column = strength_sheet(rule_set).by_name.get(name)
    return column.read(row) if column else ""

"""The history of one cell, told by the audit trail, and its comments."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coops.grids import FACTS, GridColumn
from coops.models import Assessment, CellComment, YearFacts
from coops.selectors.verdict import ACTIONS

LATEST_CHANGES = 20
LATEST_EVENTS = 500


@dataclass(frozen=True)
class CellChange:
    """Values in words; "" where nothing was entered."""

    when: datetime
    who: str
    what: str
    before: str
    after: str


def cell_changes(assessment: Assessment, column: GridColumn) -> list[CellChange]:
    """The latest first; events of the row that left this cell alone are passed over."""
    row = _holder(assessment, column)
    if row is None:
        return []
    events = row.pgh_event_model.objects.filter(pgh_obj_id=row.pk).order_by("-pgh_id")
    newest_first = list(events[:LATEST_EVENTS])
    pairs = zip(newest_first, [*newest_first[1:], None], strict=True)
    changes = [_change(event, older, column) for event, older in pairs if _is_known(event, older)]
    return [change for change in changes if change.before != change.after][:LATEST_CHANGES]


def _holder(assessment: Assessment, column: GridColumn) -> Any:
    """The stored row that has the cell's value; None where it is not there yet."""
    if not column.name.startswith(FACTS):
        return assessment
    rows = YearFacts.objects.of_year(assessment.fiscal_year)
    return rows.filter(institution=assessment.institution_id).first()


def last_change(assessment: Assessment, column: GridColumn) -> CellChange | None:
    return next(iter(cell_changes(assessment, column)), None)


def comments_of(assessment: Assessment, column: GridColumn) -> list[CellComment]:
    return list(
        CellComment.objects.of_cell(assessment, column.name)
        .select_related("author", "resolved_by")
        .order_by("-pk")
    )


def _is_known(event: Any, older: Any) -> bool:
    """The oldest event that was read tells a change only where the row began with it."""
    return older is not None or event.pgh_label == "insert"


def _change(event: Any, older: Any, column: GridColumn) -> CellChange:
    context = event.pgh_context or {}
    return CellChange(
        when=event.pgh_created_at,
        who=context.get("actor_name") or "ระบบ",
        what=ACTIONS.get(context.get("action", ""), ""),
        before=column.words(column.read(older)) if older else "",
        after=column.words(column.read(event)),
    )

"""Writing many rows by COPY: what is stored, and that every changed row leaves its event."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from coops.models import Assessment
from cpd_portal.core.audit import audit_context
from cpd_portal.core.imports.models import PlannedRow
from cpd_portal.core.imports.staging import copy_changes, copy_insert, copy_into, copy_update
from cpd_portal.core.models import Import, SourceAnomaly, User
from tests.coops.rows import make_assessment

pytestmark = pytest.mark.django_db
# Everything that could be taken for a separator, a quote, a null or the end of COPY.
AWKWARD = ["\\N", '"', "a,b\nค\r\n", "\\.", "", "'; DROP TABLE x", "ก\tข"]


def anomaly(position: int, text: str) -> dict[str, Any]:
    places = {"where": text, "printed": text, "reading": text, "note": text}
    return {"dataset": "ทดสอบ", "record": "r", "position": position, **places}


def events(model: Any, action: str) -> int:
    return int(model.pgh_event_model.objects.filter(pgh_context__action=action).count())


def test_inserted_rows_hold_the_text_as_it_is_and_leave_their_events(
    officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [anomaly(number, text) for number, text in enumerate(AWKWARD)]

    with django_assert_num_queries(4), audit_context("core.test.copied", officer):
        ids = copy_insert(SourceAnomaly, rows, key="position")

    stored = SourceAnomaly.objects.filter(dataset="ทดสอบ").order_by("position")
    assert list(stored.values_list("note", flat=True)) == AWKWARD
    assert ids == dict(stored.values_list("position", "pk"))
    assert events(SourceAnomaly, "core.test.copied") == len(AWKWARD)


def test_updated_rows_count_their_version_and_leave_their_events(officer: User) -> None:
    first, second, untouched = (make_assessment() for _ in range(3))
    first.points, first.loss_latest, first.defect_status = {"1.1": "๑"}, None, "resolved"

    with audit_context("core.test.copied", officer):
        by_row = copy_update([first], ["points", "loss_latest", "defect_status"])
        values = [{"id": second.pk, "statement_days": 30}]
        by_value = copy_changes(Assessment, values, ["statement_days"])

    stored = Assessment.objects.in_bulk()
    assert (by_row, by_value) == (1, 1)
    assert stored[first.pk].points == {"1.1": "๑"}
    assert (stored[first.pk].loss_latest, stored[first.pk].defect_status) == (None, "resolved")
    assert stored[second.pk].statement_days == 30
    assert [stored[row.pk].version for row in (first, second, untouched)] == [2, 2, 1]
    assert events(Assessment, "core.test.copied") == 2


def test_no_rows_change_nothing() -> None:
    assert copy_update([], ["points"]) == 0
    assert copy_insert(SourceAnomaly, [], key="position") == {}
    assert copy_into(SourceAnomaly, []) == 0


def test_appended_rows_leave_events_of_the_action_that_appends(officer: User) -> None:
    """The trigger would otherwise tell of what the transaction did before."""
    rows = [anomaly(number, text) for number, text in enumerate(AWKWARD)]
    with audit_context("core.test.earlier", officer):
        make_assessment()

    with audit_context("core.test.copied", officer):
        copied = copy_into(SourceAnomaly, rows)

    stored = SourceAnomaly.objects.filter(dataset="ทดสอบ").order_by("position")
    assert list(stored.values_list("note", flat=True)) == AWKWARD
    assert (copied, events(SourceAnomaly, "core.test.copied")) == (len(AWKWARD), len(AWKWARD))


def test_table_without_history_is_appended_to(officer: User) -> None:
    office = make_assessment().office
    checked = Import.objects.create(
        form="x",
        office=office,
        fiscal_year=2567,
        state="checked",
        requester=officer,
        **dict.fromkeys(("size", "rows", "changed", "unchanged", "errors", "warnings"), 0),
    )
    row = {"of_id": checked.pk, "target": None, "version": 0, "sheet": "ก", "row": 2, "title": "ข"}

    copy_into(PlannedRow, [{**row, "values": {"a": None}, "differences": [], "after": "ใหม่"}])

    stored = checked.planned_rows.get()
    assert (stored.is_new, stored.values, stored.before, stored.after) == (
        True,
        {"a": None},
        "",
        "ใหม่",
    )

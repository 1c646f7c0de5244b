"""Single cells: what is stored, refused, in conflict, sent twice; blocks; who may."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from coops.entry import FORM_CODE, SAVED, authors
from coops.grids import cell_text, strength_sheet
from coops.models import Assessment, RuleSet
from coops.services import CellConflict, CellEntry, assessment_save, cell_save, cells_save
from cpd_portal.core.choices import Role, SubmissionState
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import EntryPeriod, Submission, User
from tests.conftest import UserMaker
from tests.coops.facts import agricultural, cooperative, farmer_group, group
from tests.coops.rows import make_assessment, make_group
from tests.statements import asked_texts

pytestmark = pytest.mark.django_db
YEAR = 2567
# What written statements and querysets call the rows that they hold.
HELD_NAMES = {
    "sent": "submission",
    "entered": "assessment",
    '"coops_assessment"': "assessment",
}


@pytest.fixture
def row(db: None) -> Assessment:
    return make_assessment(fiscal_year=YEAR)


def save(actor: User, row: Assessment, name: str, value: str, seen: str = "") -> Assessment:
    entry = CellEntry(row.pk, name, value, seen)
    return cell_save(actor=actor, office=row.office, fiscal_year=YEAR, entry=entry)[1]


def events(row: Assessment) -> list[Any]:
    found = Assessment.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_obj_id=row.pk, pgh_label="update"
    )
    return list(found.order_by("pgh_id"))


@pytest.mark.parametrize(
    ("name", "typed", "field", "stored"),
    [
        ("points/1.1", "12.50", "points", {"1.1": "12.5"}),
        ("points/1.1", " ๑๒.๕\u00a0", "points", {"1.1": "12.5"}),
        ("points/1.1", "\u200b12\ufeff", "points", {"1.1": "12"}),
        ("loss_latest", "yes", "loss_latest", True),
        ("loss_latest", "ไม่ใช่", "loss_latest", False),
        ("defect_status", "resolved", "defect_status", "resolved"),
        ("defect_status", "ไม่มีข้อบกพร่อง", "defect_status", "none"),
    ],
)
def test_typed_value_is_read_and_stored(
    officer: User, row: Assessment, name: str, typed: str, field: str, stored: object
) -> None:
    saved = save(officer, row, name, typed)
    row.refresh_from_db()

    assert getattr(row, field) == stored
    assert (row.version, saved.version) == (2, 2)


def test_standing_alone_gives_a_result(officer: User, row: Assessment) -> None:
    save(officer, row, "standing", "เลิก", seen="operating")
    row.refresh_from_db()

    assert (row.unassessed_group, row.complete) == (2, True)


def test_statement_days_of_a_farmer_group_take_thai_digits_and_separators(officer: User) -> None:
    row = make_assessment(make_group(), fiscal_year=YEAR)
    save(officer, row, "statement_days", "๑,๐๐๐")
    row.refresh_from_db()

    assert row.statement_days == 1000


def test_last_cell_completes_the_row_and_the_result_is_stored_with_it(officer: User) -> None:
    row = make_assessment(facts=cooperative("90"), fiscal_year=YEAR)
    save(officer, row, "points/1.1", "", seen="15")
    row.refresh_from_db()
    incomplete = (row.complete, row.tier)
    save(officer, row, "points/1.1", "15")
    row.refresh_from_db()

    assert incomplete == (False, None)
    assert (row.complete, row.tier, str(row.total)) == (True, 1, "90.00")


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("points/1.1", "15.5", "คะแนนตัวชี้วัด 1.1 ต้องไม่เกิน 15 (ได้ 15.5)"),
        ("points/1.1", "สิบ", "คะแนนตัวชี้วัด 1.1 ต้องเป็นตัวเลข เช่น 12.5"),
        ("points/1.1", "1\x002", "คะแนนตัวชี้วัด 1.1 ต้องเป็นตัวเลข เช่น 12.5"),
        ("points/1.1", "1,2", "คะแนนตัวชี้วัด 1.1 ต้องเป็นตัวเลข เช่น 12.5"),
        ("points/1.1", "-1", "คะแนนตัวชี้วัด 1.1 ต้องไม่ติดลบ"),
        ("points/1.1", "−1,000", "คะแนนตัวชี้วัด 1.1 ต้องไม่ติดลบ"),
        ("points/1.1", "9" * 101, "ค่าในช่องยาวเกิน 100 ตัวอักษร"),
        ("loss_latest", "บางที", "ไม่มีตัวเลือกนี้"),
        ("standing", "", "ไม่มีตัวเลือกนี้"),
        ("points/9.9", "1", "ไม่รู้จักช่องนี้ กรุณาโหลดหน้าใหม่"),
        ("statement_days", "1", "ไม่รู้จักช่องนี้ กรุณาโหลดหน้าใหม่"),
        ("version", "9", "ไม่รู้จักช่องนี้ กรุณาโหลดหน้าใหม่"),
    ],
)
def test_wrong_value_is_refused_and_nothing_stored(
    officer: User, row: Assessment, name: str, typed: str, message: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        save(officer, row, name, typed)
    row.refresh_from_db()

    assert refused.value.errors[0][1] == message
    assert (row.version, row.points, events(row)) == (1, {}, [])


@pytest.mark.parametrize("typed", ["1.5", "สาม", "10000", "9" * 90])
def test_wrong_days_are_refused(officer: User, typed: str) -> None:
    row = make_assessment(make_group(), fiscal_year=YEAR)
    with pytest.raises(InvalidInput) as refused:
        save(officer, row, "statement_days", typed)

    assert refused.value.errors == [("/statement_days", "จำนวนวันต้องเป็นจำนวนเต็ม 0 ถึง 9999")]


def test_derived_value_is_refused_naming_its_source(officer: User, row: Assessment) -> None:
    Assessment.objects.filter(pk=row.pk).update(derived={"loss_latest": "งบการเงินปี 2567"})
    with pytest.raises(InvalidInput) as refused:
        save(officer, row, "loss_latest", "yes")

    assert "งบการเงินปี 2567" in refused.value.errors[0][1]


def test_another_cell_of_the_row_is_no_conflict(
    officer: User, chief: User, row: Assessment
) -> None:
    save(officer, row, "points/1.1", "9")
    save(chief, row, "points/1.2", "8")
    row.refresh_from_db()

    assert (row.points, row.version) == ({"1.1": "9", "1.2": "8"}, 3)


def test_the_same_cell_changed_meanwhile_is_a_conflict_with_what_is_stored(
    officer: User, chief: User, row: Assessment
) -> None:
    save(chief, row, "points/1.1", "9")
    with pytest.raises(CellConflict) as conflict:
        save(officer, row, "points/1.1", "12")
    row.refresh_from_db()

    assert (conflict.value.stored, row.points) == ("9", {"1.1": "9"})


def test_value_written_over_what_was_seen_is_stored(
    officer: User, chief: User, row: Assessment
) -> None:
    save(chief, row, "points/1.1", "9")
    save(officer, row, "points/1.1", "12", seen="9")
    row.refresh_from_db()

    assert row.points == {"1.1": "12"}


def test_save_sent_twice_leaves_one_event(officer: User, row: Assessment) -> None:
    save(officer, row, "points/1.1", "12")
    save(officer, row, "points/1.1", "12")
    row.refresh_from_db()
    event = events(row)

    assert (row.version, len(event)) == (2, 1)
    assert (event[0].pgh_context["action"], event[0].pgh_context["actor"]) == (SAVED, officer.pk)
    assert authors(row.office, YEAR) == {officer.pk}


def test_both_people_typing_the_same_value_agree(
    officer: User, chief: User, row: Assessment
) -> None:
    save(chief, row, "points/1.1", "12")
    save(officer, row, "points/1.1", "๑๒")

    assert len(events(row)) == 1


def test_form_opened_before_is_stale_after_a_cell_was_saved(
    officer: User, row: Assessment
) -> None:
    save(officer, row, "points/1.1", "12")

    assert Assessment.objects.get(pk=row.pk).version == 2


def test_only_people_of_the_office_save(outsider: User, executive: User, row: Assessment) -> None:
    for stranger in (outsider, executive):
        with pytest.raises(NotAllowed):
            save(stranger, row, "points/1.1", "1")
        with pytest.raises(NotAllowed):
            cells_save(actor=stranger, office=row.office, fiscal_year=YEAR, entries=[])


@pytest.mark.parametrize("state", [SubmissionState.SUBMITTED, SubmissionState.APPROVED])
def test_sent_form_is_closed_for_cells(
    officer: User, row: Assessment, state: SubmissionState
) -> None:
    period = EntryPeriod.objects.get(form=FORM_CODE, fiscal_year=YEAR)
    Submission.objects.create(period=period, office=row.office, state=state)
    entry = CellEntry(row.pk, "points/1.1", "1", "")

    with pytest.raises(RuleViolation, match="แก้ไขไม่ได้"):
        save(officer, row, "points/1.1", "1")
    with pytest.raises(RuleViolation, match="แก้ไขไม่ได้"):
        cells_save(actor=officer, office=row.office, fiscal_year=YEAR, entries=[entry])


def test_block_answers_each_cell_by_itself(officer: User, chief: User, row: Assessment) -> None:
    other, foreign = (
        make_assessment(fiscal_year=YEAR),
        make_assessment(fiscal_year=YEAR, office="51"),
    )
    save(chief, other, "points/1.1", "9")
    entries = [
        CellEntry(row.pk, "points/1.1", "๑๒", ""),
        CellEntry(row.pk, "points/1.2", "99", ""),
        CellEntry(row.pk, "loss_latest", "ใช่", ""),
        CellEntry(other.pk, "points/1.1", "10", ""),
        CellEntry(other.pk, "points/1.2", "8", ""),
        CellEntry(foreign.pk, "points/1.1", "1", ""),
        CellEntry(row.pk, "x", "1", ""),
    ]
    answers = cells_save(actor=officer, office=row.office, fiscal_year=YEAR, entries=entries)
    row.refresh_from_db()
    other.refresh_from_db()
    foreign.refresh_from_db()

    assert [type(answer.problem).__name__ for answer in answers] == [
        "NoneType",
        "InvalidInput",
        "NoneType",
        "CellConflict",
        "NoneType",
        "InvalidInput",
        "InvalidInput",
    ]
    assert (row.points, row.loss_latest, row.version) == ({"1.1": "12"}, True, 2)
    assert (other.points, other.version) == ({"1.1": "9", "1.2": "8"}, 3)
    assert (foreign.points, foreign.version) == ({}, 1)
    assert len(events(row)) == 1


def test_block_completes_rows_and_gives_them_their_tier(officer: User) -> None:
    row = make_assessment(make_group(), fiscal_year=YEAR)
    conditions = {
        "allocated_latest": "yes",
        "allocated_previous": "ใช่",
        "statement_days": "30",
        "defect_status": "none",
    }
    points = {
        f"points/{code}": str(one.maximum) for code, one in farmer_group(YEAR).indicators.items()
    }
    entries = [
        CellEntry(row.pk, name, value, "") for name, value in {**conditions, **points}.items()
    ]
    cells_save(actor=officer, office=row.office, fiscal_year=YEAR, entries=entries)
    row.refresh_from_db()

    assert (row.complete, row.tier, row.version) == (True, 1, 2)


def _one_cell(actor: User, row: Assessment) -> None:
    save(actor, row, "points/1.1", "3")


def _pasted_block(actor: User, row: Assessment) -> None:
    entries = [CellEntry(row.pk, "points/1.1", "3", "")]
    cells_save(actor=actor, office=row.office, fiscal_year=YEAR, entries=entries)


def _whole_form(actor: User, row: Assessment) -> None:
    assessment_save(actor=actor, assessment=row, version=1, changes={"loss_latest": True})


@pytest.mark.parametrize("act", [_one_cell, _pasted_block, _whole_form])
def test_submission_is_held_before_an_assessment(
    officer: User, row: Assessment, act: Callable[[User, Assessment], None]
) -> None:
    """In one order everywhere: a cell and a pasted block of the same row would else wait for each
    other until the database ends one of them."""
    period = EntryPeriod.objects.get(form=FORM_CODE, fiscal_year=YEAR)
    Submission.objects.create(period=period, office=row.office)

    with CaptureQueriesContext(connection) as asked:
        act(officer, row)

    parts = [text.split("FOR UPDATE OF ") for text in asked_texts(asked)]
    held = [part[1].strip() for part in parts if len(part) == 2]
    assert [HELD_NAMES[name] for name in held] == ["submission", "assessment"]


def test_changed_rules_count_from_the_next_cell_on(officer: User, row: Assessment) -> None:
    """A process keeps the rules that it has read."""
    save(officer, row, "points/1.1", "9")
    changed = RuleSet.objects.get(pk=row.rule_set_id)
    changed.definition["dimensions"][0]["indicators"][0]["points"] = "5"
    changed.save()

    with pytest.raises(InvalidInput) as refused:
        save(officer, row, "points/1.1", "8", seen="9")

    assert refused.value.errors == [("/points/1.1", "คะแนนตัวชี้วัด 1.1 ต้องไม่เกิน 5 (ได้ 8)")]


def test_cell_save_asks_few_queries(
    officer: User, row: Assessment, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    save(officer, row, "points/1.1", "1")
    actor = User.objects.get(pk=officer.pk)
    with django_assert_num_queries(6):
        save(actor, row, "points/1.1", "2", seen="1")


def test_block_asks_as_many_queries_for_many_rows_as_for_one(
    officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [make_assessment(fiscal_year=YEAR) for _ in range(12)]
    save(officer, rows[0], "points/1.2", "1")
    actor = User.objects.get(pk=officer.pk)
    entries = [CellEntry(row.pk, "points/1.1", "5", "") for row in rows]
    with django_assert_num_queries(10):
        cells_save(actor=actor, office=rows[0].office, fiscal_year=YEAR, entries=entries)


def test_every_column_reads_back_what_it_takes(officer: User) -> None:
    """Of both kinds: what the form stored, the grid shows, and saving it changes nothing."""
    for row in (
        make_assessment(facts=cooperative("82.5"), fiscal_year=YEAR),
        make_assessment(make_group(), group("82.5"), fiscal_year=YEAR),
    ):
        for column in strength_sheet(row.rule_set.rules).columns:
            stored = column.read(row)
            save(officer, row, column.name, stored, seen=stored)
            save(officer, row, column.name, column.words(stored), seen=stored)
        assert events(row) == []


def test_form_and_grid_name_the_same_mistake_alike(officer: User, row: Assessment) -> None:
    with pytest.raises(InvalidInput) as by_form:
        assessment_save(
            actor=officer, assessment=row, version=1, changes={"points": {"1.1": "16"}}
        )
    with pytest.raises(InvalidInput) as by_cell:
        save(officer, row, "points/1.1", "16")

    assert by_form.value.errors == by_cell.value.errors


@given(st.decimals(0, 15, places=2), st.sampled_from(["", " ", "\u00a0", "\u200b", "\ufeff"]))
def test_number_stays_the_same_however_it_is_written(number: Any, space: str) -> None:
    thai = str(number).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))

    assert cell_text(f"{space}{thai}{space}", "/x") == str(number)


@given(st.integers(-(10**12), 10**12))
def test_separators_of_thousands_are_taken_out(number: int) -> None:
    assert cell_text(f"{number:,}", "/x") == str(number)


@given(st.text(max_size=100))
def test_any_text_is_read_or_refused_never_an_error(typed: str) -> None:
    column = strength_sheet(agricultural(YEAR)).by_name["points/1.1"]

    assert isinstance(column.changes(cell_text(typed, column.pointer))["points"]["1.1"], str)


def test_role_elsewhere_is_not_enough(make_user: UserMaker, row: Assessment) -> None:
    with pytest.raises(NotAllowed):
        save(make_user(Role.CHIEF, "agri"), row, "points/1.1", "1")

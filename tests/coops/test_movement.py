"""From one year to another."""

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from coops.choices import Sector, Standing
from coops.models import Institution
from coops.rules import Facts
from coops.selectors.analysis import AnalysisChoice
from coops.selectors.movement import (
    PAIRS,
    Move,
    Movement,
    move_of,
    moved,
    movement,
    movement_lines,
)
from coops.selectors.results_on import TIERS, Outcome
from cpd_portal.core.models import OrgUnit, User
from tests.coops.facts import cooperative
from tests.coops.history import recorded_on
from tests.coops.rows import make_assessment, make_group, make_institution

pytestmark = pytest.mark.django_db
CHOICE = AnalysisChoice(fiscal_year=2567, sector=Sector.AGRICULTURAL)
NEW = Facts(Standing.NEW)


def both_years(
    before: Facts | None, after: Facts | None, name: str = "ก", office: str = "50"
) -> Institution:
    institution = make_institution(office, name=name)
    make_assessment(institution, before, 2566)
    make_assessment(institution, after, 2567)
    return institution


@pytest.fixture
def population() -> None:
    both_years(cooperative("60"), cooperative("90"), "เลื่อน")
    both_years(cooperative("90"), cooperative("20"), "ตก")
    both_years(cooperative("60"), cooperative("60"), "เดิม")
    both_years(NEW, cooperative("60"), "เริ่ม")
    both_years(cooperative("60"), NEW, "หยุด")
    both_years(NEW, NEW, "ใหม่สองปี")
    both_years(cooperative("90"), None, "ยังไม่กรอก")
    make_assessment(make_institution(name="เข้า"), cooperative("90"), 2567)
    make_assessment(make_institution(name="ออก"), cooperative("90"), 2566)
    both_years(cooperative("60"), cooperative("90"), "ลำพูน", office="51")
    make_assessment(make_group(), None, 2567)


@pytest.mark.usefixtures("population")
def test_movement_counts_every_institution_of_either_year_once(
    officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert officer.reach.unit_ids
    with django_assert_num_queries(1):
        found = movement(officer, CHOICE, 2566)

    assert found.total == 9
    assert set(found.moves.values()) == {1}
    assert found.before[Outcome.TWO] == 3
    assert found.after[Outcome.ABSENT] == 1


@pytest.mark.usefixtures("population")
@pytest.mark.parametrize(
    ("move", "names"),
    [
        (Move.ROSE, ["เลื่อน"]),
        (Move.FELL, ["ตก"]),
        (Move.OPEN, ["ยังไม่กรอก"]),
        (Move.ENTERED, ["เข้า"]),
        (Move.LEFT, ["ออก"]),
    ],
)
def test_list_holds_those_behind_the_cells(officer: User, move: Move, names: list[str]) -> None:
    pairs = [pair for pair in PAIRS if move_of(*pair) == move]
    lines = movement_lines(moved(officer, CHOICE, 2566, pairs))

    assert [line.name for line in lines] == names
    assert {line.move for line in lines} == {move}


@pytest.mark.usefixtures("population")
def test_list_shows_both_results_and_stops_at_the_reach(officer: User, executive: User) -> None:
    cell = [(Outcome.TWO, Outcome.ONE)]
    (line,) = movement_lines(moved(officer, CHOICE, 2566, cell))
    everywhere = movement_lines(moved(executive, CHOICE, 2566, cell))

    assert (line.total_before, line.total_after) == (Decimal(60), Decimal(90))
    assert (line.before, line.after, line.office) == (Outcome.TWO, Outcome.ONE, "สสจ.เชียงใหม่")
    assert [row.name for row in everywhere] == ["ลำพูน", "เลื่อน"]
    assert not moved(executive, CHOICE, 2566, []).exists()


def test_institution_that_moved_brings_its_result_to_the_new_office(
    officer: User, outsider: User
) -> None:
    institution = both_years(cooperative("60"), cooperative("90"))
    Institution.objects.filter(pk=institution.pk).update(office=OrgUnit.objects.get(code="51"))

    assert movement(officer, CHOICE, 2566).total == 0
    assert movement(outsider, CHOICE, 2566).moves[Move.ROSE] == 1


def test_movement_of_a_day_takes_both_years_as_they_stood(officer: User) -> None:
    institution = both_years(cooperative("60"), cooperative("90"))
    before, after = institution.assessments.order_by("fiscal_year")
    day = date(2024, 4, 1)
    recorded_on(before, day)
    recorded_on(after, day, tier=3)
    choice = AnalysisChoice(fiscal_year=2567, sector=Sector.AGRICULTURAL, as_of=day)

    assert movement(officer, choice, 2566).counts == {(Outcome.TWO, Outcome.THREE): 1}
    assert len(movement_lines(moved(officer, choice, 2566, [(Outcome.TWO, Outcome.THREE)]))) == 1


def test_every_pair_is_one_kind_of_movement() -> None:
    found = {pair: move_of(*pair) for pair in PAIRS}

    assert set(found.values()) == set(Move)
    assert found[Outcome.ONE, Outcome.ONE] == Move.STAYED
    assert found[Outcome.THREE, Outcome.ONE] == Move.ROSE
    assert found[Outcome.INCOMPLETE, Outcome.ABSENT] == Move.LEFT
    assert found[Outcome.GROUP_1, Outcome.GROUP_2] == Move.UNASSESSED
    assert all(
        (found[b, a] == Move.ROSE) == (found[a, b] == Move.FELL) for b in TIERS for a in TIERS
    )


def test_empty_movement_counts_nothing() -> None:
    found = Movement(2566, 2567, {})

    assert (found.total, set(found.moves.values())) == (0, {0})


@pytest.mark.usefixtures("population")
def test_movement_of_somebody_without_a_role_is_empty(db: None) -> None:
    nobody = User.objects.create_user("without-role", "secret-for-tests")

    assert movement(nobody, CHOICE, 2566).total == 0
    assert movement_lines(moved(nobody, CHOICE, 2566, PAIRS)) == []

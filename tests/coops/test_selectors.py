"""Strength tables, scope and search; the number of queries is part of the promise."""

from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from coops import selectors
from coops.choices import Kind, RuleStatus, Sector, Standing, Tier
from coops.models import Assessment, Institution
from coops.rules import Facts
from coops.services import classify_year
from cpd_portal.core.choices import Role
from cpd_portal.core.models import OrgUnit, User
from tests.conftest import UserMaker
from tests.coops.facts import cooperative, group
from tests.coops.rows import make_assessment, make_group, make_institution, make_official

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner(make_user: UserMaker) -> User:
    return make_user(Role.PLANNER)


@pytest.fixture
def population() -> None:
    """Office 50: tier 1, tier 2, group 1; office 51: tier 3, two incomplete."""
    make_assessment(facts=cooperative("90"))
    make_assessment(facts=cooperative("60"))
    make_assessment(facts=Facts(Standing.NEW))
    make_assessment(facts=cooperative("40"), office="51")
    make_assessment(office="51")
    make_assessment(office="51")
    make_assessment(make_group(), facts=group("90"))
    make_assessment(make_institution(type="savings"), facts=Facts(Standing.DISSOLVED))
    make_assessment(facts=cooperative("90"), fiscal_year=2567)


@pytest.mark.usefixtures("population")
def test_strength_shares_are_of_the_whole_population(
    planner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert planner.reach.nationwide
    with django_assert_num_queries(2):
        table = selectors.strength(planner, 2566, Kind.COOPERATIVE, Sector.AGRICULTURAL)
    assert (table.population, table.incomplete) == (6, 2)
    assert {tier.value: (p.count, p.share) for tier, p in table.tiers.items()} == {
        1: (1, Decimal("16.67")),
        2: (1, Decimal("16.67")),
        3: (1, Decimal("16.67")),
    }
    assert {number.value: p.count for number, p in table.unassessed.items()} == {1: 1, 2: 0}
    assert (table.strong.count, table.strong.share) == (2, Decimal("33.33"))
    assert table.status == RuleStatus.PROVISIONAL


@pytest.mark.usefixtures("population")
def test_strength_is_official_once_the_working_group_accepted_it(planner: User) -> None:
    assert selectors.strength(planner, 2566, Kind.FARMER_GROUP).status == RuleStatus.PROVISIONAL
    make_official(2566)
    assert selectors.strength(planner, 2566, Kind.FARMER_GROUP).status == RuleStatus.OFFICIAL
    year_2567 = selectors.strength(planner, 2567, Kind.COOPERATIVE, Sector.AGRICULTURAL)
    assert (year_2567.population, year_2567.status) == (1, RuleStatus.PROVISIONAL)


@pytest.mark.usefixtures("population")
def test_strength_without_sector_takes_both(planner: User) -> None:
    make_official(2566)
    table = selectors.strength(planner, 2566, Kind.COOPERATIVE)
    assert (table.population, table.status) == (7, RuleStatus.PROVISIONAL)


@pytest.mark.usefixtures("population")
def test_strength_is_of_what_the_user_sees(make_user: UserMaker, planner: User) -> None:
    officer = make_user(Role.OFFICER, "51")
    own = selectors.strength(officer, 2566, Kind.COOPERATIVE, Sector.AGRICULTURAL)
    assert (own.population, own.tiers[Tier.THREE].count) == (3, 1)
    other = OrgUnit.objects.get(code="50")
    asked = selectors.strength(officer, 2566, Kind.COOPERATIVE, office=other)
    assert asked.population == 0
    seen = selectors.strength(planner, 2566, Kind.COOPERATIVE, Sector.AGRICULTURAL, office=other)
    assert seen.population == 3


def test_empty_population_has_no_share(planner: User) -> None:
    table = selectors.strength(planner, 2566, Kind.COOPERATIVE)
    assert (table.population, table.strong.share) == (0, None)


@pytest.mark.usefixtures("population")
def test_national_strength_is_the_same_for_everybody() -> None:
    table = selectors.strength_national(2566, Kind.COOPERATIVE, Sector.AGRICULTURAL)
    assert (table.population, table.strong.count) == (6, 2)


@pytest.mark.usefixtures("population")
def test_strength_by_province_takes_three_queries(
    planner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert planner.reach.nationwide
    # The rules, the counts, and the offices' names: counting by names sorts the whole nation.
    with django_assert_num_queries(3):
        rows = selectors.strength_by_province(planner, 2566, Kind.COOPERATIVE)
    assert [(row.code, row.strength.population, row.strength.incomplete) for row in rows] == [
        ("50", 4, 0),
        ("51", 3, 2),
    ]


def test_bangkok_offices_are_one_province(planner: User) -> None:
    make_assessment(facts=cooperative(), office="10-1")
    make_assessment(facts=cooperative("60"), office="10-2")
    provinces = selectors.strength_by_province(planner, 2566, Kind.COOPERATIVE)
    assert [(row.code, row.name, row.strength.strong.count) for row in provinces] == [
        ("10", "กรุงเทพมหานคร", 2)
    ]


def test_detail_is_hidden_outside_the_office(make_user: UserMaker) -> None:
    institution = make_institution("50")
    number = institution.registration_no
    assert selectors.institution_detail(make_user(Role.OFFICER, "51"), number) is None
    assert selectors.institution_detail(make_user(Role.OFFICER, "50"), number) is not None


def test_detail_has_the_years_newest_first(make_user: UserMaker) -> None:
    institution = make_institution()
    for year in (2566, 2567):
        make_assessment(institution, cooperative(), year)
    detail = selectors.institution_detail(
        make_user(Role.OFFICER, "50"), institution.registration_no
    )
    assert detail is not None
    assert [row.fiscal_year for row in detail.assessments] == [2567, 2566]


def test_facts_are_those_of_the_kind() -> None:
    coop = selectors.facts_json(make_assessment(facts=cooperative("82.5", loss=(False, True))))
    assert (coop["kind"], coop["sector"], coop["fiscal_year"]) == (
        "cooperative",
        "agricultural",
        2566,
    )
    assert coop["loss"] == {"latest": False, "previous": True}
    assert "statement_days" not in coop
    farmers = selectors.facts_json(make_assessment(make_group(), group(days=31)))
    assert (farmers["sector"], farmers["statement_days"]) == (None, 31)
    assert farmers["allocated_and_paid"] == {"latest": True, "previous": True}
    assert "loss" not in farmers


def test_facts_not_entered_are_null() -> None:
    facts = selectors.facts_json(make_assessment())
    assert (facts["points"], facts["loss"], facts["defect_status"]) == ({}, None, None)


@pytest.mark.parametrize(
    "text",
    ["แม่ปิงทอง", "การเกษตร แม่ปิง", "แมปิงทอง จำกัด", "ตย.50-0017", "ตย๕๐-๐๐๑๗".replace("ตย", "ตย.")],
)
def test_search_finds_name_and_number(text: str) -> None:
    found = make_institution(name="สหกรณ์การเกษตรแม่ปิงทอง จำกัด", registration_no="ตย. 50-0017")
    make_institution(name="สหกรณ์การเกษตรแม่ริม จำกัด")
    assert list(Institution.objects.all().search(text)) == [found]


def test_search_for_nothing_keeps_all() -> None:
    make_institution()
    assert Institution.objects.all().search(" จำกัด ").count() == 1


def test_list_carries_the_result_of_the_year() -> None:
    assessed = make_institution(name="สหกรณ์ ก จำกัด")
    make_institution(name="สหกรณ์ ข จำกัด")
    make_assessment(assessed, cooperative("60"))
    rows = Institution.objects.all().with_assessment(2566).values_list("tier", "total", "complete")
    assert list(rows) == [(2, Decimal("60.00"), True), (None, None, None)]


def test_institutions_come_in_thai_order() -> None:
    for name in ("สหกรณ์เกาะ", "สหกรณ์ขาว", "สหกรณ์กา", "สหกรณ์แกะ"):
        make_institution(name=name)
    names = Institution.objects.values_list("name", flat=True)
    assert list(names) == ["สหกรณ์กา", "สหกรณ์เกาะ", "สหกรณ์แกะ", "สหกรณ์ขาว"]


def test_classify_year_stores_every_result_and_then_nothing_more() -> None:
    rows = [
        make_assessment(facts=cooperative("60")),
        make_assessment(facts=Facts(Standing.SUSPENDED)),
        make_assessment(make_group(), facts=group("70")),
        make_assessment(),
        make_assessment(facts=cooperative("60"), fiscal_year=2567),
    ]
    expected = [Assessment.objects.get(pk=row.pk) for row in rows]
    Assessment.objects.update(
        tier=None, unassessed_group=None, total=None, result=None, dimensions={}, complete=False
    )
    assert classify_year(actor=None, fiscal_year=2566).changed == 3
    for wanted in expected[:4]:
        row = Assessment.objects.get(pk=wanted.pk)
        assert (row.tier, row.unassessed_group, row.total, row.complete) == (
            wanted.tier,
            wanted.unassessed_group,
            wanted.total,
            wanted.complete,
        )
        assert (row.result, row.dimensions) == (wanted.result, wanted.dimensions)
    assert Assessment.objects.get(pk=rows[4].pk).complete is False
    assert classify_year(actor=None, fiscal_year=2566).changed == 0


def test_classify_year_is_in_the_audit_trail() -> None:
    row = make_assessment(facts=cooperative("60"))
    Assessment.objects.update(
        tier=None, unassessed_group=None, total=None, result=None, complete=False
    )
    classify_year(actor=None, fiscal_year=2566)
    events = Assessment.pgh_event_model.objects.filter(pgh_obj=row)  # type: ignore[attr-defined]
    event = events.order_by("pgh_id").last()
    assert (event.tier, event.pgh_context["action"]) == (2, "coops.year.classified")
    assert event.pgh_context["actor_name"] == "ระบบ"

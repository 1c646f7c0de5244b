"""What the portal computes for each KPI and round from what it holds."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from coops.models import Institution, YearFacts
from cpd_portal.core.choices import Role
from cpd_portal.core.models import User
from kpis.choices import GrowthAverage, PolicyCode
from kpis.models import CollectionValue, Kpi, ProgrammeMember, ScoringPolicy, StepTick
from kpis.rules import score
from kpis.rules.lineage import Computed
from kpis.rules.numbers import half_up
from kpis.selectors.components import figures_before
from kpis.selectors.computed import computed_result
from kpis.selectors.programme import programme_of
from kpis.services.carry import components_carry
from tests.conftest import UserMaker
from tests.coops.rows import make_assessment, make_group, make_institution
from tests.kpis.lineage import TODAY, enter, kpi_of, make_dataset, member_of, step_of
from tests.kpis.strength import classified, classified_groups

pytestmark = pytest.mark.django_db
PILLARS = ("5", "4", "3", "3", "3", "2", "3")


@pytest.fixture
def actor(make_user: UserMaker) -> User:
    return make_user(Role.OFFICER, "agri")


def computed(number: int, round_code: str = "12m", today: date = TODAY) -> Computed | None:
    return computed_result(kpi=kpi_of(number), round_code=round_code, today=today)


def points(number: int, found: Computed | None, round_code: str = "12m") -> Decimal | None:
    kpi = Kpi.objects.for_year(2567).with_criteria().get(number=number)
    criterion = kpi.criterion(round_code)
    assert criterion is not None
    assert found is not None
    return score(criterion.rule, found.scored, kpi.scorecard.policy).shown


@pytest.mark.parametrize("number", range(1, 14))
@pytest.mark.parametrize("round_code", ["6m", "12m", "9m"])
def test_without_data_nothing_is_computed(number: int, round_code: str) -> None:
    assert computed(number, round_code) is None


def test_kpi_1_grows_on_the_printed_sum_of_2566(actor: User) -> None:
    values = {"fruit": "220000", "rice": "124000", "silk": "600", "fishery": "11000"}
    enter(actor, 1, {**values, "livestock": "700", "crops": "110"})
    found = computed(1)
    assert found is not None
    assert found.value is not None
    assert half_up(found.value, 2) == Decimal("5.75")
    assert not found.partial
    assert points(1, found) == 0


def test_kpi_3_with_a_product_that_is_not_available_is_partial(actor: User) -> None:
    enter(actor, 3, {"rice": "9000", "crops": None, "livestock": "140", "fishery": None})
    found = computed(3)
    assert found is not None
    assert found.partial
    assert "crops" not in found.notes[0]
    assert "2. สินค้าพืชอินทรีย์" in found.notes[0]


def test_kpi_1_with_some_products_entered_is_open_and_names_the_others(actor: User) -> None:
    enter(actor, 1, {"fruit": "220000"})
    found = computed(1)
    assert found is not None
    assert (found.value, found.scored, found.partial) == (None, None, True)
    assert "2. สินค้าข้าวหอมมะลิ" in found.notes[0]


def test_kpi_4_is_income_less_expense_in_both_rounds(actor: User) -> None:
    enter(actor, 4, {"income": "206310", "expense": "126039"})
    for round_code in ("6m", "12m"):
        found = computed(4, round_code)
        assert found is not None
        assert found.value == Decimal(80271)
    assert points(4, computed(4)) == Decimal("96.96")


def test_kpi_5_is_the_share_of_the_whole_population() -> None:
    classified([1] * 4 + [2] * 5 + [3] * 11)
    found = computed(5)
    assert found is not None
    assert (found.value, found.partial) == (Decimal(45), False)
    assert [each.value for each in found.inputs] == [9, 20]
    assert points(5, found) == Decimal("62.24")


def test_kpi_6_is_preliminary_while_some_are_not_classified() -> None:
    classified_groups([1, 3, None])
    found = computed(6)
    assert found is not None
    assert found.partial
    assert found.notes == ("ยังจัดชั้นไม่ครบ 1 แห่ง ซึ่งนับอยู่ในประชากรแล้ว",)


def half(
    make: Any, month: int, closed: date | None = None, met: date | None = None
) -> Institution:
    """Of the population of 2567, accounting year ending in that month of 2566."""
    institution: Institution = make(accounting_year_end_month=month, accounting_year_end_day=30)
    make_assessment(institution, fiscal_year=2567)
    if closed or met:
        YearFacts.objects.create(
            institution=institution,
            fiscal_year=2567,
            accounting_year_end=date(2023, month, 30),
            closed_on=closed,
            general_meeting_on=met,
        )
    return institution


@pytest.mark.parametrize(
    ("closed", "met", "today", "done"),
    [
        (date(2023, 10, 31), date(2024, 2, 27), TODAY, 1),  # 150 days after 30 September
        (date(2023, 10, 31), date(2024, 2, 28), TODAY, 0),
        (date(2024, 2, 28), date(2024, 2, 27), TODAY, 0),
        (None, date(2024, 2, 1), TODAY, 0),
        (date(2023, 10, 31), None, TODAY, 0),
        (date(2023, 10, 31), date(2024, 2, 27), date(2024, 2, 26), 0),
    ],
)
def test_kpi_5_half_year_counts_closed_accounts_and_meetings_within_150_days(
    closed: date | None, met: date | None, today: date, done: int
) -> None:
    half(make_institution, 9, closed, met)
    found = computed(5, "6m", today)
    assert found is not None
    assert [found.value, found.inputs[1].value] == [done, 1]


def test_half_year_takes_april_to_september_of_the_frozen_population_only() -> None:
    for month in range(1, 13):
        if month != 2:
            half(make_institution, month)
    half(make_group, 6)
    make_institution(accounting_year_end_month=6, accounting_year_end_day=30)
    cooperatives, groups = computed(5, "6m"), computed(6, "6m")
    assert cooperatives is not None
    assert groups is not None
    assert [each.value for each in cooperatives.inputs] == [0, 6, 0, 6]
    assert groups.inputs[1].value == 1


def test_half_year_tells_who_can_still_make_it() -> None:
    half(make_institution, 4)
    half(make_institution, 9)
    found = computed(5, "6m", date(2023, 12, 1))
    assert found is not None
    assert [each.value for each in found.inputs] == [0, 2, 1, 1]


def collect(member: ProgrammeMember, actor: User, *amounts: str) -> None:
    for year, amount in zip((2565, 2566, 2567), amounts, strict=True):
        CollectionValue.objects.create(
            member=member,
            year=year,
            amount=Decimal(amount),
            audited=True,
            closed_in_time=True,
            source="งบการเงิน",
            entered_by=actor,
        )


def test_kpi_7_is_the_growth_by_the_stored_policy(actor: User) -> None:
    collect(member_of(1), actor, "100", "100", "110")
    collect(member_of(2), actor, "900", "900", "1008")
    found = computed(7)
    assert found is not None
    assert found.value == Decimal("11.8")
    assert points(7, found) == 100
    policies = ScoringPolicy.objects.filter(code=PolicyCode.GROWTH_AVERAGE)
    policies.update(value=GrowthAverage.MEAN_OF_PERCENTAGES)
    changed = computed(7)
    assert changed is not None
    assert changed.value == Decimal(11)
    assert found.partial
    assert sum("2566 ไม่มีข้อมูล และ 2567 ไม่มีข้อมูล" in note for note in found.notes) == 68


def test_kpi_7_half_year_counts_those_on_plan(actor: User) -> None:
    ProgrammeMember.objects.filter(listing__number__lte=45).update(on_plan=True)
    ProgrammeMember.objects.filter(listing__number=70).update(on_plan=False)
    found = computed(7, "6m")
    assert found is not None
    assert [each.value for each in found.inputs] == [45, 1, 24]
    assert found.partial
    assert points(7, found, "6m") == 75


def test_kpi_8_is_the_reported_count_lower_is_better(actor: User) -> None:
    enter(actor, 8, {"spots": "3500"})
    found = computed(8)
    assert found is not None
    assert points(8, found) == Decimal("66.97")


def tick(actor: User, number: int, step: int, done_on: date, table: int = 1) -> None:
    StepTick.objects.create(step=step_of(number, step, table), done_on=done_on, ticked_by=actor)


def test_half_year_of_kpi_1_counts_activities_one_to_three(actor: User) -> None:
    tick(actor, 1, 1, date(2023, 11, 1))
    tick(actor, 1, 3, date(2024, 4, 5))
    tick(actor, 1, 4, date(2024, 4, 5))
    found = computed(1, "6m")
    assert found is not None
    assert (found.value, len(found.inputs)) == (Decimal(2), 3)
    assert found.notes == ("กิจกรรมที่ 3 แล้วเสร็จหลังครึ่งปีแรก",)
    assert points(1, found, "6m") == 75


def test_half_year_of_kpi_8_counts_the_first_table_only(actor: User) -> None:
    for step in range(1, 8):
        tick(actor, 8, step, date(2024, 1, 10))
    tick(actor, 8, 8, date(2024, 4, 10), table=2)
    found = computed(8, "6m")
    assert found is not None
    assert (found.value, len(found.inputs)) == (Decimal(7), 8)
    assert points(8, found, "6m") == 75


def test_kpi_9_with_one_incomplete_of_eighteen_reaches_the_first_tier() -> None:
    for number in range(1, 19):
        make_dataset(number)
    assert points(9, computed(9)) == 100
    dataset = make_dataset(19, in_open_list=False)
    dataset.scorecard.datasets.filter(number=18).update(metadata={"title": "ขาด"})
    found = computed(9)
    assert found is not None
    assert {part: half_up(value, 2) for part, value in found.parts} == {
        "quality_pct": Decimal("94.44"),
        "registered_pct": Decimal("94.44"),
    }
    assert points(9, found) == 50


def test_kpi_9_counts_a_registration_from_its_day() -> None:
    make_dataset(1, registered_on=date(2024, 10, 2))
    found = computed(9)
    assert found is not None
    assert dict(found.parts) == {"quality_pct": 100, "registered_pct": 0}


def test_kpi_10_needs_a_named_user_and_a_platform_for_the_top() -> None:
    make_dataset(1, guidelines=list(range(1, 8)))
    assert points(10, computed(10)) == 50
    make_dataset(2, guidelines=list(range(1, 10)))
    assert points(10, computed(10)) == 75
    make_dataset(3, guidelines=list(range(1, 10)), external_user="กรมการปกครอง", platform="GDX")
    assert points(10, computed(10)) == 100


def test_kpi_11_counts_pillars_at_level_three_or_more(actor: User) -> None:
    enter(actor, 11, {f"pillar_{n}": level for n, level in enumerate(PILLARS, start=1)})
    found = computed(11)
    assert found is not None
    assert found.value == Decimal(6)
    assert points(11, found) == 75


def test_kpi_12_is_the_reported_score(actor: User) -> None:
    enter(actor, 12, {"points": "66.40"})
    assert points(12, computed(12)) == Decimal("87.50")


def test_kpi_13_is_the_mean_of_seven_categories(actor: User) -> None:
    enter(actor, 13, {f"category_{n}": str(437 + n) for n in range(1, 8)})
    found = computed(13)
    assert found is not None
    assert found.value == Decimal(441)


def test_next_year_compares_with_what_was_entered_this_year(actor: User) -> None:
    """Components of a new scorecard are those of the year before."""
    enter(actor, 8, {"spots": "3500"})
    kpi = kpi_of(8)
    card = kpi.scorecard
    card.pk, card.fiscal_year = None, 2568
    card.save()
    kpi.pk, kpi.scorecard = None, card
    kpi.save()
    components_carry(2568)
    components_carry(2568)
    (component,) = kpi.components.all()
    assert (component.code, component.is_whole, component.minimum) == ("spots", True, 0)
    assert figures_before(kpi) == {"spots": Decimal(3500)}
    assert figures_before(kpi_of(8)) == {"spots": Decimal(3623)}


def says(code: PolicyCode, value: str) -> None:
    ScoringPolicy.objects.filter(scorecard__fiscal_year=2567, code=code).update(value=value)


def test_half_year_follows_the_days_of_the_scorecard(actor: User) -> None:
    half(make_institution, 9, date(2023, 10, 31), date(2024, 2, 28))
    says(PolicyCode.HALF_DAYS, "151")
    found = computed(5, "6m")
    assert found is not None
    assert found.value == 1
    assert found.inputs[0].name == "ปิดบัญชีและประชุมใหญ่ภายใน 151 วัน"


def test_kpi_11_follows_the_level_of_the_scorecard(actor: User) -> None:
    enter(actor, 11, {f"pillar_{n}": level for n, level in enumerate(PILLARS, start=1)})
    says(PolicyCode.LEAST_LEVEL, "1")
    found = computed(11)
    assert found is not None
    assert found.value == Decimal(7)


def test_programme_follows_the_least_number_of_the_scorecard() -> None:
    kpi = Kpi.objects.for_year(2567).select_related("scorecard").get(number=7)
    before = programme_of(kpi).missing_members
    says(PolicyCode.LEAST_MEMBERS, "80")
    assert (before, programme_of(kpi).missing_members) == (0, 10)

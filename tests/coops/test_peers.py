"""One institution among its peers, and under the criteria of other years."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from coops.models import Assessment, Institution
from coops.rules.peers import Position, Quartiles, position
from coops.selectors.criteria import other_criteria
from coops.selectors.peers import PeerGroup, peers_of
from coops.selectors.verdict import verdict
from cpd_portal.core.models import User
from tests.coops.facts import cooperative
from tests.coops.pages import SignIn, text_of
from tests.coops.rows import make_assessment, make_institution

POINTS = st.decimals(0, 15, places=2)
BOX = Quartiles(Decimal(4), Decimal(6), Decimal(9))


@pytest.mark.parametrize(
    ("own", "where"),
    [
        ("3.99", Position.BOTTOM),
        ("4", Position.BELOW),
        ("6", Position.MIDDLE),
        ("6.01", Position.ABOVE),
        ("9", Position.ABOVE),
        ("9.01", Position.TOP),
    ],
)
def test_position_at_the_bounds_of_the_box(own: str, where: Position) -> None:
    assert position(Decimal(own), BOX) == where


@given(POINTS, st.tuples(POINTS, POINTS, POINTS).map(sorted))
def test_position_agrees_with_the_median(own: Decimal, box: list[Decimal]) -> None:
    found = position(own, Quartiles(*box))
    above = found in (Position.TOP, Position.ABOVE)

    assert above == (own > box[1])
    assert (found == Position.MIDDLE) == (own == box[1])


@pytest.fixture
def institution(db: None) -> Institution:
    """With 60 points; peers of the same type: four in its office, two in another."""
    own = make_institution()
    make_assessment(own, cooperative("60"))
    for total in ("10", "20", "30", "40"):
        make_assessment(facts=cooperative(total))
    for total in ("70", "90"):
        make_assessment(facts=cooperative(total), office="51")
    make_assessment()
    make_assessment(make_institution(type="fisheries"), cooperative("100"))
    return own


def stored(institution: Institution) -> Assessment:
    rows = Assessment.objects.select_related("rule_set", "institution")
    found: Assessment = rows.get(institution=institution)
    return found


def test_peers_are_the_assessed_ones_of_the_same_type(
    institution: Institution, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    shown = verdict(stored(institution))
    with django_assert_num_queries(1):
        found = peers_of(shown, PeerGroup.COUNTRY)

    assert (found.size, found.is_enough) == (6, True)
    assert found.total is not None
    assert found.total.peers == Quartiles(Decimal("22.50"), Decimal("35.00"), Decimal("62.50"))
    assert found.total.position == Position.ABOVE
    first, indicators = found.dimensions[0]
    assert (first.points, first.maximum) == (Decimal(30), Decimal(30))
    assert first.peers.median == Decimal(30)
    assert indicators[0].peers.low == Decimal(15)


def test_fewer_peers_than_five_show_nothing(institution: Institution) -> None:
    found = peers_of(verdict(stored(institution)), PeerGroup.OFFICE)

    assert (found.size, found.is_enough, found.total, found.dimensions) == (4, False, None, [])


def test_page_shows_group_size_and_place(
    client_of: SignIn, officer: User, institution: Institution
) -> None:
    address = f"/coops/{institution.registration_no}/?tab=compare&year=2566"
    text = text_of(client_of(officer).get(address).content)

    assert "กลุ่มเทียบ 6 แห่ง ประเภทเดียวกัน (ทั้งประเทศ)" in text
    assert "รวม 60 / 100 35 22.5–62.5 สูงกว่าค่ากลาง" in text
    assert "cooperative-agricultural-2566 เกณฑ์ที่ใช้จัดชั้น 2 ชั้น 2 ขาดอีก 20 คะแนน" in text
    assert "cooperative-agricultural-2567 ใช้ชั่วคราว 2 ชั้น 2" in text


def test_page_of_a_small_group_says_why_nothing_is_shown(
    client_of: SignIn, officer: User, institution: Institution
) -> None:
    address = f"/coops/{institution.registration_no}/?tab=compare&year=2566&group=office"
    text = text_of(client_of(officer).get(address).content)

    assert "กลุ่มเทียบเล็กเกินไป" in text
    assert "อย่างน้อย 5 แห่ง" in text


def test_criteria_of_other_years_judge_the_same_facts(institution: Institution) -> None:
    found = other_criteria(stored(institution))

    assert [(row.rule_set.fiscal_year, row.is_own) for row in found] == [
        (2566, True),
        (2567, False),
    ]
    assert found[0].result.tier == 2
    assert found[0].needs == ["ขาดอีก 20 คะแนน"]


def test_institution_without_tier_has_no_comparison_of_criteria(db: None) -> None:
    assert other_criteria(make_assessment()) == []

"""Who is nearest to the next tier, and the page that lists them."""

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from coops.choices import DefectStatus, Kind, Sector, Standing
from coops.rules import Facts
from coops.selectors import needed_for_share
from coops.selectors.near_miss import (
    NearMissChoice,
    NearMissLine,
    least_count,
    near_miss_lines,
    near_misses,
)
from cpd_portal.core.models import User
from tests.coops.facts import cooperative, group
from tests.coops.pages import SignIn, text_of
from tests.coops.rows import make_assessment, make_group, make_institution

pytestmark = pytest.mark.django_db
YEAR = NearMissChoice(fiscal_year=2566)
ADDRESS = "/coops/near-miss/?fiscal_year=2566"


def put(name: str, facts: Facts | None, office: str = "50") -> None:
    make_assessment(make_institution(office, name=name), facts)


@pytest.fixture
def population() -> None:
    """Office 50: five near ones, and six that are not; office 51: one near tier 2."""
    put("ขาดหนึ่ง", cooperative("79"))
    put("ขาดห้า", cooperative("50"))
    put("ขาดทุนก่อนหน้า", cooperative("95", loss=(False, True)))
    put("มีข้อบกพร่อง", cooperative("60", defects=DefectStatus.NOT_STARTED))
    make_assessment(make_group(name="กลุ่มพอดี"), group("65"))
    put("ขาดห้ากว่า", cooperative("49.99"))
    put("ขาดสองเรื่อง", cooperative("79", loss=(False, True)))
    put("ขาดสองเงื่อนไข", cooperative("60", loss=(True, True), defects=DefectStatus.IN_PROGRESS))
    put("ชั้นหนึ่ง", cooperative("90"))
    put("ตั้งใหม่", Facts(Standing.NEW))
    put("ยังไม่กรอก", None)
    put("ลำพูน", cooperative("54"), office="51")


def names(user: User, **choice: str) -> list[str]:
    wanted = NearMissChoice(fiscal_year=2566, **choice)
    return [line.name for line in near_miss_lines(near_misses(user, wanted))]


@pytest.mark.usefixtures("population")
def test_near_ones_come_cheapest_first(officer: User) -> None:
    lines = near_miss_lines(near_misses(officer, YEAR))

    assert [(row.name, row.points_missing, row.condition) for row in lines] == [
        ("กลุ่มพอดี", Decimal("0.01"), ""),
        ("ขาดหนึ่ง", Decimal("1"), ""),
        ("ขาดห้า", Decimal("5"), ""),
        ("มีข้อบกพร่อง", Decimal("0"), "defects"),
        ("ขาดทุนก่อนหน้า", Decimal("0"), "loss"),
    ]
    assert [row.goal for row in lines] == [2, 1, 2, 2, 1]
    assert lines[-1].need == "ต้องไม่ขาดทุนในปีล่าสุดและปีก่อนหน้า"


@pytest.mark.usefixtures("population")
@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"need": "condition"}, ["มีข้อบกพร่อง", "ขาดทุนก่อนหน้า"]),
        ({"need": "points", "goal": "1"}, ["ขาดหนึ่ง"]),
        ({"kind": "farmer_group"}, ["กลุ่มพอดี"]),
        ({"kind": "cooperative", "sector": "non_agricultural"}, []),
        ({"office": "51"}, []),
    ],
)
def test_near_ones_are_those_chosen(
    officer: User, choice: dict[str, str], expected: list[str]
) -> None:
    assert names(officer, **choice) == expected


@pytest.mark.usefixtures("population")
def test_headquarters_sees_near_ones_of_every_office(executive: User) -> None:
    assert names(executive, kind="cooperative", need="points") == ["ขาดหนึ่ง", "ลำพูน", "ขาดห้า"]


def test_year_without_rule_sets_has_nobody_near(officer: User) -> None:
    put("ขาดหนึ่ง", cooperative("79"))

    assert not near_misses(officer, NearMissChoice(fiscal_year=2550)).exists()


@pytest.mark.parametrize("rows", [1, 12])
def test_near_ones_are_read_with_two_queries(
    officer: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        put(f"แห่งที่ {number}", cooperative("79"))
    assert officer.reach.unit_ids
    with django_assert_num_queries(2):
        assert len(near_miss_lines(near_misses(officer, YEAR))) == rows


@pytest.mark.parametrize(
    ("day", "late"),
    [
        (date(2023, 3, 31), ""),
        (date(2023, 4, 1), "ปิดปีบัญชีแล้ว ผลขาดทุนของปีนี้เปลี่ยนไม่ได้"),
    ],
)
def test_loss_can_no_longer_change_after_the_year_end(day: date, late: str) -> None:
    line = NearMissLine(
        "1", "ก", "cooperative", "50", 2566, 3, 31, 3, Decimal(60), Decimal(0), "loss", "ข"
    )

    assert line.late_on(day) == late


@pytest.mark.parametrize(
    ("target", "population", "count"),
    [("43.08", 3366, 1450), ("47", 3366, 1582), ("50", 2, 1), ("50", 0, 0), ("0", 10, 0)],
)
def test_least_count_reaches_the_target_as_it_is_printed(
    target: str, population: int, count: int
) -> None:
    assert least_count(Decimal(target), population) == count


@pytest.mark.usefixtures("population")
def test_needed_for_share_counts_the_whole_population(
    officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert officer.reach.unit_ids
    with django_assert_num_queries(4):
        found = needed_for_share(
            officer, 2566, Kind.COOPERATIVE, Sector.AGRICULTURAL, Decimal("60")
        )

    assert (found.population, found.strong, found.share) == (10, 4, Decimal("40.00"))
    assert (found.count, found.needed, found.candidates) == (6, 2, 2)
    assert [line.name for line in found.best] == ["ขาดห้า", "มีข้อบกพร่อง"]


@pytest.mark.usefixtures("population")
def test_target_that_is_reached_needs_nobody(officer: User) -> None:
    found = needed_for_share(officer, 2566, Kind.COOPERATIVE, None, Decimal("40"))

    assert found.needed == 0


@pytest.mark.usefixtures("population")
def test_page_lists_the_near_ones_and_who_cures(
    client_of: SignIn, officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(officer)
    with django_assert_num_queries(7):
        text = text_of(client.get(ADDRESS).content)

    assert "พบ 5 แห่ง" in text
    assert "ขาดห้า สสจ.เชียงใหม่ 3 ชั้น 3 2 ชั้น 2 50 5 คะแนน" in text
    assert "ผู้ตรวจการสหกรณ์ตรวจและปิดข้อบกพร่อง" in text
    assert "ปิดปีบัญชีแล้ว ผลขาดทุนของปีนี้เปลี่ยนไม่ได้" in text
    assert "ข้อสมมติรอการยืนยัน" in text
    assert "ลำพูน" not in text
    assert "ต้องเพิ่มอีกกี่แห่ง" not in text


@pytest.mark.usefixtures("population")
def test_page_says_how_many_more_each_target_takes(client_of: SignIn, officer: User) -> None:
    query = "kind=cooperative&sector=agricultural&target=40,๖๐, 90"
    text = text_of(client_of(officer).get(f"{ADDRESS}&{query}").content)

    assert "ขณะนี้ 4 จาก 10 แห่ง ร้อยละ 40.00" in text
    assert "ถึง ร้อยละ 40.00 แล้ว" in text
    assert "อีก 2 แห่ง จะถึง ร้อยละ 60.00 (รวม 6 แห่ง)" in text
    assert "อีก 5 แห่ง จะถึง ร้อยละ 90.00 (รวม 9 แห่ง) ที่ใกล้เข้าชั้น 2 มี 2 แห่ง ยังไม่พอ" in text


@pytest.mark.parametrize("target", ["มาก", "101", "-1", "1,2,3,4", "1e1", "47,"])
def test_target_that_is_wrong_is_named_and_ignored(
    client_of: SignIn, officer: User, target: str
) -> None:
    page = client_of(officer).get("/coops/near-miss/", {"kind": "cooperative", "target": target})

    assert page.status_code == 200
    assert "ต้องเป็นร้อยละ 0 ถึง 100" in text_of(page.content)


def test_target_without_a_kind_asks_for_it(client_of: SignIn, officer: User) -> None:
    text = text_of(client_of(officer).get(f"{ADDRESS}&target=47").content)

    assert "เลือกชนิดก่อน" in text
    assert "ไม่มีที่ใกล้เลื่อนชั้นตามตัวกรองนี้" in text


@pytest.mark.parametrize("page", ["/coops/", "/coops/strength/"])
def test_register_and_strength_lead_to_the_near_ones(
    client_of: SignIn, officer: User, page: str
) -> None:
    html = client_of(officer).get(f"{page}?fiscal_year=2566").content.decode()

    assert 'href="/coops/near-miss/?fiscal_year=2566&amp;' in html

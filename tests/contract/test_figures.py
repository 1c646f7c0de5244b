"""Figures that follow from the two source documents, as a program gets them."""

from typing import Any

import pytest

from coops.choices import Standing
from coops.rules import Facts
from cpd_portal.core.models import User
from tests.api.conftest import TokenClient
from tests.contract.bodies import CLASSIFY, SCORE, STRENGTH, TOTAL, cooperative, farmer_group
from tests.coops.facts import cooperative as facts_of
from tests.coops.rows import make_assessment

# Both kinds have 20 points for these two indicators: 80 of 100 are left.
LESS = {"4.1": "0", "4.2": "0"}


def posted(program: TokenClient, address: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = program.post(address, body, "application/json")
    assert answer.status_code == 200, answer.content.decode()
    result: dict[str, Any] = answer.json()
    return result


@pytest.mark.parametrize(
    ("number", "round", "value", "score", "band"),
    [
        (5, "12m", "43.0778", "50.00", "50"),
        (5, "12m", "43.075", "50.00", "50"),
        (5, "12m", "43.0749", "0.00", "below"),
        (5, "12m", "48", "100.00", "100"),
        (5, "6m", "699", "0.00", "below"),
        (5, "6m", "700", "50.00", "50"),
        (5, "6m", "850", "87.50", "75"),
        (5, "6m", "900", "100.00", "100"),
        (6, "6m", "540", "50.00", "50"),
        (6, "6m", "580", "62.50", "50"),
        (7, "6m", "0", "50.00", "50"),
        (7, "6m", "44", "50.00", "50"),
        (7, "6m", "45", "75.00", "75"),
        (7, "6m", "69", "75.00", "75"),
        (7, "6m", "70", "100.00", "100"),
        (7, "6m", None, None, None),
        (8, "12m", "3260", "100.00", "100"),
        (11, "12m", None, "0.00", "below"),
        (12, "12m", None, "0.00", "below"),
        (13, "12m", None, None, None),
        (9, "12m", {"quality_pct": "90", "registered_pct": "0"}, "50.00", "50"),
        (9, "12m", {"quality_pct": "100", "registered_pct": "100"}, "100.00", "100"),
        (10, "12m", {"raised_1_to_7": "0", "raised": "0", "shared": "0"}, "0.00", "below"),
        (10, "12m", {"raised_1_to_7": "1", "raised": "1", "shared": "0"}, "75.00", "75"),
    ],
)
def test_result_earns_its_score(
    program: TokenClient, number: int, round: str, value: object, score: str, band: str
) -> None:
    answer = posted(program, SCORE.format(number=number), {"round": round, "value": value})
    assert (answer["score"], answer["band"]) == (score, band)


@pytest.mark.parametrize(
    ("score", "total", "level"),
    [
        ("89.995", "90.00", "quality"),
        ("89.994", "89.99", "high_standard"),
        ("74.995", "75.00", "high_standard"),
        ("74.994", "74.99", "basic_standard"),
        ("59.995", "60.00", "basic_standard"),
        ("59.994", "59.99", "needs_improvement"),
    ],
)
def test_level_comes_from_the_total_of_two_decimals(
    program: TokenClient, score: str, total: str, level: str
) -> None:
    answer = posted(program, TOTAL, {"scores": {str(n): score for n in range(1, 14)}})
    assert (answer["total"], answer["level"]) == (total, level)


def test_total_without_any_score_is_open(program: TokenClient) -> None:
    assert posted(program, TOTAL, {"scores": {}}) == {
        "total": None,
        "level": None,
        "missing": list(range(1, 14)),
        "range": {"low": "0.00", "high": "100.00"},
    }


@pytest.mark.parametrize(
    ("facts", "total", "tier"),
    [
        (cooperative(LESS), "80", 1),
        (cooperative(LESS | {"4.3": "4.99"}), "79.99", 2),
        (cooperative(LESS | {"1.1": "0", "1.2": "0"}), "55", 2),
        (cooperative(LESS | {"1.1": "0", "1.2": "0", "4.3": "4.99"}), "54.99", 3),
        (cooperative(loss={"latest": False, "previous": True}), "100", 2),
        (cooperative(loss={"latest": True, "previous": False}), "100", 3),
        (cooperative(loss={"latest": True, "previous": True}), "100", 3),
        (cooperative(defect_status="resolved"), "100", 1),
        (cooperative(defect_status="resolved_monitoring"), "100", 2),
        (cooperative(defect_status="in_progress"), "100", 3),
        (cooperative(defect_status="not_started"), "100", 3),
        (cooperative(allocated_and_paid={"latest": False}, statement_days=999), "100", 1),
        (farmer_group({"1.1": "0"}), "85", 1),
        (farmer_group({"1.1": "0", "4.4": "2.99"}), "84.99", 2),
        (farmer_group(LESS | {"1.1": "0.01"}), "65.01", 2),
        (farmer_group(LESS | {"1.1": "0"}), "65", 3),
        (farmer_group(statement_days=31), "100", 2),
        (farmer_group(statement_days=60), "100", 2),
        (farmer_group(statement_days=61), "100", 3),
        (farmer_group(allocated_and_paid={"latest": True, "previous": False}), "100", 3),
        (farmer_group(allocated_and_paid={"latest": False, "previous": True}), "100", 3),
        (farmer_group(defect_status="resolved_monitoring"), "100", 2),
        (farmer_group(defect_status="in_progress"), "100", 3),
        (farmer_group(loss={"latest": True, "previous": True}), "100", 1),
        (farmer_group(fiscal_year=2567), "100", 1),
    ],
)
def test_facts_give_their_tier(
    program: TokenClient, facts: dict[str, Any], total: str, tier: int
) -> None:
    answer = posted(program, CLASSIFY, facts)
    assert (answer["total"], answer["tier"], answer["unassessed_group"]) == (total, tier, None)


@pytest.mark.parametrize(
    ("standing", "group"), [("new", 1), ("suspended", 1), ("dissolved", 2), ("struck_off", 2)]
)
def test_standing_other_than_operating_gives_a_group(
    program: TokenClient, standing: str, group: int
) -> None:
    with_points = posted(program, CLASSIFY, cooperative(standing=standing))
    without = posted(
        program,
        CLASSIFY,
        {"kind": "farmer_group", "sector": None, "fiscal_year": 2566, "standing": standing},
    )
    assert [(found["tier"], found["unassessed_group"]) for found in (with_points, without)] == [
        (None, group),
        (None, group),
    ]
    assert (with_points["total"], without["total"]) == ("100", None)


def test_non_agricultural_conditions_are_the_same_and_provisional(program: TokenClient) -> None:
    points = cooperative({"1.2": "15"})["points"]
    del points["1.3"]
    answer = posted(program, CLASSIFY, cooperative(sector="non_agricultural") | {"points": points})
    assert (answer["total"], answer["tier"]) == ("100", 1)
    assert "ไปพลางก่อน" in answer["trace"][-1]["text"]


def test_shares_are_of_the_whole_population_half_up(executive: User) -> None:
    """1 of 32 is 3.125 and 5 of 32 is 15.625; unassessed and incomplete ones count below."""
    for facts in [facts_of("90")] + [facts_of("60")] * 5 + [facts_of("10")] * 24:
        make_assessment(facts=facts)
    make_assessment(facts=Facts(Standing.DISSOLVED))
    make_assessment()
    query = "?fiscal_year=2566&kind=cooperative&sector=agricultural"
    assert TokenClient(executive).get(STRENGTH + query).json() == {
        "population": 32,
        "tiers": {
            "1": {"count": 1, "share": "3.13"},
            "2": {"count": 5, "share": "15.63"},
            "3": {"count": 24, "share": "75.00"},
        },
        "unassessed": {"1": 0, "2": 1},
        "incomplete": 1,
        "strong": {"count": 6, "share": "18.75"},
        "status": "provisional",
    }

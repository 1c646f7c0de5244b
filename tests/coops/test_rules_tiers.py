"""The tier conditions at every boundary, without a database."""

import pytest

from coops.choices import DefectStatus, Standing, Tier, UnassessedGroup
from coops.rules import Facts, IncompleteFacts, RuleSet, classify
from tests.coops.facts import agricultural, cooperative, farmer_group, group, non_agricultural


@pytest.mark.parametrize(
    ("total", "tier"),
    [("100", 1), ("80", 1), ("79.99", 2), ("55", 2), ("54.99", 3), ("0", 3)],
)
def test_cooperative_total_at_boundary_gives_tier(total: str, tier: int) -> None:
    assert classify(cooperative(total), agricultural()).tier == tier


@pytest.mark.parametrize(
    ("latest", "previous", "tier"),
    [(False, False, 1), (False, True, 2), (True, False, 3), (True, True, 3)],
)
def test_cooperative_loss_gives_tier(latest: bool, previous: bool, tier: int) -> None:
    assert classify(cooperative(loss=(latest, previous)), agricultural()).tier == tier


DEFECT_TIERS = [
    (DefectStatus.NONE, 1),
    (DefectStatus.RESOLVED, 1),
    (DefectStatus.RESOLVED_MONITORING, 2),
    (DefectStatus.IN_PROGRESS, 3),
    (DefectStatus.NOT_STARTED, 3),
]


@pytest.mark.parametrize(("defects", "tier"), DEFECT_TIERS)
def test_cooperative_defects_give_tier(defects: DefectStatus, tier: int) -> None:
    assert classify(cooperative(defects=defects), agricultural()).tier == tier


@pytest.mark.parametrize(
    ("total", "tier"),
    [("100", 1), ("85", 1), ("84.99", 2), ("65.01", 2), ("65", 3), ("64.99", 3), ("0", 3)],
)
def test_group_total_at_boundary_gives_tier(total: str, tier: int) -> None:
    assert classify(group(total), farmer_group()).tier == tier


@pytest.mark.parametrize(
    ("latest", "previous", "tier"),
    [(True, True, 1), (True, False, 3), (False, True, 3), (False, False, 3)],
)
def test_group_allocation_gives_tier(latest: bool, previous: bool, tier: int) -> None:
    assert classify(group(allocated=(latest, previous)), farmer_group()).tier == tier


@pytest.mark.parametrize(("defects", "tier"), DEFECT_TIERS)
def test_group_defects_give_tier(defects: DefectStatus, tier: int) -> None:
    assert classify(group(defects=defects), farmer_group()).tier == tier


@pytest.mark.parametrize(("days", "tier"), [(0, 1), (30, 1), (31, 2), (60, 2), (61, 3)])
def test_group_statement_days_at_boundary_give_tier(days: int, tier: int) -> None:
    assert classify(group(days=days), farmer_group()).tier == tier


@pytest.mark.parametrize(
    ("standing", "unassessed"),
    [
        (Standing.NEW, 1),
        (Standing.SUSPENDED, 1),
        (Standing.DISSOLVED, 2),
        (Standing.STRUCK_OFF, 2),
    ],
)
@pytest.mark.parametrize("rule_set", [agricultural(), non_agricultural(), farmer_group()])
def test_standing_other_than_operating_is_not_assessed(
    standing: Standing, unassessed: int, rule_set: RuleSet
) -> None:
    result = classify(Facts(standing), rule_set)
    assert result.unassessed_group == UnassessedGroup(unassessed)
    assert (result.tier, result.total, result.dimensions) == (None, None, {})
    assert (result.conditions, result.next_tier) == ((), None)


def test_unassessed_with_all_points_still_adds_them_up() -> None:
    facts = Facts(Standing.NEW, points=cooperative("82.5").points)
    result = classify(facts, agricultural())
    assert result.as_json()["total"] == "82.5"
    assert result.unassessed_group == UnassessedGroup.ONE


def test_unassessed_trace_names_standing_and_group() -> None:
    step = classify(Facts(Standing.STRUCK_OFF), farmer_group()).trace[-1]
    assert step.text == "สถานะ ถอนชื่อ: ไม่นำมาประเมิน กลุ่มที่ 2 กลุ่มเกษตรกรที่เลิก/ถอนชื่อ"
    assert step.source == "kpi_details_fy2567 บรรทัด 500-505"


def test_disaster_exception_of_4_2_does_not_lift_the_loss_condition() -> None:
    facts = cooperative("100", loss=(True, False))
    assert facts.points["4.2"] == 5
    assert classify(facts, agricultural()).tier == Tier.THREE


def test_provisional_year_uses_the_conditions_of_2566_and_says_so() -> None:
    result = classify(cooperative("79.99"), agricultural(2567))
    assert (result.tier, result.rule_set) == (Tier.TWO, "cooperative-agricultural-2567")
    assert result.trace[-1].text.endswith(
        "(คณะทำงานกำหนดเงื่อนไขทุกปี เอกสารยังไม่ให้เงื่อนไขของปี 2567 จึงใช้ของปี 2566 ไปพลางก่อน)"
    )


def test_non_agricultural_has_17_indicators_and_the_same_conditions() -> None:
    rule_set = non_agricultural()
    assert len(rule_set.indicators) == 17
    assert classify(cooperative("80", rule_set=rule_set), rule_set).tier == Tier.ONE
    assert rule_set.indicators["1.2"].maximum == 15


def test_incomplete_facts_of_operating_institution_are_refused() -> None:
    facts = cooperative()
    incomplete = Facts(
        Standing.OPERATING, points={k: v for k, v in facts.points.items() if k != "2.6"}
    )
    with pytest.raises(IncompleteFacts) as refused:
        classify(incomplete, agricultural())
    assert [problem.pointer for problem in refused.value.missing] == [
        "/points/2.6",
        "/loss/latest",
        "/loss/previous",
        "/defect_status",
    ]

"""What a result says about itself."""

import pytest

from coops.choices import DefectStatus
from coops.rules import Facts, RuleSet, classify
from tests.coops.facts import agricultural, cooperative, farmer_group, group


def needs(facts: Facts, rule_set: RuleSet) -> dict[str, str]:
    following = classify(facts, rule_set).as_json()["next_tier"]
    return {need["code"]: need["text"] for need in following["needs"]}


def test_conditions_name_every_tier_whose_bound_is_met() -> None:
    facts = cooperative("82.5", loss=(False, True), defects=DefectStatus.IN_PROGRESS)
    assert classify(facts, agricultural()).as_json()["conditions"] == [
        {
            "code": "total",
            "met_for": [1, 2],
            "text": "คะแนนรวม 82.5 คะแนน: ถึงเกณฑ์ชั้น 1 และชั้น 2",
        },
        {
            "code": "loss",
            "met_for": [2],
            "text": "ปีล่าสุดไม่ขาดทุน ปีก่อนหน้าขาดทุน: ถึงเกณฑ์ชั้น 2",
        },
        {
            "code": "defects",
            "met_for": [],
            "text": "สถานะข้อบกพร่อง อยู่ระหว่างแก้ไข: ไม่ถึงเกณฑ์ชั้น 1 และชั้น 2",
        },
    ]


def test_group_has_its_own_four_conditions() -> None:
    result = classify(group("70", allocated=(True, False), days=45), farmer_group()).as_json()
    assert [(row["code"], row["met_for"]) for row in result["conditions"]] == [
        ("total", [2]),
        ("allocated_and_paid", []),
        ("defects", [1, 2]),
        ("statements", [2]),
    ]
    assert result["conditions"][1]["text"] == (
        "ปีล่าสุดจัดสรรและจ่าย ปีก่อนหน้าไม่ได้จัดสรรและจ่าย: ไม่ถึงเกณฑ์ชั้น 1 และชั้น 2"
    )


def test_dimensions_are_sums_of_their_indicators() -> None:
    result = classify(cooperative("52.5"), agricultural()).as_json()
    assert result["dimensions"] == {"1": "30", "2": "20", "3": "2.5", "4": "0"}
    assert result["trace"][2]["text"] == "มิติที่ 3: 2.5 + 0 + 0 + 0 + 0 = 2.5 จาก 20 คะแนน"
    assert result["trace"][4]["text"] == "คะแนนรวม: 30 + 20 + 2.5 + 0 = 52.5 คะแนน"


def test_tier_one_has_no_next_tier() -> None:
    assert classify(cooperative(), agricultural()).as_json()["next_tier"] is None


@pytest.mark.parametrize(
    ("total", "text"), [("78.5", "ขาดอีก 1.5 คะแนน"), ("79.99", "ขาดอีก 0.01 คะแนน")]
)
def test_next_tier_says_how_many_points_are_missing(total: str, text: str) -> None:
    assert needs(cooperative(total), agricultural()) == {"total": text}


def test_next_tier_from_three_is_two_even_with_points_for_one() -> None:
    facts = cooperative("90", loss=(True, True), defects=DefectStatus.NOT_STARTED)
    assert classify(facts, agricultural()).as_json()["next_tier"] == {
        "tier": 2,
        "needs": [
            {"code": "loss", "text": "ต้องไม่ขาดทุนในปีล่าสุด"},
            {
                "code": "defects",
                "text": "สถานะข้อบกพร่องต้องเป็น ไม่มีข้อบกพร่อง หรือ แก้ไขแล้วเสร็จสมบูรณ์ "
                "หรือ แก้ไขแล้วเสร็จต้องติดตาม",
            },
        ],
    }


@pytest.mark.parametrize(
    ("total", "text"),
    [
        ("65", "ต้องได้มากกว่า 65 คะแนน ขณะนี้ได้ 65 พอดี"),
        ("62.5", "ขาดอีกมากกว่า 2.5 คะแนน (ต้องได้มากกว่า 65)"),
    ],
)
def test_strict_bound_asks_for_more_than_it(total: str, text: str) -> None:
    assert needs(group(total), farmer_group()) == {"total": text}


def test_group_needs_name_allocation_and_statement_days() -> None:
    facts = group("70", allocated=(True, False), days=75)
    assert needs(facts, farmer_group()) == {
        "allocated_and_paid": "ต้องจัดสรรและจ่ายกำไรสุทธิในปีล่าสุดและปีก่อนหน้า",
        "statements": "ต้องจัดทำงบการเงินภายใน 60 วัน (ได้ 75 วัน)",
    }


def test_trace_ends_with_the_tier_and_what_was_not_reached() -> None:
    facts = cooperative("60", defects=DefectStatus.RESOLVED_MONITORING)
    step = classify(facts, agricultural()).trace[-1]
    assert step.text == (
        "ชั้น 2 สหกรณ์ที่พัฒนาเข้าสู่มาตรฐาน: ไม่ถึงเงื่อนไขของชั้น 1 ในเรื่อง คะแนนรวม, ข้อบกพร่องของการดำเนินกิจการ"
    )
    assert step.source == "kpi_details_fy2567 บรรทัด 400-405"

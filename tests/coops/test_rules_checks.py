"""Entered points: what is accepted, what is refused and with which words."""

from decimal import Decimal

import pytest

from coops.choices import Standing
from coops.rules import Facts, TwoYears, check_points, missing_facts
from tests.coops.facts import agricultural, cooperative, farmer_group, group, points_adding_to


@pytest.mark.parametrize(
    ("value", "point"),
    [("15", "15"), ("0", "0"), ("14.5", "14.5"), ("0.25", "0.25"), ("7.50", "7.5")]
    + [(Decimal("4.25"), "4.25"), ("-0", "0"), ("3.000", "3")],
)
def test_point_in_range_is_accepted(value: object, point: str) -> None:
    assert check_points({"1.1": value}, agricultural()) == ({"1.1": Decimal(point)}, [])


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("15.01", "คะแนนตัวชี้วัด 1.1 ต้องไม่เกิน 15 (ได้ 15.01)"),
        ("16", "คะแนนตัวชี้วัด 1.1 ต้องไม่เกิน 15 (ได้ 16)"),
        ("-0.01", "คะแนนตัวชี้วัด 1.1 ต้องไม่ติดลบ"),
        ("1.255", "คะแนนตัวชี้วัด 1.1 มีทศนิยมได้ไม่เกิน 2 ตำแหน่ง"),
    ],
)
def test_point_out_of_range_is_refused(value: object, message: str) -> None:
    good, [problem] = check_points({"1.1": value}, agricultural())
    assert good == {}
    assert (problem.pointer, problem.message) == ("/points/1.1", message)


NOT_NUMBERS: list[object] = [None, "", "abc", "NaN", "Infinity", "1e3", "1,5", "๕", "+5", " 5 "]
NOT_NUMBERS += [
    [],
    {},
    True,
    5,
    2.5,
    float("nan"),
    float("inf"),
    10**400,
    "1" * 500,
    "1\x00",
    Decimal("NaN"),
]


@pytest.mark.parametrize("value", NOT_NUMBERS)
def test_what_is_no_number_is_refused(value: object) -> None:
    good, [problem] = check_points({"1.1": value}, agricultural())
    assert good == {}
    assert problem.message == "คะแนนตัวชี้วัด 1.1 ต้องเป็นตัวเลข เช่น 12.5"


@pytest.mark.parametrize(
    ("code", "pointer", "message"),
    [
        ("5.1", "/points/5.1", "ไม่รู้จักตัวชี้วัด 5.1"),
        ("1.10", "/points/1.10", "ไม่รู้จักตัวชี้วัด 1.10"),
        ("a/b~c", "/points/a~1b~0c", "ไม่รู้จักตัวชี้วัด a/b~c"),
        ("\ud800\x00", "/points/\ufffd\ufffd", "ไม่รู้จักตัวชี้วัด \ufffd\ufffd"),
    ],
)
def test_unknown_indicator_is_refused(code: str, pointer: str, message: str) -> None:
    _, [problem] = check_points({code: "1"}, agricultural())
    assert (problem.pointer, problem.message) == (pointer, message)


def test_every_wrong_point_is_named() -> None:
    good, problems = check_points({"1.1": "16", "1.2": "10", "1.3": "x"}, agricultural())
    assert good == {"1.2": Decimal(10)}
    assert [problem.pointer for problem in problems] == ["/points/1.1", "/points/1.3"]


def test_maximum_depends_on_the_set() -> None:
    assert check_points({"1.3": "5"}, agricultural())[1] == []
    assert check_points({"1.3": "5"}, farmer_group())[1] != []


def test_complete_facts_lack_nothing() -> None:
    assert missing_facts(cooperative(), agricultural()) == []
    assert missing_facts(group(), farmer_group()) == []


def test_missing_points_are_named_in_printed_order() -> None:
    points = points_adding_to("100", agricultural())
    del points["2.6"], points["1.3"]
    facts = cooperative()
    partial = Facts(Standing.OPERATING, points, facts.defect_status, facts.loss)
    assert [(p.pointer, p.message) for p in missing_facts(partial, agricultural())] == [
        ("/points/1.3", "ยังไม่มีคะแนนตัวชี้วัด 1.3 จำนวนประเภทธุรกิจที่ดำเนินงาน"),
        ("/points/2.6", "ยังไม่มีคะแนนตัวชี้วัด 2.6 อัตราลูกหนี้ระยะสั้นที่ชำระหนี้ได้ตามกำหนด"),
    ]


def test_group_lacks_its_own_facts_and_not_the_loss() -> None:
    facts = Facts(
        Standing.OPERATING,
        points_adding_to("100", farmer_group()),
        allocated_and_paid=TwoYears(True, None),
    )
    assert [(p.pointer, p.message) for p in missing_facts(facts, farmer_group())] == [
        ("/allocated_and_paid/previous", "ยังไม่ได้ระบุการจัดสรรและจ่ายกำไรสุทธิปีก่อนหน้า"),
        ("/defect_status", "ยังไม่ได้ระบุสถานะข้อบกพร่อง"),
        ("/statement_days", "ยังไม่ได้ระบุจำนวนวันที่จัดทำงบการเงิน"),
    ]


def test_not_operating_lacks_nothing() -> None:
    assert missing_facts(Facts(Standing.SUSPENDED), agricultural()) == []

"""Printed targets as numbers, with the printed cells of the plan as examples."""

from decimal import Decimal

import pytest

from strategy.choices import PLAN_YEARS, Basis
from strategy.models import ActivityTarget, Measure, PlanVersion, Target
from strategy.rules.reading import MILESTONE, Reading, read_cell, read_indicator


@pytest.mark.parametrize(
    ("text", "basis", "value", "unit"),
    [
        ("ปีละ ๑ ครั้ง", Basis.PER_YEAR, "1", "ครั้ง"),
        ("มีระบบเครือข่ายภายในเชื่อมโยงกัน ๑๕๒ แห่ง", Basis.CUMULATIVE, "152", "แห่ง"),
        ("อบรมผู้ตรวจการสหกรณ์ ร้อยละ ๒๐ ต่อปี", Basis.YEARLY_SHARE, "20", "ร้อยละ"),
        ("มีแผนที่ GIS รายแปลง เพิ่มขึ้นร้อยละ ๑๐ ต่อปี", Basis.GROWTH, "10", "ร้อยละ"),
        ("มี data mining ร้อยละ ๖๐ ของสหกรณ์ทั้งหมด", Basis.SHARE, "60", "ร้อยละ"),
        ("คู่มือส่งเสริมสหกรณ์ออมทรัพย์ จำนวน ๒,๐๐๐ เล่ม", Basis.CUMULATIVE, "2000", "เล่ม"),
        ("๒๖๐ ราย", Basis.CUMULATIVE, "260", "ราย"),
    ],
)
def test_cell_with_a_number(text: str, basis: Basis, value: str, unit: str) -> None:
    assert read_cell(text) == [Reading(basis, unit, Decimal(value))]


@pytest.mark.parametrize(
    "text",
    ["ออกแบบระบบ", "มีรายงานผลการทบทวนแผน ปี ๖๑", "แนะนำส่งเสริมสหกรณ์ทุกเดือน", "จำนวนเว็บไซต์สหกรณ์"],
)
def test_cell_without_a_number_is_a_milestone(text: str) -> None:
    assert read_cell(text) == [MILESTONE]


def test_rhythm_is_no_target_and_a_percentage_knows_its_population() -> None:
    risk = read_cell("ร้อยละ ๘๐ ของสหกรณ์ออมทรัพย์ที่เข้าร่วมโครงการมีการประเมินความเสี่ยงทุก ๓ เดือน")
    trade = read_cell("ที่เข้าร่วมโครงการ จำนวน ๑,๐๐๐ แห่ง มีกิจการพาณิชย์อิเล็กทรอนิกส์เพิ่มขึ้นร้อยละ ๒๐ ต่อปี")

    assert [one.value for one in risk] == [80]
    assert [(one.basis, one.value, one.population) for one in trade] == [
        (Basis.GROWTH, Decimal(20), Decimal(1000))
    ]


def test_cell_with_two_numbers_gives_both() -> None:
    found = read_cell("อุปกรณ์ให้กับสหกรณ์/กลุ่มเกษตรกร จำนวน ๒๐๐ ชุด และนำไปใช้ในการปฏิบัติงาน ร้อยละ ๕๐")

    assert [(one.basis, one.value, one.unit) for one in found] == [
        (Basis.PER_YEAR, Decimal(200), "ชุด"),
        (Basis.SHARE, Decimal(50), "ร้อยละ"),
    ]


def test_indicator_of_websites_counts_sixty_in_every_year_and_three_hundred_in_all() -> None:
    text = "ปี ๒๕๖๐ - ๒๕๖๔ สหกรณ์ มีระบบเว็บไซต์ที่เป็นปัจจุบันเพิ่มขึ้นปีละ ๖๐ สหกรณ์ รวม ๓๐๐ สหกรณ์"

    (found,) = read_indicator(text, PLAN_YEARS)

    assert (found.basis, found.value, found.total) == (Basis.PER_YEAR, Decimal(60), Decimal(300))
    assert found.years == PLAN_YEARS
    assert found.total == (found.value or 0) * len(found.years)


def test_indicator_with_two_years_gives_each_its_number() -> None:
    text = "ปี ๒๕๖๒ มี data mining ร้อยละ ๖๐ ของสหกรณ์ทั้งหมดและในปี ๒๕๖๔ มี data mining ครบร้อยละ ๑๐๐"

    found = read_indicator(text, PLAN_YEARS)

    assert [(one.value, one.years) for one in found] == [
        (Decimal(60), (2562,)),
        (Decimal(100), (2564,)),
    ]


def test_indicator_without_a_year_counts_at_the_end_of_the_plan() -> None:
    (share,) = read_indicator("มากกว่าร้อยละ ๘๐ ของกลุ่มเป้าหมาย", PLAN_YEARS)
    (count,) = read_indicator("มีระบบฐานข้อมูล รวม ๓ ระบบ", PLAN_YEARS)

    assert (share.exceeds, share.years) == (True, (2564,))
    assert (count.basis, count.years) == (Basis.PERIOD_END, (2564,))


@pytest.mark.django_db
def test_every_printed_cell_is_read_once_beside_its_text() -> None:
    (version,) = PlanVersion.objects.filter(plan=2560)
    rows = Target.objects.filter(version=version, measure__activity__isnull=False)

    assert version.number == 1
    printed = {
        (activity, year): text
        for activity, year, text in rows.values_list("measure__activity", "fiscal_year", "text")
    }
    cells = ActivityTarget.objects.values_list("activity", "fiscal_year", "text")
    assert printed == {(activity, year): text for activity, year, text in cells}
    assert not Measure.objects.filter(verified=True).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "number", "unit", "values"),
    [
        ("5.6", "3.3", "ร้อยละ", {2562: 60, 2564: 100}),
        ("5.9", "3.7", "ครั้ง", {2561: 1, 2562: 1, 2563: 1, 2564: 1}),
        ("5.9", "3.2", "", {2561: None}),
        ("4.2", "3.2", "ร้อยละ", {2561: 50, 2562: 60, 2563: 70, 2564: 80}),
    ],
)
def test_targets_of_an_activity(
    code: str, number: str, unit: str, values: dict[int, int | None]
) -> None:
    measure = Measure.objects.get(activity__project__code=code, activity__number=number, unit=unit)

    assert dict(measure.targets.values_list("fiscal_year", "value")) == values

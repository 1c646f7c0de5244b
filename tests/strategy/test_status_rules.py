"""Status by rule and its roll-up, without a database."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.choices import Basis, Milestone, Status
from strategy.rules.status import (
    Facts,
    Judged,
    Spending,
    Thresholds,
    judge,
    judge_project,
    over_years,
    roll_up,
)

THRESHOLDS = Thresholds(on_track=Decimal(90), at_risk=Decimal(70), spending=Decimal(50))
NOTHING_SPENT = Spending(planned=None, funds=Decimal(0), disbursed=Decimal(0))
HALF = Decimal("0.5")
percents = st.decimals(0, 100, places=2)


def facts(value: str | None, target: str | None = "100", **more: object) -> Facts:
    given_: dict[str, object] = {
        "title": "3.6 อบรม",
        "basis": Basis.PER_YEAR,
        "unit": "แห่ง",
        "target": None if target is None else Decimal(target),
        "exceeds": False,
        "value": None if value is None else Decimal(value),
        "milestone": "",
        "elapsed": HALF,
    }
    return Facts(**{**given_, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("100", Status.DONE),
        ("45", Status.ON_TRACK),
        ("44.99", Status.AT_RISK),
        ("35", Status.AT_RISK),
        ("34.99", Status.BEHIND),
        ("0", Status.BEHIND),
        (None, Status.NO_REPORT),
    ],
)
def test_number_is_judged_by_what_the_time_lets_expect(value: str | None, status: Status) -> None:
    assert judge(facts(value), THRESHOLDS).status == status


@pytest.mark.parametrize(
    ("value", "status"),
    [("100", Status.DONE), ("90", Status.AT_RISK), ("89.99", Status.BEHIND)],
)
def test_after_the_year_nothing_is_on_track_any_more(value: str, status: Status) -> None:
    assert judge(facts(value, elapsed=Decimal(1)), THRESHOLDS).status == status


def test_more_than_is_not_reached_by_the_value_itself() -> None:
    assert judge(facts("80", "80", exceeds=True), THRESHOLDS).status == Status.ON_TRACK
    assert judge(facts("80.01", "80", exceeds=True), THRESHOLDS).status == Status.DONE


@pytest.mark.parametrize(
    ("milestone", "elapsed", "status"),
    [
        (Milestone.DONE, "0.25", Status.DONE),
        (Milestone.UNDER_WAY, "0.75", Status.ON_TRACK),
        (Milestone.UNDER_WAY, "1", Status.BEHIND),
        (Milestone.NOT_STARTED, "0.25", Status.NOT_STARTED),
        (Milestone.NOT_STARTED, "0.5", Status.AT_RISK),
        (Milestone.NOT_STARTED, "1", Status.BEHIND),
    ],
)
def test_milestone_is_done_or_not(milestone: Milestone, elapsed: str, status: Status) -> None:
    asked = facts(
        None,
        basis=Basis.MILESTONE,
        unit="",
        target=None,
        milestone=milestone,
        elapsed=Decimal(elapsed),
    )

    assert judge(asked, THRESHOLDS).status == status


def test_trace_names_value_target_basis_time_and_share() -> None:
    step = judge(facts("45"), THRESHOLDS).steps[0]

    assert step.text == "3.6 อบรม"
    assert step.detail == (
        "ทำได้ 45 แห่ง จากเป้าหมาย 100 แห่ง (จำนวนของปีนั้น) เวลาผ่านไปร้อยละ 50 "
        "จึงคาดหมาย 50 แห่ง คิดเป็นร้อยละ 90.00 ของที่คาดหมาย"
    )
    assert step.result == "ตามแผน"


def part(status: Status, attained: str | None = "50") -> Judged:
    return Judged(status, None if attained is None else Decimal(attained), ())


def test_project_takes_its_worst_reported_target() -> None:
    parts = [part(Status.DONE, "100"), part(Status.BEHIND, "10"), part(Status.NO_REPORT, None)]

    whole = judge_project(parts, NOTHING_SPENT, HALF, THRESHOLDS)

    assert whole.status == Status.BEHIND
    assert whole.attained == 55


def test_project_without_any_report_is_no_report_and_not_zero() -> None:
    whole = judge_project([part(Status.NO_REPORT, None)], NOTHING_SPENT, HALF, THRESHOLDS)

    assert whole.status == Status.NO_REPORT
    assert whole.attained is None


def test_slow_spending_makes_on_track_at_risk_and_says_the_amounts() -> None:
    slow = Spending(Decimal(5), funds=Decimal(5_000_000), disbursed=Decimal(1_000_000))

    whole = judge_project([part(Status.ON_TRACK)], slow, HALF, THRESHOLDS)

    assert whole.status == Status.AT_RISK
    assert whole.steps[-1].detail == (
        "เบิกจ่าย 1.00 จาก 5.00 ล้านบาท คิดเป็นร้อยละ 20.00 ต่ำกว่าร้อยละ 25.00 ที่คาดหมาย"
    )


def test_roll_up_is_weighted_by_budget_and_leaves_no_report_out() -> None:
    whole = roll_up(
        [
            (Decimal(5), part(Status.DONE, "100")),
            (Decimal("0.5"), part(Status.BEHIND, "10")),
            (Decimal("4.5"), part(Status.NO_REPORT, None)),
            (None, part(Status.ON_TRACK, "40")),
        ]
    )

    assert whole.attained is not None
    assert round(whole.attained, 2) == Decimal("91.82")
    assert whole.reported == 55
    assert whole.counts[Status.NO_REPORT] == 1
    assert sum(whole.counts.values()) == 4


@given(st.lists(st.tuples(st.decimals("0.01", 999, places=2), percents), min_size=1, max_size=9))
def test_roll_up_lies_between_its_parts(parts: list[tuple[Decimal, Decimal]]) -> None:
    whole = roll_up((weight, Judged(Status.ON_TRACK, value, ())) for weight, value in parts)

    assert whole.attained is not None
    values = [value for _, value in parts]
    tiny = Decimal("0.000001")
    assert min(values) - tiny <= whole.attained <= max(values) + tiny


@given(st.lists(percents, min_size=1, max_size=5))
def test_no_report_changes_no_roll_up(values: list[Decimal]) -> None:
    parts = [(Decimal(1), Judged(Status.ON_TRACK, value, ())) for value in values]
    silent = (Decimal(7), Judged(Status.NO_REPORT, None, ()))

    assert roll_up([*parts, silent]).attained == roll_up(parts).attained


@pytest.mark.parametrize(
    ("basis", "values", "whole"),
    [
        (Basis.PER_YEAR, ["60", "60", "60", "60", "60"], "300"),
        (Basis.SHARE, ["60", "100"], "100"),
        (Basis.CUMULATIVE, ["100", "152"], "152"),
        (Basis.PERIOD_END, ["1", "3"], "3"),
        (Basis.GROWTH, ["10", "10"], "21.00"),
        (Basis.YEARLY_SHARE, ["20", "20", "20", "20"], None),
        (Basis.MILESTONE, [], None),
    ],
)
def test_years_are_put_together_as_their_basis_allows(
    basis: Basis, values: list[str], whole: str | None
) -> None:
    found = over_years(basis, [Decimal(value) for value in values])

    assert found == (None if whole is None else Decimal(whole))

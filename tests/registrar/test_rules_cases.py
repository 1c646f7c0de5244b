"""Clock, chain of opinions, masking and likeness: pure rules."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpd_portal.thai.searching import search_key
from registrar.choices import CaseState, Place
from registrar.rules.clauses import clauses_in
from registrar.rules.clock import Stop, clock, due_day, stopped_days
from registrar.rules.masking import Named, masked
from registrar.rules.opinions import ChainStep, Signed, is_complete, open_steps, state_of
from registrar.rules.similarity import Features, Line, common_line, departs, likeness

DAY = date(2026, 1, 1)
WEIGHTS = {
    "type": 25, "clause": 15, "category": 15, "conduct": 20, "amount": 10, "kind": 10, "size": 5,
}  # fmt: skip
CHAIN = [
    ChainStep(1, "ผู้ตรวจการ", "inspector", Place.OFFICE, False),
    ChainStep(2, "นิติกร", "legal", Place.HEADQUARTERS, True),
]
PROPOSED = Signed(0, "officer", 1)


def _days(number: int) -> date:
    return DAY + timedelta(days=number)


def test_clock_without_stops_counts_from_the_day_after_receipt() -> None:
    shown = clock(DAY, 30, [], _days(30), None)

    assert (shown.used, shown.left, shown.due_on) == (30, 0, _days(30))
    assert not shown.is_late
    assert clock(DAY, 30, [], _days(31), None).is_late


def test_clock_with_an_ended_stop_is_due_later_by_its_days() -> None:
    shown = clock(DAY, 30, [Stop(_days(5), _days(15))], _days(40), None)

    assert (shown.used, shown.left, shown.due_on) == (30, 0, _days(40))


def test_clock_that_stands_uses_no_more_days() -> None:
    stops = [Stop(_days(5))]

    assert clock(DAY, 30, stops, _days(5), None).used == 5
    later = clock(DAY, 30, stops, _days(200), None)
    assert (later.used, later.left, later.stands) == (5, 25, True)


def test_clock_of_a_decided_case_ends_with_its_day() -> None:
    shown = clock(DAY, 30, [], _days(90), _days(12))

    assert (shown.used, shown.left, shown.stands) == (12, 18, False)


def test_clock_without_limit_says_only_what_was_used() -> None:
    shown = clock(DAY, None, [], _days(9), None)

    assert (shown.used, shown.left, shown.due_on, shown.is_late) == (9, None, None, False)


STOPS = st.lists(
    st.tuples(st.integers(0, 100), st.one_of(st.none(), st.integers(0, 60))), max_size=6
)


@given(STOPS, st.integers(0, 150))
def test_stopped_days_counts_every_day_once(
    rows: list[tuple[int, int | None]], until: int
) -> None:
    stops = [
        Stop(_days(first), None if length is None else _days(first + length))
        for first, length in rows
    ]
    stood = {
        number
        for stop in stops
        for number in range(until)
        if stop.from_on <= _days(number)
        and (stop.until_on is None or _days(number) < stop.until_on)
    }

    assert stopped_days(stops, _days(until)) == len(stood)


@given(STOPS, st.integers(0, 150), st.integers(1, 90))
def test_clock_days_used_and_left_are_the_limit(
    rows: list[tuple[int, int | None]], today: int, limit: int
) -> None:
    stops = [Stop(_days(a), None if b is None else _days(a + b)) for a, b in rows]
    shown = clock(DAY, limit, stops, _days(today), None)

    assert shown.used >= 0
    assert shown.left == limit - shown.used


def test_due_day_without_limit_is_none() -> None:
    assert due_day(DAY, None, 3) is None


def test_open_steps_before_the_proposal_are_none() -> None:
    assert open_steps(CHAIN, []) == []
    assert state_of(CHAIN, []) == CaseState.PREPARING


def test_open_steps_wait_for_who_cannot_be_left_out() -> None:
    assert [step.position for step in open_steps(CHAIN, [PROPOSED])] == [1]
    assert state_of(CHAIN, [PROPOSED]) == CaseState.OPINIONS


def test_open_steps_offer_optional_ones_beside_the_decision() -> None:
    signed = [PROPOSED, Signed(1, "inspector", 2)]

    assert [step.position for step in open_steps(CHAIN, signed)] == [2]
    assert is_complete(CHAIN, signed)
    assert state_of(CHAIN, signed) == CaseState.DECIDING


def test_open_steps_proposer_in_the_role_of_a_step_has_taken_it() -> None:
    assert is_complete(CHAIN, [Signed(0, "inspector", 2)])


def test_open_steps_before_the_last_signature_were_left_out() -> None:
    chain = [ChainStep(1, "ก", "officer", Place.OFFICE, True), CHAIN[1]]

    assert open_steps(chain, [PROPOSED, Signed(2, "legal", 3)]) == []


@pytest.mark.parametrize(
    "text",
    ["นายสมชาย ใจดี", "สมชาย ใจดี", "สมชาย", "ใจดี", "นายสมชาย  ใจดี", "สม\u200bชาย ใจดี", "สมชายใจดี"],
)
def test_masked_hides_every_form_of_a_name(text: str) -> None:
    shown = masked(f"ได้รับแจ้งว่า{text}ยืมเงิน", [Named("นายสมชาย ใจดี", "ผู้ถูกกล่าวหา 1")])

    assert "สมชาย" not in shown.replace("\u200b", "")
    assert "ใจดี" not in shown
    assert "ผู้ถูกกล่าวหา 1" in shown


def test_masked_keeps_what_is_no_name() -> None:
    assert masked("ยืมเงิน 500 บาท", [Named("นายสมชาย ใจดี", "พยาน 1")]) == "ยืมเงิน 500 บาท"


def test_masked_alias_is_text_and_no_pattern() -> None:
    assert masked("กขค (จ)", [Named("กขค", r"พยาน \1")]) == r"พยาน \1 (จ)"


@given(st.text(), st.text())
def test_masked_never_leaves_the_name(before: str, after: str) -> None:
    assert "สมชาย" not in masked(f"{before} สมชาย {after}", [Named("สมชาย ใจดี", "พยาน 1")])


def _features(**changed: object) -> Features:
    values: dict[str, object] = {
        "type_code": "supervision",
        "clauses": frozenset({"มาตรา 22"}),
        "categories": frozenset({"fraud"}),
        "conduct": frozenset({"fraud"}),
        "amount": Decimal(100),
        "institution_type": "agri",
        "assets": Decimal(1000),
    }
    return Features(**{**values, **changed})  # type: ignore[arg-type]


def test_likeness_of_the_same_is_whole() -> None:
    assert likeness(_features(), _features(), WEIGHTS).percent == 100


def test_likeness_leaves_out_what_cannot_be_told() -> None:
    shown = likeness(_features(amount=None), _features(), WEIGHTS)

    assert shown.percent == 100
    assert next(part for part in shown.parts if part.code == "amount").percent is None


def test_likeness_shows_its_parts() -> None:
    shown = likeness(_features(amount=Decimal(50), conduct=frozenset()), _features(), WEIGHTS)

    assert {part.code: part.percent for part in shown.parts} == {
        "type": 100, "clause": 100, "category": 100, "conduct": 0, "amount": 50, "kind": 100,
        "size": 100,
    }  # fmt: skip
    assert shown.percent == (2500 + 1500 + 1500 + 0 + 500 + 1000 + 500) // 100


def test_likeness_of_another_clause_is_less() -> None:
    shown = likeness(_features(clauses=frozenset({"มาตรา 22", "ข้อ 5"})), _features(), WEIGHTS)

    assert next(part for part in shown.parts if part.code == "clause").percent == 50
    assert shown.percent == 92


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("มาตรา ๒๒ (๑) และมาตรา 89/2", {"มาตรา 22", "มาตรา 89/2"}),
        ("ระเบียบว่าด้วยเงินยืมทดรอง ข้อ  ๕", {"ข้อ 5"}),
        ("ระเบียบ เงินยืมทดรอง", {search_key("ระเบียบเงินยืมทดรอง")}),
        ("  ", set()),
    ],
)
def test_clauses_in_are_told_by_number_or_as_a_whole(text: str, found: set[str]) -> None:
    assert clauses_in(text) == found


AMOUNTS = st.one_of(st.none(), st.decimals(0, 10**9, places=2))


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_likeness_is_the_same_both_ways(
    one: Decimal | None, two: Decimal | None, three: Decimal | None, four: Decimal | None
) -> None:
    first, second = _features(amount=one, assets=three), _features(amount=two, assets=four)

    there, back = likeness(first, second, WEIGHTS), likeness(second, first, WEIGHTS)
    assert there == back
    assert 0 <= there.percent <= 100


def test_common_line_needs_enough_cases_and_a_share() -> None:
    same = [("exercise", "22-1", 30), ("exercise", "22-1", 60)]

    assert common_line(same, least=3, share=60) is None
    split = [*same, ("exercise", "22-2", None), ("no_action", "", None)]
    assert common_line(split, least=3, share=60) is None
    assert common_line([*same, *same, split[2]], least=3, share=60) == Line(
        "exercise", "22-1", 4, 5, (30, 60)
    )


@pytest.mark.parametrize(
    ("outcome", "power", "days", "away"),
    [
        ("exercise", "22-1", 45, False),
        ("exercise", "22-1", 60, False),
        ("exercise", "22-1", 61, True),
        ("exercise", "22-1", None, False),
        ("exercise", "22-2", 45, True),
        ("no_action", "", None, True),
    ],
)
def test_departs_tells_another_decision_or_time(
    outcome: str, power: str, days: int | None, away: bool
) -> None:
    line = Line("exercise", "22-1", 4, 5, (30, 60))

    assert departs(line, outcome, power, days) is away
    assert departs(None, outcome, power, days) is False

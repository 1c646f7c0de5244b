"""The values that ladders look at, from the facts of two accounting years."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from coops.choices import Kind, LadderFact
from coops.rules import (
    IndicatorYear,
    TwoAccountingYears,
    choice_labels,
    fact_value,
)
from tests.coops.test_rules_ratios import AMOUNTS

YEAR_END = date(2023, 3, 31)
YEAR = IndicatorYear(YEAR_END)
LOSS = replace(AMOUNTS, net_profit=Decimal(-1))


def value_of(
    fact: LadderFact,
    latest: dict[str, Any],
    previous: dict[str, Any] | None = None,
    kind: Kind = Kind.COOPERATIVE,
    defects: str = "",
) -> object:
    years = TwoAccountingYears(
        kind,
        replace(YEAR, **latest),
        None if previous is None else replace(YEAR, **previous),
        defects,
    )
    found = fact_value(fact, years)
    return None if found is None else found.value


@pytest.mark.parametrize("fact", LadderFact)
def test_nothing_known_gives_no_value(fact: LadderFact) -> None:
    empty = TwoAccountingYears(Kind.COOPERATIVE, None, None)

    assert fact_value(fact, empty) is None
    assert value_of(fact, {}, {}) is None


@pytest.mark.parametrize(
    ("participating", "members", "value"),
    [(70, 100, "70"), (2, 3, "66.6667"), (0, 5, "0"), (None, 100, None), (0, 0, None)],
)
def test_participation_is_percent_of_the_members(
    participating: int | None, members: int, value: str | None
) -> None:
    found = value_of(
        LadderFact.PARTICIPATION, {"members": members, "participating_members": participating}
    )

    assert found == (None if value is None else Decimal(value))


def test_participation_words_name_both_counts() -> None:
    years = TwoAccountingYears(
        Kind.COOPERATIVE, replace(YEAR, members=1_200, participating_members=900), None
    )

    found = fact_value(LadderFact.PARTICIPATION, years)

    assert found is not None
    assert found.shown == "ร้อยละของสมาชิกที่ร่วมทำธุรกิจ ร้อยละ\u00a075 (900 จาก 1,200 คน)"


def test_ratio_fact_is_the_ratio_of_the_latest_year() -> None:
    assert value_of(LadderFact.RESERVES_TO_ASSETS, {"amounts": AMOUNTS}) == Decimal("0.18")
    undefined = replace(AMOUNTS, receivables_due=Decimal(0))
    assert value_of(LadderFact.PAID_ON_TIME, {"amounts": undefined}) is None


PAID = {"profit_allocated": True, "welfare_paid": True}
UNPAID = {"profit_allocated": True, "welfare_paid": False}


@pytest.mark.parametrize(
    ("latest", "previous", "value"),
    [
        (PAID, PAID, "both"),
        (PAID, UNPAID, "latest"),
        (UNPAID, PAID, "previous"),
        (UNPAID, {"profit_allocated": False}, "neither"),
        (PAID, {"profit_allocated": True}, None),
        (PAID, None, None),
    ],
)
def test_allocation_of_cooperatives_looks_at_the_welfare_payment(
    latest: dict[str, Any], previous: dict[str, Any] | None, value: str | None
) -> None:
    assert value_of(LadderFact.ALLOCATION, latest, previous) == value


def test_allocation_of_groups_looks_at_dividend_or_refund() -> None:
    paid = {"profit_allocated": True, "dividend_paid": True, "welfare_paid": False}

    assert value_of(LadderFact.ALLOCATION, paid, paid, Kind.FARMER_GROUP) == "both"
    assert value_of(LadderFact.ALLOCATION, paid, paid) == "neither"


@pytest.mark.parametrize(
    ("latest", "previous", "value"),
    [
        ({"amounts": AMOUNTS}, {"amounts": AMOUNTS}, "no_loss"),
        ({"amounts": LOSS, "disaster": True}, {"amounts": AMOUNTS}, "disaster"),
        ({"amounts": LOSS, "disaster": False}, {"amounts": AMOUNTS}, "one_loss"),
        (
            {"amounts": LOSS, "disaster": True},
            {"amounts": LOSS, "disaster": False},
            "one_loss",
        ),
        (
            {"amounts": LOSS, "disaster": False},
            {"amounts": LOSS, "disaster": False},
            "two_losses",
        ),
        ({"amounts": LOSS, "disaster": True}, {"amounts": LOSS, "disaster": True}, "disaster"),
        ({"amounts": LOSS}, {"amounts": AMOUNTS}, None),
        ({"amounts": AMOUNTS}, None, None),
        ({"amounts": AMOUNTS}, {}, None),
    ],
)
def test_results_tell_losses_of_disaster_apart(
    latest: dict[str, Any], previous: dict[str, Any] | None, value: str | None
) -> None:
    assert value_of(LadderFact.RESULTS, latest, previous) == value


def on(days: int) -> date:
    return YEAR_END + timedelta(days=days)


@pytest.mark.parametrize(
    ("meeting", "opinion", "value"),
    [
        (150, 100, "in_time"),
        (150, 150, "in_time"),
        (151, 100, "late"),
        (151, None, "late"),
        (100, 101, "unaudited"),
        (100, None, None),
        (None, 100, None),
    ],
)
def test_approved_statements_need_opinion_and_meeting_within_150_days(
    meeting: int | None, opinion: int | None, value: str | None
) -> None:
    facts = {
        "general_meeting_on": None if meeting is None else on(meeting),
        "opinion_on": None if opinion is None else on(opinion),
    }

    assert value_of(LadderFact.APPROVED_STATEMENTS, facts) == value


def test_days_count_from_the_year_end() -> None:
    facts = {"closed_on": on(30), "general_meeting_on": on(149)}

    assert value_of(LadderFact.STATEMENT_DAYS, facts) == Decimal(30)
    assert value_of(LadderFact.MEETING_DAYS, facts) == Decimal(149)


def test_graded_facts_and_defects_are_choices() -> None:
    graded = {"graded": {LadderFact.CONTROL_RISK: "fair", LadderFact.STAFFING: "assigned"}}

    assert value_of(LadderFact.CONTROL_RISK, graded) == "fair"
    assert value_of(LadderFact.STAFFING, graded) == "assigned"
    assert value_of(LadderFact.CONTROL_MONITORING, graded) is None
    assert value_of(LadderFact.DEFECTS, {}, defects="resolved") == "resolved"
    assert value_of(LadderFact.BUSINESS_LINES, {"business_lines": 3}) == Decimal(3)


def test_numbers_have_no_choices() -> None:
    assert choice_labels(LadderFact.PARTICIPATION) == {}
    assert choice_labels(LadderFact.STAFFING)["employed"] == "จัดจ้างเจ้าหน้าที่ประจำ"

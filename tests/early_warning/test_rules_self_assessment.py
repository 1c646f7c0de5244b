"""The rule of the cooperatives' own view at its bounds."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from early_warning.choices import OwnLevel, RiskAnswer, RiskSide
from early_warning.rules.self_assessment import Bounds, own_view

BOUNDS = Bounds(Decimal(34), Decimal(67))
NUMBERS = ("1.1", "1.2", "2.1", "2.2", "4.1")
SIDES = dict(
    zip(
        NUMBERS,
        (
            RiskSide.CREDIT,
            RiskSide.CREDIT,
            RiskSide.INVESTMENT,
            RiskSide.INVESTMENT,
            RiskSide.OPERATIONS,
        ),
        strict=True,
    )
)
ANSWERS = st.lists(st.sampled_from(RiskAnswer), min_size=5, max_size=5).map(
    lambda row: dict(zip(NUMBERS, row, strict=True))
)
WORSE = {RiskAnswer.LOW: RiskAnswer.MEDIUM, RiskAnswer.MEDIUM: RiskAnswer.HIGH}


@pytest.mark.parametrize(
    ("percent", "level"),
    [
        ("0", OwnLevel.LOW),
        ("33.99", OwnLevel.LOW),
        ("34", OwnLevel.MEDIUM),
        ("66.99", OwnLevel.MEDIUM),
        ("67", OwnLevel.HIGH),
        ("100", OwnLevel.HIGH),
    ],
)
def test_level_changes_at_its_bound(percent: str, level: OwnLevel) -> None:
    assert BOUNDS.level(Decimal(percent)) == level


def test_cooperative_is_where_its_worst_side_is() -> None:
    answers = dict.fromkeys(NUMBERS, RiskAnswer.LOW) | {"4.1": RiskAnswer.HIGH}

    view = own_view(answers, SIDES, BOUNDS)

    assert view is not None
    assert view.level == OwnLevel.HIGH
    assert view.percent == Decimal("20.00")
    assert [(side.side, side.percent, side.level) for side in view.sides] == [
        (RiskSide.CREDIT, Decimal(0), OwnLevel.LOW),
        (RiskSide.INVESTMENT, Decimal(0), OwnLevel.LOW),
        (RiskSide.OPERATIONS, Decimal(100), OwnLevel.HIGH),
    ]


def test_question_that_does_not_concern_counts_nowhere() -> None:
    answers = dict.fromkeys(NUMBERS, RiskAnswer.NONE) | {"1.1": RiskAnswer.MEDIUM}

    view = own_view(answers, SIDES, BOUNDS)

    assert view is not None
    assert [(side.side, side.answered) for side in view.sides] == [(RiskSide.CREDIT, 1)]
    assert view.percent == Decimal(50)


def test_nothing_that_concerns_is_no_view() -> None:
    assert own_view(dict.fromkeys(NUMBERS, RiskAnswer.NONE), SIDES, BOUNDS) is None


@given(ANSWERS, st.sampled_from(NUMBERS))
def test_worse_answer_never_lowers_the_level(answers: dict[str, RiskAnswer], one: str) -> None:
    before = own_view(answers, SIDES, BOUNDS)
    after = own_view({**answers, one: WORSE.get(answers[one], answers[one])}, SIDES, BOUNDS)

    if before is not None:
        assert after is not None
        assert after.level.rank >= before.level.rank
        assert after.percent >= before.percent


@given(ANSWERS, st.permutations(NUMBERS))
def test_order_of_the_questions_does_not_matter(
    answers: dict[str, RiskAnswer], order: list[str]
) -> None:
    shuffled = {number: SIDES[number] for number in order}

    assert own_view(answers, SIDES, BOUNDS) == own_view(answers, shuffled, BOUNDS)

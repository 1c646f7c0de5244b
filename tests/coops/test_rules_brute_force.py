"""The rules against a check that was written from the printed tables alone.

kpi_details_fy2567, lines 400-405 (cooperatives) and 500-505 (farmer groups): every combination
of totals at and around the printed bounds, of both years, of every defect status and of days at
and around the printed deadlines. Nothing of the rules' own reading is used here.
"""

from decimal import Decimal
from itertools import product

import pytest

from coops.choices import DefectStatus, Standing
from coops.rules import Facts, RuleSet, TwoYears, classify
from tests.coops.facts import agricultural, farmer_group, non_agricultural, points_adding_to

CENT = Decimal("0.01")
YES_NO = (True, False)
FIXED = ("none", "resolved")
FIXED_OR_FOLLOWED = (*FIXED, "resolved_monitoring")


def around(*bounds: int) -> list[Decimal]:
    """0, 100, and a hundredth of a point below, at and above each bound."""
    steps = (-CENT, Decimal(0), CENT)
    return [Decimal(0), Decimal(100), *(bound + step for bound in bounds for step in steps)]


def printed_cooperative(total: Decimal, loss: bool, loss_before: bool, defects: str) -> int:
    """Lines 403-405, as a reader of the table decides."""
    if total >= 80 and not loss and not loss_before and defects in FIXED:
        return 1
    if total >= 55 and not loss and defects in FIXED_OR_FOLLOWED:
        return 2
    return 3


def printed_group(total: Decimal, paid: bool, paid_before: bool, defects: str, days: int) -> int:
    """Lines 503-505, as a reader of the table decides."""
    both = paid and paid_before
    if total >= 85 and both and defects in FIXED and days <= 30:
        return 1
    if total > 65 and both and defects in FIXED_OR_FOLLOWED and days <= 60:
        return 2
    return 3


@pytest.mark.parametrize("rule_set", [agricultural(), non_agricultural()], ids=str)
@pytest.mark.parametrize("total", around(55, 80), ids=str)
def test_cooperatives_get_the_tier_of_the_printed_table(rule_set: RuleSet, total: Decimal) -> None:
    points = points_adding_to(str(total), rule_set)
    for latest, previous, defects in product(YES_NO, YES_NO, DefectStatus):
        facts = Facts(Standing.OPERATING, points, defects, loss=TwoYears(latest, previous))
        expected = printed_cooperative(total, latest, previous, defects.value)
        assert classify(facts, rule_set).tier == expected, (total, latest, previous, defects)


@pytest.mark.parametrize("total", around(65, 85), ids=str)
def test_farmer_groups_get_the_tier_of_the_printed_table(total: Decimal) -> None:
    rule_set = farmer_group()
    points = points_adding_to(str(total), rule_set)
    days_around = (0, 29, 30, 31, 59, 60, 61, 365)
    for latest, previous, defects, days in product(YES_NO, YES_NO, DefectStatus, days_around):
        facts = Facts(
            Standing.OPERATING,
            points,
            defects,
            allocated_and_paid=TwoYears(latest, previous),
            statement_days=days,
        )
        expected = printed_group(total, latest, previous, defects.value, days)
        assert classify(facts, rule_set).tier == expected, (total, latest, previous, defects, days)


@pytest.mark.parametrize("rule_set", [agricultural(), non_agricultural(), farmer_group()], ids=str)
def test_standing_decides_the_group_before_anything_else(rule_set: RuleSet) -> None:
    """Lines 373-374 and 473-474: new or stopped is group 1, dissolved or struck off group 2."""
    printed = {"new": 1, "suspended": 1, "dissolved": 2, "struck_off": 2}
    for total in around(55, 65, 80, 85):
        points = points_adding_to(str(total), rule_set)
        for standing, group in printed.items():
            found = classify(Facts(Standing(standing), points), rule_set)
            assert (found.tier, found.unassessed_group) == (None, group)

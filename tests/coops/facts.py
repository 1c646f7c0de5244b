"""Facts that earn what a test needs."""

from decimal import Decimal
from functools import cache

from coops.choices import DefectStatus, Kind, Sector, Standing
from coops.reference_sets import ReferenceSets, read_all
from coops.rules import Facts, RuleSet, TwoYears


@cache
def reference() -> ReferenceSets:
    return read_all()


@cache
def agricultural(fiscal_year: int = 2566) -> RuleSet:
    return reference().rule_set(Kind.COOPERATIVE, Sector.AGRICULTURAL, fiscal_year)


@cache
def non_agricultural(fiscal_year: int = 2566) -> RuleSet:
    return reference().rule_set(Kind.COOPERATIVE, Sector.NON_AGRICULTURAL, fiscal_year)


@cache
def farmer_group(fiscal_year: int = 2566) -> RuleSet:
    return reference().rule_set(Kind.FARMER_GROUP, None, fiscal_year)


def points_adding_to(total: str, rule_set: RuleSet) -> dict[str, Decimal]:
    """Fills the indicators in printed order until the total is reached."""
    left = Decimal(total)
    points = {}
    for code, indicator in rule_set.indicators.items():
        points[code] = min(left, indicator.maximum)
        left -= points[code]
    return points


def cooperative(
    total: str = "100",
    *,
    loss: tuple[bool, bool] = (False, False),
    defects: DefectStatus = DefectStatus.NONE,
    rule_set: RuleSet | None = None,
) -> Facts:
    """`loss` is (latest year, previous year)."""
    return Facts(
        standing=Standing.OPERATING,
        points=points_adding_to(total, rule_set or agricultural()),
        loss=TwoYears(*loss),
        defect_status=defects,
    )


def group(
    total: str = "100",
    *,
    allocated: tuple[bool, bool] = (True, True),
    defects: DefectStatus = DefectStatus.NONE,
    days: int = 30,
) -> Facts:
    """`allocated` is (latest year, previous year)."""
    return Facts(
        standing=Standing.OPERATING,
        points=points_adding_to(total, farmer_group()),
        allocated_and_paid=TwoYears(*allocated),
        defect_status=defects,
        statement_days=days,
    )

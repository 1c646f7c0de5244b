"""What holds for all facts."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from coops.choices import DefectStatus, Standing, Tier
from coops.rules import Facts, RuleSet, TwoYears, classify
from tests.coops.facts import agricultural, farmer_group, non_agricultural

RULE_SETS = st.sampled_from([agricultural(), non_agricultural(), farmer_group()])
YEARS = st.builds(TwoYears, st.booleans(), st.booleans())


@st.composite
def assessed(draw: st.DrawFn) -> tuple[Facts, RuleSet]:
    """Complete facts of an operating institution; high points are as likely as low ones."""
    rule_set = draw(RULE_SETS)
    step = st.integers(0, 100)
    points = {
        code: (draw(step) * indicator.maximum / 100).quantize(Decimal("0.01"))
        for code, indicator in rule_set.indicators.items()
    }
    facts = Facts(
        standing=draw(st.sampled_from(Standing)),
        points=points,
        defect_status=draw(st.sampled_from(DefectStatus)),
        loss=draw(YEARS),
        allocated_and_paid=draw(YEARS),
        statement_days=draw(st.integers(0, 400)),
    )
    return facts, rule_set


@given(assessed())
def test_every_institution_has_either_tier_or_group(case: tuple[Facts, RuleSet]) -> None:
    result = classify(*case)
    assert (result.tier is None) != (result.unassessed_group is None)
    assert (result.tier is not None) == (case[0].standing == Standing.OPERATING)


@given(assessed())
def test_totals_are_sums(case: tuple[Facts, RuleSet]) -> None:
    facts, rule_set = case
    result = classify(facts, rule_set)
    assert result.total == sum(facts.points.values())
    assert result.total == sum(result.dimensions.values())
    assert Decimal(0) <= (result.total or Decimal(0)) <= 100


@given(assessed(), st.data())
def test_raising_a_point_never_worsens_the_tier(
    case: tuple[Facts, RuleSet], data: st.DataObject
) -> None:
    facts, rule_set = case
    code = data.draw(st.sampled_from(sorted(facts.points)))
    raised = Facts(
        standing=facts.standing,
        points={**facts.points, code: rule_set.indicators[code].maximum},
        defect_status=facts.defect_status,
        loss=facts.loss,
        allocated_and_paid=facts.allocated_and_paid,
        statement_days=facts.statement_days,
    )
    before, after = classify(facts, rule_set), classify(raised, rule_set)
    assert (after.tier or 0) <= (before.tier or 0)


@given(assessed())
def test_next_tier_needs_are_the_conditions_not_met(case: tuple[Facts, RuleSet]) -> None:
    result = classify(*case)
    if result.next_tier is None:
        assert result.tier in (None, Tier.ONE)
        return
    goal = result.next_tier.tier
    assert result.tier == goal + 1
    unmet = [row.code for row in result.conditions if goal not in row.met_for]
    assert [need.code for need in result.next_tier.needs] == unmet
    assert unmet


@given(assessed())
def test_met_for_tier_one_implies_tier_two(case: tuple[Facts, RuleSet]) -> None:
    for row in classify(*case).conditions:
        assert Tier.ONE not in row.met_for or Tier.TWO in row.met_for

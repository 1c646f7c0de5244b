"""Facts and a rule set in, tier or unassessed group out, with everything that explains it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from coops.choices import ConditionCode, Standing, Tier, UnassessedGroup

from .checks import missing_facts, missing_points
from .criteria import BOUNDED_TIERS, Criterion
from .facts import Facts, Problem, plain
from .rule_set import RuleSet


class IncompleteFacts(ValueError):
    """An operating institution whose facts are not all entered cannot be classified."""

    def __init__(self, missing: list[Problem]) -> None:
        super().__init__("; ".join(problem.message for problem in missing))
        self.missing = missing


@dataclass(frozen=True, slots=True)
class ConditionResult:
    """One criterion: every tier whose bound is met, and the fact in words."""

    code: ConditionCode
    met_for: tuple[Tier, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Need:
    """What one criterion still lacks for the next tier."""

    code: ConditionCode
    text: str


@dataclass(frozen=True, slots=True)
class NextTier:
    tier: Tier
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One step of the way to the result, and where the source prints its rule."""

    code: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Classification:
    """Either `tier` or `unassessed_group` is set, never both, never none."""

    tier: Tier | None
    unassessed_group: UnassessedGroup | None
    total: Decimal | None
    dimensions: dict[int, Decimal]
    conditions: tuple[ConditionResult, ...]
    next_tier: NextTier | None
    rule_set: str
    trace: tuple[TraceStep, ...]

    def as_json(self) -> dict[str, Any]:
        """The public shape of a result; decimals as text."""
        return {
            "tier": _number(self.tier),
            "unassessed_group": _number(self.unassessed_group),
            "total": None if self.total is None else plain(self.total),
            "dimensions": {str(n): plain(points) for n, points in self.dimensions.items()},
            "conditions": [
                {"code": c.code.value, "met_for": [int(t) for t in c.met_for], "text": c.text}
                for c in self.conditions
            ],
            "next_tier": self._next_tier_json(),
            "rule_set": self.rule_set,
            "trace": [
                {"code": step.code, "text": step.text, "source": step.source}
                for step in self.trace
            ],
        }

    def _next_tier_json(self) -> dict[str, Any] | None:
        if self.next_tier is None:
            return None
        needs = [{"code": need.code.value, "text": need.text} for need in self.next_tier.needs]
        return {"tier": int(self.next_tier.tier), "needs": needs}


def classify(facts: Facts, rule_set: RuleSet) -> Classification:
    """Raises IncompleteFacts where a fact of an operating institution is missing."""
    group = rule_set.groups.get(facts.standing)
    if group is not None:
        return _not_assessed(facts, group, rule_set)
    missing = missing_facts(facts, rule_set)
    if missing:
        raise IncompleteFacts(missing)
    return _assessed(facts, rule_set)


def dimension_totals(facts: Facts, rule_set: RuleSet) -> dict[int, Decimal]:
    return {
        dimension.number: sum(
            (facts.points[indicator.code] for indicator in dimension.indicators), Decimal(0)
        )
        for dimension in rule_set.dimensions
    }


def _assessed(facts: Facts, rule_set: RuleSet) -> Classification:
    dimensions = dimension_totals(facts, rule_set)
    total = sum(dimensions.values(), Decimal(0))
    conditions = tuple(_result(criterion, facts, total) for criterion in rule_set.criteria)
    tier = _tier_of(conditions)
    steps = _sum_steps(facts, dimensions, total, rule_set)
    return Classification(
        tier=tier,
        unassessed_group=None,
        total=total,
        dimensions=dimensions,
        conditions=conditions,
        next_tier=_next_tier(tier, conditions, facts, total, rule_set),
        rule_set=rule_set.identifier,
        trace=(*steps, _tier_step(tier, conditions, rule_set)),
    )


def _not_assessed(facts: Facts, group: UnassessedGroup, rule_set: RuleSet) -> Classification:
    """The standing decides; a complete set of points is still added up for information."""
    total: Decimal | None = None
    dimensions: dict[int, Decimal] = {}
    steps: tuple[TraceStep, ...] = ()
    if not missing_points(facts, rule_set):
        dimensions = dimension_totals(facts, rule_set)
        total = sum(dimensions.values(), Decimal(0))
        steps = _sum_steps(facts, dimensions, total, rule_set)
    return Classification(
        tier=None,
        unassessed_group=group,
        total=total,
        dimensions=dimensions,
        conditions=(),
        next_tier=None,
        rule_set=rule_set.identifier,
        trace=(*steps, _standing_step(facts.standing, group, rule_set)),
    )


_VERDICTS: dict[tuple[Tier, ...], str] = {
    (): "ไม่ถึงเกณฑ์ชั้น 1 และชั้น 2",
    (Tier.ONE,): "ถึงเกณฑ์ชั้น 1",
    (Tier.TWO,): "ถึงเกณฑ์ชั้น 2",
    BOUNDED_TIERS: "ถึงเกณฑ์ชั้น 1 และชั้น 2",
}


def _result(criterion: Criterion, facts: Facts, total: Decimal) -> ConditionResult:
    met_for = tuple([tier for tier in BOUNDED_TIERS if criterion.met(tier, facts, total)])
    text = f"{criterion.fact(facts, total)}: {_VERDICTS[met_for]}"
    return ConditionResult(criterion.code, met_for, text)


def _tier_of(conditions: tuple[ConditionResult, ...]) -> Tier:
    """The best tier all of whose bounds are met; tier 3 where none is."""
    for tier in BOUNDED_TIERS:
        if all(tier in condition.met_for for condition in conditions):
            return tier
    return Tier.THREE


def _next_tier(
    tier: Tier,
    conditions: tuple[ConditionResult, ...],
    facts: Facts,
    total: Decimal,
    rule_set: RuleSet,
) -> NextTier | None:
    if tier == Tier.ONE:
        return None
    goal = Tier(tier - 1)
    needs = [
        Need(criterion.code, criterion.need(goal, facts, total))
        for criterion, result in zip(rule_set.criteria, conditions, strict=True)
        if goal not in result.met_for
    ]
    return NextTier(goal, tuple(needs))


def _sum_steps(
    facts: Facts, dimensions: dict[int, Decimal], total: Decimal, rule_set: RuleSet
) -> tuple[TraceStep, ...]:
    source = rule_set.points_source
    steps = [
        TraceStep(
            f"dimension_{dimension.number}",
            f"มิติที่ {dimension.number}: "
            + " + ".join(plain(facts.points[row.code]) for row in dimension.indicators)
            + f" = {plain(dimensions[dimension.number])} จาก {plain(dimension.maximum)} คะแนน",
            source,
        )
        for dimension in rule_set.dimensions
    ]
    parts = " + ".join(plain(points) for points in dimensions.values())
    return (*steps, TraceStep("total", f"คะแนนรวม: {parts} = {plain(total)} คะแนน", source))


def _tier_step(
    tier: Tier, conditions: tuple[ConditionResult, ...], rule_set: RuleSet
) -> TraceStep:
    title = f"{tier.label} {rule_set.tier_titles[tier]}"
    if tier == Tier.ONE:
        text = f"{title}: ถึงทุกเงื่อนไขของ{tier.label}"
    else:
        goal = Tier(tier - 1)
        failed = ", ".join(str(c.code.label) for c in conditions if goal not in c.met_for)
        text = f"{title}: ไม่ถึงเงื่อนไขของ{goal.label} ในเรื่อง {failed}"
    note = f" ({rule_set.note})" if rule_set.note else ""
    return TraceStep("tier", text + note, rule_set.tiers_source)


def _standing_step(standing: Standing, group: UnassessedGroup, rule_set: RuleSet) -> TraceStep:
    title = rule_set.group_titles[group]
    text = f"สถานะ {standing.label}: ไม่นำมาประเมิน กลุ่มที่ {int(group)} {title}"
    return TraceStep("standing", text, rule_set.tiers_source)


def _number(choice: Tier | UnassessedGroup | None) -> int | None:
    return None if choice is None else int(choice)

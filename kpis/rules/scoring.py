"""The score of one result."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kpis.choices import Band, Direction, Method
from kpis.rules.criteria import SINGLE, Criterion, Number, Policy, Tier, Value
from kpis.rules.numbers import half_up, shown

Parts = dict[str, Fraction]


@dataclass(frozen=True)
class Step:
    """One line of the explanation: what was done, and what came out."""

    text: str
    value: str | None = None


@dataclass(frozen=True)
class Score:
    """`exact` is None where there is no result. Points out of 100."""

    exact: Fraction | None
    shown: Decimal | None
    band: Band | None
    trace: tuple[Step, ...]


def score(criterion: Criterion, value: Value, policy: Policy) -> Score:
    """The points of `value`: a number, for composite criteria a number per part, or None.

    Percentages may be given exactly (a Fraction); they are rounded here, before scoring.
    """
    if value is None:
        return _without_result(criterion, policy)
    trace: list[Step] = []
    parts = _rounded(criterion, _parts(value), policy, trace)
    if criterion.method == Method.LINEAR:
        points, band = _linear(criterion, parts[SINGLE], policy, trace)
    else:
        points, band = _stepped(criterion, parts, policy, trace)
    return _finished(points, band, policy, trace)


def _finished(points: Fraction, band: Band, policy: Policy, trace: list[Step]) -> Score:
    points_shown = half_up(points, policy.score_places)
    trace.append(Step(f"คะแนน แสดง {policy.score_places} ตำแหน่ง ปัดเศษครึ่งขึ้น", str(points_shown)))
    return Score(points, points_shown, band, tuple(trace))


def _without_result(criterion: Criterion, policy: Policy) -> Score:
    if criterion.no_result_score is None:
        return Score(None, None, None, (Step("ยังไม่มีผล จึงยังไม่มีคะแนน"),))
    trace = [
        Step(
            "ไม่มีผลการสำรวจ เอกสารพิมพ์ว่าได้คะแนนเท่ากับ",
            shown(criterion.no_result_score),
        )
    ]
    return _finished(Fraction(criterion.no_result_score), Band.BELOW, policy, trace)


def _parts(value: Number | Mapping[str, Number]) -> Parts:
    if isinstance(value, Mapping):
        return {part: Fraction(number) for part, number in value.items()}
    return {SINGLE: Fraction(value)}


def _rounded(criterion: Criterion, parts: Parts, policy: Policy, trace: list[Step]) -> Parts:
    return {
        part: _rounded_part(criterion, label, parts[part], policy, trace)
        for part, label in criterion.parts.items()
    }


def _rounded_part(
    criterion: Criterion, label: str, number: Fraction, policy: Policy, trace: list[Step]
) -> Fraction:
    if not criterion.is_percent:
        trace.append(Step(f"{label} ไม่ปัดเศษก่อนคิดคะแนน", shown(number)))
        return number
    places = policy.percent_places
    rounded = half_up(number, places)
    before = "" if Fraction(rounded) == number else f" (ก่อนปัด {shown(number)})"
    text = f"{label} ปัดเศษครึ่งขึ้นเป็น {places} ตำแหน่งก่อนคิดคะแนน{before}"
    trace.append(Step(text, shown(rounded)))
    return Fraction(rounded)


def _reaches(direction: Direction, number: Fraction, bound: Decimal | None) -> bool:
    if bound is None:
        return True
    return number <= bound if direction == Direction.LOWER else number >= bound


def _linear(
    criterion: Criterion, number: Fraction, policy: Policy, trace: list[Step]
) -> tuple[Fraction, Band]:
    reached = [t for t in criterion.tiers if _reaches(criterion.direction, number, t.bound)]
    if not reached:
        return _below(policy, trace, "ไม่ถึงขั้นต้น " + shown(criterion.tiers[0].bound))
    last = reached[-1]
    if last is criterion.tiers[-1]:
        trace.append(Step(f"ถึงขั้นสูง {shown(last.bound)} ได้คะแนนสูงสุด", shown(policy.cap)))
        return Fraction(policy.cap), last.band
    following = criterion.tiers[len(reached)]
    points = _between(last, following, number)
    trace.append(Step(_between_text(last, following, number), shown(points, 4)))
    return points, last.band


def _between(last: Tier, following: Tier, number: Fraction) -> Fraction:
    width = Fraction(following.bound) - Fraction(last.bound)
    gained = (number - Fraction(last.bound)) / width
    return last.points + (following.points - last.points) * gained


def _between_text(last: Tier, following: Tier, number: Fraction) -> str:
    low, high, result = shown(last.bound), shown(following.bound), shown(number)
    return (
        f"อยู่ระหว่าง{_tier_name(last)} {low} กับ{_tier_name(following)} {high} คิดเป็นเส้นตรง "
        f"{last.points} + {following.points - last.points} × ({result} − {low}) ÷ ({high} − {low})"
    )


def _tier_name(tier: Tier) -> str:
    name = str(tier.band.label)
    return name if name.startswith("ขั้น") else f"ขั้น{name}"


def _stepped(
    criterion: Criterion, parts: Parts, policy: Policy, trace: list[Step]
) -> tuple[Fraction, Band]:
    best: Tier | None = None
    for tier in criterion.tiers:
        met = all(_reaches(criterion.direction, parts[t.part], t.bound) for t in tier.thresholds)
        trace.append(Step(_condition_text(criterion, tier), "ถึง" if met else "ไม่ถึง"))
        best = tier if met else best
    if best is None:
        return _below(policy, trace, "ไม่ถึงขั้นใด")
    trace.append(Step(f"ขั้นสูงสุดที่ถึงคือ{_tier_name(best)} คิดเป็นขั้น ไม่เฉลี่ยระหว่างขั้น", str(best.points)))
    return Fraction(best.points), best.band


def _condition_text(criterion: Criterion, tier: Tier) -> str:
    sign = "ไม่เกิน" if criterion.direction == Direction.LOWER else "ตั้งแต่"
    conditions = [
        f"{criterion.parts[t.part]} {sign} {shown(t.bound)}"
        if t.bound is not None
        else "มีผลรายงาน"
        for t in tier.thresholds
    ]
    return f"{_tier_name(tier)}: {' และ '.join(conditions)}"


def _below(policy: Policy, trace: list[Step], reason: str) -> tuple[Fraction, Band]:
    trace.append(Step(f"{reason} (นโยบายที่เอกสารไม่ได้พิมพ์ไว้)", shown(policy.below_floor)))
    return Fraction(policy.below_floor), Band.BELOW

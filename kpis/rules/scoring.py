"""The score of one result."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from kpis.choices import Band, Direction, Method
from kpis.rules.criteria import SINGLE, Criterion, Number, Policy, Tier, Value
from kpis.rules.numbers import half_up, shown

NOT_PRINTED = "นโยบายที่เอกสารไม่ได้พิมพ์ไว้"


@dataclass(frozen=True)
class Step:
    """One line of the explanation: what was done, how, and what came out."""

    text: str
    result: str | None = None
    detail: str = ""


@dataclass(frozen=True)
class Score:
    """`exact` is None where there is no result. Points out of 100."""

    exact: Fraction | None
    shown: Decimal | None
    band: Band | None
    trace: tuple[Step, ...]


@dataclass
class _Scoring:
    """One scoring under way: the rule, the policy and the steps so far."""

    criterion: Criterion
    policy: Policy
    steps: list[Step] = field(default_factory=list)

    def say(self, text: str, result: str | None = None, detail: str = "") -> None:
        self.steps.append(Step(text, result, detail))

    def figure(self, number: Fraction) -> str:
        """A result as it is scored: percentages with their decimals."""
        places = self.policy.percent_places if self.criterion.is_percent else None
        return shown(number, places)

    def reaches(self, number: Fraction, bound: Decimal | None) -> bool:
        if bound is None:
            return True
        return number <= bound if self.criterion.direction == Direction.LOWER else number >= bound

    def finished(self, points: Fraction, band: Band) -> Score:
        places = self.policy.score_places
        points_shown = half_up(points, places)
        self.say(f"คะแนน แสดง {places} ตำแหน่ง ปัดเศษครึ่งขึ้น", str(points_shown))
        return Score(points, points_shown, band, tuple(self.steps))


def score(criterion: Criterion, value: Value, policy: Policy) -> Score:
    """The points of `value`: a number, for composite criteria a number per part, or None.

    Percentages may be given exactly (a Fraction); they are rounded here, before scoring.
    """
    scoring = _Scoring(criterion, policy)
    if value is None:
        return _without_result(scoring)
    given = _parts(value)
    parts = {
        part: _rounded(scoring, label, given[part]) for part, label in criterion.parts.items()
    }
    if criterion.method == Method.LINEAR:
        return scoring.finished(*_linear(scoring, parts[SINGLE]))
    return scoring.finished(*_stepped(scoring, parts))


def _without_result(scoring: _Scoring) -> Score:
    points = scoring.criterion.no_result_score
    if points is None:
        return Score(None, None, None, (Step("ยังไม่มีผล จึงยังไม่มีคะแนน"),))
    scoring.say("ไม่มีผลการสำรวจ เอกสารพิมพ์ว่าได้คะแนนเท่ากับ", shown(points))
    return scoring.finished(Fraction(points), Band.BELOW)


def _parts(value: Number | Mapping[str, Number]) -> dict[str, Fraction]:
    if isinstance(value, Mapping):
        return {part: Fraction(number) for part, number in value.items()}
    return {SINGLE: Fraction(value)}


def _rounded(scoring: _Scoring, label: str, number: Fraction) -> Fraction:
    """Percentages to the places of the printed tiers; the trace tells what was done."""
    if not scoring.criterion.is_percent:
        scoring.say(f"{label} ไม่ปัดเศษก่อนคิดคะแนน", scoring.figure(number))
        return number
    places = scoring.policy.percent_places
    rounded = Fraction(half_up(number, places))
    before = "" if rounded == number else f"ก่อนปัด {shown(number)}"
    text = f"{label} ปัดเศษครึ่งขึ้นเป็น {places} ตำแหน่งก่อนคิดคะแนน"
    scoring.say(text, scoring.figure(rounded), before)
    return rounded


def _linear(scoring: _Scoring, number: Fraction) -> tuple[Fraction, Band]:
    tiers = scoring.criterion.tiers
    reached = [tier for tier in tiers if scoring.reaches(number, tier.bound)]
    if not reached:
        return _below(scoring, f"ไม่ถึงขั้นต้น {shown(tiers[0].bound)}")
    last = reached[-1]
    if last is tiers[-1]:
        cap = scoring.policy.cap
        scoring.say(f"ถึงขั้นสูง {shown(last.bound)} ได้คะแนนสูงสุด", shown(cap))
        return Fraction(cap), last.band
    return _between(scoring, last, tiers[len(reached)], number), last.band


def _between(scoring: _Scoring, last: Tier, following: Tier, number: Fraction) -> Fraction:
    """The straight line from one tier to the next."""
    width = Fraction(following.bound) - Fraction(last.bound)
    more = following.points - last.points
    points = last.points + more * (number - Fraction(last.bound)) / width
    low, high, result = shown(last.bound), shown(following.bound), scoring.figure(number)
    text = f"อยู่ระหว่าง{last.name} {low} กับ{following.name} {high}"
    formula = f"{last.points} + {more} × ({result} − {low}) ÷ ({high} − {low})"
    scoring.say(text, shown(points, 4), formula)
    return points


def _stepped(scoring: _Scoring, parts: Mapping[str, Fraction]) -> tuple[Fraction, Band]:
    best: Tier | None = None
    for tier in scoring.criterion.tiers:
        met = all(scoring.reaches(parts[each.part], each.bound) for each in tier.thresholds)
        text = f"{tier.name}: {_conditions(scoring.criterion, tier)}"
        scoring.say(text, "ถึง" if met else "ไม่ถึง")
        best = tier if met else best
    if best is None:
        return _below(scoring, "ไม่ถึงขั้นใด")
    text = f"ขั้นสูงสุดที่ถึงคือ{best.name}"
    scoring.say(text, str(best.points), "คิดเป็นขั้น ไม่เฉลี่ยระหว่างขั้น")
    return Fraction(best.points), best.band


def _conditions(criterion: Criterion, tier: Tier) -> str:
    sign = "ไม่เกิน" if criterion.direction == Direction.LOWER else "ตั้งแต่"
    return " และ ".join(
        "มีผลรายงาน"
        if each.bound is None
        else f"{criterion.parts[each.part]} {sign} {shown(each.bound)}"
        for each in tier.thresholds
    )


def _below(scoring: _Scoring, reason: str) -> tuple[Fraction, Band]:
    points = scoring.policy.below_floor
    scoring.say(reason, shown(points), NOT_PRINTED)
    return Fraction(points), Band.BELOW

"""What is wrong with entered points, and which facts are still missing."""

import re
from collections.abc import Mapping
from decimal import Decimal

from .facts import Facts, Problem, plain
from .rule_set import RuleSet

MAX_DECIMALS = 2
LONGEST_SHOWN = 50
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?")


def check_points(
    points: Mapping[str, object], rule_set: RuleSet
) -> tuple[dict[str, Decimal], list[Problem]]:
    """The points that are in order, and a problem for each that is not.

    A point that is absent is no problem here: `missing_facts` names it.
    """
    good: dict[str, Decimal] = {}
    problems: list[Problem] = []
    for code, value in points.items():
        checked = _checked_point(code, value, rule_set)
        if isinstance(checked, Decimal):
            good[code] = checked
        else:
            problems.append(Problem(f"/points/{_pointer_part(code)}", checked))
    return good, problems


def missing_facts(facts: Facts, rule_set: RuleSet) -> list[Problem]:
    """What has to be entered before the institution can be classified.

    Only an operating institution is assessed; for any other the standing is enough.
    """
    if facts.standing in rule_set.groups:
        return []
    return missing_points(facts, rule_set) + [
        problem for criterion in rule_set.criteria for problem in criterion.missing(facts)
    ]


def missing_points(facts: Facts, rule_set: RuleSet) -> list[Problem]:
    return [
        Problem(f"/points/{code}", f"ยังไม่มีคะแนนตัวชี้วัด {code} {indicator.title}")
        for code, indicator in rule_set.indicators.items()
        if code not in facts.points
    ]


def point_from(value: object) -> Decimal | None:
    """A number as plain text ("12.5"); None for anything else, a JSON number included: it may
    have lost digits before it was sent."""
    text = str(value) if isinstance(value, Decimal) else value
    if not isinstance(text, str) or not _NUMBER.fullmatch(text):
        return None
    return Decimal(text)


def _checked_point(code: str, value: object, rule_set: RuleSet) -> Decimal | str:
    """The point, or what is wrong with it."""
    indicator = rule_set.indicators.get(code)
    if indicator is None:
        return f"ไม่รู้จักตัวชี้วัด {_printable(code)}"
    point = point_from(value)
    if point is None:
        return f"คะแนนตัวชี้วัด {code} ต้องเป็นตัวเลข เช่น 12.5"
    if point < 0:
        return f"คะแนนตัวชี้วัด {code} ต้องไม่ติดลบ"
    if point > indicator.maximum:
        return f"คะแนนตัวชี้วัด {code} ต้องไม่เกิน {plain(indicator.maximum)} (ได้ {plain(point)})"
    if point != round(point, MAX_DECIMALS):
        return f"คะแนนตัวชี้วัด {code} มีทศนิยมได้ไม่เกิน {MAX_DECIMALS} ตำแหน่ง"
    return abs(point)


def _pointer_part(code: str) -> str:
    """Escaped as RFC 6901 asks."""
    return _printable(code).replace("~", "~0").replace("/", "~1")


def _printable(code: str) -> str:
    """Short, and without what no JSON answer can carry (lone surrogates, controls)."""
    return "".join(c if c.isprintable() else "\ufffd" for c in code[:LONGEST_SHOWN])

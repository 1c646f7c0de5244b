"""Entered values of an assessment: which are refused, and how they reach the row."""

from collections.abc import Callable, Mapping
from typing import Any

from coops import rules
from coops.choices import DefectStatus, Standing
from coops.models import Assessment
from coops.models.assessments import CONDITION_FACTS
from cpd_portal.core.exceptions import InvalidInput

LONGEST_DAYS = 9999
POINTS = "points/"
FACT_FIELDS = ("points", *CONDITION_FACTS, "standing")

Check = Callable[[object], bool]


def changed_facts(
    assessment: Assessment, changes: Mapping[str, Any], rule_set: rules.RuleSet
) -> list[str]:
    """Puts the changes on the row and returns the names of the fields written.

    A value that follows from another fact is not entered here: it stays as it is, and another
    one is refused with its source. Raises InvalidInput naming everything that is wrong.
    """
    problems = _field_problems(changes) + _derived_problems(assessment, changes)
    points = dict(assessment.points)
    if "points" in changes:
        points, point_problems = _merged_points(points, changes["points"], rule_set)
        problems = point_problems + problems
    if problems:
        raise InvalidInput([(problem.pointer, problem.message) for problem in problems])
    written = {**changes, "points": points}
    for name, value in written.items():
        setattr(assessment, name, value)
    return list(written)


def _merged_points(
    stored: dict[str, str], entered: Mapping[str, object], rule_set: rules.RuleSet
) -> tuple[dict[str, str], list[rules.Problem]]:
    """The stored points with the entered ones over them; emptied ones are taken out."""
    filled = {code: value for code, value in entered.items() if value not in (None, "")}
    emptied = {code: "0" for code in entered if code not in filled}
    good, problems = rules.check_points(filled, rule_set)
    _, unknown = rules.check_points(emptied, rule_set)
    kept = {code: value for code, value in stored.items() if code not in entered}
    merged = {**kept, **{code: rules.plain(value) for code, value in good.items()}}
    in_order = {code: merged[code] for code in rule_set.indicators if code in merged}
    return in_order, problems + unknown


def _field_problems(changes: Mapping[str, Any]) -> list[rules.Problem]:
    return [
        rules.Problem(pointer, message)
        for name, (pointer, check, message) in _FIELDS.items()
        if name in changes and not check(changes[name])
    ]


def _derived_problems(assessment: Assessment, changes: Mapping[str, Any]) -> list[rules.Problem]:
    """A problem for each entered value that differs from a derived one."""
    points: Mapping[str, object] = changes.get("points", {})
    typed = {**changes, **{f"{POINTS}{code}": value for code, value in points.items()}}
    return [
        rules.Problem(_pointer(name), f"ค่านี้มาจาก{source} แก้ที่นี่ไม่ได้ หากไม่ถูกต้องให้แก้ที่ต้นทาง")
        for name, source in assessment.derived.items()
        if name in typed and not _same(assessment, name, typed[name])
    ]


def _same(assessment: Assessment, name: str, value: object) -> bool:
    if not name.startswith(POINTS):
        return bool(getattr(assessment, name) == value)
    point = rules.point_from(value)
    shown = "" if point is None else rules.plain(point)
    return bool(assessment.points.get(name.removeprefix(POINTS), "") == shown)


def _pointer(name: str) -> str:
    return _FIELDS[name][0] if name in _FIELDS else f"/{name}"


def _yes_no_or_empty(value: object) -> bool:
    return value is None or isinstance(value, bool)


def _defect_status_or_empty(value: object) -> bool:
    return value == "" or value in DefectStatus.values


def _standing(value: object) -> bool:
    return value in Standing.values


def is_days(value: object) -> bool:
    """A whole number of days that the column holds."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LONGEST_DAYS


def _days_or_empty(value: object) -> bool:
    return value is None or is_days(value)


_YES_NO = "ต้องเป็นใช่หรือไม่ใช่"
DAYS_MESSAGE = f"จำนวนวันต้องเป็นจำนวนเต็ม 0 ถึง {LONGEST_DAYS}"
_FIELDS: dict[str, tuple[str, Check, str]] = {
    "loss_latest": ("/loss/latest", _yes_no_or_empty, _YES_NO),
    "loss_previous": ("/loss/previous", _yes_no_or_empty, _YES_NO),
    "allocated_latest": ("/allocated_and_paid/latest", _yes_no_or_empty, _YES_NO),
    "allocated_previous": ("/allocated_and_paid/previous", _yes_no_or_empty, _YES_NO),
    "defect_status": ("/defect_status", _defect_status_or_empty, "ไม่รู้จักสถานะข้อบกพร่องนี้"),
    "statement_days": ("/statement_days", _days_or_empty, DAYS_MESSAGE),
    "standing": ("/standing", _standing, "ไม่รู้จักสถานะการดำเนินกิจการนี้"),
}

"""Writes of quarterly progress: values, words and evidence of a division.

Values belong to the project. Everything holds the division's submission and the project, so that
nothing changes while a form is sent, verified or approved.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, RuleViolation, StaleObject
from cpd_portal.core.models import Submission, User
from strategy.choices import Milestone
from strategy.models import Measure, ProgressReport, ProgressValue
from strategy.selectors.targets import targets_of_year
from strategy.services.place import (
    NOBODY,
    Place,
    by_words,
    held_report,
    measure_title,
    period_of,
)

MOST = Decimal("999999999999.99")
LONGEST = 10_000


@dataclass(frozen=True)
class Reached:
    """What one measure had reached: a number, or the state of a milestone; neither is no value."""

    value: Decimal | None = None
    milestone: str = ""

    @property
    def words(self) -> str:
        if self.milestone:
            return str(Milestone(self.milestone).label)
        return "ว่าง" if self.value is None else format(self.value.normalize(), "f")


@dataclass(frozen=True)
class Entered:
    """One division's form: words, and values by the key of their measure."""

    narrative: str
    problems: str
    values: Mapping[int, Reached] = field(default_factory=dict)


@dataclass(frozen=True)
class Conflict:
    """A field that somebody else changed meanwhile. `name` is the field's, `by` who and when."""

    name: str
    title: str
    stored: str
    typed: str
    by: str


class ProgressConflict(StaleObject):
    """Two people changed the same fields; nothing is written, both values are known."""

    def __init__(self, conflicts: list[Conflict], stored: Entered) -> None:
        super().__init__()
        self.conflicts = conflicts
        self.stored = stored


@recorded("strategy.progress.saved")
def progress_save(*, actor: User, place: Place, entered: Entered, seen: Entered) -> ProgressReport:
    """Stores what the person changed (`entered` against `seen`); what somebody else changed
    meanwhile in other fields stays.

    Raises NotAllowed, RuleViolation (closed), InvalidInput, or ProgressConflict.
    """
    report = held_report(actor, place)
    measures = _measures(place)
    _require_values(measures, entered)
    stored = stored_progress(place)
    conflicts = _conflicts(report, measures, entered, seen, stored)
    if conflicts:
        raise ProgressConflict(conflicts, stored)
    changed = {
        key: reached
        for key, reached in entered.values.items()
        if reached != seen.values.get(key, Reached()) and reached != stored.values.get(key)
    }
    if changed:
        _require_others_open(place)
    for key, reached in changed.items():
        _store_value(actor, place, key, reached)
    for name in ("narrative", "problems"):
        if getattr(entered, name) != getattr(seen, name):
            setattr(report, name, getattr(entered, name).strip())
    report.updated_by = actor
    report.save()
    return report


def stored_progress(place: Place) -> Entered:
    """The form as it is stored now."""
    report = ProgressReport.objects.filter(
        project=place.project,
        unit=place.unit,
        fiscal_year=place.fiscal_year,
        quarter=place.quarter.number,
    ).first()
    values = ProgressValue.objects.filter(
        measure__project=place.project,
        fiscal_year=place.fiscal_year,
        quarter=place.quarter.number,
    )
    return Entered(
        narrative=report.narrative if report else "",
        problems=report.problems if report else "",
        values={row.measure_id: Reached(row.value, row.milestone) for row in values},
    )


def _require_others_open(place: Place) -> None:
    problem = held_by_others(place)
    if problem:
        raise RuleViolation(problem)


def held_by_others(place: Place) -> str:
    """The values are shared: while another responsible division has sent its form, they stay.
    Thai words; "" when they may be changed."""
    others = place.project.responsible_units.exclude(unit=place.unit).exclude(unit=None)
    sent = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("office")
        .filter(
            office__in=others.values("unit"),
            period=period_of(place.fiscal_year, place.quarter),
        )
    )
    for submission in sent:
        if not submission.is_open:
            return (
                f"แก้ไขค่าไม่ได้ เพราะ{submission.office.name}ซึ่งรับผิดชอบโครงการเดียวกันส่งรายงานแล้ว "
                "ให้ขอให้ส่งแบบของหน่วยงานนั้นกลับก่อน"
            )
    return ""


def _measures(place: Place) -> dict[int, Measure]:
    """Those with a target in the year, by key."""
    return {
        target.measure_id: target.measure
        for target in targets_of_year(place.project, place.fiscal_year)
    }


def _require_values(measures: Mapping[int, Measure], entered: Entered) -> None:
    errors = [
        (f"/{name}", f"ยาวเกิน {LONGEST:,} ตัวอักษร")
        for name in ("narrative", "problems")
        if len(getattr(entered, name)) > LONGEST
    ]
    for key, reached in entered.values.items():
        message = value_problem(measures.get(key), reached)
        if message:
            errors.append((f"/values/{key}", message))
    if errors:
        raise InvalidInput(errors)


def value_problem(measure: Measure | None, reached: Reached) -> str:
    """Why that cannot be what the measure had reached; "" when it can."""
    if measure is None:
        return "เป้าหมายนี้ไม่ใช่ของโครงการและปีนี้"
    if measure.is_milestone:
        return "ขั้นงานไม่มีตัวเลข เลือกว่าทำแล้วหรือยัง" if reached.value is not None else ""
    if reached.milestone:
        return "เป้าหมายนี้เป็นตัวเลข ไม่ใช่ขั้นงาน"
    value = reached.value
    if value is None:
        return ""
    if not value.is_finite() or value < 0:
        return "ผลต้องไม่ติดลบ"
    if measure.is_capped and value > 100:
        return "ร้อยละของกลุ่มเป้าหมายต้องไม่เกิน 100"
    if value > MOST:
        return "ค่ามากเกินกว่าที่บันทึกได้"
    return "" if value == round(value, 2) else "มีทศนิยมได้ไม่เกินสองตำแหน่ง"


def _conflicts(
    report: ProgressReport,
    measures: Mapping[int, Measure],
    entered: Entered,
    seen: Entered,
    stored: Entered,
) -> list[Conflict]:
    found = []
    titles = {"narrative": "ผลการดำเนินงาน", "problems": "ปัญหาและอุปสรรค"}
    for name, title in titles.items():
        old, now, typed = (getattr(one, name).strip() for one in (seen, stored, entered))
        if typed != old and now not in (old, typed):
            by = by_words(report.updated_by, report.updated_at)
            found.append(Conflict(name, title, now, typed, by))
    rows = {
        row.measure_id: row
        for row in ProgressValue.objects.select_related("updated_by").filter(
            measure__in=measures, fiscal_year=report.fiscal_year, quarter=report.quarter
        )
    }
    for key, reached in entered.values.items():
        before = seen.values.get(key, Reached())
        held = stored.values.get(key, Reached())
        if reached != before and held not in (before, reached):
            row = rows.get(key)
            by = by_words(row.updated_by, row.updated_at) if row else NOBODY
            title = measure_title(measures[key])
            found.append(Conflict(f"value-{key}", title, held.words, reached.words, by))
    return found


def _store_value(actor: User, place: Place, measure: int, reached: Reached) -> None:
    row, _ = ProgressValue.objects.get_or_create(
        measure_id=measure, fiscal_year=place.fiscal_year, quarter=place.quarter.number
    )
    row.value, row.milestone, row.updated_by = reached.value, reached.milestone, actor
    row.save()

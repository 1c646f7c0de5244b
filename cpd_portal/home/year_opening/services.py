"""Opens a fiscal year, step by step, once; and takes the opening back until the first entry.

Each step is a transaction of its own: what an interrupted opening did stays done, and the next
run goes on from there. One lock for all years keeps two people apart.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.apps import apps
from django.db import models
from django.db.models import ProtectedError
from django.utils import timezone

from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, RuleViolation
from cpd_portal.core.locks import only_worker
from cpd_portal.core.models import User, YearOpening, YearStep
from cpd_portal.core.years.facts import year_facts
from cpd_portal.core.years.guards import require_year_opener
from cpd_portal.core.years.registry import Dates, YearPart, year_parts
from cpd_portal.home.year_opening.selectors import next_year

LOCK = "fiscal year opening"
BUSY = "มีผู้อื่นกำลังเปิดหรือยกเลิกการเปิดปีอยู่ กรุณารอสักครู่แล้วลองใหม่"
NEEDS_REASON = "ระบุเหตุผลที่ยกเลิกการเปิดปี"
IN_USE = "มีข้อมูลที่อ้างถึงสิ่งที่สร้างเมื่อเปิดปีแล้ว"


@dataclass(frozen=True)
class Waiting:
    """A part that could not be done yet, and why."""

    title: str
    reason: str


@dataclass
class Opened:
    opening: YearOpening
    waiting: list[Waiting] = field(default_factory=list)


def year_open(*, actor: User, fiscal_year: int, dates: Mapping[str, date]) -> Opened:
    """Does every part that is not done yet. The dates count when the opening begins; one that
    goes on keeps those that were set.

    Raises NotAllowed, InvalidInput (a date is missing), or RuleViolation: not the next year, or
    somebody else is at it.
    """
    require_year_opener(actor)
    with _alone():
        opened = Opened(_begun(actor=actor, fiscal_year=fiscal_year, dates=dates))
        set_dates = _dates(opened.opening)
        done = set(opened.opening.steps.values_list("part", flat=True))
        for part in year_parts():
            if part.code not in done:
                reason = _attempt(actor, opened.opening, part, set_dates)
                if reason:
                    opened.waiting.append(Waiting(part.title, reason))
        if not opened.waiting:
            _finish(actor=actor, opening=opened.opening)
    return opened


def year_undo(*, actor: User, opening: YearOpening, reason: str) -> None:
    """Removes exactly what the opening made; all or nothing.

    Raises NotAllowed, InvalidInput, or RuleViolation naming what was entered since.
    """
    require_year_opener(actor)
    if not reason.strip():
        raise InvalidInput([("/reason", NEEDS_REASON)])
    with _alone():
        _undo(actor=actor, fiscal_year=opening.fiscal_year, reason=reason.strip())


@contextmanager
def _alone() -> Iterator[None]:
    with only_worker(LOCK) as alone:
        if not alone:
            raise RuleViolation(BUSY)
        yield


@recorded("home.year.begun")
def _begun(*, actor: User, fiscal_year: int, dates: Mapping[str, date]) -> YearOpening:
    found: YearOpening | None = YearOpening.objects.filter(fiscal_year=fiscal_year).first()
    if found is not None:
        return found
    unfinished = YearOpening.objects.filter(finished_at=None).first()
    if unfinished is not None:
        raise RuleViolation(f"เปิดปี {unfinished.fiscal_year} ให้ครบทุกส่วนก่อน จึงเปิดปีถัดไปได้")
    expected = next_year()
    if fiscal_year != expected:
        raise RuleViolation(f"ปีที่เปิดได้ต่อไปคือปีงบประมาณ {expected}")
    wanted = [day for part in year_parts() for day in part.dates]
    missing = [
        (f"/{day.code}", f"กรุณากรอก{day.label}")
        for day in wanted
        if day.required and day.code not in dates
    ]
    if missing:
        raise InvalidInput(missing)
    texts = {day.code: dates[day.code].isoformat() for day in wanted if day.code in dates}
    made: YearOpening = YearOpening.objects.create(
        fiscal_year=fiscal_year, dates=texts, begun_by=actor
    )
    return made


def _attempt(actor: User, opening: YearOpening, part: YearPart, dates: Dates) -> str:
    """ "" where the part is done now, else why not."""
    reason = part.obstacle(year_facts(opening.fiscal_year))
    if reason:
        return reason
    try:
        _step(actor=actor, opening=opening, part=part, dates=dates)
    except RuleViolation as error:
        return error.message
    return ""


@recorded("home.year.step_done")
def _step(*, actor: User, opening: YearOpening, part: YearPart, dates: Dates) -> YearStep:
    made = part.open(actor, year_facts(opening.fiscal_year), dates)
    rows = [{"model": row._meta.label, "pk": row.pk} for row in made.rows]
    step: YearStep = YearStep.objects.create(
        opening=opening, part=part.code, words=made.words[:300], made=rows, done_by=actor
    )
    return step


@recorded("home.year.finished")
def _finish(*, actor: User, opening: YearOpening) -> None:
    if opening.finished_at is None:
        opening.finished_at = timezone.now()
        opening.save(update_fields=["finished_at"])


@recorded("home.year.undone")
def _undo(*, actor: User, fiscal_year: int, reason: str) -> None:
    opening: YearOpening = YearOpening.objects.select_for_update().get(fiscal_year=fiscal_year)
    steps = {step.part: rows_of(step) for step in opening.steps.all()}
    done = [part for part in year_parts() if part.code in steps]
    facts = year_facts(fiscal_year)
    entered = dict.fromkeys(part.entries(facts, steps[part.code]) for part in done)
    reasons = " · ".join(filter(None, entered))
    if YearOpening.objects.filter(fiscal_year__gt=fiscal_year).exists():
        reasons = f"ปี {fiscal_year + 1} เปิดต่อจากปีนี้แล้ว"
    if reasons:
        raise RuleViolation(f"ยกเลิกการเปิดปี {fiscal_year} ไม่ได้แล้ว: {reasons}")
    try:
        for part in reversed(done):
            part.undo(actor, steps[part.code])
    except ProtectedError as error:
        raise RuleViolation(f"ยกเลิกการเปิดปี {fiscal_year} ไม่ได้แล้ว: {IN_USE}") from error
    opening.delete()


def rows_of(step: YearStep) -> Sequence[models.Model]:
    """The rows that the step made and that are still there, in the order in which they were."""
    found = []
    for made in step.made:
        row = apps.get_model(made["model"])._base_manager.filter(pk=made["pk"]).first()
        if row is not None:
            found.append(row)
    return found


def _dates(opening: YearOpening) -> Dates:
    return {code: date.fromisoformat(text) for code, text in opening.dates.items()}

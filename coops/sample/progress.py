"""How far each office is with the second year, and how it got through the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from random import Random
from zoneinfo import ZoneInfo

from coops.sample.outcomes import FIRST_YEAR, SECOND_YEAR
from cpd_portal.core.choices import SubmissionState

BANGKOK_TIME = ZoneInfo("Asia/Bangkok")
RETURN_REASON = "กรุณาตรวจสอบคะแนนตัวชี้วัด 1.1 และแนบงบการเงินของสถาบันที่มีผลขาดทุน (ตัวอย่าง)"
# The office that the guides show: most is entered, some is left to do.
SHOWN_OFFICE = "50"
SHOWN_SHARE = 0.85
# Offices by state; None has not begun. All others are in draft.
STATES: Sequence[tuple[SubmissionState | None, int]] = (
    (SubmissionState.APPROVED, 29),
    (SubmissionState.VERIFIED, 16),
    (SubmissionState.SUBMITTED, 14),
    (SubmissionState.RETURNED, 2),
    (None, 1),
)
FINISHED_DRAFTS = 6
LATE_ONE_IN = 13


class Entry(StrEnum):
    """How far one assessment is."""

    COMPLETE = "complete"
    BEGUN = "begun"
    UNTOUCHED = "untouched"


@dataclass(frozen=True, slots=True)
class OfficeProgress:
    """One office and year. `share`: of its assessments that are complete; the step times
    that are later than the state are None."""

    office_code: str
    fiscal_year: int
    state: SubmissionState | None
    share: float
    submitted_at: datetime | None = None
    verified_at: datetime | None = None
    approved_at: datetime | None = None
    returned_at: datetime | None = None


def first_year(offices: Sequence[str], rng: Random) -> list[OfficeProgress]:
    """All approved after the deadline at the end of October; a few had sent late."""
    return [
        _stepped(office, FIRST_YEAR, SubmissionState.APPROVED, date(2023, 10, 31), rng)
        for office in offices
    ]


def second_year(offices: Sequence[str], rng: Random) -> list[OfficeProgress]:
    others = [office for office in offices if office != SHOWN_OFFICE]
    rng.shuffle(others)
    rows = [OfficeProgress(SHOWN_OFFICE, SECOND_YEAR, SubmissionState.DRAFT, SHOWN_SHARE)]
    for state, count in STATES:
        chosen, others = others[:count], others[count:]
        rows += [_begun(office, state, rng) for office in chosen]
    for position, office in enumerate(others):
        share = 1.0 if position < FINISHED_DRAFTS else rng.betavariate(4, 1.6)
        rows.append(OfficeProgress(office, SECOND_YEAR, SubmissionState.DRAFT, share))
    return rows


def entry_of(share: float, rng: Random) -> Entry:
    """A few of those that are not complete have been begun."""
    if rng.random() < share:
        return Entry.COMPLETE
    return Entry.BEGUN if rng.random() < 0.3 else Entry.UNTOUCHED


def _begun(office: str, state: SubmissionState | None, rng: Random) -> OfficeProgress:
    if state is None:
        return OfficeProgress(office, SECOND_YEAR, None, 0.0)
    return _stepped(office, SECOND_YEAR, state, date(2024, 10, 31), rng)


def _stepped(
    office: str, year: int, state: SubmissionState, due: date, rng: Random
) -> OfficeProgress:
    """Sent shortly before the deadline, or after it; then each step some days later."""
    late = rng.randrange(LATE_ONE_IN) == 0
    submitted = due + timedelta(days=rng.randint(2, 9) if late else -rng.randint(0, 24))
    verified = submitted + timedelta(days=rng.randint(1, 5))
    approved = verified + timedelta(days=rng.randint(3, 14))
    returned = state == SubmissionState.RETURNED
    done = state in (SubmissionState.VERIFIED, SubmissionState.APPROVED)
    return OfficeProgress(
        office_code=office,
        fiscal_year=year,
        state=state,
        share=1.0,
        submitted_at=_moment(submitted, rng),
        verified_at=_moment(verified, rng) if done else None,
        approved_at=_moment(approved, rng) if state == SubmissionState.APPROVED else None,
        returned_at=_moment(verified, rng) if returned else None,
    )


def _moment(day: date, rng: Random) -> datetime:
    """During office hours."""
    at = time(rng.randint(8, 16), rng.randrange(60), rng.randrange(60))
    return datetime.combine(day, at, BANGKOK_TIME)

"""The board of all offices: sent, verified, approved, late, changed since approval."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, TextChoices
from django.utils import timezone

from coops.entry import FORM_CODE, UNTOUCHED, EntryProgress
from coops.models import Assessment
from coops.selectors.desk import NOT_STARTED, state_of
from coops.selectors.results_on import national_results_on
from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.corrections.querysets import Tally, tallies_of
from cpd_portal.core.models import (
    Correction,
    EntryPeriod,
    EntryPeriodException,
    OrgUnit,
    Submission,
)
from cpd_portal.core.models.submissions import DateSettings
from cpd_portal.core.past import as_row, events_until
from cpd_portal.core.rules import days_left, is_late
from cpd_portal.thai.searching import search_key

LATE, CHANGED, UNSENT = "late", "changed", "unsent"


class BoardOrder(TextChoices):
    NAME = "name", "ชื่อ ก–ฮ"
    PROGRESS = "progress", "ครบน้อยก่อน"
    SENT = "sent", "ส่งล่าสุดก่อน"
    CHANGED = "changed", "ค่าที่เปลี่ยนมากก่อน"


@dataclass(frozen=True)
class BoardLine:
    """One office on the board. `lateness` is a fact of its own beside the state; `changed`
    counts the values corrected since approval, `waiting` the
    corrections that headquarters have to decide or confirm."""

    office: OrgUnit
    state: str
    progress: EntryProgress
    sent_on: date | None
    verified_on: date | None
    approved_on: date | None
    lateness: str
    changed: int
    waiting: int

    @property
    def name(self) -> str:
        """As narrow as the board needs it: provincial offices by their province."""
        return self.office.short_name.removeprefix("สสจ.")

    @property
    def is_sent(self) -> bool:
        return self.sent_on is not None

    @property
    def key(self) -> str:
        """What the board is searched by."""
        return search_key(f"{self.office.name} {self.office.short_name}")

    def is_in(self, state: str) -> bool:
        if state == LATE:
            return bool(self.lateness)
        if state == CHANGED:
            return self.changed > 0
        return not self.is_sent if state == UNSENT else state in ("", self.state)

    @property
    def share(self) -> float:
        """Complete of the population; an office without any is done."""
        whole = self.progress.population
        return self.progress.complete / whole if whole else 1.0


@dataclass(frozen=True)
class Board:
    lines: list[BoardLine]

    @property
    def counts(self) -> dict[str, int]:
        """Offices by state, and those that are late or changed, whatever their state."""
        states = [NOT_STARTED, *SubmissionState.values]
        counts = {state: sum(line.state == state for line in self.lines) for state in states}
        return {**counts, **{name: len(self.shown(name)) for name in (LATE, CHANGED, UNSENT)}}

    @property
    def sent(self) -> int:
        return sum(line.is_sent for line in self.lines)

    @property
    def remaining(self) -> int:
        return len(self.lines) - self.sent

    @property
    def changed_values(self) -> int:
        return sum(line.changed for line in self.lines)

    @property
    def waiting(self) -> int:
        return sum(line.waiting for line in self.lines)

    def shown(
        self, state: str, q: str = "", order: BoardOrder = BoardOrder.NAME
    ) -> list[BoardLine]:
        """Those of one state, or late, changed since approval, or not sent yet."""
        key = search_key(q)
        found = [line for line in self.lines if line.is_in(state) and key in line.key]
        return _ordered(found, order)


def board(offices: Sequence[OrgUnit], fiscal_year: int, as_of: date | None = None) -> Board:
    """Every office with state, lateness, progress and corrections: five queries for all. With a
    day, as it stood at its end; deadlines too are the ones that were set then."""
    submissions = submissions_on(offices, fiscal_year, as_of)
    period, exceptions = _deadlines(fiscal_year, as_of)
    progress = _progress_by_office(offices, fiscal_year, as_of)
    tallies = _tallies(fiscal_year, as_of)
    nothing = EntryProgress(population=0, complete=0, untouched=0)
    return Board(
        [
            _board_line(
                office,
                submissions.get(office.pk),
                exceptions.get(office.pk) or period,
                progress.get(office.pk, nothing),
                tallies,
                as_of or timezone.localdate(),
            )
            for office in offices
        ]
    )


def submissions_on(
    offices: Sequence[OrgUnit], fiscal_year: int, as_of: date | None = None
) -> dict[int, Submission]:
    """The forms of the year by office; of a past day as they stood at its end."""
    rows = _rows(Submission, as_of).filter(
        period__form=FORM_CODE, period__fiscal_year=fiscal_year, office__in=offices
    )
    if as_of is not None:
        return {row.office_id: as_row(Submission, row) for row in rows}
    return {row.office_id: row for row in rows}


def _rows(model: Any, as_of: date | None) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.all() if as_of is None else events_until(model, as_of)
    return rows


def _deadlines(fiscal_year: int, as_of: date | None) -> tuple[Any, dict[int, Any]]:
    """Of the form, and of the offices with dates of their own."""
    of_year = {"form": FORM_CODE, "fiscal_year": fiscal_year}
    period = _rows(EntryPeriod, as_of).filter(**of_year).order_by("due_on").first()
    exceptions = _rows(EntryPeriodException, as_of).filter(
        **{f"period__{name}": value for name, value in of_year.items()}
    )
    return period, {row.office_id: row for row in exceptions}


def _tallies(fiscal_year: int, as_of: date | None) -> dict[int, Tally]:
    if as_of is None:
        return Correction.objects.of_form(FORM_CODE, fiscal_year).tallies()
    return tallies_of(
        events_until(Correction, as_of).filter(
            submission__period__form=FORM_CODE, submission__period__fiscal_year=fiscal_year
        )
    )


def _board_line(
    office: OrgUnit,
    submission: Submission | None,
    dates: DateSettings | None,
    progress: EntryProgress,
    tallies: Mapping[int, Tally],
    today: date,
) -> BoardLine:
    tally = tallies.get(submission.pk, Tally()) if submission else Tally()
    sent_on = verified_on = approved_on = None
    if submission is not None and not submission.is_open:
        sent_on = _day(submission.submitted_at)
        verified_on, approved_on = _day(submission.verified_at), _day(submission.approved_at)
    return BoardLine(
        office=office,
        state=state_of(submission, progress),
        progress=progress,
        sent_on=sent_on,
        verified_on=verified_on,
        approved_on=approved_on,
        lateness=_lateness(dates, sent_on, today),
        changed=tally.changed,
        waiting=tally.waiting,
    )


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def _lateness(dates: DateSettings | None, sent_on: date | None, today: date) -> str:
    if dates is None:
        return ""
    if sent_on is not None:
        return "ส่งช้า" if is_late(dates, sent_on) else ""
    left = days_left(dates, today)
    return f"ช้า {-left:,} วัน" if left < 0 else ""


def _ordered(lines: list[BoardLine], order: BoardOrder) -> list[BoardLine]:
    """The lines come in Thai order, which equal ones keep."""
    if order == BoardOrder.PROGRESS:
        return sorted(lines, key=lambda line: line.share)
    if order == BoardOrder.SENT:
        return sorted(lines, key=lambda line: line.sent_on or date.min, reverse=True)
    if order == BoardOrder.CHANGED:
        return sorted(lines, key=lambda line: -line.changed)
    return lines


def _progress_by_office(
    offices: Sequence[OrgUnit], fiscal_year: int, as_of: date | None
) -> dict[int, EntryProgress]:
    found: QuerySet[Any] = Assessment.objects.of_year(fiscal_year)
    if as_of is not None:
        found = national_results_on(fiscal_year, as_of)
    rows = (
        found.filter(office__in=offices)
        .order_by()
        .values("office")
        .annotate(
            population=Count("pk"),
            finished=Count("pk", filter=Q(complete=True)),
            empty=Count("pk", filter=UNTOUCHED & Q(complete=False)),
        )
    )
    return {
        row["office"]: EntryProgress(row["population"], row["finished"], row["empty"])
        for row in rows
    }

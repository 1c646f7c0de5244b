"""The board of all offices: sent, verified, approved, late, changed since approval."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, TextChoices
from django.utils import timezone

from coops.entry import FORM_CODE, UNTOUCHED, EntryProgress
from coops.models import Assessment
from coops.selectors.desk import NOT_STARTED, state_of
from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.corrections.querysets import Tally
from cpd_portal.core.models import (
    Correction,
    EntryPeriod,
    EntryPeriodException,
    OrgUnit,
    Submission,
)
from cpd_portal.core.models.submissions import DateSettings
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


def board(offices: Sequence[OrgUnit], fiscal_year: int) -> Board:
    """Every office with state, lateness, progress and corrections: five queries for all."""
    sent = Submission.objects.filter(
        period__form=FORM_CODE, period__fiscal_year=fiscal_year, office__in=offices
    )
    submissions = {submission.office_id: submission for submission in sent}
    period = EntryPeriod.objects.filter(form=FORM_CODE, fiscal_year=fiscal_year).first()
    exceptions = {row.office_id: row for row in EntryPeriodException.objects.filter(period=period)}
    progress = _progress_by_office(offices, fiscal_year)
    tallies = Correction.objects.of_form(FORM_CODE, fiscal_year).tallies()
    nothing = EntryProgress(population=0, complete=0, untouched=0)
    return Board(
        [
            _board_line(
                office,
                submissions.get(office.pk),
                exceptions.get(office.pk) or period,
                progress.get(office.pk, nothing),
                tallies,
            )
            for office in offices
        ]
    )


def _board_line(
    office: OrgUnit,
    submission: Submission | None,
    dates: DateSettings | None,
    progress: EntryProgress,
    tallies: Mapping[int, Tally],
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
        lateness=_lateness(dates, sent_on),
        changed=tally.changed,
        waiting=tally.waiting,
    )


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def _lateness(dates: DateSettings | None, sent_on: date | None) -> str:
    if dates is None:
        return ""
    if sent_on is not None:
        return "ส่งช้า" if is_late(dates, sent_on) else ""
    left = days_left(dates, timezone.localdate())
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


def _progress_by_office(offices: Sequence[OrgUnit], fiscal_year: int) -> dict[int, EntryProgress]:
    rows = (
        Assessment.objects.of_year(fiscal_year)
        .filter(office__in=offices)
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

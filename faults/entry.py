"""Officers who type into the entry grid, and what became of every value they typed."""

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from coops.entry import FORM_CODE
from coops.models import Assessment
from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.models import Submission
from faults.people import PAUSE, Answer, Person, Server, Unheard, signed_in

YEAR = 2567
CODE = "1.1"
# Statuses after which nothing is left to send: stored, or a word that a person has to decide on.
HEARD = (200, 409, 422, 423)


@dataclass
class Typist:
    """One officer at one cell; `stored` is what stands there as far as the page knows."""

    person: Person
    row: int
    office: str
    stored: str
    since: int
    typed: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    @property
    def cell(self) -> dict[str, Any]:
        return {"row": self.row, "name": f"points/{CODE}"}

    def next_value(self) -> str:
        """Another one than before: every save that is done leaves one event."""
        value = (len(self.typed) % 700) * 0.02 + 0.01
        is_there = self.stored and float(self.stored) == round(value, 2)
        return f"{value + 0.01 if is_there else value:.2f}"

    def send(self, value: str) -> Answer:
        body = {**self.cell, "value": value, "seen": self.stored}
        return self.person.send("POST", f"/coops/entry/{self.office}/{YEAR}/grid/cell/", body)

    def save(self, seconds: float = 60.0) -> str:
        """Type a value and send it until it is heard, as the page does."""
        value = self.next_value()
        self.typed.append(value)
        deadline = time.monotonic() + seconds
        while not self._try(value):
            if time.monotonic() > deadline:
                raise AssertionError(f"{value} was not saved in {seconds:.0f} s")
            time.sleep(PAUSE)
        return value

    def _try(self, value: str) -> bool:
        try:
            answer = self.send(value)
        except Unheard:
            return False
        if answer.status not in HEARD:
            return False
        if answer.status != 200:
            raise AssertionError(f"{answer.status} {answer.text[:300]}")
        self.stored = answer.json["cells"][0]["value"]
        self.heard.append(value)
        return True


def typists(server: Server, count: int, skip: int = 0) -> list[Typist]:
    """Each in an office of its own, whose form is still open."""
    return [typist_at(server, row) for row in _open_rows()[skip : skip + count]]


def typist_at(server: Server, row: Assessment) -> Typist:
    return Typist(
        person=signed_in(server, f"officer-{row.office.code}"),
        row=row.pk,
        office=row.office.code,
        stored=row.points[CODE],
        since=newest_event(),
    )


def lost_and_doubled(people: Iterable[Typist]) -> tuple[int, int]:
    """Values that an officer was told are saved and have no event of their own; events beyond
    one for each value that was typed."""
    lost = doubled = 0
    for person in people:
        stored = Counter(_values_since(person))
        lost += (Counter(map(_plain, person.heard)) - stored).total()
        doubled += (stored - Counter(map(_plain, person.typed))).total()
    return lost, doubled


def _values_since(person: Typist) -> list[str]:
    rows = event_rows(person.since).filter(pgh_obj_id=person.row)
    return [_plain(row.points[CODE]) for row in rows.order_by("pgh_id")]


def _plain(value: str) -> str:
    return f"{float(value):.2f}"


def event_rows(since: int) -> Any:
    """What was written to assessments after that event."""
    events: Any = Assessment.pgh_event_model  # type: ignore[attr-defined]
    return events.objects.filter(pgh_id__gt=since)


def newest_event() -> int:
    events: Any = Assessment.pgh_event_model  # type: ignore[attr-defined]
    newest = events.objects.order_by("-pgh_id").values_list("pgh_id", flat=True).first()
    return newest or 0


def _open_rows() -> Sequence[Assessment]:
    open_ones = Submission.objects.filter(
        period__form=FORM_CODE, period__fiscal_year=YEAR, state=SubmissionState.DRAFT
    )
    rows = Assessment.objects.filter(
        fiscal_year=YEAR, tier__isnull=False, office__in=open_ones.values("office")
    ).exclude(derived__has_key=f"points/{CODE}")
    one_each = rows.order_by("office_id", "pk").distinct("office_id")
    return list(one_each.select_related("office"))

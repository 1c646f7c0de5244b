"""Saving one cell of the entry grid beside the plainest update of an audited row."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.conf import settings

from benchmarks.measure import Result, alternating, percentile_95
from benchmarks.pages import EACH, ROUNDS, WARMING, YEAR, signed_in
from benchmarks.servers import PEOPLE, PLAIN, PORTAL, Ask, Server, serving
from coops.entry import FORM_CODE
from coops.models import Assessment
from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.models import Submission

PORTAL_CELL, PLAIN_CELL = "1.1", "1.2"
VALUES = ("1", "2")
_TOKEN = "benchmarkbenchmarkbenchmarkbench"  # noqa: S105  any 32 letters, in cookie and header


@dataclass(frozen=True)
class Plain:
    """An address that saves plainly, and who it knows to be saving."""

    path: str
    known: str


NOBODY = Plain("/cell/", "nobody signed in")
SIGNED_IN = Plain("/cell/signed-in/", "session and person read")


@dataclass
class Typist:
    """Somebody who changes one cell again and again; `stored` is what stands there."""

    path: str
    headers: dict[str, str]
    row: int
    code: str
    stored: str

    def saves(self) -> Iterator[Ask]:
        while True:
            value = next(value for value in VALUES if value != self.stored)
            cell = {"row": self.row, "name": f"points/{self.code}", "value": value}
            yield Ask(self.path, self.headers, json.dumps({**cell, "seen": self.stored}))
            self.stored = value


def cell_save(name: str) -> Result:
    """One officer after another: how long a clerk waits after typing."""
    return _beside(name, NOBODY, people=1)


def cell_save_signed_in(name: str) -> Result:
    return _beside(name, SIGNED_IN, people=1)


def cell_save_crowd(name: str) -> Result:
    return _beside(name, SIGNED_IN, people=PEOPLE)


def _beside(name: str, plain: Plain, people: int) -> Result:
    """Officers of as many offices, because an office's saves wait for its submission's row."""
    rows, each = _rows(people), EACH * PEOPLE // people
    ours = [typist_at(row, f"/coops/entry/{row.office.code}/{YEAR}/grid/cell/") for row in rows]
    others = [typist_at(row, plain.path, PLAIN_CELL) for row in rows]
    with serving(PORTAL) as portal, serving(PLAIN) as least:
        _seconds(portal, ours, WARMING)
        _seconds(least, others, WARMING)
        saved, limit = alternating(
            lambda: _seconds(portal, ours, each), lambda: _seconds(least, others, each), ROUNDS
        )
    note = (
        f"p95 of {people} at a time, median of {ROUNDS} blocks of {people * each}; limit: "
        f"CSRF check, SELECT FOR UPDATE and UPDATE of the same table, {plain.known}"
    )
    return Result(name, saved, limit, "s", note)


def _seconds(server: Server, typists: list[Typist], each: int) -> float:
    people = [list(islice(typist.saves(), each)) for typist in typists]
    return percentile_95(server.seconds_of(people))


def _rows(offices: int) -> list[Assessment]:
    """One complete assessment in each of so many offices that may still enter."""
    is_open = Submission.objects.filter(
        period__form=FORM_CODE, period__fiscal_year=YEAR, state=SubmissionState.DRAFT
    )
    rows = Assessment.objects.filter(
        fiscal_year=YEAR, tier__isnull=False, office__in=is_open.values("office")
    ).exclude(derived__has_any_keys=[f"points/{PORTAL_CELL}", f"points/{PLAIN_CELL}"])
    one_each = rows.order_by("office_id", "pk").distinct("office_id")
    return list(one_each.select_related("office")[:offices])


def typist_at(row: Assessment, path: str, code: str = PORTAL_CELL) -> Typist:
    return Typist(path, clerk_headers(row.office.code), row.pk, code, row.points[code])


def clerk_headers(office: str) -> dict[str, str]:
    """The headers of an officer's saves, in a new session."""
    headers = signed_in(f"officer-{office}")
    headers["Cookie"] += f"; {settings.CSRF_COOKIE_NAME}={_TOKEN}"
    return headers | {"X-CSRFToken": _TOKEN, "Content-Type": "application/json"}

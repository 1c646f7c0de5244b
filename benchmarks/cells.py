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
    return _beside(name, "/cell/", "nobody signed in")


def cell_save_signed_in(name: str) -> Result:
    return _beside(name, "/cell/signed-in/", "session and person read")


def _beside(name: str, plain_path: str, known: str) -> Result:
    """Officers of eight offices, because an office's saves wait for its submission's row."""
    rows = _rows()
    ours = [_typist(row, f"/coops/entry/{row.office.code}/{YEAR}/grid/cell/") for row in rows]
    others = [_typist(row, plain_path, PLAIN_CELL) for row in rows]
    with serving(PORTAL) as portal, serving(PLAIN) as plain:
        _seconds(portal, ours, WARMING)
        _seconds(plain, others, WARMING)
        saved, limit = alternating(
            lambda: _seconds(portal, ours), lambda: _seconds(plain, others), ROUNDS
        )
    note = (
        f"p95 of {PEOPLE} officers at a time, median of {ROUNDS} blocks of {PEOPLE * EACH}; "
        "limit: CSRF check, SELECT FOR UPDATE and UPDATE of the same table, "
        f"{known}"
    )
    return Result(name, saved, limit, "s", note)


def _seconds(server: Server, typists: list[Typist], each: int = EACH) -> float:
    people = [list(islice(typist.saves(), each)) for typist in typists]
    return percentile_95(server.seconds_of(people))


def _rows() -> list[Assessment]:
    """One complete assessment in each of eight offices that may still enter."""
    is_open = Submission.objects.filter(
        period__form=FORM_CODE, period__fiscal_year=YEAR, state=SubmissionState.DRAFT
    )
    rows = Assessment.objects.filter(
        fiscal_year=YEAR, tier__isnull=False, office__in=is_open.values("office")
    ).exclude(derived__has_any_keys=[f"points/{PORTAL_CELL}", f"points/{PLAIN_CELL}"])
    one_each = rows.order_by("office_id", "pk").distinct("office_id")
    return list(one_each.select_related("office")[:PEOPLE])


def _typist(row: Assessment, path: str, code: str = PORTAL_CELL) -> Typist:
    headers = signed_in(f"officer-{row.office.code}")
    headers["Cookie"] += f"; {settings.CSRF_COOKIE_NAME}={_TOKEN}"
    headers |= {"X-CSRFToken": _TOKEN, "Content-Type": "application/json"}
    return Typist(path, headers, row.pk, code, row.points[code])

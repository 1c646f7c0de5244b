"""Days on which dates go wrong: the end of a fiscal year, and the day that most years lack.

The programs get another clock from libfaketime; PostgreSQL keeps the machine's.
"""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils import timezone

from cpd_portal.celery import app
from faults import reports
from faults.outcome import NotDone, Outcome
from faults.people import Person, Unheard, signed_in
from faults.stage import Stage, wait_until

BANGKOK = ZoneInfo("Asia/Bangkok")
YEAR_END = datetime(2027, 9, 30, 23, 59, 50, tzinfo=BANGKOK)
LEAP_DAY = datetime(2028, 2, 28, 23, 59, 50, tzinfo=BANGKOK)
AFTER_LEAP_DAY = datetime(2028, 2, 29, 23, 59, 50, tzinfo=BANGKOK)
# Midnight comes this long after the programs were started; they need some of it to start.
STARTING = timedelta(seconds=45)
LIBRARIES = "/usr/lib/*/faketime/libfaketimeMT.so.1"
PEOPLE = ("executive", "officer-50", "inspector-50", "registrar", "planner")
PAGES = (
    *("/", "/coops/", "/coops/duties/", "/coops/entry/", "/strategy/", "/kpis/"),
    *("/inspection/defects/", "/inspection/visits/", "/early-warning/", "/registrar/cases/"),
)
NIGHTLY = (
    "cpd_portal.core.sign_in.tasks.sessions_of_the_day",
    "inspection.tasks.defects_of_the_day",
    "early_warning.tasks.alerts_of_the_day",
    "early_warning.tasks.readings_after_changes",
    "cpd_portal.core.schedules.tasks.order_scheduled_reports",
)
PATIENCE = 240.0


def turned(stage: Stage) -> Outcome:
    """Over 30 September, into 29 February and out of it: pages, reports and nightly work."""
    lost, seconds, asked = 0, 0.0, 0
    problems: list[str] = []
    for midnight in (YEAR_END, LEAP_DAY, AFTER_LEAP_DAY):
        found, checked, taken = _over(stage, midnight)
        problems, asked, seconds = problems + found, asked + checked, max(seconds, taken)
    lost = len(problems)
    note = (
        f"libfaketime in web and worker, the database with the machine's clock; before and after "
        f"midnight of 30 September 2027, 28 and 29 February 2028: {asked} pages, reports and "
        f"nightly tasks, not in order: {'; '.join(problems[:5]) or 'none'}"
    )
    return Outcome(lost, 0, seconds, note)


def _over(stage: Stage, midnight: datetime) -> tuple[list[str], int, float]:
    """What was not in order on either side of this midnight, of how many, and how long the
    first round after it took."""
    shift = int((midnight + timedelta(seconds=10) - STARTING - timezone.now()).total_seconds())
    clock = {"LD_PRELOAD": str(_library()), "FAKETIME": f"+{shift}", "FAKETIME_NO_CACHE": "1"}
    for name in ("web", "worker"):
        stage.restart(name, **clock)
    people = [signed_in(stage.server, name, years=5) for name in PEOPLE]
    before = _pages(people)
    wait_until(lambda: _shown_now(shift) > midnight + timedelta(seconds=11), 90, "midnight")
    start = time.monotonic()
    after = _pages(people)
    taken = time.monotonic() - start
    night = _nightly(stage)
    report = reports.order(people[0], reports.SHORT)
    report.until_done(PATIENCE)
    made = reports.lost_and_doubled(stage, [report])[0]
    problems = [*before, *after, *night, *(["report"] * made)]
    return problems, 2 * len(people) * len(PAGES) + len(NIGHTLY) + 1, taken


def _shown_now(shift: int) -> datetime:
    return timezone.now() + timedelta(seconds=shift)


def _pages(people: Sequence[Person]) -> list[str]:
    """Pages that were answered otherwise than with the page, or with "not your role"."""
    problems = []
    for person in people:
        for path in PAGES:
            try:
                status = person.get(path).status
            except Unheard:
                status = 0
            if status not in (200, 302, 403):
                problems.append(f"{person.username} {path} {status}")
    return problems


def _nightly(stage: Stage) -> list[str]:
    """Tasks of the night that did not succeed under this clock."""
    sent = {name: app.send_task(name).id for name in NIGHTLY}

    def ended(task: str, how: str) -> bool:
        return f"[{task}] {how}" in stage.log_of("worker")

    def are_done() -> bool:
        return all(ended(task, "succeeded") or ended(task, "raised") for task in sent.values())

    wait_until(are_done, PATIENCE, "the nightly tasks are done")
    return [name for name, task in sent.items() if not ended(task, "succeeded")]


def _library() -> Path:
    found = sorted(Path("/").glob(LIBRARIES.lstrip("/")))
    if not found:
        raise NotDone("libfaketime is not installed (apt-get install libfaketime)")
    return found[0]

"""Redis that is away: entry and approval go on, reports wait and are made later."""

import time

from coops.entry import FORM_CODE
from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.models import Submission
from faults import entry, reports
from faults.outcome import Outcome
from faults.people import signed_in
from faults.stage import Stage

REPORTS = 3
PATIENCE = 300.0


def stopped(stage: Stage) -> Outcome:
    people = entry.typists(stage.server, 3)
    stage.stop("redis")
    started = time.monotonic()
    for person in people:
        person.save()
    entering = time.monotonic() - started
    unapproved = _approve_one(stage)
    ordered = [reports.order(signed_in(stage.server, "executive"), reports.SHORT, "csv")]
    ordered += [
        reports.order(signed_in(stage.server, "planner"), reports.SHORT, "csv")
        for _ in range(REPORTS - 1)
    ]
    waiting = sum(one.row.is_waiting for one in ordered)
    start = time.monotonic()
    stage.start("redis")
    for one in ordered:
        one.until_done(PATIENCE)
    seconds = time.monotonic() - start
    cells, documents = entry.lost_and_doubled(people), reports.lost_and_doubled(stage, ordered)
    note = (
        f"without the broker {len(people)} cells saved in {entering:.1f} s, a form approved and "
        f"{waiting} of {REPORTS} reports kept waiting; all made once it was back"
    )
    lost = cells[0] + documents[0] + unapproved + (REPORTS - waiting)
    return Outcome(lost, cells[1] + documents[1], seconds, note)


def _approve_one(stage: Stage) -> int:
    """1 when a verified form could not be approved."""
    verified = Submission.objects.filter(period__form=FORM_CODE, state=SubmissionState.VERIFIED)
    form = verified.select_related("office", "period").order_by("?")[0]
    path = f"/coops/entry/{form.office.code}/{form.period.fiscal_year}/approve/"
    signed_in(stage.server, APPROVER).post_form(path, {})
    form.refresh_from_db()
    return int(form.state != SubmissionState.APPROVED)


APPROVER = "chief-ict"

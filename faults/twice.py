"""The same thing wanted twice: by two people, by an impatient one, by a program."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from uuid import uuid4

from django.utils import timezone

from coops.entry import FORM_CODE
from coops.models import Assessment, Institution
from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.documents.models import Document
from cpd_portal.core.models import Submission
from faults import entry
from faults.outcome import Outcome
from faults.people import Answer, Person, signed_in
from faults.phone import API, Phone, phones
from faults.stage import Stage
from inspection.models import Attachment, Defect, Visit


def same_form(stage: Stage) -> Outcome:
    """A cell of the grid, and an institution over the API; the second sees both versions."""
    start = time.monotonic()
    typist = entry.typists(stage.server, 1, skip=8)[0]
    chief = signed_in(stage.server, f"chief-{typist.office}")
    before, value = typist.stored, typist.save()
    other = {**typist.cell, "value": "14.75", "seen": before}
    cell = chief.send("POST", f"/coops/entry/{typist.office}/{entry.YEAR}/grid/cell/", other)
    told_cell = cell.status == 409 and float(cell.json["cells"][0]["value"]) == float(value)
    told_object = _stale_object_is_shown(stage, typist.person, chief, typist.row)
    lost, doubled = entry.lost_and_doubled([typist])
    note = (
        f"a cell saved by two: the second got {cell.status} with both values; an institution "
        f"changed by two programs: 412 with the object as it is; the first values stand"
    )
    lost += int(not told_cell) + int(not told_object)
    return Outcome(lost, doubled, time.monotonic() - start, note)


def _stale_object_is_shown(stage: Stage, first: Person, second: Person, row: int) -> bool:
    institution = Institution.objects.get(assessments=row)
    path = f"/api/v1/coops/institutions/{institution.registration_no}/"
    etag = first.get(path).headers["ETag"]
    stored = first.send("PATCH", path, {"phone": "053-111111"}, if_match=etag)
    refused = second.send("PATCH", path, {"phone": "053-222222"}, if_match=etag)
    institution.refresh_from_db()
    return (
        (stored.status, refused.status) == (200, 412)
        and refused.json["current"]["phone"] == "053-111111"
        and institution.phone == "053-111111"
    )


def approval_during_edit(stage: Stage) -> Outcome:
    """Officers type on while their form is sent, verified and approved: what is accepted was
    stored before the sending, what comes later is refused with the reason."""
    forms = Submission.objects.filter(
        period__form=FORM_CODE, period__fiscal_year=entry.YEAR, state=SubmissionState.VERIFIED
    ).select_related("office", "period")
    start = time.monotonic()
    late = unapproved = 0
    statuses: list[int] = []
    typists = []
    for form in forms.order_by("office__code")[:3]:
        typist = _typist_of(stage, form)
        statuses += _typed_during_approval(stage, form, typist)
        typists.append(typist)
        approved = form.state == SubmissionState.APPROVED and form.submitted_at is not None
        unapproved += int(not approved)
        events = entry.event_rows(typist.since).filter(pgh_obj_id=typist.row)
        late += events.filter(pgh_created_at__gt=form.submitted_at).count() if approved else 0
    lost, doubled = entry.lost_and_doubled(typists)
    note = (
        f"3 forms typed into while they were sent, verified and approved: {statuses.count(200)} "
        f"values accepted and stored, {statuses.count(423)} refused with the reason, {late} "
        "stored after the sending"
    )
    lost += late + unapproved + int(statuses.count(200) == 0)
    return Outcome(lost, doubled, time.monotonic() - start, note)


def _typist_of(stage: Stage, form: Submission) -> entry.Typist:
    rows = Assessment.objects.filter(
        office=form.office, fiscal_year=entry.YEAR, tier__isnull=False
    ).exclude(derived__has_key=f"points/{entry.CODE}")
    return entry.typist_at(stage.server, rows.select_related("office").order_by("pk")[0])


def _typed_during_approval(stage: Stage, form: Submission, typist: entry.Typist) -> list[int]:
    """The statuses of what was typed into a form that was sent back, while it goes its way."""
    headquarters = signed_in(stage.server, "chief-agri")
    chief = signed_in(stage.server, f"chief-{typist.office}")
    path = f"/coops/entry/{typist.office}/{entry.YEAR}"
    headquarters.post_form(f"{path}/return/", {"reason": "ตรวจอีกครั้ง"})
    with ThreadPoolExecutor(1) as crowd:
        typing = crowd.submit(_type_until_closed, typist)
        time.sleep(0.5)
        for person, step in (
            (typist.person, "submit"),
            (chief, "verify"),
            (headquarters, "approve"),
        ):
            person.post_form(f"{path}/{step}/", {})
        statuses = typing.result()
    form.refresh_from_db()
    return statuses


def _type_until_closed(typist: entry.Typist) -> list[int]:
    """The statuses of values typed one after another, some of them after the end."""
    statuses: list[int] = []
    while len(statuses) < 200 and statuses.count(423) < 3:
        value = typist.next_value()
        typist.typed.append(value)
        answer = typist.send(value)
        statuses.append(answer.status)
        if answer.status == 200:
            typist.heard.append(value)
            typist.stored = answer.json["cells"][0]["value"]
        time.sleep(0.02)
    return statuses


def resent(stage: Stage) -> Outcome:
    """Each write sent over two lines at the same moment, and once more later."""
    device = phones(stage.server, 3)[2]
    start_part, finding, *_ = device.queue
    device.until_heard(start_part, 60)
    office = device.visit.office.code
    executive, chief = (
        signed_in(stage.server, "executive"),
        signed_in(stage.server, f"chief-{office}"),
    )
    visits = Visit.objects.filter(office=device.visit.office)
    start = time.monotonic()
    counted = [
        _sent(partial(_posted, executive, REPORTS, _REPORT), _documents_of("executive")),
        _sent(partial(_posted, chief, f"{API}visits/", _visit_body(device)), visits),
        _sent(partial(_posted, device.person, finding.path, finding.body), _found(device)),
        _sent(lambda key: device.send(device.queue[-1]), _photos(device)),
        _double_click(stage),
    ]
    doubled = sum(max(made - 1, 0) for made, _ in counted)
    lost = sum(int(made == 0 or not agree) for made, agree in counted)
    note = (
        "a report, a visit, a finding, a photo and the verifying of a form, each sent twice at "
        "once and once more: one row each, the same answer every time"
    )
    return Outcome(lost, doubled, time.monotonic() - start, note)


def _sent(send: Callable[[str], Answer], rows: Any) -> tuple[int, bool]:
    """How many rows came of it, and whether all three answers are one."""
    key, before = str(uuid4()), rows.count()
    with ThreadPoolExecutor(2) as crowd:
        answers = list(crowd.map(send, [key, key]))
    answers.append(send(key))
    agree = {answer.status for answer in answers} <= {200, 201, 202} and (
        len({answer.json["id"] for answer in answers}) == 1
    )
    if not agree:
        print([(answer.status, answer.text[:300]) for answer in answers])
    return rows.count() - before, agree


def _double_click(stage: Stage) -> tuple[int, bool]:
    """The chief verifies a form by two clicks at once."""
    form = (
        Submission.objects.filter(
            period__form=FORM_CODE,
            period__fiscal_year=entry.YEAR,
            state=SubmissionState.SUBMITTED,
        )
        .select_related("office")
        .order_by("office__code")[0]
    )
    chief = signed_in(stage.server, f"chief-{form.office.code}")
    path = f"/coops/entry/{form.office.code}/{entry.YEAR}/verify/"
    before = form.events.count()
    with ThreadPoolExecutor(2) as crowd:
        answers = list(crowd.map(lambda _: chief.post_form(path, {}), range(2)))
    form.refresh_from_db()
    agree = form.state == SubmissionState.VERIFIED and all(a.status == 302 for a in answers)
    return form.events.count() - before, agree


def _posted(person: Person, path: str, body: Mapping[str, Any], key: str) -> Answer:
    return person.send("POST", path, body, idempotency_key=key)


def _documents_of(username: str) -> Any:
    return Document.objects.filter(requester__username=username)


def _found(device: Phone) -> Any:
    return Defect.objects.filter(visit=device.visit)


def _photos(device: Phone) -> Any:
    return Attachment.objects.filter(visit=device.visit)


def _visit_body(device: Phone) -> dict[str, Any]:
    """Without a key of its own: only the request's key tells it from another one."""
    return {
        "institution": device.visit.institution.registration_no,
        "planned_on": timezone.localdate().isoformat(),
        "inspectors": [device.person.username],
    }


REPORTS = "/api/v1/reports/"
_REPORT: Mapping[str, Any] = {
    "report": "institution-register",
    "params": {"fiscal_year": 2566, "office": "50"},
    "format": "csv",
}

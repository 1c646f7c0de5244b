"""The web server that is killed while it saves, imports and takes an inspection."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from coops.imports.strength import sheet_of
from coops.models import Assessment, RuleSet
from cpd_portal.core.imports.registry import import_form
from cpd_portal.core.imports.workbooks import template
from cpd_portal.core.models import Import, OrgUnit
from faults.entry import CODE, YEAR, event_rows, lost_and_doubled, newest_event, typists
from faults.holding import held
from faults.outcome import Outcome
from faults.people import PAUSE, Person, Unheard
from faults.phone import phones
from faults.stage import Stage
from inspection.models import Attachment, Defect

PATIENCE = 60.0
IMPORT = "coops.strength"


def killed_in_save(stage: Stage) -> Outcome:
    """A cell is written and not committed when the server dies; the page sends it again."""
    person = typists(stage.server, 1, skip=4)[0]
    seconds = [_under(stage, kill, Assessment, person.save) for kill in _WAYS]
    lost, doubled = lost_and_doubled([person])
    note = f"saved cells; {_told(seconds)}; until the cell sent again was saved"
    return Outcome(lost, doubled, max(seconds), note)


def killed_in_sync(stage: Stage) -> Outcome:
    """Once while a finding is stored, once while a photo is; the phone sends both again."""
    device = phones(stage.server, 1)[0]
    start, *findings = [part for part in device.queue if part.photo is None]
    photos = [part for part in device.queue if part.photo is not None]
    device.until_heard(start, PATIENCE)
    seconds = []
    for kill, model, part in (
        (_workers_killed, Defect, findings[0]),
        (_whole_killed, Attachment, photos[0]),
    ):
        seconds.append(_under(stage, kill, model, partial(device.until_heard, part, PATIENCE)))
    device.send_all()
    device.send_all()
    lost, doubled = device.lost_and_doubled(stage.media)
    note = (
        f"answers, findings and photos of one inspection, all sent twice; {_told(seconds)}; "
        "until the part sent again was stored"
    )
    return Outcome(lost, doubled, max(seconds), note)


def killed_in_import(stage: Stage) -> Outcome:
    """Imports are confirmed in the web server: killed with all rows written, none committed."""
    person = typists(stage.server, 1, skip=5)[0]
    office, expected = OrgUnit.objects.get(code=person.office), "0.5"
    seconds = []
    lost = doubled = 0
    for number, kill in enumerate(_WAYS):
        expected, since = f"0.{number + 3}", newest_event()
        checked = _checked(person.person, office, expected)
        path = f"/coops/entry/import/{checked.pk}/confirm/"
        seconds.append(_under(stage, kill, Assessment, partial(_confirm, person.person, path)))
        counted = _rows_lost_and_doubled(checked, expected, since)
        lost, doubled = lost + counted[0], doubled + counted[1]
    note = f"{checked.changed} rows of a workbook; {_told(seconds)}; until confirmed again"
    return Outcome(lost, doubled, max(seconds), note)


def _rows_lost_and_doubled(checked: Import, value: str, since: int) -> tuple[int, int]:
    """Rows of the workbook that do not hold its value; events beyond one for each row."""
    checked.refresh_from_db()
    events = [row.pgh_obj_id for row in event_rows(since) if row.points.get(CODE) == value]
    lost = checked.changed - len(set(events)) + int(checked.confirmed_at is None)
    return lost, len(events) - len(set(events))


def _checked(person: Person, office: OrgUnit, value: str) -> Import:
    """The office's workbook of one sheet, with another value of one indicator in all rows."""
    form = import_form(IMPORT)
    rule_set = RuleSet.objects.filter(assessments__office=office, fiscal_year=YEAR)[0]
    sheet = sheet_of(rule_set)
    place = [column.key for column in sheet.columns].index(f"points/{CODE}")
    rows = [list(row) for row in form.prefilled(office, YEAR, sheet)]
    for row in rows:
        row[place] = value
    path = f"/coops/entry/{office.code}/{YEAR}/import/"
    answer = person.post_file(path, {}, "คะแนน.xlsx", template(sheet, rows, ()))
    if answer.status != 302:
        raise AssertionError(f"{answer.status} {answer.text[:500]}")
    found: Import = Import.objects.get(pk=answer.headers["Location"].rstrip("/").split("/")[-1])
    if not found.changed:
        raise AssertionError(f"nothing to import: {found.findings[:3]}")
    return found


def _confirm(person: Person, path: str) -> None:
    """Pressed again until a page answers, as a person does."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if person.post_form(path, {}).status == 302:
                return
        except Unheard:
            pass
        time.sleep(PAUSE)
    raise AssertionError("the import was not confirmed")


def _under(
    stage: Stage, kill: Callable[[Stage], None], model: Any, write: Callable[[], Any]
) -> float:
    """Kill the server while `write`, which sends itself again, is held in its midst."""
    with ThreadPoolExecutor(1) as crowd:
        with held(stage, model) as table:
            writing = crowd.submit(write)
            table.until_somebody_waits()
            start = time.monotonic()
            kill(stage)
        writing.result(PATIENCE * 2)
        return time.monotonic() - start


def _workers_killed(stage: Stage) -> None:
    stage.kill_children("web")


def _whole_killed(stage: Stage) -> None:
    stage.kill("web")
    stage.start("web")


def _told(seconds: Sequence[float]) -> str:
    return f"workers killed: {seconds[0]:.1f} s, the whole server killed: {seconds[1]:.1f} s"


_WAYS = (_workers_killed, _whole_killed)

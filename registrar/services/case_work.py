"""Work on a case before it is decided: tasks, the clock, papers, persons, the assessment."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Max
from django.utils import timezone
from pydantic import ValidationError

from cpd_portal.core.attachments import paper_from
from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import User
from cpd_portal.core.stored_files import store_file, stores_files
from registrar.choices import CaseAct, PersonPart, StopReason
from registrar.models import Case, CasePaper, CasePerson, CaseRead, CaseStop, CaseTask
from registrar.rules.clock import Stop, due_day, stopped_days
from registrar.selectors.assessment import assess
from registrar.selectors.case_roles import sees_names, works_at
from registrar.services.case_guards import (
    HAS_CONFLICT,
    case_store,
    case_worked_on,
    has_conflict,
    require_undecided,
    step_add,
)

FILL = "กรุณากรอก"
STANDS = "เวลาของเรื่องนี้หยุดนับอยู่แล้ว"
RUNS = "เวลาของเรื่องนี้ไม่ได้หยุดนับ"
TASK_DONE = "งานนี้บันทึกว่าเสร็จแล้ว"
NO_NAMES = "ชื่อบุคคลและเอกสารของสำนวนเปิดดูได้เฉพาะผู้มีหน้าที่ในเรื่องนี้"


@recorded("registrar.task.given")
def task_give(
    *,
    actor: User,
    case: Case,
    version: int,
    id: UUID,
    title: str,
    owner: User,
    due_on: date,
    today: date,
) -> CaseTask:
    """Raises NotAllowed, StaleObject, InvalidInput, RuleViolation (the case is closed)."""
    current = case_worked_on(actor, case, version)
    errors = [] if title.strip() else [("/title", FILL)]
    if due_on < today:
        errors.append(("/due_on", "กำหนดของงานต้องไม่ก่อนวันนี้"))
    if not works_at(owner, current.office) or has_conflict(owner, current):
        errors.append(("/owner", "เลือกผู้ปฏิบัติงานของเรื่องนี้ที่ไม่มีส่วนได้เสีย"))
    if errors:
        raise InvalidInput(errors)
    task: CaseTask = CaseTask.objects.create(
        pk=id, case=current, title=title.strip(), owner=owner, due_on=due_on, given_by=actor
    )
    case_store(current)
    step_add(actor, current, CaseAct.TASK_GIVEN, day=today, reason=task.title, until=due_on)
    return task


@recorded("registrar.task.done")
def task_done(*, actor: User, task: CaseTask, version: int, note: str, today: date) -> CaseTask:
    """By its owner or whoever gave it. `version` is the case's. Raises NotAllowed, StaleObject,
    InvalidInput, RuleViolation."""
    case = case_worked_on(actor, task.case, version)
    current: CaseTask = CaseTask.objects.select_for_update().get(pk=task.pk)
    if actor.pk not in (current.owner_id, current.given_by_id):
        raise NotAllowed("บันทึกผลได้เฉพาะผู้ทำงานนี้และผู้มอบหมาย")
    if current.done_on is not None:
        raise RuleViolation(TASK_DONE)
    if not note.strip():
        raise InvalidInput([("/note", FILL)])
    current.done_on, current.note = today, note.strip()
    current.version += 1
    current.save()
    case_store(case)
    step_add(actor, case, CaseAct.TASK_DONE, day=today, reason=current.title)
    return current


@recorded("registrar.clock.stopped")
def clock_stop(
    *,
    actor: User,
    case: Case,
    version: int,
    because: StopReason,
    words: str,
    from_on: date,
    today: date,
) -> CaseStop:
    """From that day the clock stands. Raises NotAllowed, StaleObject, InvalidInput,
    RuleViolation (it stands already, the case is decided)."""
    current = case_worked_on(actor, case, version)
    require_undecided(current)
    if current.stopped_on is not None:
        raise RuleViolation(STANDS)
    errors = [] if words.strip() else [("/words", FILL)]
    if not current.received_on <= from_on <= today:
        errors.append(("/from_on", "วันหยุดนับต้องอยู่ระหว่างวันรับเรื่องกับวันนี้"))
    if errors:
        raise InvalidInput(errors)
    stop: CaseStop = CaseStop.objects.create(
        case=current, because=because, words=words.strip(), from_on=from_on, by=actor
    )
    current.stopped_on = from_on
    case_store(current)
    said = f"{because.label}: {words.strip()}"
    step_add(actor, current, CaseAct.STOPPED, day=from_on, reason=said)
    return stop


@recorded("registrar.clock.resumed")
def clock_resume(
    *, actor: User, case: Case, version: int, until_on: date, today: date
) -> CaseStop:
    """From that day on the clock goes on. Raises NotAllowed, StaleObject, InvalidInput,
    RuleViolation."""
    current = case_worked_on(actor, case, version)
    held = CaseStop.objects.select_for_update().filter(case=current, until_on=None)
    stop: CaseStop | None = held.first()
    if stop is None:
        raise RuleViolation(RUNS)
    if not stop.from_on <= until_on <= today:
        raise InvalidInput([("/until_on", "วันที่นับต่อต้องไม่ก่อนวันที่หยุดและไม่อยู่ในอนาคต")])
    stop.until_on, stop.ended_by = until_on, actor
    stop.save()
    rows = [Stop(row.from_on, row.until_on) for row in current.stops.all()]
    current.stopped_on = None
    current.stopped_days = stopped_days(rows, until_on)
    current.due_on = due_day(current.received_on, current.limit_days, current.stopped_days)
    case_store(current)
    step_add(actor, current, CaseAct.RESUMED, day=until_on)
    return stop


@stores_files
@recorded("registrar.paper.added")
def paper_add(
    *,
    actor: User,
    case: Case,
    version: int,
    item: str,
    title: str,
    upload: "UploadedFile[bytes]",
    today: date,
) -> CasePaper:
    """A paper as received. Raises NotAllowed, StaleObject, InvalidInput, RuleViolation."""
    current = case_worked_on(actor, case, version)
    known = {row["code"]: row["title"] for row in current.terms["papers"]}
    if item and item not in known:
        raise InvalidInput([("/item", "ไม่มีเอกสารนี้ในรายการของเรื่อง")])
    shown = title.strip() or known.get(item, "")
    if not shown:
        raise InvalidInput([("/title", FILL)])
    paper = paper_from(upload)
    row = CasePaper(
        case=current,
        item=item,
        title=shown,
        name=paper.name,
        content_type=paper.content_type,
        size=len(paper.content),
        sha256=paper.sha256,
        by=actor,
    )
    store_file(row.file, f"{row.pk}{paper.suffix}", ContentFile(paper.content))
    row.save(force_insert=True)
    case_store(current)
    step_add(actor, current, CaseAct.PAPER_ADDED, day=today, reason=shown)
    return row


@recorded("registrar.person.added")
def person_add(
    *,
    actor: User,
    case: Case,
    version: int,
    id: UUID,
    part: PersonPart,
    name: str,
    position: str,
    contact: str,
    today: date,
) -> CasePerson:
    """Numbered within the part. Raises NotAllowed, StaleObject, InvalidInput, RuleViolation."""
    current = case_worked_on(actor, case, version)
    if len(name.strip()) < 2:
        raise InvalidInput([("/name", "กรอกชื่อและนามสกุล")])
    same = CasePerson.objects.filter(case=current, part=part)
    row: CasePerson = CasePerson.objects.create(
        pk=id,
        case=current,
        part=part,
        number=(same.aggregate(last=Max("number"))["last"] or 0) + 1,
        name=" ".join(name.split()),
        position=position.strip(),
        contact=contact.strip(),
        added_by=actor,
    )
    case_store(current)
    step_add(actor, current, CaseAct.PERSON_ADDED, day=today, reason=row.alias)
    return row


@recorded("registrar.person.carried")
def persons_carry(*, actor: User, case: Case, version: int, earlier: Case, today: date) -> Case:
    """The persons of an earlier case, whose words the new one repeats: their names stay masked.

    Raises NotAllowed, StaleObject, RuleViolation.
    """
    current = case_worked_on(actor, case, version)
    rows = [
        CasePerson(
            case=current,
            part=row.part,
            number=row.number,
            name=row.name,
            position=row.position,
            contact=row.contact,
            added_by=actor,
        )
        for row in CasePerson.objects.filter(case=earlier)
    ]
    if not rows:
        return current
    CasePerson.objects.bulk_create(rows)
    case_store(current)
    said = ", ".join(row.alias for row in rows)
    step_add(actor, current, CaseAct.PERSON_ADDED, day=today, reason=said)
    return current


@recorded("registrar.case.read")
def read_log(
    *, actor: User, case: Case, paper: CasePaper | None = None, request_id: str = ""
) -> CaseRead:
    """Before names or a paper are shown. Raises NotAllowed outside the case's roles."""
    if not sees_names(actor, case):
        raise NotAllowed(NO_NAMES)
    if has_conflict(actor, case):
        raise NotAllowed(HAS_CONFLICT)
    row: CaseRead = CaseRead.objects.create(
        case=case, user=actor, paper=paper, request_id=request_id
    )
    return row


@recorded("registrar.paper.read")
def paper_read(*, actor: User, paper: CasePaper, request_id: str = "") -> bytes:
    """The bytes as received; the reading is logged. Raises NotAllowed."""
    read_log(actor=actor, case=paper.case, paper=paper, request_id=request_id)
    with paper.file.open("rb") as file:
        content: bytes = file.read()
    return content


@recorded("registrar.case.assessed")
def case_assess(
    *, actor: User, case: Case, version: int, answers: Mapping[str, Any], today: date
) -> Case:
    """Which powers apply by the portal's facts and the answers, earlier ones included; the whole
    trace is kept.

    Raises NotAllowed, StaleObject, InvalidInput, RuleViolation.
    """
    current = case_worked_on(actor, case, version)
    require_undecided(current)
    if current.institution is None:
        raise RuleViolation("สถาบันยังไม่อยู่ในทะเบียน จึงประเมินจากข้อเท็จจริงของระบบไม่ได้")
    given = {**(current.assessment or {}).get("answers", {}), **answers}
    try:
        found = assess(current.institution, today, given)
    except ValidationError as error:
        errors = [(f"/{row['loc'][0]}", "ค่าไม่ถูกต้อง") for row in error.errors()]
        raise InvalidInput(errors) from error
    told = found.facts.model_dump(mode="json", exclude_none=True)
    kept = {name: told[name] for name in given if name in told}
    current.assessment = {**found.as_json(), "answers": kept}
    current.assessed_at = timezone.now()
    case_store(current)
    step_add(actor, current, CaseAct.ASSESSED, day=today)
    return current

"""Recording a finding, and every act on its way to the end."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from coops.models import Institution
from coops.services.guards import held_institution, require_version
from cpd_portal.core.audit import audit_context, recorded
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import OrgUnit, User
from inspection.choices import Category, DefectAct, DefectState, Severity, Source
from inspection.defect_policies import DefectPolicies, defect_policies
from inspection.models import Defect, DefectStep, Visit
from inspection.models.defects import CURED
from inspection.rules.defects import RECORDERS, TABLE, Move, Refusal, refusal
from inspection.selectors.recurrence import earlier_defects
from inspection.services.defect_status import status_send

FUTURE = "วันที่ต้องไม่อยู่ในอนาคต"
GIVEN_TWICE = "รหัสของรายการนี้ใช้กับข้อบกพร่องอื่นแล้ว ให้บันทึกเป็นรายการใหม่"
OWN_WORK = "ผู้ที่แก้ไข ส่งหลักฐาน หรือเสนอปิด ยืนยันการปิดเองไม่ได้ ต้องให้ผู้อื่นทำ"


@dataclass(frozen=True, kw_only=True)
class DefectValues:
    """`id` is given by a device that may send twice; without `due_on` the policy decides."""

    institution: Institution
    severity: Severity
    category: Category
    source: Source
    title: str
    facts: str
    found_on: date
    id: UUID | None = None
    visit: Visit | None = None
    question: str = ""
    clause: str = ""
    amount: Decimal | None = None
    responsible: str = ""
    due_on: date | None = None


@recorded("inspection.defect.found")
def defect_record(*, actor: User, values: DefectValues, today: date | None = None) -> Defect:
    """A finding with its due date, and the earlier defect that it repeats; once for an id.

    Raises NotAllowed, InvalidInput, or RuleViolation (the id belongs to another finding).
    """
    (stored,) = _recorded(actor, {"": values}, today or timezone.localdate())
    return stored


@recorded("inspection.defect.found")
def defects_record(
    *, actor: User, values: Sequence[DefectValues], today: date | None = None
) -> list[Defect]:
    """Several of one institution at once, all or none, in the order given.

    Raises as `defect_record`, with the place in the list (`/defects/3/title`).
    """
    given = {f"/defects/{position}": one for position, one in enumerate(values)}
    return _recorded(actor, given, today or timezone.localdate())


def defect_act(
    *,
    actor: User | None,
    defect: Defect,
    act: DefectAct,
    version: int,
    reason: str = "",
    document_no: str = "",
    document_on: date | None = None,
    until: date | None = None,
    today: date | None = None,
) -> Defect:
    """One act of the table; merging has its own service. None is the portal itself.

    Raises NotAllowed, StaleObject, InvalidInput, or RuleViolation (not from this place, or the
    person's own work).
    """
    today = today or timezone.localdate()
    with transaction.atomic(), audit_context(f"inspection.defect.{act.value}", actor, reason):
        current = defect_held(defect, version)
        move = require_allowed(actor, current, act)
        _require_said(move, reason, until, current, act, today)
        if act == DefectAct.MERGED:
            raise RuleViolation("เลือกข้อบกพร่องที่จะรวมเข้าด้วยก่อน")
        _move(actor, current, act, move, until, today)
        step_add(
            actor,
            current,
            act,
            day=today,
            reason=reason,
            document_no=document_no,
            document_on=document_on,
            until=until,
        )
        defect_store(current)
        status_send(actor=actor, institutions=[current.institution_id], since=today, today=today)
    return current


def defect_held(defect: Defect, version: int) -> Defect:
    """The row as it is now, until the end of the transaction. Raises StaleObject."""
    current: Defect = (
        Defect.objects.select_for_update(of=("self",))
        .select_related("office", "institution")
        .get(pk=defect.pk)
    )
    require_version(current, version)
    return current


def defect_store(defect: Defect) -> None:
    defect.version += 1
    defect.save()


def step_add(
    actor: User | None,
    defect: Defect,
    act: DefectAct,
    *,
    day: date,
    reason: str = "",
    document_no: str = "",
    document_on: date | None = None,
    until: date | None = None,
) -> DefectStep:
    """Of the defect as it is after the act."""
    step = _step(actor, defect, act, day=day, reason=reason)
    step.document_no, step.document_on, step.until = document_no.strip(), document_on, until
    step.save(force_insert=True)
    return step


def _step(
    actor: User | None, defect: Defect, act: DefectAct, *, day: date, reason: str
) -> DefectStep:
    return DefectStep(
        defect=defect, act=act, by=actor, day=day, reason=reason.strip(), state=defect.state
    )


def require_allowed(actor: User | None, defect: Defect, act: DefectAct) -> Move:
    roles = roles_at(actor, defect.office) if actor is not None else None
    refused = refusal(defect.place, act, roles, acts_done(actor, defect))
    if refused == Refusal.ROLE:
        raise NotAllowed(f"บัญชีนี้ไม่มีหน้าที่ “{act.label}” ของ{defect.office.name}")
    if refused == Refusal.OWN_WORK:
        raise RuleViolation(OWN_WORK)
    if refused == Refusal.PLACE:
        raise RuleViolation(f"“{act.label}” ไม่ได้ เพราะข้อบกพร่องอยู่ในสถานะ “{place_label(defect)}”")
    return TABLE[defect.place, act]


def roles_at(person: User, office: OrgUnit) -> set[str]:
    return {row.role for row in person.active_memberships if row.org_unit_id == office.pk}


def acts_done(person: User | None, defect: Defect) -> set[str]:
    if person is None:
        return set()
    return set(defect.steps.filter(by=person).values_list("act", flat=True))


def place_label(defect: Defect) -> str:
    if defect.merged_into_id:
        return "รวมกับรายการอื่นแล้ว"
    if defect.exempt_until:
        return "ผ่อนผัน"
    if defect.proposed_state:
        return "เสนอปิด รอยืนยัน"
    return str(DefectState(defect.state).label)


def _require_recorder(actor: User, office: OrgUnit) -> None:
    if not actor.has_role(*RECORDERS, at=office):
        raise NotAllowed(f"บันทึกได้เฉพาะเจ้าหน้าที่ ผู้ตรวจการ และหัวหน้าของ{office.name}")


def _recorded(actor: User, given: Mapping[str, DefectValues], today: date) -> list[Defect]:
    """By their places in what was sent; those that are here already are found again."""
    (of_all,) = {one.institution for one in given.values()}
    institution = held_institution(of_all)
    _require_recorder(actor, institution.office)
    policies = defect_policies()
    known = _known(actor, given.values(), policies)
    fresh = {place: one for place, one in given.items() if one.id not in known}
    for place, one in fresh.items():
        _require_values(one, today, place)
    made = [_defect(actor, institution.office, one, policies) for one in fresh.values()]
    for defect, earlier in zip(made, earlier_defects(institution.pk, made), strict=True):
        defect.recurs = earlier
    _store_new(actor, made)
    if made:
        since = min(defect.found_on for defect in made)
        status_send(actor=actor, institutions=[institution.pk], since=since, today=today)
    by_place = dict(zip(fresh, made, strict=True))
    return [by_place.get(place) or known[one.id] for place, one in given.items()]


def _known(
    actor: User, given: Collection[DefectValues], policies: DefectPolicies
) -> dict[UUID | None, Defect]:
    """What was sent before, by id. Raises RuleViolation where an id is somebody else's, or that
    of two findings."""
    wanted = {one.id: one for one in given if one.id is not None}
    if len(wanted) < sum(one.id is not None for one in given):
        raise RuleViolation(GIVEN_TWICE)
    rows = Defect.objects.filter(pk__in=wanted).select_related("institution")
    return {row.pk: _the_same(actor, row, wanted[row.pk], policies) for row in rows}


def _defect(
    actor: User, office: OrgUnit, values: DefectValues, policies: DefectPolicies
) -> Defect:
    defect = Defect(**_columns(values, policies), office=office, recorded_by=actor)
    if values.id is not None:
        defect.pk = values.id
    return defect


def _store_new(actor: User, made: Sequence[Defect]) -> None:
    Defect.objects.bulk_create(made)
    DefectStep.objects.bulk_create(
        _step(actor, defect, DefectAct.FOUND, day=defect.found_on, reason=defect.facts)
        for defect in made
    )


def _columns(values: DefectValues, policies: DefectPolicies) -> dict[str, object]:
    columns = {field.name: getattr(values, field.name) for field in fields(values)}
    columns.pop("id")
    for name in ("title", "facts", "clause", "responsible"):
        columns[name] = columns[name].strip()
    columns["due_on"] = values.due_on or policies.due_on(
        values.found_on, values.severity, values.category
    )
    return columns


def _the_same(
    actor: User, stored: Defect, values: DefectValues, policies: DefectPolicies
) -> Defect:
    """What was sent twice; the content counts, not what happened to the defect since."""
    columns = _columns(values, policies)
    if values.due_on is None or stored.version > 1:
        columns.pop("due_on")
    same = all(getattr(stored, name) == value for name, value in columns.items())
    if stored.recorded_by_id != actor.pk or not same:
        raise RuleViolation(GIVEN_TWICE)
    return stored


def _require_values(values: DefectValues, today: date, place: str) -> None:
    errors = [
        (f"/{name}", "กรุณากรอก")
        for name in ("title", "facts")
        if not getattr(values, name).strip()
    ]
    if values.found_on > today:
        errors.append(("/found_on", FUTURE))
    if values.due_on is not None and values.due_on < values.found_on:
        errors.append(("/due_on", "กำหนดแก้ไขต้องไม่ก่อนวันที่พบ"))
    if values.amount is not None and values.amount < 0:
        errors.append(("/amount", "จำนวนเงินต้องไม่ติดลบ"))
    if values.visit is not None and values.visit.institution_id != values.institution.pk:
        errors.append(("/visit", "การตรวจครั้งนี้เป็นของแห่งอื่น"))
    if errors:
        raise InvalidInput([(place + pointer, words) for pointer, words in errors])


def _require_said(
    move: Move, reason: str, until: date | None, defect: Defect, act: DefectAct, today: date
) -> None:
    errors = []
    if move.needs_reason and not reason.strip():
        errors.append(("/reason", "กรุณาระบุเหตุผลหรือรายละเอียด"))
    if move.needs_until and until is None:
        errors.append(("/until", "กรุณาระบุวันสิ้นสุด"))
    if until is not None and move.needs_until:
        if until <= today:
            errors.append(("/until", "วันสิ้นสุดต้องอยู่หลังวันนี้"))
        elif act == DefectAct.EXTENDED and until <= defect.due_on:
            errors.append(("/until", "กำหนดใหม่ต้องอยู่หลังกำหนดเดิม"))
    if errors:
        raise InvalidInput(errors)


def _move(
    actor: User | None,
    defect: Defect,
    act: DefectAct,
    move: Move,
    until: date | None,
    today: date,
) -> None:
    """The state of the table, and what else the act changes."""
    if move.state is not None:
        defect.state = move.state
        defect.closed_on = today if move.state in CURED else None
    effect = _EFFECTS.get(act)
    if effect is not None:
        effect(defect, actor, until, today)


Effect = Callable[[Defect, User | None, date | None, date], None]


def _propose(defect: Defect, actor: User | None, until: date | None, today: date) -> None:
    defect.proposed_state = DefectState.RESOLVED
    defect.proposed_by = actor


def _decide(defect: Defect, actor: User | None, until: date | None, today: date) -> None:
    defect.proposed_state = ""
    defect.proposed_by = None


def _reopen(defect: Defect, actor: User | None, until: date | None, today: date) -> None:
    """Anew the days of the policy, from today."""
    due_on = defect_policies().due_on(today, defect.severity, defect.category)
    defect.due_on = max(defect.due_on, due_on)


def _extend(defect: Defect, actor: User | None, until: date | None, today: date) -> None:
    defect.due_on = until or defect.due_on


def _exempt(defect: Defect, actor: User | None, until: date | None, today: date) -> None:
    defect.exempt_until = until


def _end_exemption(defect: Defect, actor: User | None, until: date | None, today: date) -> None:
    """Nobody is late for the time of the exemption: due the day that it ended."""
    ended = min(defect.exempt_until or today, today)
    defect.due_on = max(defect.due_on, ended)
    defect.exempt_until = None


_EFFECTS: dict[DefectAct, Effect] = {
    DefectAct.CLOSURE_PROPOSED: _propose,
    DefectAct.CLOSED: _decide,
    DefectAct.MONITORED: _decide,
    DefectAct.CLOSURE_REFUSED: _decide,
    DefectAct.REOPENED: _reopen,
    DefectAct.EXTENDED: _extend,
    DefectAct.EXEMPTED: _exempt,
    DefectAct.EXEMPTION_ENDED: _end_exemption,
}

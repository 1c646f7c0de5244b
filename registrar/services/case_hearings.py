"""Hearings: a party is called, and what was said is recorded."""

from datetime import date

from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, RuleViolation
from cpd_portal.core.models import User
from registrar.choices import CaseAct, HearingManner
from registrar.models import Case, CaseHearing
from registrar.services.case_guards import (
    case_store,
    case_worked_on,
    require_undecided,
    step_add,
)


@recorded("registrar.hearing.called")
def hearing_call(
    *,
    actor: User,
    case: Case,
    version: int,
    party: str,
    called_on: date,
    document_no: str,
    reply_by: date,
    today: date,
) -> CaseHearing:
    """Raises NotAllowed, StaleObject, InvalidInput, RuleViolation."""
    current = case_worked_on(actor, case, version)
    require_undecided(current)
    errors = [] if party.strip() else [("/party", "กรุณากรอก")]
    if called_on > today:
        errors.append(("/called_on", "วันที่ต้องไม่อยู่ในอนาคต"))
    if reply_by <= called_on:
        errors.append(("/reply_by", "วันสุดท้ายที่ให้ชี้แจงต้องอยู่หลังวันที่แจ้ง"))
    if errors:
        raise InvalidInput(errors)
    row: CaseHearing = CaseHearing.objects.create(
        case=current,
        party=party.strip(),
        called_on=called_on,
        document_no=document_no.strip(),
        reply_by=reply_by,
        called_by=actor,
    )
    case_store(current)
    step_add(
        actor,
        current,
        CaseAct.HEARING_CALLED,
        day=called_on,
        reason=row.party,
        document_no=document_no,
        until=reply_by,
    )
    return row


@recorded("registrar.hearing.recorded")
def hearing_record(
    *,
    actor: User,
    case: Case,
    version: int,
    hearing: CaseHearing | None,
    party: str,
    manner: HearingManner,
    heard_on: date,
    statement: str,
    today: date,
) -> CaseHearing:
    """What was said; without a call (None) only that nobody has to be heard, with the reason.

    Raises NotAllowed, StaleObject, InvalidInput, RuleViolation.
    """
    current = case_worked_on(actor, case, version)
    require_undecided(current)
    row = _hearing(actor, current, hearing, party, manner)
    errors = [] if statement.strip() else [("/statement", "กรุณากรอก")]
    if heard_on > today or (row.called_on is not None and heard_on < row.called_on):
        errors.append(("/heard_on", "วันที่ต้องไม่ก่อนวันที่แจ้งและไม่อยู่ในอนาคต"))
    too_early = row.reply_by is not None and heard_on <= row.reply_by
    if manner == HearingManner.SILENT and too_early:
        errors.append(("/manner", "ยังไม่พ้นวันสุดท้ายที่ให้ชี้แจง"))
    if errors:
        raise InvalidInput(errors)
    row.manner, row.heard_on, row.statement = manner, heard_on, statement.strip()
    row.heard_by = actor
    row.version += 1
    row.save()
    case_store(current)
    step_add(actor, current, CaseAct.HEARD, day=heard_on, reason=f"{row.party}: {manner.label}")
    return row


def _hearing(
    actor: User, case: Case, hearing: CaseHearing | None, party: str, manner: HearingManner
) -> CaseHearing:
    if hearing is None:
        if manner != HearingManner.WAIVED:
            raise RuleViolation("ต้องแจ้งให้ชี้แจงก่อน จึงบันทึกการรับฟังได้")
        if not party.strip():
            raise InvalidInput([("/party", "กรุณากรอก")])
        return CaseHearing(case=case, party=party.strip(), called_by=actor)
    current: CaseHearing = CaseHearing.objects.select_for_update().get(pk=hearing.pk, case=case)
    if current.manner:
        raise RuleViolation("การรับฟังนี้บันทึกแล้ว")
    return current

"""What the working group decides about a run: exceptions, acceptance, rejection."""

from datetime import date
from typing import TypedDict

from django.utils import timezone

from coops.choices import RunState, Tier, UnassessedGroup
from coops.entry import FORM_CODE
from coops.models import (
    Assessment,
    ClassificationRun,
    Institution,
    RunException,
    RunResult,
)
from coops.selectors.run_record import changed_since
from coops.services.guards import require_headquarters, require_not_official
from coops.services.resolutions import ResolutionValues, resolution_record
from coops.services.runs import locked_run
from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, RuleViolation
from cpd_portal.core.models import Submission, User


class ExceptionValues(TypedDict):
    """`tier` or `unassessed_group`, the other None; reason and document are never empty."""

    tier: int | None
    unassessed_group: int | None
    reason: str
    document_no: str
    document_on: date


@recorded("coops.run.exception_recorded")
def run_exception_record(
    *, actor: User, run: ClassificationRun, institution: Institution, values: ExceptionValues
) -> RunException:
    """Decides one institution against the computed result; recorded again, it replaces the
    earlier decision. It counts when the run is accepted.

    Raises NotAllowed, InvalidInput, or RuleViolation: the run is decided, or the institution
    has no complete result in it.
    """
    require_headquarters(actor, Role.CHIEF)
    current = _undecided(run)
    _check_exception(values, _complete_result(current, institution))
    decision, _ = RunException.objects.update_or_create(
        run=current, institution=institution, defaults={**values, "recorded_by": actor}
    )
    return decision


@recorded("coops.run.exception_removed")
def run_exception_remove(*, actor: User, decision: RunException) -> None:
    require_headquarters(actor, Role.CHIEF)
    _undecided(decision.run)
    decision.delete()


@recorded("coops.run.accepted")
def run_accept(
    *, actor: User, run: ClassificationRun, resolution: ResolutionValues
) -> ClassificationRun:
    """Makes the result of the run official and locks its year.

    Raises NotAllowed, InvalidInput (the resolution), or RuleViolation: the person started the
    run or recorded one of its exceptions, the run is not the newest, facts changed since it
    was computed, or the year is official already.
    """
    require_headquarters(actor, Role.CHIEF)
    current = _undecided(run)
    require_not_official(current.fiscal_year)
    _require_other_person(actor, current)
    _hold_entry(current.fiscal_year)
    _require_current(current)
    current.resolution = resolution_record(
        actor=actor, fiscal_year=current.fiscal_year, values=resolution
    )
    _apply_exceptions(current)
    return _decide(current, actor, RunState.ACCEPTED)


@recorded("coops.run.rejected")
def run_reject(*, actor: User, run: ClassificationRun, reason: str) -> ClassificationRun:
    require_headquarters(actor, Role.CHIEF)
    current = _undecided(run)
    if not reason.strip():
        raise RuleViolation("กรุณาระบุเหตุผลที่คณะทำงานไม่รับผล")
    current.reason = reason.strip()
    return _decide(current, actor, RunState.REJECTED)


def _undecided(run: ClassificationRun) -> ClassificationRun:
    """The run, held; only a computed one can be decided about."""
    current = locked_run(run)
    if current.state != RunState.COMPUTED:
        raise RuleViolation(
            f"พิจารณาไม่ได้ เพราะการจัดชั้นครั้งที่ {current.number} "
            f"อยู่ในสถานะ “{current.get_state_display()}”"
        )
    return current


def _complete_result(run: ClassificationRun, institution: Institution) -> RunResult:
    found: RunResult | None = RunResult.objects.filter(run=run, institution=institution).first()
    if found is None:
        raise RuleViolation(f"{institution.name} ไม่อยู่ในรายชื่อของการจัดชั้นครั้งนี้")
    if found.result is None:
        raise RuleViolation(
            f"{institution.name} ข้อมูลยังไม่ครบ จึงยังไม่มีผลให้พิจารณา ให้กรอกข้อมูลให้ครบแล้วจัดชั้นใหม่"
        )
    return found


def _check_exception(values: ExceptionValues, computed: RunResult) -> None:
    tier, group = values["tier"], values["unassessed_group"]
    problems = [
        (f"/{name}", "กรุณากรอกเหตุผลและเลขที่หนังสือ")
        for name in ("reason", "document_no")
        if not str(values[name]).strip()
    ]
    if (tier in Tier.values) == (group in UnassessedGroup.values):
        problems.append(("/outcome", "ต้องให้เป็นชั้นหรือกลุ่มอย่างใดอย่างหนึ่ง"))
    elif (tier, group) == (computed.tier, computed.unassessed_group):
        problems.append(("/outcome", "ผลที่ให้ตรงกับผลที่คำนวณได้อยู่แล้ว"))
    if problems:
        raise InvalidInput(problems)


def _require_other_person(actor: User, run: ClassificationRun) -> None:
    if run.started_by_id == actor.pk:
        raise RuleViolation("ผู้ที่สั่งจัดชั้นรับผลเองไม่ได้ ต้องให้ผู้อื่นบันทึกมติรับผล")
    if run.exceptions.filter(recorded_by=actor).exists():
        raise RuleViolation("ผู้ที่บันทึกผลเฉพาะรายรับผลเองไม่ได้ ต้องให้ผู้อื่นบันทึกมติรับผล")


def _hold_entry(fiscal_year: int) -> None:
    """Whoever is saving finishes first, and whoever comes later finds the year official."""
    submissions = Submission.objects.filter(
        period__form=FORM_CODE, period__fiscal_year=fiscal_year
    )
    list(submissions.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    members = Assessment.objects.of_year(fiscal_year).select_for_update(of=("self",))
    list(members.order_by("pk").values_list("pk"))


def _require_current(run: ClassificationRun) -> None:
    later = ClassificationRun.objects.of_year(run.fiscal_year).filter(number__gt=run.number)
    if later.active().exists() or later.filter(state=RunState.COMPUTED).exists():
        raise RuleViolation("มีการจัดชั้นครั้งใหม่กว่าครั้งนี้ ให้พิจารณาครั้งล่าสุด")
    changed = changed_since(run)
    if changed:
        raise RuleViolation(f"ข้อเท็จจริงหรือรายชื่อเปลี่ยนหลังจากจัดชั้นครั้งนี้ {changed} แห่ง ให้จัดชั้นใหม่ก่อน")


def _apply_exceptions(run: ClassificationRun) -> None:
    """The decided tier is what counts from now on; `result` keeps what was computed."""
    for decision in run.exceptions.all():
        Assessment.objects.of_year(run.fiscal_year).filter(
            institution=decision.institution_id
        ).update(tier=decision.tier, unassessed_group=decision.unassessed_group)


def _decide(run: ClassificationRun, actor: User, state: RunState) -> ClassificationRun:
    run.state, run.decided_by, run.decided_at = state, actor, timezone.now()
    run.save(update_fields=["state", "decided_by", "decided_at", "resolution", "reason"])
    return run

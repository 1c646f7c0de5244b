"""Setting schedules, and making what is due: once a day each, with the rights of the day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import structlog
from django.utils import timezone

from cpd_portal.core.audit import recorded
from cpd_portal.core.documents.models import Document
from cpd_portal.core.documents.services import document_request, order_checked
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, PortalError, RuleViolation
from cpd_portal.core.models.people import User
from cpd_portal.core.schedules.choices import NoticeKind, Rhythm
from cpd_portal.core.schedules.models import ReportSchedule
from cpd_portal.core.schedules.notices import notice_send
from cpd_portal.core.schedules.rules import last_due

logger = structlog.get_logger(__name__)

MOST = 20
TOO_MANY = f"ตั้งกำหนดการได้ไม่เกิน {MOST} รายการ ให้ลบรายการที่ไม่ใช้แล้วก่อน"
BY_HAND = "เจ้าของหยุดไว้เอง"
NO_ROLE = "บัญชีนี้ไม่มีบทบาทใดที่มีผลในวันนี้ จึงไม่จัดทำเอกสาร"
NOT_OFFERED = "เงื่อนไขที่ตั้งไว้ใช้ไม่ได้ด้วยสิทธิ์ของวันนี้: {reason}"


@dataclass(frozen=True)
class When:
    rhythm: Rhythm
    day: int


@recorded("core.schedule.created")
def schedule_create(
    *,
    actor: User,
    report: str,
    params: Mapping[str, Any],
    file_format: str,
    when: When,
    by_email: bool = True,
) -> ReportSchedule:
    """For the actor; the first document comes on the first day that is due after today.

    Raises InvalidInput or NotAllowed as an order would, RuleViolation for too many.
    """
    found, form, chosen = order_checked(actor, report, params, file_format)
    User.objects.select_for_update().only("pk").get(pk=actor.pk)
    if ReportSchedule.objects.visible_to(actor).count() >= MOST:
        raise RuleViolation(TOO_MANY)
    schedule: ReportSchedule = ReportSchedule.objects.create(
        recipient=actor,
        report=found.identifier,
        title=found.title,
        params=form.params(),
        conditions=form.words(),
        format=chosen,
        rhythm=when.rhythm,
        day=when.day,
        by_email=by_email,
        counts_from=_tomorrow(),
    )
    return schedule


@recorded("core.schedule.paused")
def schedule_pause(
    *, actor: User, schedule: ReportSchedule, because: str = BY_HAND
) -> ReportSchedule:
    """Nothing is made until it is resumed; a schedule that is paused keeps its first reason."""
    held = _held(actor, schedule)
    if held.paused_at is None:
        held.paused_at, held.paused_because = timezone.now(), because
        held.save(update_fields=["paused_at", "paused_because"])
    return held


@recorded("core.schedule.resumed")
def schedule_resume(*, actor: User, schedule: ReportSchedule) -> ReportSchedule:
    """From tomorrow on; raises InvalidInput or NotAllowed where it could not be ordered now."""
    held = _held(actor, schedule)
    order_checked(actor, held.report, held.params, held.format)
    held.paused_at, held.paused_because = None, ""
    held.counts_from = _tomorrow()
    held.save(update_fields=["paused_at", "paused_because", "counts_from"])
    return held


@recorded("core.schedule.deleted")
def schedule_delete(*, actor: User, schedule: ReportSchedule) -> None:
    """Its documents stay."""
    _held(actor, schedule).delete()


def schedules_run(*, today: date) -> int:
    """Order what is due and not ordered yet; returns how many. One that cannot be ordered does
    not keep the others waiting."""
    made = 0
    for schedule in ReportSchedule.objects.running().select_related("recipient"):
        try:
            made += schedule_order(actor=schedule.recipient, schedule=schedule, today=today)
        except (InvalidInput, NotAllowed) as error:
            schedule_stop(schedule=schedule, because=reason_of(error))
        except Exception:
            logger.exception("schedule not ordered", schedule=schedule.pk)
    return made


@recorded("core.schedule.ordered")
def schedule_order(*, actor: User, schedule: ReportSchedule, today: date) -> bool:
    """Whether a document was ordered: for each day that is due there is one, however often this
    runs. Of days that were missed only the latest is made up for.

    Raises InvalidInput or NotAllowed where the recipient's rights of now do not allow it.
    """
    held = ReportSchedule.objects.select_for_update().running().filter(pk=schedule.pk).first()
    if held is None:
        return False
    due = last_due(Rhythm(held.rhythm), held.day, today)
    if due < held.counts_from or Document.objects.of_schedule(held.pk, due).exists():
        return False
    if not actor.active_memberships:
        raise NotAllowed(NO_ROLE)
    document_request(
        actor=actor,
        report=held.report,
        params=held.params,
        file_format=held.format,
        schedule_id=held.pk,
        scheduled_for=due,
    )
    return True


def schedule_stop(*, schedule: ReportSchedule, because: str) -> None:
    """Pause what the recipient may no longer have, and tell the recipient."""
    schedule_pause(actor=schedule.recipient, schedule=schedule, because=because)
    if schedule.by_email:
        notice_send(schedule.recipient, NoticeKind.PAUSED)


def reason_of(error: PortalError) -> str:
    if isinstance(error, InvalidInput):
        reason = " · ".join(message for _, message in error.errors)
        return NOT_OFFERED.format(reason=reason)
    return error.message


def _held(actor: User, schedule: ReportSchedule) -> ReportSchedule:
    held: ReportSchedule = ReportSchedule.objects.select_for_update().get(pk=schedule.pk)
    if held.recipient_id != actor.pk:
        raise NotAllowed("เปลี่ยนได้เฉพาะกำหนดการของตนเอง")
    return held


def _tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)

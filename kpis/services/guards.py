"""Who may enter the result of a KPI, and whether it can still change."""

from django.utils import timezone

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.models import EntryPeriod, OrgUnit, Submission, User
from cpd_portal.core.rules import is_locked
from cpd_portal.core.selectors import dates_for
from kpis.entry import FORM_CODE
from kpis.models import Kpi, KpiResult

NOT_OPENED = "ใบคะแนนปีนี้ยังไม่เปิดให้บันทึกผล กองแผนงานต้องเปิดก่อน"
NO_OWNER = "ตัวชี้วัดนี้ยังไม่มีหน่วยงานเจ้าของ ให้กองแผนงานกำหนดในชุดข้อมูลใบคะแนนก่อน"
FROZEN = "ผลรอบนี้ปิดผนึกแล้ว แก้ไขไม่ได้ หากต้องแก้ไข ให้กองแผนงานเปิดตามอุทธรณ์"
PLANNERS = (Role.PLANNER,)


def owner_of(kpi: Kpi) -> OrgUnit:
    if kpi.owner is None:
        raise RuleViolation(NO_OWNER)
    return kpi.owner


def may_enter(user: User, kpi: Kpi) -> bool:
    owner = kpi.owner
    return owner is not None and user.has_role(Role.OFFICER, Role.CHIEF, at=owner)


def require_owner(actor: User, kpi: Kpi) -> OrgUnit:
    owner = owner_of(kpi)
    if not may_enter(actor, kpi):
        raise NotAllowed(f"ต้องเป็นเจ้าหน้าที่หรือหัวหน้าหน่วยงานของ{owner.name}จึงจะบันทึกผลของตัวชี้วัดนี้ได้")
    return owner


def is_planner(user: User) -> bool:
    return user.has_role(*PLANNERS)


def require_planner(actor: User) -> None:
    if not is_planner(actor):
        raise NotAllowed("ต้องเป็นกองแผนงานจึงจะทำขั้นตอนนี้ได้")


def held_submission(kpi: Kpi, round: str) -> Submission:
    """The submission of that KPI and round, held to the end of the transaction and begun with
    the first entry. Raises RuleViolation before the scorecard is opened."""
    period = _period_of(kpi, round)
    Submission.objects.get_or_create(period=period, office=owner_of(kpi))
    held: Submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("period", "office")
        .get(period=period, office=owner_of(kpi))
    )
    return held


def _period_of(kpi: Kpi, round: str) -> EntryPeriod:
    period: EntryPeriod | None = EntryPeriod.objects.filter(
        form=FORM_CODE,
        fiscal_year=kpi.scorecard.fiscal_year,
        round=round,
        subject=str(kpi.number),
    ).first()
    if period is None:
        raise RuleViolation(NOT_OPENED)
    return period


def require_open(submission: Submission) -> None:
    """Raises RuleViolation while the result is sent, approved or frozen, or after the lock."""
    if not submission.is_open:
        if KpiResult.objects.open().filter(submission=submission).exists():
            now = submission.get_state_display()
            raise RuleViolation(f"แก้ไขไม่ได้ เพราะผลอยู่ในสถานะ “{now}” หากต้องแก้ไข ให้ขอให้ส่งกลับก่อน")
        raise RuleViolation(FROZEN)
    if is_locked(dates_for(submission.period, submission.office), timezone.localdate()):
        raise RuleViolation("ปิดรับผลรอบนี้แล้ว หากจำเป็นต้องแก้ไข ให้ขอผ่อนผันจากกองแผนงาน")


def require_enterable(kpi: Kpi, round: str) -> None:
    """As `require_open`, without beginning the submission. Raises RuleViolation."""
    period = _period_of(kpi, round)
    held = Submission.objects.select_related("period", "office").filter(
        period=period, office=owner_of(kpi)
    )
    require_open(held.first() or Submission(period=period, office=owner_of(kpi)))


def require_version(row: KpiResult | None, version: int) -> None:
    """0 is "nothing was there". Raises StaleObject."""
    if (row.version if row else 0) != version:
        raise StaleObject

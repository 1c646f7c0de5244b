"""Where progress is typed: one project, division and quarter, and whether it is open."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from cpd_portal.core.choices import Quarter, Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.models import EntryPeriod, OrgUnit, Submission, User
from cpd_portal.core.rules import is_locked
from cpd_portal.core.selectors import dates_for
from cpd_portal.core.services import submission_open
from cpd_portal.thai.dates import format_datetime
from cpd_portal.thai.fiscal import quarter_bounds
from strategy.models import Measure, ProgressReport, Project
from strategy.period_loading import form_code

NOBODY = "ไม่ทราบผู้แก้ไข"
LOCKED = "ปิดรับข้อมูลรอบนี้แล้ว หากจำเป็นต้องส่ง ให้ขอผ่อนผันจากส่วนกลาง"


@dataclass(frozen=True)
class Place:
    """Which division's form of which quarter, of one project."""

    project: Project
    unit: OrgUnit
    fiscal_year: int
    quarter: Quarter


def period_of(fiscal_year: int, quarter: Quarter) -> EntryPeriod:
    """Raises RuleViolation for a year without a plan."""
    period: EntryPeriod | None = EntryPeriod.objects.filter(
        form=form_code(quarter), fiscal_year=fiscal_year
    ).first()
    if period is None:
        raise RuleViolation(f"ปีงบประมาณ {fiscal_year} ไม่อยู่ในแผนใด จึงไม่มีรอบรายงาน")
    return period


def held_report(actor: User, place: Place) -> ProgressReport:
    """The division's report, made when it does not exist yet; its submission and the project are
    held until the end of the transaction."""
    require_reporter(actor, place.unit)
    _require_responsible(place)
    _require_begun(place.fiscal_year, place.quarter, timezone.localdate())
    period = period_of(place.fiscal_year, place.quarter)
    Project.objects.select_for_update().get(pk=place.project.pk)
    submission = submission_open(actor=actor, period=period, office=place.unit)
    current = Submission.objects.select_for_update().get(pk=submission.pk)
    if not current.is_open:
        raise RuleViolation(_closed_words(current, place.unit))
    if is_locked(dates_for(period, place.unit), timezone.localdate()):
        raise RuleViolation(LOCKED)
    report, _ = ProgressReport.objects.get_or_create(
        project=place.project,
        unit=place.unit,
        fiscal_year=place.fiscal_year,
        quarter=place.quarter.number,
        defaults={"updated_by": actor},
    )
    return report


def require_open_quarter(unit: OrgUnit, fiscal_year: int, quarter: Quarter) -> None:
    """Whether the division's form may be typed into now. Raises RuleViolation with the reason."""
    _require_begun(fiscal_year, quarter, timezone.localdate())
    period = period_of(fiscal_year, quarter)
    current = Submission.objects.filter(period=period, office=unit).first()
    if current is not None and not current.is_open:
        raise RuleViolation(_closed_words(current, unit))
    if is_locked(dates_for(period, unit), timezone.localdate()):
        raise RuleViolation(LOCKED)


def _closed_words(submission: Submission, unit: OrgUnit) -> str:
    return (
        f"แก้ไขไม่ได้ เพราะรายงานของ{unit.name}อยู่ในสถานะ “{submission.get_state_display()}” "
        "หากต้องแก้ไข ให้ขอให้ส่งแบบกลับก่อน"
    )


def require_reporter(actor: User, unit: OrgUnit) -> None:
    if not actor.has_role(Role.OFFICER, Role.CHIEF, at=unit):
        raise NotAllowed(f"รายงานได้เฉพาะเจ้าหน้าที่และหัวหน้าของ{unit.name}")


def _require_responsible(place: Place) -> None:
    if not place.project.responsible_units.filter(unit=place.unit).exists():
        raise NotAllowed(f"{place.unit.name}ไม่ใช่หน่วยงานที่รับผิดชอบโครงการ {place.project.code}")


def _require_begun(fiscal_year: int, quarter: Quarter, today: date) -> None:
    first, _ = quarter_bounds(fiscal_year, quarter.number)
    if first > today:
        raise RuleViolation(f"{quarter.label} ปีงบประมาณ {fiscal_year} ยังไม่เริ่ม ยังรายงานไม่ได้")


def by_words(person: User | None, moment: datetime) -> str:
    return f"{person or NOBODY} · {format_datetime(moment)}"


def measure_title(measure: Measure) -> str:
    if measure.activity is not None:
        return f"กิจกรรม {measure.activity.number}"
    return "ตัวชี้วัดความสำเร็จ"

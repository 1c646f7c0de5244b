"""What the register keeps beside the dated changes: who is responsible, businesses, standard."""

from datetime import date

from django.utils import timezone

from coops.models import BusinessLine, Institution, InstitutionBusiness, StandardResult
from coops.services.guards import require_keeper
from coops.services.papers import FUTURE, held, store
from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput
from cpd_portal.core.models import Membership, User
from cpd_portal.thai.calendar import to_buddhist_year


@recorded("coops.institution.assigned")
def responsible_assign(
    *, actor: User, institution: Institution, version: int, responsible: User | None
) -> Institution:
    """The officer of the office who looks after the institution, or nobody. Raises NotAllowed,
    StaleObject or InvalidInput."""
    current = held(institution, version)
    require_keeper(actor, current.office)
    if responsible is not None and not _belongs(responsible, current):
        raise InvalidInput(
            [("/responsible", f"ต้องเป็นเจ้าหน้าที่หรือหัวหน้าของ{current.office.name}ในขณะนี้")]
        )
    current.responsible = responsible
    store(current, "responsible")
    return current


def _belongs(person: User, institution: Institution) -> bool:
    held_roles = Membership.objects.filter(
        user=person, org_unit=institution.office, role__in=(Role.OFFICER, Role.CHIEF)
    )
    return held_roles.in_force(timezone.localdate()).exists()


@recorded("coops.institution.business_recorded")
def business_record(
    *,
    actor: User,
    institution: Institution,
    version: int,
    line: BusinessLine,
    since: date | None,
    until: date | None,
) -> InstitutionBusiness:
    """That the institution runs a line, since when, and until when if it has stopped; recording
    the line again corrects it. Raises NotAllowed, StaleObject or InvalidInput."""
    current = held(institution, version)
    require_keeper(actor, current.office)
    _require_days(since, until)
    row, _ = InstitutionBusiness.objects.update_or_create(
        institution=current, line=line, defaults={"since": since, "until": until}
    )
    store(current)
    return row


def _require_days(since: date | None, until: date | None) -> None:
    today = timezone.localdate()
    named = (("/since", since), ("/until", until))
    errors = [(pointer, FUTURE) for pointer, day in named if day is not None and day > today]
    if since is not None and until is not None and until < since:
        errors.append(("/until", "วันที่เลิกต้องไม่ก่อนวันที่เริ่ม"))
    if errors:
        raise InvalidInput(errors)


@recorded("coops.institution.standard_recorded")
def standard_result_record(
    *,
    actor: User,
    institution: Institution,
    version: int,
    fiscal_year: int,
    passed: bool,
    source: str,
) -> StandardResult:
    """Of the cooperative standard in that B.E. fiscal year; recording the year again corrects
    it. Never looked at by the classification. Raises NotAllowed, StaleObject or InvalidInput."""
    current = held(institution, version)
    require_keeper(actor, current.office)
    errors = []
    if not 2530 <= fiscal_year <= to_buddhist_year(timezone.localdate().year) + 1:
        errors.append(("/fiscal_year", "กรุณากรอกปีงบประมาณเป็น พ.ศ. เช่น 2567"))
    if not source.strip():
        errors.append(("/source", "กรุณากรอกที่มา เช่น เลขที่ประกาศหรือหนังสือแจ้งผล"))
    if errors:
        raise InvalidInput(errors)
    values = {"passed": passed, "source": source.strip(), "recorded_by": actor}
    row, _ = StandardResult.objects.update_or_create(
        institution=current, fiscal_year=fiscal_year, defaults=values
    )
    store(current)
    return row

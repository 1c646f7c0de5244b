"""Which accounting year counts, where the year-end changed."""

from datetime import date

from coops.models import Institution, YearEndDecision
from coops.selectors.year_ends import year_ends_of
from coops.services.assessments import require_open
from coops.services.guards import held_institution, require_version
from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import User


@recorded("coops.year_end.decided")
def year_end_decide(
    *,
    actor: User,
    institution: Institution,
    fiscal_year: int,
    version: int,
    accounting_year_end: date,
    reason: str,
) -> YearEndDecision:
    """Records which accounting year the fiscal year looks at, and why; by the chief of the
    office, again while no statement of the year is there. `version` is 0 for a first decision.

    Raises NotAllowed, StaleObject, RuleViolation (nothing to decide, entry is closed, or a
    statement of the year is there) or InvalidInput.
    """
    held = held_institution(institution)
    if not actor.has_role(Role.CHIEF, at=held.office):
        raise NotAllowed(f"ต้องเป็นหัวหน้าของ{held.office.name}จึงจะบันทึกว่าใช้งบการเงินใดได้")
    require_open(actor, held.office, fiscal_year, held.pk)
    _require_unclear(held, fiscal_year, accounting_year_end)
    if not reason.strip():
        raise InvalidInput([("/reason", "บอกเหตุผลที่ใช้งบการเงินนี้")])
    rows = YearEndDecision.objects.select_for_update().filter(institution=held)
    current = rows.of_year(fiscal_year).first() or YearEndDecision(
        institution=held, fiscal_year=fiscal_year, version=0
    )
    require_version(current, version)
    current.accounting_year_end, current.reason = accounting_year_end, reason.strip()
    current.decided_by = actor
    current.version += 1
    current.save()
    return current


def _require_unclear(institution: Institution, fiscal_year: int, chosen: date) -> None:
    ends = year_ends_of(institution, fiscal_year)
    if len(ends.found) == 1:
        raise RuleViolation(f"ปีงบประมาณ {fiscal_year} มีปีบัญชีเดียว ไม่ต้องพิจารณา")
    if ends.found and chosen not in ends.found:
        raise InvalidInput([("/accounting_year_end", "เลือกวันสิ้นปีบัญชีวันใดวันหนึ่งที่อยู่ในช่วง")])
    if institution.financial_statements.filter(fiscal_year=fiscal_year).exists():
        raise RuleViolation(f"มีงบการเงินปี {fiscal_year} แล้ว ต้องลบก่อนจึงจะเปลี่ยนปีบัญชีที่ใช้ได้")

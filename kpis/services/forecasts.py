"""What a person expects of a KPI instead of the computed forecast."""

from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import User
from kpis.models import ForecastOverride, Kpi
from kpis.services.guards import is_planner, may_enter
from kpis.services.results import criterion_of, value_json
from kpis.typed_results import typed_value

NEEDS_REASON = "ระบุเหตุผลที่คาดต่างจากที่ระบบคำนวณ"
NOTHING_SET = "ตัวชี้วัดนี้ไม่ได้กำหนดค่าที่คาดไว้เอง"
YEARLY = "12m"


def may_forecast(user: User, kpi: Kpi) -> bool:
    return is_planner(user) or may_enter(user, kpi)


@recorded("kpis.forecast.set")
def forecast_set(*, actor: User, kpi: Kpi, value: object, reason: str) -> ForecastOverride:
    """Raises NotAllowed or InvalidInput."""
    _require(actor, kpi)
    errors = [] if reason.strip() else [("/reason", NEEDS_REASON)]
    if value is None:
        raise InvalidInput([("/value", "กรอกค่าที่คาดเป็นตัวเลข เช่น 45.00"), *errors])
    try:
        found = typed_value(criterion_of(kpi, YEARLY), value)
    except InvalidInput as error:
        raise InvalidInput([*error.errors, *errors]) from error
    if errors:
        raise InvalidInput(errors)
    override, _ = ForecastOverride.objects.update_or_create(
        kpi=kpi,
        defaults={"value": value_json(found), "reason": reason.strip(), "entered_by": actor},
    )
    return override


@recorded("kpis.forecast.cleared")
def forecast_clear(*, actor: User, kpi: Kpi) -> None:
    """The computed forecast counts again. Raises NotAllowed or RuleViolation."""
    _require(actor, kpi)
    deleted, _ = ForecastOverride.objects.filter(kpi=kpi).delete()
    if not deleted:
        raise RuleViolation(NOTHING_SET)


def _require(actor: User, kpi: Kpi) -> None:
    if not may_forecast(actor, kpi):
        raise NotAllowed("กำหนดค่าที่คาดได้เฉพาะกองแผนงานและหน่วยงานเจ้าของตัวชี้วัด")

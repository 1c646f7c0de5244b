"""Who meets what at plans and appointments."""

from datetime import date

from cpd_portal.core.models import Membership, OrgUnit, User
from inspection.models import Appointment, InspectionPlan, Visit
from tests.coops.rows import make_institution
from tests.doors import Door, everybody
from tests.inspection.appointments import make_appointment

YEAR = 2569
PLANNERS = {"officer": 302, "chief": 302, "outsider": 404}
APPOINTERS = {"chief": 302, "registrar": 302}


def _plan() -> dict[str, object]:
    maker = User.objects.create(username="planner-of-50", full_name="ผู้ทำแผน")
    office = OrgUnit.objects.get(code="50")
    InspectionPlan.objects.create(office=office, fiscal_year=YEAR, quota=2, made_by=maker)
    return _office_year()


def _office_year() -> dict[str, object]:
    return {"office": "50", "fiscal_year": YEAR}


def _entry() -> dict[str, object]:
    row = make_institution("50")
    made = Visit.objects.create(
        institution=row, office=row.office, fiscal_year=YEAR, planned_on=date(2026, 5, 4)
    )
    return {"pk": made.pk}


def _appointment() -> dict[str, object]:
    return {"pk": _row().pk}


def _row() -> Appointment:
    person = User.objects.create(username="appointed", full_name="ผู้ได้รับแต่งตั้ง")
    unit = OrgUnit.objects.get(code="50")
    Membership.objects.create(user=person, org_unit=unit, role="inspector")
    return make_appointment(person)


DOORS: list[Door] = [
    Door("inspection:plans", everybody(200)),
    Door("inspection:plan", everybody(200, outsider=404), _plan),
    Door("inspection:plan-choose", everybody(200, outsider=404), _plan),
    Door(
        "inspection:plan-save",
        everybody(403, officer=422, chief=422, outsider=404),
        _office_year,
        method="post",
        data={},
    ),
    Door(
        "inspection:plan-step",
        everybody(403, **PLANNERS),
        lambda: {**_plan(), "step": "propose"},
        method="post",
        data={"version": "1"},
    ),
    Door(
        "inspection:plan-step",
        everybody(403, chief=302, outsider=404),
        lambda: {**_plan(), "step": "approve"},
        method="post",
        data={"version": "1"},
    ),
    Door(
        "inspection:plan-step",
        everybody(403, officer=404, chief=404, outsider=404),
        lambda: {**_plan(), "step": "unknown"},
        method="post",
        data={"version": "1"},
    ),
    Door("inspection:plan-add", everybody(403, **PLANNERS), _plan, method="post", data={}),
    Door("inspection:plan-letters", everybody(403, **PLANNERS), _plan, method="post", data={}),
    Door("inspection:plan-entry", everybody(403, officer=200, chief=200, outsider=404), _entry),
    Door(
        "inspection:plan-entry-step",
        everybody(403, officer=422, chief=422, outsider=404),
        lambda: {**_entry(), "step": "move"},
        method="post",
        data={},
    ),
    Door("inspection:appointments", everybody(200)),
    Door(
        "inspection:appointment-new",
        everybody(403, chief=200, registrar=200),
        lambda: {"office": "50"},
    ),
    Door(
        "inspection:appointment-new",
        everybody(403, chief=422, registrar=422),
        lambda: {"office": "50"},
        method="post",
        data={},
    ),
    Door("inspection:appointment", everybody(200, outsider=404), _appointment),
    Door("inspection:appointment-card", everybody(200, outsider=404), _appointment),
    Door(
        "inspection:appointment-order",
        everybody(403, chief=422, registrar=422),
        _appointment,
        method="post",
        data={},
    ),
    Door("inspection:appointment-scan", everybody(404), _appointment),
    Door(
        "inspection:appointment-scan",
        everybody(403, outsider=404, chief=422, registrar=422),
        _appointment,
        method="post",
        data={},
    ),
    Door(
        "inspection:appointment-end",
        everybody(403, chief=422, registrar=422),
        _appointment,
        method="post",
        data={},
    ),
    Door(
        "inspection:appointment-file",
        everybody(403, officer=302, outsider=404, **APPOINTERS),
        _appointment,
        method="post",
        data={"format": "pdf"},
    ),
]

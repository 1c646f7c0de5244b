"""Doors of results, their papers and rounds."""

from datetime import date

from cpd_portal.core.choices import Role
from cpd_portal.core.models import EntryPeriod, Membership, OrgUnit, Submission, User
from kpis.entry import FORM_CODE
from kpis.models import Evidence, Kpi, KpiResult
from tests.doors import Door, everybody

YEAR = {"fiscal_year": 2567}
ROUND = {**YEAR, "round": "12m"}
RESULT = {**ROUND, "number": 4}
PLANNERS_ONLY = everybody(403, planner=302)
NOBODY = everybody(403)  # the people of the doors belong to offices, not to the KPI's division


def _result() -> KpiResult:
    """Entered by the division; everybody of the doors only looks."""
    period = EntryPeriod.objects.create(
        form=FORM_CODE, fiscal_year=2567, round="12m", subject="4", due_on=date(2024, 10, 31)
    )
    kpi = Kpi.objects.for_year(2567).get(number=4)
    assert kpi.owner is not None
    submission = Submission.objects.create(period=period, office=kpi.owner)
    result: KpiResult = KpiResult.objects.create(
        kpi=kpi, round="12m", submission=submission, basis="typed", value="80000.00"
    )
    return result


def _paper() -> dict[str, object]:
    user = User.objects.create_user("division-officer", "secret-for-tests")
    unit = OrgUnit.objects.get(code="agri")
    Membership.objects.create(user=user, org_unit=unit, role=Role.OFFICER)
    evidence = Evidence(
        result=_result(),
        title="รายงาน",
        file_name="รายงาน.pdf",
        file_type="application/pdf",
        size=5,
        sha256="0" * 64,
        uploaded_by=user,
    )
    evidence.file.name = "kpi_evidence/lost.pdf"
    evidence.save()
    return {"pk": evidence.pk}


def _entered() -> dict[str, object]:
    _result()
    return dict(RESULT)


EVALUATOR = {
    "evaluator-score": "80",
    "evaluator-agency": "สำนักงาน ก.พ.ร.",
    "evaluator-letter_no": "นร 1200/1",
    "evaluator-letter_on": "15/11/2567",
    "evaluator-evaluator_version": "0",
}

DOORS = [
    Door("kpis:levers", everybody(200), make=lambda: dict(YEAR)),
    Door("kpis:candidates", everybody(200), make=lambda: {**YEAR, "number": 5}),
    Door("kpis:candidates", everybody(200), make=lambda: {**YEAR, "number": 7}),
    Door("kpis:candidates", everybody(200), make=lambda: {**YEAR, "number": 9}),
    Door("kpis:candidates", everybody(404), make=lambda: {**YEAR, "number": 1}),
    Door("kpis:forecast", everybody(403, planner=200), make=lambda: {**YEAR, "number": 4}),
    Door(
        "kpis:forecast",
        everybody(403, planner=302),
        make=lambda: {**YEAR, "number": 4},
        method="post",
        data={"value": "80000", "reason": "ราคาข้าวสูงขึ้น"},
    ),
    Door("kpis:compare", everybody(404), make=lambda: dict(YEAR)),
    Door("kpis:clone", PLANNERS_ONLY, make=lambda: dict(YEAR), method="post"),
    Door("kpis:round", everybody(200), make=lambda: dict(ROUND)),
    Door("kpis:round", everybody(404), make=lambda: {**YEAR, "round": "9m"}),
    Door("kpis:round-freeze", PLANNERS_ONLY, make=lambda: dict(ROUND), method="post"),
    Door("kpis:open", PLANNERS_ONLY, make=lambda: dict(YEAR), method="post"),
    Door("kpis:result", everybody(200), make=_entered),
    Door("kpis:result", everybody(404), make=lambda: {**RESULT, "round": "9m"}),
    Door("kpis:result", NOBODY, make=lambda: dict(RESULT), method="post", data={"value": "1"}),
    Door("kpis:evidence-add", NOBODY, make=lambda: dict(RESULT), method="post"),
    Door("kpis:evidence", everybody(404), make=_paper),
    Door("kpis:evidence-remove", NOBODY, make=_paper, method="post"),
    Door(
        "kpis:evaluator", PLANNERS_ONLY, make=lambda: dict(RESULT), method="post", data=EVALUATOR
    ),
    Door(
        "kpis:result-step",
        NOBODY,
        make=lambda: {**RESULT, "step": "compute"},
        method="post",
    ),
]

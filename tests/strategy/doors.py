from datetime import date

from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.models import EntryPeriod, OrgUnit, Submission
from strategy.choices import EntryKind, ExpenseCategory
from strategy.models import Evidence, LedgerEntry, ProgressReport, Project
from tests.doors import Door, everybody


def early_warning() -> dict[str, object]:
    return {"code": "5.8"}


def unknown() -> dict[str, object]:
    return {"code": "9.9"}


def quarter() -> dict[str, object]:
    """The IT centre's second quarter of 2561."""
    return {"unit": "ict", "fiscal_year": 2561, "quarter": 2}


def provincial() -> dict[str, object]:
    """An office whose form this never is."""
    return {**quarter(), "unit": "51"}


def sent() -> dict[str, object]:
    period = EntryPeriod.objects.get(form="strategy.progress.q2", fiscal_year=2561)
    unit = OrgUnit.objects.get(code="ict")
    Submission.objects.create(period=period, office=unit, state=SubmissionState.VERIFIED)
    return quarter()


def ledger_import() -> dict[str, object]:
    return {"form": "strategy.ledger", "office": "cpd", "fiscal_year": 2561}


def plan_import() -> dict[str, object]:
    return {"form": "strategy.plan", "office": "cpd", "fiscal_year": 2565}


def progress_import() -> dict[str, object]:
    return {"form": "strategy.progress.q2", "office": "ict", "fiscal_year": 2561}


def report() -> dict[str, object]:
    return {"code": "5.9", **quarter()}


def evidence() -> dict[str, object]:
    """Attached by the IT centre; the file itself is not there."""
    held = ProgressReport.objects.create(
        project=Project.objects.get(code="5.9"),
        unit=OrgUnit.objects.get(code="ict"),
        fiscal_year=2561,
        quarter=2,
    )
    file = Evidence.objects.create(
        report=held,
        file="strategy/evidence.png",
        file_name="ภาพ.png",
        file_type="image/png",
        size=1,
        sha256="0" * 64,
    )
    return {"pk": file.pk}


def entry() -> dict[str, object]:
    """A row of the IT centre."""
    row = LedgerEntry.objects.create(
        project=Project.objects.get(code="5.9"),
        unit=OrgUnit.objects.get(code="ict"),
        fiscal_year=2561,
        quarter=2,
        kind=EntryKind.ALLOCATION,
        amount=1000,
        category=ExpenseCategory.OPERATIONS,
        occurred_on=date(2018, 2, 15),
        reference_no="จ 1",
    )
    return {"pk": row.pk}


# Only the divisions' own people type; the others of headquarters see that they may not.
TYPISTS = everybody(403, officer=404, chief=404, outsider=404)
DOORS = [
    Door("strategy:list", everybody(200)),
    Door("strategy:overview", everybody(200)),
    Door("strategy:overview", everybody(404), query="?plan=2999"),
    Door("strategy:board", everybody(200)),
    Door(
        "strategy:quarter",
        everybody(404, executive=200, planner=200, registrar=200, legal=200, administrator=200),
        make=quarter,
    ),
    Door("strategy:quarter", everybody(404), make=provincial),
    Door(
        "strategy:submit",
        everybody(403, officer=404, chief=404, outsider=404),
        method="post",
        make=quarter,
    ),
    Door("strategy:verify", everybody(403, chief=404), method="post", make=sent),
    Door(
        "strategy:return",
        everybody(403, chief=404, planner=302),
        method="post",
        make=sent,
        data={"reason": "แก้"},
    ),
    Door("strategy:approve", everybody(403, planner=302), method="post", make=sent),
    Door("strategy:report", TYPISTS, make=report),
    Door("strategy:evidence-attach", TYPISTS, method="post", make=report),
    Door("strategy:evidence", everybody(404), make=evidence),
    Door("strategy:evidence-withdraw", everybody(403), method="post", make=evidence),
    Door("strategy:timeline", everybody(200)),
    Door("strategy:versions", everybody(200)),
    Door("strategy:revise", everybody(403, planner=200), make=early_warning),
    Door(
        "strategy:readings-verify",
        everybody(403, planner=302),
        method="post",
        make=early_warning,
    ),
    Door("coops:import", everybody(403, planner=200), make=ledger_import),
    Door("coops:import", everybody(403, planner=200), make=plan_import),
    Door(
        "coops:import",
        everybody(403, officer=404, chief=404, outsider=404),
        make=progress_import,
    ),
    Door("strategy:ledger", everybody(200)),
    Door("strategy:money", everybody(200), make=early_warning),
    Door("strategy:record", everybody(403, planner=422), method="post", make=early_warning),
    Door("strategy:carry-over", everybody(403, planner=422), method="post", make=early_warning),
    Door("strategy:reverse", everybody(403, planner=200), make=entry),
    Door("strategy:project", everybody(200), make=early_warning),
    Door("strategy:project", everybody(404), make=unknown),
    Door("api:strategy-projects", everybody(200, anonymous=401)),
    Door("api:strategy-project", everybody(200, anonymous=401), make=early_warning),
    Door("api:strategy-project", everybody(404, anonymous=401), make=unknown),
    Door("api:strategy-progress", everybody(200, anonymous=401), make=early_warning),
    Door("api:strategy-progress", everybody(404, anonymous=401), make=unknown),
    Door("api:strategy-ledger", everybody(200, anonymous=401)),
    Door(
        "api:strategy-project-ledger",
        everybody(403, anonymous=401, officer=400, chief=400, outsider=400, planner=400),
        method="post",
        make=early_warning,
        data={},
        json=True,
    ),
    Door(
        "api:strategy-ledger-reversals",
        everybody(403, anonymous=401, officer=400, chief=400, outsider=400, planner=400),
        method="post",
        make=entry,
        data={},
        json=True,
    ),
    Door(
        "api:strategy-report",
        everybody(200, anonymous=401, officer=404, chief=404, inspector=404, outsider=404),
        make=report,
    ),
    Door("api:strategy-budget", everybody(200, anonymous=401)),
]

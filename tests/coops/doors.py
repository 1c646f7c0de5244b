"""Who meets what at the addresses of cooperatives and farmer groups."""

from cpd_portal.core.imports.choices import ImportState
from cpd_portal.core.models import Import, OrgUnit, User
from tests.coops import doors_entry, doors_facts, doors_grid, doors_register, doors_runs
from tests.coops.doors_analysis import DOORS as ANALYSIS_DOORS
from tests.coops.rows import make_assessment, make_institution
from tests.doors import Door, everybody


def _institution() -> dict[str, object]:
    return {"registration_no": make_institution("50").registration_no}


def _assessment() -> dict[str, object]:
    assessment = make_assessment(fiscal_year=2567)
    return {"registration_no": assessment.institution.registration_no, "fiscal_year": 2567}


def _round() -> dict[str, object]:
    return {"office": "50", "fiscal_year": 2567}


def _any_import() -> dict[str, object]:
    return {"form": "coops.strength", **_round()}


def _import() -> dict[str, object]:
    """Somebody else's: only who chose the file confirms it; it has no refused rows."""
    requester = User.objects.create(username="importer", full_name="ผู้นำเข้า")
    checked = Import.objects.create(
        form="coops.strength",
        office=OrgUnit.objects.get(code="50"),
        fiscal_year=2567,
        state=ImportState.CHECKED,
        file_name="คะแนน.xlsx",
        requester=requester,
        **dict.fromkeys(("size", "rows", "changed", "unchanged", "errors", "warnings"), 0),
    )
    return {"pk": checked.pk}


NOT_OPERATING = {
    "kind": "cooperative",
    "sector": "agricultural",
    "fiscal_year": 2566,
    "standing": "struck_off",
}
# Writing without If-Match: whoever may write at all is told that it is missing.
WRITERS = {"officer": 428, "chief": 428, "outsider": 404}

DOORS: list[Door] = [
    Door(
        "api:coops-classify",
        everybody(200, anonymous=401),
        method="post",
        data=NOT_OPERATING,
        json=True,
    ),
    Door("api:coops-institutions", everybody(200, anonymous=401)),
    Door(
        "api:coops-institutions",
        everybody(200, anonymous=401, outsider=404),
        query="?office=50",
    ),
    Door("api:coops-institution", everybody(200, anonymous=401, outsider=404), _institution),
    Door(
        "api:coops-institution",
        everybody(403, anonymous=401, **WRITERS),
        _institution,
        method="patch",
        data={"phone": "053-000000"},
        json=True,
    ),
    Door(
        "api:coops-strength",
        everybody(200, anonymous=401),
        query="?fiscal_year=2566&kind=cooperative",
    ),
    Door(
        "api:coops-strength",
        everybody(200, anonymous=401, outsider=404),
        query="?fiscal_year=2566&kind=cooperative&office=50",
    ),
    Door("coops:list", everybody(200)),
    Door("coops:list", everybody(200, outsider=404), query="?office=50"),
    *ANALYSIS_DOORS,
    Door("coops:near_miss", everybody(200)),
    Door("coops:near_miss", everybody(200, outsider=404), query="?office=50"),
    Door("coops:detail", everybody(200, outsider=404), _institution),
    Door("coops:edit", everybody(403, officer=200, chief=200, outsider=404), _institution),
    Door(
        "coops:edit",
        everybody(403, officer=422, chief=422, outsider=404),
        _institution,
        method="post",
        data={},
    ),
    Door("coops:assess", everybody(200, outsider=404), _assessment),
    Door(
        "coops:assess",
        everybody(403, officer=422, chief=422, outsider=404),
        _assessment,
        method="post",
        data={},
    ),
    Door("coops:entry", everybody(403, officer=200, chief=200, outsider=200)),
    Door(
        "coops:submit",
        everybody(403, officer=302, chief=302, outsider=404),
        _round,
        method="post",
    ),
    Door("coops:import", everybody(403, officer=200, chief=200, outsider=404), _round),
    Door(
        "coops:import",
        everybody(403, officer=422, chief=422, outsider=404),
        _round,
        method="post",
        data={},
    ),
    Door(
        "coops:import-template",
        everybody(403, officer=200, chief=200, outsider=404),
        lambda: {**_round(), "sheet": "agricultural"},
    ),
    Door("coops:import", everybody(403, officer=200, chief=200, outsider=404), _any_import),
    Door(
        "coops:import-template",
        everybody(403, officer=200, chief=200, outsider=404),
        lambda: {**_any_import(), "sheet": "agricultural"},
    ),
    Door("coops:import", everybody(404), lambda: {**_any_import(), "form": "unknown"}),
    Door(
        "coops:import",
        everybody(403, officer=200, chief=200, outsider=404),
        lambda: {**_any_import(), "form": "coops.register"},
    ),
    Door(
        "coops:import",
        everybody(403, planner=200, administrator=200),
        lambda: {**_any_import(), "form": "coops.register-national", "office": "cpd"},
    ),
    Door(
        "coops:import-template",
        everybody(403, planner=200, administrator=200),
        lambda: {
            "form": "coops.register-national",
            "office": "cpd",
            "fiscal_year": 2567,
            "sheet": "register",
        },
    ),
    Door("coops:import-check", everybody(403, officer=200, chief=200, outsider=404), _import),
    Door("coops:import-confirm", everybody(403, outsider=404), _import, method="post"),
    Door(
        "coops:import-errors",
        everybody(403, officer=404, chief=404, outsider=404),
        _import,
    ),
    Door("coops:verify", everybody(403, chief=302), _round, method="post"),
    Door("coops:return", everybody(403, chief=302), _round, method="post"),
    Door("coops:approve", everybody(403, chief=302), _round, method="post"),
    *doors_facts.DOORS,
    *doors_register.DOORS,
    *doors_runs.DOORS,
]
DOORS.extend(doors_entry.DOORS)
DOORS.extend(doors_grid.DOORS)

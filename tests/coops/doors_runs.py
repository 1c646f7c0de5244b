"""Who meets what at the addresses of the classification of a year."""

from coops.figures.conditions import CONDITIONS_CODE
from coops.models import ClassificationRun, Population, RunException
from cpd_portal.core.figures.selectors import version_in_force
from cpd_portal.core.models import User
from tests.coops.rows import make_institution, make_official, make_population, make_resolution
from tests.doors import Door, everybody

YEAR = 2567
# Whoever sees the whole country; offices have the page of the institution.
NATIONAL = everybody(200, officer=403, chief=403, inspector=403, outsider=403)


def _year() -> dict[str, object]:
    return {"fiscal_year": YEAR}


def _frozen() -> dict[str, object]:
    if not Population.objects.filter(fiscal_year=YEAR).exists():
        make_population(YEAR)
    return _year()


def _run() -> dict[str, object]:
    return {"pk": make_official(2566).pk}


def _exception() -> dict[str, object]:
    run: ClassificationRun = make_official(2566)
    recorder = User.objects.create(username="recorder", full_name="ผู้บันทึก")
    decision = RunException.objects.create(
        run=run,
        institution=make_institution("50"),
        tier=3,
        reason="มติ",
        document_no="1",
        document_on="2023-11-20",
        recorded_by=recorder,
    )
    return {"pk": run.pk, "exception": decision.pk}


def _conditions() -> dict[str, object]:
    version = version_in_force(CONDITIONS_CODE, YEAR)
    assert version is not None
    return {"pk": version.pk}


DOORS: list[Door] = [
    Door("coops:classification", NATIONAL, _year),
    Door("coops:population", NATIONAL, _year),
    Door("coops:population", NATIONAL, _frozen, query="?x=1"),
    Door("coops:population", everybody(403), _year, method="post", data={}),
    Door("coops:population-change", everybody(403), _frozen, method="post", data={}),
    Door("coops:run-start", everybody(403), _year, method="post"),
    Door("coops:run", NATIONAL, _run),
    Door("coops:run-compare", NATIONAL, _run),
    Door("coops:run-cancel", everybody(403), _run, method="post"),
    Door("coops:run-accept", everybody(403), _run),
    Door("coops:run-accept", everybody(403), _run, method="post", data={}),
    Door("coops:run-reject", everybody(403), _run, method="post", data={}),
    Door("coops:run-exception", everybody(403), _run),
    Door("coops:run-exception", everybody(403), _run, method="post", data={}),
    Door("coops:run-exception-remove", everybody(403), _exception, method="post"),
    Door("coops:conditions-resolution", NATIONAL, _conditions),
    Door("coops:conditions-resolution", everybody(403), _conditions, method="post", data={}),
    Door(
        "coops:resolution-document",
        everybody(404, officer=403, chief=403, inspector=403, outsider=403),
        lambda: {"pk": make_resolution().pk},
    ),
]

"""Pages of what results are computed from: everybody reads, the owner division enters."""

from cpd_portal.core.models import User
from tests.doors import Door, everybody
from tests.kpis.lineage import make_dataset, make_step_evidence, member_of, step_of

YEAR = {"fiscal_year": 2567}
KPI_1 = {**YEAR, "number": 1}
KPI_5 = {**YEAR, "number": 5}
KPI_7 = {**YEAR, "number": 7}
NOBODY = everybody(403)  # none of the people belongs to a division that owns a KPI


def _step() -> dict[str, object]:
    return {**KPI_1, "pk": step_of().pk}


def _member() -> dict[str, object]:
    return {**KPI_7, "pk": member_of().pk}


def _dataset() -> dict[str, object]:
    return {**YEAR, "pk": make_dataset().pk}


def _evidence() -> dict[str, object]:
    return {"pk": make_step_evidence(User.objects.create_user("keeper")).pk}


DOORS = [
    Door("kpis:lineage", everybody(200), make=lambda: dict(KPI_1)),
    Door("kpis:lineage", everybody(200), make=lambda: dict(KPI_1), query="?round=6m"),
    Door("kpis:lineage", everybody(404), make=lambda: dict(KPI_1), query="?round=9m"),
    Door("kpis:components", everybody(200), make=lambda: dict(KPI_1)),
    Door("kpis:components", everybody(404), make=lambda: dict(KPI_5)),
    Door("kpis:components", NOBODY, make=lambda: dict(KPI_1), method="post"),
    Door("kpis:half-year", everybody(200), make=lambda: dict(KPI_5)),
    Door("kpis:half-year", everybody(404), make=lambda: dict(KPI_1)),
    Door("kpis:programme", everybody(200), make=lambda: dict(KPI_7)),
    Door("kpis:programme", NOBODY, make=lambda: dict(KPI_7), method="post"),
    Door("kpis:programme-member", NOBODY, make=_member),
    Door("kpis:plan", everybody(200), make=lambda: dict(KPI_1)),
    Door("kpis:plan", everybody(404), make=lambda: dict(KPI_7)),
    Door("kpis:step", everybody(200), make=_step),
    Door("kpis:step", everybody(404), make=lambda: {**_step(), "number": 2}),
    Door("kpis:step-tick", NOBODY, make=_step, method="post"),
    Door("kpis:step-untick", NOBODY, make=_step, method="post"),
    Door("kpis:step-evidence-add", NOBODY, make=_step, method="post"),
    Door("kpis:step-evidence", everybody(200), make=_evidence),
    Door("kpis:step-evidence", NOBODY, make=_evidence, method="post"),
    Door("kpis:datasets", everybody(200), make=lambda: dict(YEAR)),
    Door("kpis:datasets", everybody(404), make=lambda: {"fiscal_year": 2599}),
    Door("kpis:dataset-new", NOBODY, make=lambda: dict(YEAR)),
    Door("kpis:dataset", NOBODY, make=_dataset),
]

_KPI_4 = {**YEAR, "number": 4, "round": "12m"}
DOORS += [
    Door("api:kpis-measurements", everybody(200, anonymous=401), make=lambda: dict(YEAR)),
    Door("api:kpis-measurement", everybody(200, anonymous=401), make=lambda: dict(_KPI_4)),
    Door(
        "api:kpis-measurement",
        everybody(428, anonymous=401),
        make=lambda: dict(_KPI_4),
        method="put",
        data={"basis": "typed", "value": "1", "unit": "x"},
        json=True,
    ),
    Door("api:kpis-computed", everybody(404, anonymous=401), make=lambda: dict(KPI_1)),
]

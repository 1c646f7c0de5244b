from tests.doors import Door, everybody
from tests.kpis import doors_lineage, doors_results

YEAR = {"fiscal_year": 2567}
KPI = {**YEAR, "number": 5}

DOORS = [
    Door("kpis:scorecard", everybody(302)),
    Door("kpis:scorecard_of_year", everybody(200), make=lambda: dict(YEAR)),
    Door("kpis:detail", everybody(200), make=lambda: dict(KPI)),
    Door("kpis:detail", everybody(404), make=lambda: {**YEAR, "number": 99}),
    Door("api:kpis-scorecard", everybody(200, anonymous=401), make=lambda: dict(YEAR)),
    Door(
        "api:kpis-score",
        everybody(200, anonymous=401),
        make=lambda: dict(KPI),
        method="post",
        data={"round": "12m", "value": "45.00"},
        json=True,
    ),
    Door(
        "api:kpis-total",
        everybody(200, anonymous=401),
        make=lambda: dict(YEAR),
        method="post",
        data={"scores": {"1": "80"}},
        json=True,
    ),
    *doors_lineage.DOORS,
    *doors_results.DOORS,
]

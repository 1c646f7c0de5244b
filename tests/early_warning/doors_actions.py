"""Who meets what at actions and self-assessments."""

from tests.doors import Door, everybody
from tests.early_warning.own import QUARTER, YEAR, make_savings


def _quarter() -> dict[str, object]:
    number = make_savings("50").registration_no
    return {"registration_no": number, "fiscal_year": YEAR, "quarter": QUARTER}


DOORS: list[Door] = [
    Door("early_warning:self-assessments", everybody(200)),
    Door("early_warning:self-assessments", everybody(200), query="?office=50"),
    Door("early_warning:self-assessment", everybody(200, outsider=404), _quarter),
    Door(
        "early_warning:self-assessment",
        everybody(403, officer=422, chief=422, outsider=404),
        _quarter,
        method="post",
        data={},
    ),
    Door("api:early-warning-self-assessments", everybody(200, anonymous=401)),
    Door(
        "api:early-warning-self-assessments",
        everybody(403, anonymous=401, officer=400, chief=400, outsider=400),
        method="post",
        data={},
        json=True,
    ),
]

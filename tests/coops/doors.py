"""Who meets what at the addresses of cooperatives and farmer groups."""

from tests.coops.rows import make_institution
from tests.doors import Door, everybody


def _institution() -> dict[str, object]:
    return {"registration_no": make_institution("50").registration_no}


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
]

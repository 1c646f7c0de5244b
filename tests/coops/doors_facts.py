"""Who meets what at the addresses of accounting years."""

from datetime import date

from coops.models import YearEndChange
from tests.coops.rows import make_institution
from tests.doors import Door, everybody


def _year() -> dict[str, object]:
    return {"registration_no": make_institution("50").registration_no, "fiscal_year": 2567}


def _two_year_ends() -> dict[str, object]:
    since = date(2023, 8, 1)
    institution = make_institution("50", year_end_since=since)
    YearEndChange.objects.create(
        institution=institution,
        effective_on=since,
        before_month=6,
        before_day=30,
        month=3,
        day=31,
    )
    return {"registration_no": institution.registration_no, "fiscal_year": 2567}


SEEN = everybody(200, outsider=404)
ENTERED = everybody(403, officer=422, chief=422, outsider=404)

DOORS: list[Door] = [
    Door("coops:statement", SEEN, _year),
    Door("coops:statement", ENTERED, _year, method="post", data={}),
    # Nothing is stored, so that there is nothing to remove: back to the page with the message.
    Door(
        "coops:statement-remove",
        everybody(403, officer=302, chief=302, outsider=404),
        _year,
        method="post",
        data={},
    ),
    Door("coops:year-facts", SEEN, _year),
    Door("coops:year-facts", ENTERED, _year, method="post", data={}),
    Door("coops:year-ends", everybody(200)),
    Door("coops:year-end", SEEN, _two_year_ends),
    Door(
        "coops:year-end",
        everybody(403, chief=422, outsider=404),
        _two_year_ends,
        method="post",
        data={},
    ),
]

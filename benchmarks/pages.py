"""Pages of the portal beside the plainest view of the same rows, and the national list of the
API beside the database's own JSON."""

import json
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.test import Client
from rest_framework.authtoken.models import Token

from benchmarks.long_board import fill_board
from benchmarks.measure import Result, alternating, percentile_95, timed
from benchmarks.servers import PEOPLE, PLAIN, PORTAL, Ask, Server, serving
from coops.models import Assessment, Institution
from cpd_portal.core.models import User
from kpis.models import Scorecard

YEAR = 2567
ROUNDS = 5
EACH = 12
WARMING = 3
OFFICE = "50"
PAGE_SIZE = 1_000
_JSON_AGG = """
SELECT json_agg(row_to_json(listed)) FROM (
    SELECT i.registration_no, i.name, i.kind, i.sector, t.code AS type_code, t.title AS type_title,
           o.code AS office_code, o.name AS office_name, p.code AS province_code,
           p.name AS province_name, i.district, i.standing, i.is_sample, a.tier,
           a.unassessed_group, a.total, a.complete
    FROM coops_institution i
    JOIN coops_institutiontype t ON t.id = i.type_id
    JOIN core_orgunit o ON o.id = i.office_id
    LEFT JOIN core_province p ON p.id = o.province_id
    LEFT JOIN coops_assessment a ON a.institution_id = i.id AND a.fiscal_year = %s
    ORDER BY i.name_sort, i.registration_no
) AS listed
"""


def page_register(name: str) -> Result:
    query = f"?fiscal_year={YEAR}"
    return _page(name, f"/coops/{query}", f"/register/{query}", "first page of the register")


def page_institution(name: str) -> Result:
    row = Assessment.objects.filter(fiscal_year=YEAR, tier=2).select_related("institution")[0]
    number = quote(row.institution.registration_no, safe="")
    return _page(name, f"/coops/{number}/", f"/institution/{number}/", "page of one institution")


def page_office_summary(name: str) -> Result:
    """The strength page of one office: what the office sees of itself."""
    query = f"?fiscal_year={YEAR}&kind=cooperative&sector=agricultural&office={OFFICE}"
    return _page(name, f"/coops/strength/{query}", f"/strength/{query}", "strength of one office")


def page_overview(name: str) -> Result:
    """What the executive sees first; its parts are fetched into the page afterwards."""
    query = f"?fiscal_year={Scorecard.objects.values_list('fiscal_year', flat=True)[0]}"
    return _page(name, "/overview/", f"/overview/{query}", "first sight of the overview")


def page_scorecard(name: str) -> Result:
    year = Scorecard.objects.values_list("fiscal_year", flat=True)[0]
    return _page(name, f"/kpis/{year}/", f"/scorecard/?fiscal_year={year}", "scorecard of a year")


def page_defects(name: str) -> Result:
    """The board of the whole nation; its counts are those of the last five minutes."""
    defects = fill_board()
    return _page(name, "/inspection/defects/", "/defects/", f"board of {defects:,} defects")


def _page(name: str, path: str, plain_path: str, what: str) -> Result:
    """Blocks of requests in turn; the median of their 95th percentiles."""
    headers = signed_in("executive")
    with serving(PORTAL) as portal, serving(PLAIN) as plain:

        def seconds(server: Server, asked: str, each: int = EACH) -> float:
            return percentile_95(server.seconds_of([[Ask(asked, headers)] * each] * PEOPLE))

        seconds(portal, path, WARMING)
        seconds(plain, plain_path, WARMING)
        ours, reference = alternating(
            lambda: seconds(portal, path), lambda: seconds(plain, plain_path), ROUNDS
        )
    note = (
        f"{what}; p95 of {PEOPLE} people at a time, median of {ROUNDS} blocks of {PEOPLE * EACH}"
    )
    return Result(name, ours, reference, "s", note)


def signed_in(username: str) -> dict[str, str]:
    """The headers of requests in a session of that person."""
    client = Client()
    client.force_login(User.objects.get(username=username))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"}


def api_national_list(name: str) -> Result:
    token, _ = Token.objects.get_or_create(user=User.objects.get(username="executive"))
    headers = {"Authorization": f"Token {token.key}"}
    with serving(PORTAL) as portal:
        _all_pages(portal, headers)
        ours, reference = alternating(
            lambda: timed(lambda: _all_pages(portal, headers)), lambda: timed(_json_agg), ROUNDS
        )
    rows = Institution.objects.count()
    return Result(name, ours, reference, "s", f"{rows:,} institutions, pages of {PAGE_SIZE:,}")


def _all_pages(server: Server, headers: dict[str, str]) -> int:
    """How many rows came."""
    found, page, more = 0, 1, True
    while more:
        path = f"/api/v1/coops/institutions/?page_size={PAGE_SIZE}&page={page}"
        answer = json.loads(server.get(path, headers))
        found, page, more = found + len(answer["results"]), page + 1, bool(answer["next"])
    return found


def _json_agg() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_JSON_AGG, [YEAR])
        json.dumps(cursor.fetchone()[0])

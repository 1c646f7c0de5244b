"""Pages of a year stay within their queries when years of sealed results lie behind it."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cpd_portal.core.models import User
from kpis.models import KpiResult, Scorecard
from tests.conftest import UserMaker
from tests.kpis.years import Decade

SignIn = Callable[[User], Client]
FIRST, LAST = 2567, 2576
PAGES = {"/kpis/2576/": 12, "/kpis/2576/5/": 12, "/kpis/2576/levers/": 12}


def queries(client: Client, address: str) -> tuple[int, str]:
    """Of the whole page with its frame, and what it shows."""
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    assert response.status_code == 200
    return len(asked), response.content.decode()


def test_pages_of_a_year_ask_at_most_twelve_queries_after_ten_years(
    client_of: SignIn, executive: User, make_user: UserMaker
) -> None:
    decade = Decade(make_user)
    decade.pass_years(LAST, LAST)
    one_year = {address: queries(client_of(executive), address)[0] for address in PAGES}

    decade.pass_years(FIRST, LAST - 1)

    assert Scorecard.objects.count() == 10
    assert KpiResult.objects.frozen().count() == 10 * 21
    for address, most in PAGES.items():
        asked, html = queries(client_of(executive), address)
        assert asked <= most
        assert asked == one_year[address]
    trend = queries(client_of(executive), "/kpis/2576/")[1].split("แนวโน้มรายปี")[1]
    assert all(f'/kpis/{year}/">{year}</a>' in trend for year in range(FIRST, LAST + 1))
    assert trend.count(" จาก 100</td>") == 10


def test_a_sealed_year_keeps_its_points_beside_later_years(make_user: UserMaker) -> None:
    decade = Decade(make_user)
    decade.pass_years(FIRST, FIRST)
    before = list(KpiResult.objects.order_by("pk").values_list("stamp_sha256", flat=True))
    decade.pass_years(FIRST + 1, FIRST + 1)
    of_first = KpiResult.objects.filter(kpi__scorecard__fiscal_year=FIRST).order_by("pk")
    assert list(of_first.values_list("stamp_sha256", flat=True)) == before

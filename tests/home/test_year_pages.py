"""Pages of the opening: proposed dates, what differs, what waits, and the way back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from coops.selectors.population import population_day
from cpd_portal.core.choices import Role
from cpd_portal.core.models import User, YearOpening
from inspection.figures.plan_weights import PLAN_WEIGHTS
from tests.conftest import UserMaker
from tests.home.year_opening import DATES, YEAR, of_year
from tests.inspection.figures import signed

pytestmark = pytest.mark.django_db
URL = f"/years/{YEAR}/"
DATA = {"coops.strength-due": "31/10/2568", "coops.population-on": "๓๐ ก.ย. ๒๕๖๘"}
ClientOf = Callable[[User], Client]


@pytest.fixture
def client(make_user: UserMaker, client_of: ClientOf) -> Client:
    return client_of(make_user(Role.ADMINISTRATOR))


def _text(response: Any) -> str:
    content: bytes = response.content
    return content.decode().replace("\u00a0", " ")


def test_page_proposes_the_dates_of_last_year_and_says_what_is_made(client: Client) -> None:
    page = _text(client.get(URL))

    assert 'value="31/10/2568"' in page
    assert "ยกเกณฑ์ 3 ชุดของปีก่อนมาใช้ชั่วคราว" in page
    assert "ยกรุ่นที่ 1 ของปีก่อนมาเป็นข้อเสนอ รอให้อีกคนหนึ่งลงนาม" in page
    assert "ยกเลิกการเปิดปี" not in page


def test_page_shows_what_differs_from_the_year_before(client: Client) -> None:
    signed(PLAN_WEIGHTS, lambda content: content["quota"].update(percent=77))

    page = _text(client.get(URL))

    assert "ต่างจากปีก่อน 1 แถว" in page
    assert "<b>77</b>" in page


def test_year_is_opened_and_undone_on_the_page(client: Client) -> None:
    before = of_year()

    opened = client.post(URL, DATA, follow=True)

    assert "ยังเหลือ รอบบันทึกผลตัวชี้วัด" in _text(opened)
    assert YearOpening.objects.get().dates == {
        code: day.isoformat() for code, day in DATES.items()
    }
    for url in (
        f"/figures/set/kpis.scorecard/{YEAR}/",
        f"/figures/set/coops.ladders/{YEAR}/",
        "/figures/set/inspection.checklists/",
        f"/holidays/{YEAR}/",
        reverse("coops:population", args=[YEAR]),
    ):
        assert f'href="{url}"' in _text(opened)
        assert client.get(url).status_code == 200
    assert population_day(YEAR) == DATES["coops.population-on"]
    undone = client.post(f"{URL}undo/", {"reason": "เปิดผิด"}, follow=True)
    assert "ยกเลิกการเปิดปีงบประมาณ 2568 แล้ว" in _text(undone)
    assert of_year() == before


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"coops.strength-due": ""}, "กรุณากรอกกำหนดส่งแบบความเข้มแข็ง"),
        ({"coops.strength-due": "1/1/2567"}, "วันที่ต้องไม่ก่อนวันแรกของปีงบประมาณที่เปิด"),
        ({"coops.strength-lock": "30/10/2568"}, "วันปิดรับต้องไม่ก่อนกำหนดส่ง"),
    ],
)
def test_wrong_dates_are_refused_and_kept(
    client: Client, data: dict[str, str], message: str
) -> None:
    response = client.post(URL, {**DATA, **data})

    assert response.status_code == 422
    assert message in _text(response)
    assert not YearOpening.objects.exists()


def test_reference_date_of_the_population_may_be_before_the_year(client: Client) -> None:
    response = client.post(URL, {**DATA, "coops.population-on": "1/1/2567"})

    assert response.status_code == 302
    assert YearOpening.objects.get().dates["coops.population-on"] == "2024-01-01"


def test_undo_without_reason_is_refused(client: Client) -> None:
    client.post(URL, DATA)

    response = client.post(f"{URL}undo/", {"reason": ""})

    assert response.status_code == 422
    assert "ระบุเหตุผลที่ยกเลิกการเปิดปี" in _text(response)


@pytest.mark.parametrize("year", [2400, 2567, 2570])
def test_years_that_are_not_next_do_not_exist(client: Client, year: int) -> None:
    assert client.get(f"/years/{year}/").status_code == 404
    assert client.post(f"/years/{year}/", DATA).status_code == 404
    assert client.post(f"/years/{year}/undo/", {"reason": "ก"}).status_code == 404

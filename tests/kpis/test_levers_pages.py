"""Forecast, trying values out, levers and candidates as pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from cpd_portal.core.choices import Role, Round
from cpd_portal.core.models import User
from kpis.models import ForecastOverride, Kpi, KpiResult
from kpis.services import forecast_clear, forecast_set
from tests.conftest import UserMaker
from tests.core.test_audit import events_of
from tests.kpis.entered import Desk
from tests.kpis.strength import classified

SignIn = Callable[[User], Client]
PAGE = "/kpis/2567/levers/"


@pytest.fixture
def planner(make_user: UserMaker) -> User:
    return make_user(Role.PLANNER)


def test_page_ranks_what_is_left_and_says_the_distance_in_its_own_unit(
    client_of: SignIn, executive: User
) -> None:
    classified([1] * 9 + [3] * 11)
    html = client_of(executive).get(PAGE).content.decode()
    assert "อีก 2.00 จุดร้อยละ จึงถึงร้อยละ 47" in html
    assert "ผลในระบบขณะนี้" in html
    assert "เส้นแนวโน้มจากผล" in html
    assert "ยังคาดไม่ได้" in html


def test_sliders_try_a_value_without_storing_it(client_of: SignIn, executive: User) -> None:
    classified([1] * 9 + [3] * 11)
    html = client_of(executive).get(f"{PAGE}?k5=48").content.decode()
    assert "คะแนนรวมเมื่อเปลี่ยนค่า" in html
    assert "ตัวชี้วัดที่ 5: 48" in html
    assert not KpiResult.objects.exists()
    assert not ForecastOverride.objects.exists()


@pytest.mark.parametrize(
    ("query", "message"), [("k5=abc", "ต้องเป็นตัวเลข เช่น 45.00"), ("k5=999", "ต้องไม่เกิน")]
)
def test_bad_slider_values_are_named(
    client_of: SignIn, executive: User, query: str, message: str
) -> None:
    assert message in client_of(executive).get(f"{PAGE}?{query}").content.decode()


def test_typed_forecast_counts_with_its_reason_until_it_is_taken_back(
    client_of: SignIn, planner: User
) -> None:
    client = client_of(planner)
    given = {"value": "80,397.08", "reason": "ราคาข้าวสูงขึ้น"}
    html = client.post(f"{PAGE}4/forecast/", given, follow=True).content.decode()
    assert "กำหนดเอง" in html
    assert "ราคาข้าวสูงขึ้น" in html
    assert ForecastOverride.objects.get().value == "80397.08"
    html = client.post(f"{PAGE}4/forecast/", {"clear": "1"}, follow=True).content.decode()
    assert "ใช้ค่าที่ระบบคาดแล้ว" in html
    assert not ForecastOverride.objects.exists()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"value": "มาก", "reason": "x"}, "ต้องเป็นตัวเลข เช่น 45.00"),
        ({"value": "", "reason": "x"}, "กรอกค่าที่คาดเป็นตัวเลข เช่น 45.00"),
        ({"value": "1", "reason": " "}, "ระบุเหตุผลที่คาดต่างจากที่ระบบคำนวณ"),
    ],
)
def test_bad_forecast_is_refused(
    client_of: SignIn, planner: User, given: dict[str, str], message: str
) -> None:
    response = client_of(planner).post(f"{PAGE}4/forecast/", given)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not ForecastOverride.objects.exists()


def test_forecast_is_audited(planner: User) -> None:
    kpi = Kpi.objects.for_year(2567).select_related("owner").get(number=4)
    override = forecast_set(actor=planner, kpi=kpi, value="1", reason="ทดสอบ")
    forecast_clear(actor=planner, kpi=kpi)
    actions = [event["action"] for event in events_of(ForecastOverride, override.pk)]
    assert actions == ["kpis.forecast.set", "kpis.forecast.cleared"]


def test_candidates_of_strength_say_how_many_more(client_of: SignIn, executive: User) -> None:
    classified([1] * 8 + [3] * 12)
    html = client_of(executive).get(f"{PAGE}5/").content.decode()
    assert "ขณะนี้ชั้น 1 และ 2 มี 8 จาก 20 แห่งทั้งประเทศ" in html
    assert "ใกล้ถึงชั้น 2 มากที่สุด" in html


def test_scorecard_says_that_the_plan_is_missed_with_100_points(
    client_of: SignIn, executive: User, make_user: UserMaker
) -> None:
    Desk(make_user).frozen(1, "9.50")
    html = client_of(executive).get("/kpis/2567/").content.decode()
    assert "ยังไม่ถึงเป้าหมายของแผน" in html
    assert "ผลร้อยละ 9.50 เป้าหมายแผนร้อยละ 10" in html
    assert "ปิดผนึกแล้ว" in html
    assert "แนวโน้มรายปี" in html


def test_scorecard_shows_both_rounds_and_the_evaluator(
    client_of: SignIn, executive: User, make_user: UserMaker
) -> None:
    desk = Desk(make_user)
    desk.enter(5, "850", Round.SIX_MONTHS)
    desk.enter(5, "45.00")
    html = client_of(executive).get("/kpis/2567/").content.decode()
    assert "17.50 จาก 20" in html
    assert "87.50" in html
    assert "62.24" in html
    assert "ยังไม่ปิดผนึก" in html

"""POST classify/: the shape that other programs rely on, and what is refused."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from coops import selectors
from coops.models import Assessment
from cpd_portal.core.choices import Role
from tests.conftest import UserMaker
from tests.coops.facts import cooperative, farmer_group, group, points_adding_to
from tests.coops.rows import make_assessment, make_group, make_institution

pytestmark = pytest.mark.django_db
URL = "/api/v1/coops/classify/"


@pytest.fixture
def api(make_user: UserMaker) -> APIClient:
    client = APIClient()
    client.force_authenticate(make_user(Role.OFFICER, "50"))
    return client


def body(total: str = "82.5", **changes: Any) -> dict[str, Any]:
    points = {code: str(value) for code, value in cooperative(total).points.items()}
    return {
        "kind": "cooperative",
        "sector": "agricultural",
        "fiscal_year": 2566,
        "points": points,
        "loss": {"latest": False, "previous": True},
        "allocated_and_paid": {"latest": True, "previous": True},
        "defect_status": "none",
        "statement_days": 25,
        "standing": "operating",
        **changes,
    }


def refused(api: APIClient, payload: Any) -> dict[str, str]:
    """The errors of a 400 answer, by pointer."""
    response = api.post(URL, payload, format="json")
    assert response.status_code == 400, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    return {error["pointer"]: error["message"] for error in response.json()["errors"]}


def test_answer_has_the_documented_shape(api: APIClient) -> None:
    answer = api.post(URL, body(), format="json").json()
    trace = answer.pop("trace")
    assert answer == {
        "tier": 2,
        "unassessed_group": None,
        "total": "82.5",
        "dimensions": {"1": "30", "2": "20", "3": "20", "4": "12.5"},
        "conditions": [
            {
                "code": "total",
                "met_for": [1, 2],
                "text": "คะแนนรวม 82.5 คะแนน: ถึงเกณฑ์ชั้น 1 และชั้น 2",
            },
            {
                "code": "loss",
                "met_for": [2],
                "text": "ปีล่าสุดไม่ขาดทุน ปีก่อนหน้าขาดทุน: ถึงเกณฑ์ชั้น 2",
            },
            {
                "code": "defects",
                "met_for": [1, 2],
                "text": "สถานะข้อบกพร่อง ไม่มีข้อบกพร่อง: ถึงเกณฑ์ชั้น 1 และชั้น 2",
            },
        ],
        "next_tier": {
            "tier": 1,
            "needs": [{"code": "loss", "text": "ต้องไม่ขาดทุนในปีล่าสุดและปีก่อนหน้า"}],
        },
        "rule_set": "cooperative-agricultural-2566",
    }
    assert trace[0] == {
        "code": "dimension_1",
        "text": "มิติที่ 1: 15 + 10 + 5 = 30 จาก 30 คะแนน",
        "source": "kpi_details_fy2567 บรรทัด 328-364",
    }


def test_nothing_is_stored(api: APIClient) -> None:
    api.post(URL, body(), format="json")
    assert Assessment.objects.count() == 0


def test_facts_of_the_other_kind_may_be_left_out(api: APIClient) -> None:
    facts = body()
    del facts["allocated_and_paid"], facts["statement_days"]
    assert api.post(URL, facts, format="json").json()["tier"] == 2


def test_farmer_group_is_classified_by_its_own_conditions(api: APIClient) -> None:
    points = {code: str(v) for code, v in points_adding_to("65", farmer_group()).items()}
    facts = body(kind="farmer_group", sector=None, points=points)
    del facts["loss"]
    answer = api.post(URL, facts, format="json").json()
    assert (answer["tier"], answer["rule_set"]) == (3, "farmer-group-2566")
    assert [row["code"] for row in answer["conditions"]] == [
        "total",
        "allocated_and_paid",
        "defects",
        "statements",
    ]


@pytest.mark.parametrize(("standing", "number"), [("new", 1), ("suspended", 1), ("dissolved", 2)])
def test_standing_other_than_operating_needs_no_points(
    api: APIClient, standing: str, number: int
) -> None:
    facts = {"kind": "farmer_group", "sector": None, "fiscal_year": 2567, "standing": standing}
    answer = api.post(URL, facts, format="json").json()
    assert (answer["tier"], answer["unassessed_group"], answer["total"]) == (None, number, None)
    assert (answer["conditions"], answer["dimensions"], answer["next_tier"]) == ([], {}, None)


def test_stored_facts_are_a_body_that_gives_the_stored_result(api: APIClient) -> None:
    rows = [
        make_assessment(facts=cooperative("60")),
        make_assessment(make_group(), facts=group("90", days=31)),
    ]
    for row in rows:
        answer = api.post(URL, selectors.facts_json(row), format="json")
        assert answer.json() == row.result


def test_stored_facts_of_a_struck_off_one_are_accepted(api: APIClient) -> None:
    row = make_assessment(make_institution(standing="struck_off"))
    facts = {**selectors.facts_json(row), "standing": "struck_off"}
    assert api.post(URL, facts, format="json").json()["unassessed_group"] == 2


def test_wrong_points_are_named(api: APIClient) -> None:
    facts = body()
    facts["points"] |= {"1.1": "15.5", "9.9": "1", "4.4": "-1", "2.1": "1.005"}
    del facts["points"]["2.6"]
    assert refused(api, facts) == {
        "/points/1.1": "คะแนนตัวชี้วัด 1.1 ต้องไม่เกิน 15 (ได้ 15.5)",
        "/points/9.9": "ไม่รู้จักตัวชี้วัด 9.9",
        "/points/4.4": "คะแนนตัวชี้วัด 4.4 ต้องไม่ติดลบ",
        "/points/2.1": "คะแนนตัวชี้วัด 2.1 มีทศนิยมได้ไม่เกิน 2 ตำแหน่ง",
        "/points/2.6": "ยังไม่มีคะแนนตัวชี้วัด 2.6 อัตราลูกหนี้ระยะสั้นที่ชำระหนี้ได้ตามกำหนด",
    }


def test_missing_facts_are_named(api: APIClient) -> None:
    facts = body(loss={"latest": False}, defect_status=None)
    assert refused(api, facts) == {
        "/loss/previous": "ยังไม่ได้ระบุผลประกอบการปีก่อนหน้า",
        "/defect_status": "ยังไม่ได้ระบุสถานะข้อบกพร่อง",
    }


def test_cooperative_needs_a_sector_and_a_group_none(api: APIClient) -> None:
    assert refused(api, body(sector=None)) == {
        "/sector": "สหกรณ์ต้องระบุภาค (agricultural หรือ non_agricultural)"
    }


@pytest.mark.parametrize("year", [2565, 2570, 0, -1, 10**17])
def test_year_without_rules_is_refused(api: APIClient, year: int) -> None:
    assert refused(api, body(fiscal_year=year)) == {
        "/fiscal_year": f"ไม่มีเกณฑ์การจัดชั้นของปีงบประมาณ {year}"
    }


@pytest.mark.parametrize(
    ("changes", "at"),
    [
        ({"kind": "bank"}, "/kind"),
        ({"kind": ["cooperative"]}, "/kind"),
        ({"sector": "industrial"}, "/sector"),
        ({"fiscal_year": "2566"}, "/fiscal_year"),
        ({"fiscal_year": True}, "/fiscal_year"),
        ({"points": []}, "/points"),
        ({"points": "100"}, "/points"),
        ({"loss": [False, False]}, "/loss"),
        ({"loss": {"latest": "no", "previous": False}}, "/loss/latest"),
        ({"loss": {"latest": False, "previous": False, "next": True}}, "/loss/next"),
        ({"defect_status": "fixed"}, "/defect_status"),
        ({"defect_status": {}}, "/defect_status"),
        ({"statement_days": -1}, "/statement_days"),
        ({"statement_days": "25"}, "/statement_days"),
        ({"statement_days": 10_000}, "/statement_days"),
        ({"standing": "asleep"}, "/standing"),
        ({"standing": None}, "/standing"),
        ({"extra": 1}, "/extra"),
    ],
)
def test_unknown_values_and_shapes_are_refused(
    api: APIClient, changes: dict[str, Any], at: str
) -> None:
    assert list(refused(api, body(**changes))) == [at]


@pytest.mark.parametrize("value", [15, 2.5, True, None, [], {}, "NaN", "1e2", "๑๕", "15 "])
def test_points_that_are_no_decimal_text_are_refused(api: APIClient, value: Any) -> None:
    facts = body()
    facts["points"]["1.1"] = value
    assert refused(api, facts) == {"/points/1.1": "คะแนนตัวชี้วัด 1.1 ต้องเป็นตัวเลข เช่น 12.5"}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"null",
        b'"text"',
        b"{",
        b'{"fiscal_year": NaN}',
        b'{"fiscal_year": 1e400}',
        b'{"kind": "a\\u0000b"}',
        b'{"kind": "\\ud800"}',
        b'{"points": {"\\ud800": "1"}}',
        b"\xff",
        b"[" * 5000,
    ],
)
def test_odd_json_is_refused(api: APIClient, raw: bytes) -> None:
    response = api.post(URL, raw, content_type="application/json")
    assert response.status_code == 400


def test_without_sign_in_is_401() -> None:
    assert APIClient().post(URL, body(), format="json").status_code == 401

"""Measurements for programs: listing, entering with If-Match, computing."""

from typing import Any

import pytest

from cpd_portal.core.choices import Role
from kpis.models import KpiResult
from tests.api.conftest import TokenClient
from tests.conftest import UserMaker
from tests.kpis.entered import Desk
from tests.kpis.lineage import enter
from tests.kpis.strength import classified

Json = dict[str, Any]
YEAR = "/api/v1/kpis/2567/"
NET = f"{YEAR}4/measurements/12m/"
BODY = {"basis": "typed", "value": "80000", "unit": "บาท/ครัวเรือน/ปี"}


@pytest.fixture
def desk(make_user: UserMaker) -> Desk:
    return Desk(make_user)


@pytest.fixture
def api(desk: Desk) -> TokenClient:
    return TokenClient(desk.officer)


def put(api: TokenClient, body: object, etag: str | None = None, **headers: str) -> Any:
    sent = {**headers, **({"If-Match": etag} if etag else {})}
    return api.put(NET, body, "application/json", headers=sent)


def etag_of(api: TokenClient) -> str:
    return str(api.get(NET)["ETag"])


def test_result_is_entered_with_if_match_and_listed(api: TokenClient) -> None:
    empty = api.get(NET)
    assert empty.json() == {"kpi": 4, "round": "12m", "measurement": None}
    answer = put(api, BODY, empty["ETag"])
    assert answer.status_code == 200, answer.content
    measurement = answer.json()["measurement"]
    assert {name: measurement[name] for name in ("value", "score", "state", "counts")} == {
        "value": "80000",
        "score": "90.43",
        "state": "draft",
        "counts": True,
    }
    assert answer["ETag"] == etag_of(api)
    listed = api.get(f"{YEAR}measurements/").json()
    assert (listed["count"], listed["results"][0]) == (1, measurement)


def test_entry_without_or_with_a_stale_etag_is_refused(api: TokenClient) -> None:
    first = etag_of(api)
    assert put(api, BODY).status_code == 428
    assert put(api, BODY, first).status_code == 200
    stale = put(api, {**BODY, "value": "81000"}, first)
    assert stale.status_code == 412
    assert stale.json()["current"]["measurement"]["value"] == "80000"
    assert KpiResult.objects.get().value == "80000"


def test_same_key_answers_again_and_stores_once(api: TokenClient) -> None:
    etag = etag_of(api)
    answers = [put(api, BODY, etag, **{"Idempotency-Key": "k-1"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert KpiResult.objects.get().version == 1


def test_external_result_carries_the_letter(api: TokenClient) -> None:
    letter = {"agency": "สศก.", "letter_no": "กษ 1300/1", "letter_on": "2024-10-10"}
    answer = put(api, {**BODY, "basis": "external", **letter}, etag_of(api))
    assert answer.json()["measurement"]["letter"] == {
        "agency": "สศก.",
        "no": "กษ 1300/1",
        "date": "2024-10-10",
    }


@pytest.mark.parametrize(
    ("changed", "pointer", "message"),
    [
        ({"unit": "ล้านบาท"}, "/unit", "หน่วยต้องเป็น บาท/ครัวเรือน/ปี ตามเกณฑ์ของรอบนี้"),
        ({"value": "มาก"}, "/value", "ต้องเป็นตัวเลข เช่น 45.00"),
        ({"basis": "external"}, "/letter_no", "ระบุเลขที่หนังสือที่แจ้งผล"),
    ],
)
def test_bad_entry_is_refused_with_its_pointer_and_nothing_is_written(
    api: TokenClient, changed: Json, pointer: str, message: str
) -> None:
    answer = put(api, {**BODY, **changed}, etag_of(api))
    assert answer.status_code == 400
    assert {"pointer": pointer, "message": message} in answer.json()["errors"]
    assert not KpiResult.objects.exists()


def test_frozen_result_is_not_changed_by_the_api(desk: Desk, api: TokenClient) -> None:
    desk.frozen(4, "80000.00")
    before = api.get(NET)
    answer = put(api, {**BODY, "value": "99999"}, before["ETag"])
    assert answer.status_code in (409, 422)
    assert api.get(NET).json() == before.json()
    assert before.json()["measurement"]["state"] == "frozen"


def test_another_division_may_read_but_not_enter(desk: Desk, make_user: UserMaker) -> None:
    other = TokenClient(make_user(Role.OFFICER, "ict"))
    assert put(other, BODY, etag_of(other)).status_code == 403


def test_list_is_filtered_by_round_and_kpi(desk: Desk, api: TokenClient) -> None:
    desk.enter(4, "80000.00")
    desk.enter(8, "3500")
    for query, count in (("", 2), ("?kpi=8", 1), ("?round=6m", 0), ("?round=12m&kpi=4", 1)):
        assert api.get(f"{YEAR}measurements/{query}").json()["count"] == count


@pytest.mark.parametrize(
    ("query", "pointer"), [("?round=9m", "/round"), ("?kpi=x", "/kpi"), ("?page=0", "/page")]
)
def test_bad_filter_is_refused(api: TokenClient, query: str, pointer: str) -> None:
    answer = api.get(f"{YEAR}measurements/{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/kpis/2599/measurements/",
        f"{YEAR}99/measurements/12m/",
        f"{YEAR}9/measurements/6m/",
        f"{YEAR}9/computed/?round=6m",
        f"{YEAR}1/computed/",
    ],
)
def test_unknown_year_kpi_or_round_is_not_found(api: TokenClient, address: str) -> None:
    assert api.get(address).status_code == 404


def test_computed_result_names_its_inputs(api: TokenClient) -> None:
    classified([1] * 4 + [2] * 5 + [3] * 11)
    answer = api.get(f"{YEAR}5/computed/").json()
    assert (answer["value"], answer["partial"]) == ("45.0000000000", False)
    assert [each["value"] for each in answer["inputs"]] == ["9", "20"]


def test_computed_result_is_the_one_that_the_score_takes(
    api: TokenClient, make_user: UserMaker
) -> None:
    enter(make_user(Role.OFFICER, "agri", username="keeper"), 8, {"spots": "3500"})
    value = api.get(f"{YEAR}8/computed/").json()["value"]
    body = {"round": "12m", "value": value}
    scored = api.post(f"{YEAR}8/score/", body, "application/json").json()
    assert scored["score"] == "66.97"


def test_computed_result_is_entered_by_the_same_service(api: TokenClient) -> None:
    classified([1] * 4 + [2] * 5 + [3] * 11)
    address = f"{YEAR}5/measurements/12m/"
    headers = {"If-Match": api.get(address)["ETag"]}
    answer = api.put(address, {"basis": "computed"}, "application/json", headers=headers)
    assert answer.status_code == 200
    stored = answer.json()["measurement"]
    assert (stored["basis"], stored["value"]) == ("computed", "45.0000000000")
    assert [each["value"] for each in stored["inputs"]] == ["9", "20"]


@pytest.mark.parametrize(
    ("body", "pointer", "message"),
    [
        ({"basis": "computed", "value": "1"}, "/value", "ต้องไม่ระบุเมื่อให้ระบบคำนวณ"),
        ({"basis": "typed", "unit": "x"}, "/value", "ต้องระบุเมื่อไม่ได้ให้ระบบคำนวณ"),
    ],
)
def test_figure_that_does_not_fit_the_basis_is_refused(
    api: TokenClient, body: Json, pointer: str, message: str
) -> None:
    answer = put(api, body, etag_of(api))
    assert answer.status_code == 400
    assert {"pointer": pointer, "message": message} in answer.json()["errors"]
    assert not KpiResult.objects.exists()

"""The scorecard for programs: shapes, scores, totals, and every kind of bad body."""

from typing import Any

import pytest

from cpd_portal.core.models import User
from tests.api.conftest import TokenClient

Json = dict[str, Any]
YEAR = "/api/v1/kpis/2567/"


@pytest.fixture
def api(executive: User) -> TokenClient:
    return TokenClient(executive)


def posted(api: TokenClient, address: str, body: object, status: int = 200) -> Json:
    response = api.post(YEAR + address, body, "application/json")
    assert response.status_code == status, response.content.decode()
    answer: Json = response.json()
    return answer


def scored(api: TokenClient, number: int, value: object, round: str = "12m") -> Json:
    return posted(api, f"{number}/score/", {"round": round, "value": value})


def refused(api: TokenClient, address: str, body: object) -> list[tuple[str, str]]:
    problem = posted(api, address, body, 400)
    return [(error["pointer"], error["message"]) for error in problem["errors"]]


def test_scorecard_has_the_groups_with_their_weights(api: TokenClient) -> None:
    answer = api.get("/api/v1/kpis/scorecards/2567/").json()
    assert answer["fiscal_year"] == 2567
    assert [(group["no"], group["weight"], len(group["kpis"])) for group in answer["groups"]] == [
        ("1.1", "55", 6),
        ("1.2", "15", 2),
        ("2.1", "20", 4),
        ("2.2", "10", 1),
    ]


def test_scorecard_describes_a_kpi_as_printed(api: TokenClient) -> None:
    groups = api.get("/api/v1/kpis/scorecards/2567/").json()["groups"]
    kpi = groups[0]["kpis"][4]
    yearly = kpi["rounds"].pop("12m")
    assert {name: kpi[name] for name in ("no", "code", "unit", "weight", "direction")} == {
        "no": 5,
        "code": None,
        "unit": "ร้อยละ",
        "weight": "20",
        "direction": "higher",
    }
    assert kpi["baseline"] == {"2566": "43.08"}
    assert yearly["method"] == "linear"
    assert {tier: yearly["tiers"][tier]["value"] for tier in yearly["tiers"]} == {
        "50": "43.08",
        "75": "47",
        "100": "48",
    }
    assert yearly["tiers"]["75"]["text"] == "สหกรณ์มีความเข้มแข็งในระดับ 1 และ 2 ร้อยละ 47"
    assert list(kpi["rounds"]) == ["6m"]


def test_scorecard_names_the_methods_rounds_and_codes(api: TokenClient) -> None:
    groups = api.get("/api/v1/kpis/scorecards/2567/").json()["groups"]
    kpis = {kpi["no"]: kpi for group in groups for kpi in group["kpis"]}
    methods = {
        (number, round): found["method"]
        for number, kpi in kpis.items()
        for round, found in kpi["rounds"].items()
    }
    assert {number for (number, round) in methods if round == "6m"} == set(range(1, 9))
    steps = {pair for pair, method in methods.items() if method == "step"}
    assert steps == {(n, "6m") for n in (1, 2, 3, 7, 8)} | {(n, "12m") for n in (9, 10, 11)}
    assert [kpis[number]["code"] for number in (1, 2, 3)] == ["030101", "030201", "030201"]
    assert kpis[8]["direction"] == "lower"
    assert kpis[7]["rounds"]["6m"]["tiers"]["50"]["value"] is None
    assert kpis[9]["rounds"]["12m"]["tiers"]["75"]["value"] == {
        "quality_pct": "100",
        "registered_pct": "90",
    }
    assert kpis[12]["baseline"]["2566"] == "63.90"
    assert kpis[9]["baseline"] == {}


@pytest.mark.parametrize(
    ("number", "value", "score", "band"),
    [
        (5, "45.00", "62.24", "50"),
        (5, "43.07783719548425430778371955", "50.00", "50"),
        (8, "3500", "66.97", "50"),
        (8, "3700", "0.00", "below"),
        (4, "80271", "96.96", "75"),
        (12, "60", "65.25", "50"),
        (12, None, "0.00", "below"),
        (5, None, None, None),
        (9, {"quality_pct": "100", "registered_pct": "94.44"}, "75.00", "75"),
        (10, {"raised_1_to_7": 1, "raised": 1, "shared": 1}, "100.00", "100"),
        (10, {"raised_1_to_7": "2", "raised": "0", "shared": "0"}, "50.00", "50"),
    ],
)
def test_score_answers_score_band_and_trace(
    api: TokenClient, number: int, value: object, score: str | None, band: str | None
) -> None:
    answer = scored(api, number, value)
    assert (answer["score"], answer["band"]) == (score, band)
    assert answer["trace"][0]["text"]


def test_score_traces_the_rounding(api: TokenClient) -> None:
    assert scored(api, 5, "43.0778")["trace"][0] == {
        "text": "ผล (ร้อยละ) ปัดเศษครึ่งขึ้นเป็น 2 ตำแหน่งก่อนคิดคะแนน",
        "detail": "ก่อนปัด 43.0778",
        "result": "43.08",
    }


NOT_A_FIGURE = "ต้องเป็นตัวเลข เช่น 45.00"
NOT_TEXT = 'ต้องส่งตัวเลขเป็นข้อความ เช่น "45.00"'


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e400", "1E+9", "", " ", "สี่", "๔๕", "4,5"])
def test_score_of_what_is_no_figure_is_refused(api: TokenClient, value: str) -> None:
    body = {"round": "12m", "value": value}
    assert refused(api, "5/score/", body) == [("/value", NOT_A_FIGURE)]


@pytest.mark.parametrize("value", [45, 45.5, True])
def test_score_of_a_json_number_is_refused(api: TokenClient, value: object) -> None:
    body = {"round": "12m", "value": value}
    assert refused(api, "5/score/", body) == [("/value", NOT_TEXT)]


@pytest.mark.parametrize("value", [[], {}, {"quality_pct": "1"}, "9" * 400])
def test_score_of_another_shape_is_refused(api: TokenClient, value: object) -> None:
    body = {"round": "12m", "value": value}
    assert refused(api, "5/score/", body) == [("/value", NOT_A_FIGURE)]


@pytest.mark.parametrize(
    ("number", "body", "errors"),
    [
        (5, {"round": "9m", "value": "45"}, [("/round", "ไม่รู้จักค่า “9m”")]),
        (9, {"round": "6m", "value": None}, [("/round", "ตัวชี้วัดที่ 9 ไม่มีรอบ 6 เดือน")]),
        (5, {"round": "12m", "value": "-0.01"}, [("/value", "ต้องไม่น้อยกว่า 0")]),
        (
            9,
            {"round": "12m", "value": "90"},
            [("/value", "ต้องเป็นวัตถุที่มี quality_pct, registered_pct")],
        ),
        (
            9,
            {"round": "12m", "value": {"quality_pct": "90"}},
            [("/value/registered_pct", NOT_A_FIGURE)],
        ),
        (
            9,
            {"round": "12m", "value": {"quality_pct": "-1", "registered_pct": 5}},
            [("/value/quality_pct", "ต้องไม่น้อยกว่า 0"), ("/value/registered_pct", NOT_TEXT)],
        ),
        (
            10,
            {"round": "12m", "value": {"raised_1_to_7": 1, "raised": 1, "shared": 1, "x": 1}},
            [("/value/x", "ไม่มีส่วนนี้ในตัวชี้วัด")],
        ),
    ],
)
def test_score_of_a_bad_body_names_the_place(
    api: TokenClient, number: int, body: Json, errors: list[tuple[str, str]]
) -> None:
    assert refused(api, f"{number}/score/", body) == errors


@pytest.mark.parametrize("body", [{}, {"round": "12m"}, {"value": "45"}, [], "45", 45, None])
def test_score_of_an_undocumented_body_is_refused(api: TokenClient, body: object) -> None:
    posted(api, "5/score/", body, 400)


@pytest.mark.parametrize("text", ['{"round": "12m", "value": NaN}', '{"round": "12m"', "\x00"])
def test_score_of_broken_json_is_refused(api: TokenClient, text: str) -> None:
    response = api.post(YEAR + "5/score/", text.encode(), "application/json")
    assert response.status_code == 400


@pytest.mark.parametrize(
    "address",
    ["2567/14/score/", "2567/0/score/", "2566/5/score/", "2566/total/", f"{10**30}/5/score/"],
)
def test_unknown_kpi_or_year_is_not_found(api: TokenClient, address: str) -> None:
    body = {"round": "12m", "value": "45"}
    response = api.post("/api/v1/kpis/" + address, body, "application/json")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_unknown_scorecard_is_not_found(api: TokenClient) -> None:
    response = api.get("/api/v1/kpis/scorecards/2566/")
    assert response.status_code == 404
    assert response.json()["detail"] == "ไม่มีใบคะแนนปีงบประมาณ 2566"


def test_total_of_every_kpi_has_a_level(api: TokenClient) -> None:
    answer = posted(api, "total/", {"scores": {str(n): "80" for n in range(1, 14)}})
    assert answer == {
        "total": "80.00",
        "level": "high_standard",
        "missing": [],
        "range": {"low": "80.00", "high": "80.00"},
    }


def test_total_with_missing_kpis_says_what_is_possible(api: TokenClient) -> None:
    answer = posted(api, "total/", {"scores": {"5": "62.24", "13": None}})
    assert (answer["total"], answer["level"]) == (None, None)
    assert answer["missing"] == [n for n in range(1, 14) if n != 5]
    assert answer["range"] == {"low": "12.45", "high": "92.45"}


@pytest.mark.parametrize(
    ("scores", "pointer"),
    [
        ({"14": "80"}, "/scores/14"),
        ({"1": "100.01"}, "/scores/1"),
        ({"1": "-1"}, "/scores/1"),
        ({"1": "NaN"}, "/scores/1"),
        ({"1": "1e5"}, "/scores/1"),
        ({"1": 80}, "/scores/1"),
        ({"01": "80"}, "/scores/01"),
        ({"1/2": "80"}, "/scores/1~12"),
        (["80"], "/scores"),
        (None, "/scores"),
    ],
)
def test_total_of_bad_scores_names_the_place(
    api: TokenClient, scores: object, pointer: str
) -> None:
    assert [at for at, _ in refused(api, "total/", {"scores": scores})] == [pointer]


def test_total_takes_the_exact_scores(api: TokenClient) -> None:
    scores = {str(n): "89.995" for n in range(1, 14)}
    assert posted(api, "total/", {"scores": scores})["level"] == "quality"

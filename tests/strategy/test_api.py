"""The strategic plan as data: shapes and figures that other programs rely on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cpd_portal.core.models import User

ClientOf = Callable[[User], Client]

PROJECT_KEYS = {
    "code",
    "printed_code",
    "title",
    "strategy",
    "objectives",
    "target_group",
    "responsible",
    "responsible_units",
    "expected_results",
    "success_indicators",
    "activities",
    "budget",
    "budget_total",
    "source_lines",
    "anomalies",
}


@pytest.fixture
def projects(client_of: ClientOf, officer: User) -> dict[str, dict[str, Any]]:
    answer = client_of(officer).get("/api/v1/strategy/projects/")
    return {row["code"]: row for row in answer.json()}


def test_projects_are_a_plain_array_in_the_order_of_the_plan(
    client_of: ClientOf, officer: User
) -> None:
    rows = client_of(officer).get("/api/v1/strategy/projects/").json()

    assert [row["code"] for row in rows] == (
        ["4.1", "4.2", *(f"5.{number}" for number in range(1, 11)), "6.1", "6.2"]
    )
    assert {frozenset(row) for row in rows} == {frozenset(PROJECT_KEYS)}


def test_projects_take_a_fixed_number_of_queries(
    client_of: ClientOf, officer: User, django_assert_num_queries: Any
) -> None:
    client = client_of(officer)
    with django_assert_num_queries(3):
        client.get("/api/v1/strategy/projects/")


def test_project_carries_what_is_printed(projects: dict[str, dict[str, Any]]) -> None:
    row = projects["5.8"]

    assert row["printed_code"] == "๕.๔"
    assert row["title"].startswith("พัฒนาระบบเตือนภัยล่วงหน้า")
    assert row["strategy"] == {
        "number": 5,
        "title": "การพัฒนาระบบเทคโนโลยีเพื่อการบริหารจัดการและการกำกับดูแล",
    }
    assert row["budget"] == {
        "2560": "0.5",
        "2561": "5",
        "2562": "1.5",
        "2563": "1.5",
        "2564": "1.5",
    }
    assert row["budget_total"] == "10"
    assert row["responsible"] == ["ศูนย์เทคโนโลยีสารสนเทศและการสื่อสาร"]
    assert row["responsible_units"] == [{"code": "ict", "name": "ศูนย์เทคโนโลยีสารสนเทศและการสื่อสาร"}]
    assert row["activities"][2] == {
        "no": "3.3",
        "printed_no": "๓.๓",
        "title": "พัฒนาระบบเตือนภัยล่วงหน้า ด้านการดำเนินงานและด้านการเงินของสหกรณ์และกลุ่มเกษตรกร",
        "targets": {
            "2560": None,
            "2561": "มีระบบเตือนภัยล่วงหน้า ๑ ระบบ",
            "2562": None,
            "2563": None,
            "2564": None,
        },
    }
    assert row["success_indicators"] == [
        {
            "no": None,
            "text": "ปี ๒๕๖๑ มีโปรแกรมสำหรับเตือนภัยล่วงหน้าเกี่ยวกับการดำเนินงานของสหกรณ์"
            "ให้กับเจ้าหน้าที่ส่งเสริมสหกรณ์ จำนวน ๑ ระบบ",
        }
    ]
    assert row["anomalies"][0]["where"] == "code"
    assert row["anomalies"][0]["printed"] == "โครงการที่ ๕.๔"
    assert row["source_lines"] == "335-357, 856-878"


def test_project_without_its_beginning_has_nulls(projects: dict[str, dict[str, Any]]) -> None:
    row = projects["4.1"]

    assert (row["title"], row["printed_code"], row["target_group"]) == (None, None, None)
    assert row["strategy"] == {"number": 4, "title": None}
    assert row["objectives"] == []
    assert (row["activities"][0]["no"], row["activities"][0]["printed_no"]) == ("3.4", None)


def test_project_with_merged_cells_keeps_the_printed_columns(
    projects: dict[str, dict[str, Any]],
) -> None:
    assert projects["5.1"]["budget"] == {
        "2560": None,
        "2561": "10",
        "2562": None,
        "2563": "3",
        "2564": None,
    }
    assert projects["5.1"]["budget_total"] == "13"


def test_numbered_indicators_carry_their_number(projects: dict[str, dict[str, Any]]) -> None:
    assert [row["no"] for row in projects["5.9"]["success_indicators"]] == ["6.1", "6.2"]


def test_second_page_of_6_1_is_numbered_on(projects: dict[str, dict[str, Any]]) -> None:
    numbers = [(row["no"], row["printed_no"]) for row in projects["6.1"]["activities"]]

    assert numbers[-3:] == [("3.7", "๓.๓"), ("3.8", "๓.๔"), ("3.9", "๓.๕")]


def test_one_project_is_the_same_as_in_the_list(
    client_of: ClientOf, officer: User, projects: dict[str, dict[str, Any]]
) -> None:
    answer = client_of(officer).get("/api/v1/strategy/projects/5.10/")

    assert answer.json() == projects["5.10"]


def test_unknown_project_is_a_problem(client_of: ClientOf, officer: User) -> None:
    answer = client_of(officer).get("/api/v1/strategy/projects/5.11/")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["title"] == "ไม่พบข้อมูล"


def test_budget_sums_the_plan(client_of: ClientOf, officer: User) -> None:
    answer = client_of(officer).get("/api/v1/strategy/budget/")

    assert answer.json() == {
        "by_year": {"2560": "25", "2561": "76", "2562": "34", "2563": "33", "2564": "27"},
        "by_strategy": {"4": "50", "5": "125", "6": "20"},
        "total": "195",
    }


def test_schema_documents_the_answers_and_their_errors(client: Client) -> None:
    paths = client.get("/api/schema/").json()["paths"]

    listed = paths["/api/v1/strategy/projects/"]["get"]
    one = paths["/api/v1/strategy/projects/{code}/"]["get"]
    assert listed["responses"]["200"]["content"]["application/json"]["schema"]["type"] == "array"
    assert {"200", "401", "403"} <= set(listed["responses"])
    assert {"200", "401", "403", "404"} <= set(one["responses"])
    assert "401" in paths["/api/v1/strategy/budget/"]["get"]["responses"]

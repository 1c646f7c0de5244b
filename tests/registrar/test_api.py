"""The powers and their assessment for programs."""

from typing import Any

import pytest

from registrar.rules.assessment import Facts
from tests.api.conftest import TokenClient, program
from tests.contract.bodies import ASSESS, POWERS, assessed

__all__ = ["program"]
pytestmark = pytest.mark.django_db


def judged(program: TokenClient, body: dict[str, Any]) -> dict[str, Any]:
    answer = program.post(ASSESS, body, "application/json")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def verdicts(found: dict[str, Any]) -> dict[str, str]:
    return {power["code"]: power["verdict"] for power in found["powers"]}


def test_powers_are_a_plain_array_of_the_day(program: TokenClient) -> None:
    now = {row["code"]: row for row in program.get(POWERS).json()}
    before = {row["code"] for row in program.get(POWERS, {"as_of": "2018-01-01"}).json()}

    assert now["22-1"]["section"] == "มาตรา 22 (1)"
    assert now["22-1"]["verified"] is False
    assert "16-4-plan" in now
    assert "16-4-plan" not in before


@pytest.mark.parametrize("day", ["31/12/2569", "0001-01-01", "9999-12-31", "x"])
def test_powers_of_a_wrong_day_are_400(program: TokenClient, day: str) -> None:
    answer = program.get(POWERS, {"as_of": day})

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/as_of"]


def test_assess_proposes_the_order_with_citation_and_what_comes_first(
    program: TokenClient,
) -> None:
    found = judged(program, assessed())

    assert found["proposed"] == "22-1"
    order = next(power for power in found["powers"] if power["code"] == "22-1")
    assert order["verdict"] == "applies"
    assert all(check["met"] and check["section"] for check in order["checks"])
    assert "ให้นิติกรยืนยันข้อกฎหมาย" in order["first"]


def test_assess_without_facts_names_what_is_missing(program: TokenClient) -> None:
    found = judged(program, assessed(standing=None, defect=None, overdue=None))

    order = next(power for power in found["powers"] if power["code"] == "22-1")
    assert order["verdict"] == "unknown"
    assert {"fact", "question"} == set(order["missing"][0])
    assert found["proposed"] is None


def test_assess_of_a_farmer_group_never_proposes_section_22(program: TokenClient) -> None:
    facts = {"standing": "operating", "defect": True, "overdue": True, "fraud": True}

    found = judged(program, {"kind": "farmer_group", "type": "rice_farming", "facts": facts})

    assert found["ladder"] == []
    assert not [code for code in verdicts(found) if code.startswith(("17", "18", "22"))]


def test_assess_gives_the_same_answer_again(program: TokenClient) -> None:
    assert judged(program, assessed()) == judged(program, assessed())


@pytest.mark.parametrize("name", list(Facts.model_fields))
def test_assess_refuses_a_wrong_fact_at_its_pointer(program: TokenClient, name: str) -> None:
    wrong: list[Any] = [{}, [], 1.5, -1]
    wrong += ["ก" * 1001] if name == "tier_gates" else ["ไม่ใช่ค่า", "9999-12-31"]
    for value in wrong:
        body = assessed(**{name: value})

        answer = program.post(ASSESS, body, "application/json")

        assert answer.status_code == 400, value
        assert [error["pointer"] for error in answer.json()["errors"]] == [f"/facts/{name}"]


def test_assess_refuses_a_type_of_the_other_kind(program: TokenClient) -> None:
    answer = program.post(ASSESS, {**assessed(), "type": "rice_farming"}, "application/json")

    assert answer.status_code == 400
    error = answer.json()["errors"][0]
    assert error["pointer"] == "/type"
    assert error["message"].startswith("ไม่รู้จักประเภทนี้ ใช้ได้: ")

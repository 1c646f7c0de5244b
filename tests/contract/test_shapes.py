"""Every successful answer, key by key, with the types of the values."""

import re
from typing import Any

import pytest

from coops.models import Institution
from tests.api.conftest import TokenClient
from tests.contract.bodies import (
    ASSESS,
    CASES,
    CLASSIFY,
    INSTITUTIONS,
    POWERS,
    REPORTS,
    SCORE,
    STRENGTH,
    TOTAL,
    assessed,
    cooperative,
    opened,
)
from tests.contract.shape import DECIMAL, PERCENT, YEAR, by_key, wrong

ANY_KEY = re.compile(r".+")
ROUND = re.compile(r"6m|12m")
TIER_POINTS = re.compile(r"50|75|100")
METHOD = re.compile(r"linear|step")
DIRECTION = re.compile(r"higher|lower")
INDICATOR = re.compile(r"[1-4]\.[1-9]")
NAMED = {"code": str, "name": str}

PROJECT = {
    "code": re.compile(r"[456]\.[0-9]+"),
    "printed_code": (str, None),
    "title": (str, None),
    "strategy": {"number": int, "title": (str, None)},
    "objectives": [str],
    "target_group": (str, None),
    "responsible": [str],
    "expected_results": [str],
    "success_indicators": [{"no": (str, None), "text": str}],
    "activities": [
        {
            "no": str,
            "printed_no": (str, None),
            "title": (str, None),
            "targets": by_key(YEAR, (str, None)),
        }
    ],
    "budget": by_key(YEAR, (DECIMAL, None)),
    "budget_total": DECIMAL,
    "anomalies": [{"where": str, "printed": str, "reading": str, "note": str}],
}
BUDGET = {
    "by_year": by_key(YEAR, DECIMAL),
    "by_strategy": by_key(re.compile("[456]"), DECIMAL),
    "total": DECIMAL,
}
BOUND = (DECIMAL, None, by_key(ANY_KEY, DECIMAL))
KPI = {
    "no": int,
    "code": (str, None),
    "title": str,
    "unit": str,
    "weight": DECIMAL,
    "direction": DIRECTION,
    "baseline": by_key(YEAR, DECIMAL),
    "rounds": by_key(
        ROUND, {"method": METHOD, "tiers": by_key(TIER_POINTS, {"value": BOUND, "text": str})}
    ),
}
SCORECARD = {
    "fiscal_year": int,
    "groups": [{"no": str, "title": str, "weight": DECIMAL, "kpis": [KPI]}],
}
SCORED = {"score": (PERCENT, None), "band": (re.compile("below|50|75|100"), None), "trace": list}
SUMMED = {
    "total": (PERCENT, None),
    "level": (re.compile("quality|high_standard|basic_standard|needs_improvement"), None),
    "missing": [int],
    "range": {"low": PERCENT, "high": PERCENT},
}
EXPLAINED = {"code": str, "text": str}
CLASSIFIED = {
    "tier": (int, None),
    "unassessed_group": (int, None),
    "total": (DECIMAL, None),
    "dimensions": by_key(re.compile("[1-4]"), DECIMAL),
    "conditions": [{**EXPLAINED, "met_for": [int]}],
    "next_tier": ({"tier": int, "needs": [EXPLAINED]}, None),
    "rule_set": str,
}
FACTS = {
    "kind": str,
    "sector": (str, None),
    "fiscal_year": int,
    "points": by_key(INDICATOR, DECIMAL),
    "standing": str,
}
INSTITUTION = {
    "registration_no": str,
    "name": str,
    "kind": str,
    "sector": (str, None),
    "office": NAMED,
    "province": NAMED,
}
DETAIL = {**INSTITUTION, "assessments": by_key(YEAR, {"facts": FACTS, "result": CLASSIFIED})}
PAGE = {"count": int, "next": (str, None), "previous": (str, None), "results": [INSTITUTION]}
PORTION = {"count": int, "share": (PERCENT, None)}
STRENGTH_TABLE = {
    "population": int,
    "tiers": {"1": PORTION, "2": PORTION, "3": PORTION},
    "unassessed": {"1": int, "2": int},
    "incomplete": int,
    "strong": PORTION,
    "status": re.compile("provisional|official"),
}
CATALOGUE = [{"identifier": str, "title": str, "formats": [str], "params": dict}]
POWER = {
    "code": str,
    "law": str,
    "section": str,
    "act": str,
    "kind": re.compile("cooperative|farmer_group|both"),
    "title": str,
    "summary": str,
    "holders": [str],
    "delegable": bool,
    "preconditions": [str],
    "facts": [str],
    "documents": [str],
    "hearing": bool,
    "reasons": bool,
    "deadline": str,
    "appeal": re.compile("committee|general|final|none"),
    "appeal_days": (int, None),
    "disobeyed": str,
    "starts_on": (str, None),
    "ends_on": (str, None),
    "confidence": re.compile("high|medium|low"),
    "verified": bool,
}
PROPOSALS = {
    "kind": str,
    "type": str,
    "day": str,
    "framework_version": int,
    "facts": dict,
    "powers": [
        {
            "code": str,
            "law": str,
            "section": str,
            "title": str,
            "verdict": re.compile("applies|unknown|does_not"),
            "preconditions": [str],
            "checks": [{"text": str, "met": (bool, None), "section": str}],
            "missing": [{"fact": str, "question": str}],
            "first": [str],
            "deadline": str,
            "appeal": str,
            "appeal_flagged": bool,
            "verified": bool,
        }
    ],
    "ladder": [{"code": str, "title": str, "state": str, "reason": str}],
    "proposed": (str, None),
}
DECIDED = {"outcome": str, "power": (str, None), "days": (int, None), "decided_on": str}
CASE_ROW = {
    "id": str,
    "number": str,
    "office": {"code": str, "name": str},
    "institution": (str, None),
    "about": str,
    "origin": re.compile("referral|application|own_motion"),
    "type": {"code": str, "title": str},
    "title": str,
    "received_on": str,
    "due_on": (str, None),
    "state": re.compile("preparing|opinions|deciding|decided|closed"),
    "decision": (DECIDED, None),
    "ending": (str, None),
    "appealed": bool,
    "is_sample": bool,
}
CASE = {
    **CASE_ROW,
    "facts": str,
    "clause": str,
    "amount": (str, None),
    "conduct": [str],
    "defects": [str],
    "clock": {"used": int, "limit": (int, None), "left": (int, None), "stands": bool},
    "assessment": (PROPOSALS, None),
}
DOCUMENT = {
    "status": re.compile("queued|running|done|failed"),
    "progress": int,
    "file": (str, None),
    "error": (str, None),
}


@pytest.mark.parametrize(
    ("address", "shape"),
    [
        ("/api/v1/strategy/projects/", [PROJECT]),
        ("/api/v1/strategy/budget/", BUDGET),
        ("/api/v1/kpis/scorecards/2567/", SCORECARD),
        (f"{INSTITUTIONS}?page_size=1", PAGE),
        (f"{INSTITUTIONS}C50-1/", DETAIL),
        (f"{STRENGTH}?fiscal_year=2566&kind=cooperative&sector=agricultural", STRENGTH_TABLE),
        (f"{STRENGTH}?fiscal_year=2566&kind=cooperative&as_of=2020-01-01", STRENGTH_TABLE),
        (POWERS, [POWER]),
        (f"{POWERS}?as_of=2018-01-01", [POWER]),
        (f"{REPORTS}catalogue/", CATALOGUE),
    ],
)
def test_reading_answers_the_shape(
    program: TokenClient, institution: Institution, address: str, shape: Any
) -> None:
    answer = program.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    assert wrong(answer.json(), shape) == []


@pytest.mark.usefixtures("institution")
def test_case_is_opened_read_and_listed_in_its_shape(program: TokenClient) -> None:
    made = program.post(CASES, opened(), "application/json")
    assert made.status_code == 201
    assert wrong(made.json(), CASE) == []
    shown = program.get(f"{CASES}{made.json()['id']}/")
    assert shown.json() == made.json()
    assert shown["ETag"] == made["ETag"]
    listed = program.get(CASES).json()
    assert [wrong(row, CASE_ROW) for row in listed["results"]] == [[]]


@pytest.mark.parametrize(
    ("address", "body", "shape"),
    [
        (SCORE.format(number=5), {"round": "12m", "value": "45.00"}, SCORED),
        (SCORE.format(number=5), {"round": "12m", "value": None}, SCORED),
        (TOTAL, {"scores": {"1": "80"}}, SUMMED),
        (TOTAL, {"scores": {str(number): "80" for number in range(1, 14)}}, SUMMED),
        (CLASSIFY, cooperative(), CLASSIFIED),
        (CLASSIFY, cooperative({"4.1": "0", "4.2": "0"}), CLASSIFIED),
        (CLASSIFY, cooperative(standing="dissolved"), CLASSIFIED),
        (ASSESS, assessed(), PROPOSALS),
        (ASSESS, {"kind": "farmer_group", "type": "rice_farming", "facts": {}}, PROPOSALS),
    ],
)
def test_calculation_answers_the_shape(
    program: TokenClient, address: str, body: dict[str, Any], shape: Any
) -> None:
    answer = program.post(address, body, "application/json")
    assert answer.status_code == 200
    assert wrong(answer.json(), shape) == []


def test_catalogue_has_the_two_reports_with_their_parameters(program: TokenClient) -> None:
    entries = program.get(f"{REPORTS}catalogue/").json()
    found = {entry["identifier"]: entry for entry in entries}
    years = found["kpi-scorecard"]["params"]["fiscal_year"]
    assert (years["type"], years["choices"]) == ("integer", [2567])
    register = found["institution-register"]
    assert {"fiscal_year", "kind", "office"} <= set(register["params"])
    assert not any(parameter["required"] for parameter in register["params"].values())
    assert {"pdf", "xlsx", "csv"} == {*register["formats"]}


@pytest.mark.usefixtures("media", "private_queue")
@pytest.mark.parametrize(
    ("report", "params", "file_format"),
    [
        ("kpi-scorecard", {"fiscal_year": 2567}, "pdf"),
        ("institution-register", {}, "csv"),
        ("institution-register", {"fiscal_year": 2566, "kind": "cooperative"}, "xlsx"),
        ("institution-register", {"office": "50"}, "pdf"),
        ("institution-sheet", {"registration_no": "C50-1"}, "pdf"),
        ("office-summary", {"office": "50"}, "xlsx"),
        ("national-classification", {"fiscal_year": 2566}, "csv"),
        ("strength-movement", {"kind": "cooperative", "move": "rose"}, "xlsx"),
    ],
)
def test_report_is_accepted_and_followed_at_its_location(
    program: TokenClient,
    institution: Institution,
    report: str,
    params: dict[str, Any],
    file_format: str,
) -> None:
    order = {"report": report, "params": params, "format": file_format}
    accepted = program.post(REPORTS, order, "application/json")
    assert accepted.status_code == 202
    document = program.get(accepted["Location"])
    assert wrong(document.json(), DOCUMENT) == []
    assert document.json()["status"] == "queued"

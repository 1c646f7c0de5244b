"""Every documented operation of the API, with an address of it that is in order."""

from dataclasses import dataclass
from typing import Any

from tests.contract.bodies import (
    ASSESS,
    CASES,
    CLASSIFY,
    INSTITUTIONS,
    POWERS,
    REPORTS,
    STRENGTH,
    TOTAL,
    assessed,
    cooperative,
    opened,
)

UNKNOWN = "00000000-0000-4000-8000-000000000000"
READ = {"400", "401", "403"}
WRITE = READ | {"409", "413", "415", "422"}


@dataclass(frozen=True)
class Operation:
    """`path` as in the schema; `problems` are the statuses of its problem documents."""

    method: str
    path: str
    address: str
    problems: set[str]
    body: Any = None

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


OPERATIONS = [
    Operation("get", "/api/v1/strategy/projects/", "/api/v1/strategy/projects/", READ),
    Operation("get", "/api/v1/strategy/budget/", "/api/v1/strategy/budget/", READ),
    Operation(
        "get",
        "/api/v1/kpis/scorecards/{fiscal_year}/",
        "/api/v1/kpis/scorecards/2567/",
        READ | {"404"},
    ),
    Operation(
        "post",
        "/api/v1/kpis/{fiscal_year}/{number}/score/",
        "/api/v1/kpis/2567/5/score/",
        WRITE | {"404"},
        {"round": "12m", "value": "45.00"},
    ),
    Operation(
        "post",
        "/api/v1/kpis/{fiscal_year}/total/",
        TOTAL,
        WRITE | {"404"},
        {"scores": {"1": "80"}},
    ),
    Operation(
        "get",
        "/api/v1/kpis/{fiscal_year}/measurements/",
        "/api/v1/kpis/2567/measurements/",
        READ | {"404"},
    ),
    Operation("post", CLASSIFY, CLASSIFY, WRITE, cooperative()),
    Operation("get", INSTITUTIONS, INSTITUTIONS, READ | {"404"}),
    Operation(
        "get", f"{INSTITUTIONS}{{registration_no}}/", f"{INSTITUTIONS}C50-1/", READ | {"404"}
    ),
    Operation(
        "patch",
        f"{INSTITUTIONS}{{registration_no}}/",
        f"{INSTITUTIONS}C50-1/",
        WRITE | {"404", "412", "428"},
        {"phone": "053-222222"},
    ),
    Operation("get", STRENGTH, f"{STRENGTH}?fiscal_year=2566&kind=cooperative", READ | {"404"}),
    Operation("get", POWERS, POWERS, READ),
    Operation("post", ASSESS, ASSESS, WRITE, assessed()),
    Operation("get", CASES, CASES, READ | {"404"}),
    Operation("post", CASES, CASES, WRITE | {"404"}, opened()),
    Operation("get", f"{CASES}{{id}}/", f"{CASES}{UNKNOWN}/", READ | {"404"}),
    Operation("get", f"{REPORTS}catalogue/", f"{REPORTS}catalogue/", READ),
    Operation(
        "post",
        REPORTS,
        REPORTS,
        WRITE,
        {"report": "kpi-scorecard", "params": {"fiscal_year": 2567}, "format": "pdf"},
    ),
    Operation("get", f"{REPORTS}{{document_id}}/", f"{REPORTS}{UNKNOWN}/", READ | {"404"}),
    Operation(
        "get",
        f"{REPORTS}{{document_id}}/file/",
        f"{REPORTS}{UNKNOWN}/file/",
        READ | {"404", "409"},
    ),
]
WRITES = [operation for operation in OPERATIONS if operation.body is not None]

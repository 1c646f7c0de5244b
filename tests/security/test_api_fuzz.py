"""Every operation of the OpenAPI document under hostile and lawful requests of several people."""

import os

import pytest
from rest_framework.authtoken.models import Token

from tests.conftest import UserMaker
from tests.coops.facts import cooperative
from tests.coops.rows import make_assessment, make_institution
from tests.documents.conftest import media, private_queue
from tests.inspection.rows import make_defect
from tests.inspection.visits import started
from tests.registrar.cases import make_case
from tests.security.api_fuzz import Effort, document, fuzz, one_connection, operations
from tests.security.people import WRITERS, people

__all__ = ["media", "private_queue"]
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES") or "0")
EFFORT = Effort(EXAMPLES, fixed=False) if EXAMPLES else Effort(12, fixed=True)


@pytest.fixture
def known(db: None) -> dict[str, dict[str, object]]:
    """Path → parameters that lead to an object of office 50."""
    institution = make_institution("50", registration_no="C50-1", phone="053-111111")
    make_assessment(institution, cooperative("60.5"))
    quarter = {"code": "5.9", "unit": "ict", "fiscal_year": 2561, "quarter": 2}
    kpi = {"fiscal_year": 2567, "number": 5, "round": "12m"}
    values: dict[str, dict[str, object]] = {
        "coops/institutions/{registration_no}/": {"registration_no": "C50-1"},
        "inspection/visits/{id}/": {"id": str(started(institution=institution).pk)},
        "inspection/defects/{id}/actions/": {"id": str(make_defect().pk)},
        "registrar/cases/{id}/": {"id": str(make_case(institution).pk)},
        "strategy/projects/{code}/": quarter,
        "kpis/": kpi,
    }
    return {f"/api/v1/{path}": found for path, found in values.items()}


def _of(path: str, known: dict[str, dict[str, object]]) -> dict[str, object]:
    return next(
        (
            {name: value for name, value in found.items() if f"{{{name}}}" in path}
            for start, found in known.items()
            if path.startswith(start)
        ),
        {},
    )


@pytest.mark.usefixtures("media", "private_queue")
def test_no_operation_breaks_its_own_description(
    known: dict[str, dict[str, object]], make_user: UserMaker
) -> None:
    tokens = {
        name: Token.objects.create(user=user).key
        for name, user in people(make_user, *WRITERS).items()
    }

    with one_connection():
        found = [
            fuzz(operation, _of(operation.path, known), tokens, EFFORT)
            for operation in operations(document())
        ]

    assert len(found) >= 45
    broken = list(filter(None, found))
    if broken:
        pytest.fail("\n\n".join(broken), pytrace=False)

"""Alerts and signals for programs: only what the account may see."""

import pytest

from cpd_portal.core.choices import Role
from tests.api.conftest import TokenClient
from tests.conftest import UserMaker
from tests.early_warning.test_readings import follow, good, losing

pytestmark = pytest.mark.django_db
ALERTS, SIGNALS = "/api/v1/early-warning/alerts/", "/api/v1/early-warning/signals/"


@pytest.fixture
def program(make_user: UserMaker) -> TokenClient:
    return TokenClient(make_user(Role.OFFICER, "50", username="program-50"))


def test_alerts_tell_level_reasons_and_handling(program: TokenClient) -> None:
    institution = losing()
    follow()

    (alert,) = program.get(ALERTS).json()["results"]

    assert alert["institution"] == institution.registration_no
    assert (alert["rank"], alert["level"], alert["state"]) == (2, "เสี่ยง", "new")
    assert "ขาดทุนติดต่อกัน (ปี): ขาดทุนปี 2569, 2568" in alert["reasons"]
    assert program.get(ALERTS, {"rank": 3}).json()["results"] == []


def test_signals_of_one_institution(program: TokenClient) -> None:
    institution = losing()
    good()
    follow()

    (found,) = program.get(SIGNALS, {"institution": institution.registration_no}).json()["results"]

    by_code = {signal["code"]: signal for signal in found["signals"]}
    assert by_code["loss_years"] == {
        "code": "loss_years",
        "state": "alarm",
        "value": "2",
        "words": "ขาดทุนปี 2569, 2568",
        "runs_from": None,
    }
    assert len(program.get(SIGNALS).json()["results"]) == 2


def test_other_offices_stay_unseen(make_user: UserMaker) -> None:
    institution = losing()
    follow()
    elsewhere = TokenClient(make_user(Role.OFFICER, "51", username="program-51"))

    assert elsewhere.get(ALERTS).json()["results"] == []
    answer = elsewhere.get(SIGNALS, {"institution": institution.registration_no})
    assert answer.json()["results"] == []
    assert elsewhere.get(SIGNALS, {"office": "50"}).status_code == 404


@pytest.mark.parametrize("address", [ALERTS, SIGNALS])
def test_wrong_rank_is_400(program: TokenClient, address: str) -> None:
    assert program.get(address, {"rank": "x"}).status_code == 400

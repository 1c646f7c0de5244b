import pytest
from django.test import Client

from cpd_portal.core.models import User

pytestmark = pytest.mark.django_db


def test_page_without_session_goes_to_the_sign_in_form() -> None:
    response = Client().get("/coops/?tier=1")

    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/coops/%3Ftier%3D1"


def test_partial_update_without_session_answers_401() -> None:
    response = Client().get("/coops/", headers={"HX-Request": "true"})

    assert response.status_code == 401
    assert response.content.decode() == "หมดเวลาใช้งาน กรุณาเข้าสู่ระบบอีกครั้ง"


def test_cookies_are_not_for_scripts_of_others() -> None:
    cookie = Client().get("/accounts/login/").cookies["csrftoken"]

    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize(
    "address", ["/coops/%00/", "/strategy/%00/", "/search/?q=a%00b", "/?%00=1", "/nothing%00"]
)
def test_nul_in_the_address_of_a_page_is_400(client: Client, officer: User, address: str) -> None:
    client.force_login(officer)
    answer = client.get(address)
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("text/html")


def test_percent_sign_before_zeros_is_no_nul(client: Client, officer: User) -> None:
    client.force_login(officer)
    assert client.get("/search/?q=%2500").status_code == 200

import pytest
from django.test import Client

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

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from rest_framework.authtoken.models import Token

from cpd_portal.core.choices import Role
from cpd_portal.core.documents.models import Document, DownloadLog
from cpd_portal.core.documents.production import produce
from cpd_portal.core.models import User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("sample_register", "media", "assets", "private_queue"),
]
REPORTS = "/api/v1/reports/"
ORDER = {"report": "sample-register", "params": {"rows": 4}, "format": "csv"}
MakeUser = Callable[..., User]


def program_of(user: User) -> Client:
    """A program with the user's token."""
    token, _ = Token.objects.get_or_create(user=user)
    return Client(headers={"Authorization": f"Token {token.key}"})


def ordered(client: Client, **changes: object) -> Any:
    return client.post(REPORTS, {**ORDER, **changes}, content_type="application/json")


def test_catalogue_names_formats_and_parameters(officer: User) -> None:
    entries = program_of(officer).get(f"{REPORTS}catalogue/").json()
    assert next(entry for entry in entries if entry["identifier"] == "sample-register") == {
        "identifier": "sample-register",
        "title": "ทะเบียนทดสอบ",
        "formats": ["pdf", "xlsx", "csv", "docx", "zip"],
        "params": {
            "rows": {"title": "จำนวนแถว", "type": "integer", "required": False},
            "kind": {
                "title": "ชนิด",
                "type": "string",
                "required": False,
                "choices": ["cooperative"],
            },
        },
    }


def test_catalogue_leaves_out_reports_of_other_roles(make_user: MakeUser) -> None:
    entries = program_of(make_user(Role.LEGAL)).get(f"{REPORTS}catalogue/").json()
    assert "sample-register" not in {entry["identifier"] for entry in entries}


def test_order_is_accepted_and_followed_to_its_file(officer: User) -> None:
    program = program_of(officer)
    response = ordered(program)
    assert response.status_code == 202
    status = program.get(response["Location"]).json()
    assert (status["status"], status["progress"]) == ("queued", 0)
    assert (status["file"], status["error"]) == (None, None)

    produce(UUID(status["id"]))
    status = program.get(response["Location"]).json()
    assert (status["status"], status["progress"], status["error"]) == ("done", 100, None)

    download: Any = program.get(status["file"])
    content = b"".join(download.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    assert hashlib.sha256(content).hexdigest() == status["sha256"]
    assert DownloadLog.objects.get().user == officer


def test_order_with_the_same_key_is_one_document(officer: User) -> None:
    program = program_of(officer)
    key = {"Idempotency-Key": "order-1"}
    first, again = (
        program.post(REPORTS, ORDER, content_type="application/json", headers=key)
        for _ in range(2)
    )
    assert (again.status_code, again.json()) == (202, first.json())
    assert again["Location"] == first["Location"]
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "pointer", "message"),
    [
        ({"report": "nothing"}, "/report", "ไม่รู้จักค่า “nothing”"),
        ({"format": "odt"}, "/format", "ไม่รู้จักค่า “odt”"),
        ({"params": {"rows": "x"}}, "/params/rows", "กรอกหมายเลข"),
        ({"params": {"rows": [1]}}, "/params/rows", "ต้องเป็นค่าเดียว"),
        ({"params": {"year": 2567}}, "/params/year", "รายงานนี้ไม่มีเงื่อนไขนี้"),
        ({"parameters": {}}, "/parameters", "ไม่รู้จักฟิลด์นี้"),
        ({"params": []}, "/params", None),
    ],
)
def test_order_bad_body_is_refused_by_pointer(
    officer: User, changes: dict[str, object], pointer: str, message: str | None
) -> None:
    response = ordered(program_of(officer), **changes)
    assert response.status_code == 400
    error = response.json()["errors"][0]
    assert error["pointer"] == pointer
    assert message is None or error["message"] == message
    assert Document.objects.count() == 0


def test_order_without_role_is_forbidden(make_user: MakeUser) -> None:
    assert ordered(program_of(make_user(Role.LEGAL))).status_code == 403


def test_reports_without_token_need_one() -> None:
    assert Client().get(f"{REPORTS}catalogue/").status_code == 401


@pytest.mark.parametrize("part", ["", "file/"])
def test_document_of_another_person_is_not_found(
    officer: User, executive: User, part: str
) -> None:
    location = ordered(program_of(officer))["Location"]
    response = program_of(executive).get(location + part)
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_file_before_it_is_there_is_a_conflict(officer: User) -> None:
    program = program_of(officer)
    response = program.get(ordered(program)["Location"] + "file/")
    assert response.status_code == 409
    assert response.json()["detail"] == ("เอกสารนี้ยังไม่มีแฟ้มให้ดาวน์โหลด หรือพ้นกำหนดเก็บแฟ้มแล้ว")


def test_failed_document_tells_why(officer: User) -> None:
    program = program_of(officer)
    response = ordered(program, params={"rows": 13})
    produce(UUID(response.json()["id"]))
    status = program.get(response["Location"]).json()
    assert (status["status"], status["error"]) == ("failed", "ไม่มีข้อมูลของปีที่เลือก")


def test_schema_lists_the_identifiers_as_enum() -> None:
    schema = Client().get("/api/schema/").json()
    text = str(schema["components"]["schemas"])
    assert "'sample-register'" in text
    assert {"/api/v1/reports/", "/api/v1/reports/catalogue/"} <= set(schema["paths"])

"""Bodies that are not what they should be: 400 with a clear message, never 500."""

import json
from typing import Any

import pytest
from django.conf import LazySettings

from tests.api.conftest import TokenClient

pytestmark = pytest.mark.urls("tests.api.urls")
CALCULATE = "/api/v1/test/calculate/"
JSON = "application/json"


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"{", "ข้อมูลไม่ใช่ JSON ที่ถูกต้อง (บรรทัด 1 ตำแหน่ง 2)"),
        (b'{"amount": "1"} x', "ข้อมูลไม่ใช่ JSON ที่ถูกต้อง (บรรทัด 1 ตำแหน่ง 17)"),
        (b'{"amount": "\x00"}', "ข้อมูลไม่ใช่ JSON ที่ถูกต้อง (บรรทัด 1 ตำแหน่ง 13)"),
        (b'\xef\xbb\xbf{"amount": "1"}', "ข้อมูลไม่ใช่ JSON ที่ถูกต้อง (บรรทัด 1 ตำแหน่ง 1)"),
        (b'{"amount": "\xff"}', "ข้อมูลไม่ได้เข้ารหัสเป็น UTF-8"),
        (b'{"amount": NaN}', "JSON ไม่รองรับค่า NaN"),
        (b'{"amount": -Infinity}', "JSON ไม่รองรับค่า -Infinity"),
        (b'{"amount": 1e400}', "ข้อมูลมีตัวเลขที่เกินช่วงที่รองรับ"),
        (b'{"amount": 1e-400}', "ข้อมูลมีตัวเลขที่เกินช่วงที่รองรับ"),
        (b'{"amount": 1e99999999999999999999}', "ข้อมูลมีตัวเลขที่เกินช่วงที่รองรับ"),
        (b'{"amount": ' + b"9" * 5000 + b"}", "ข้อมูลมีจำนวนเต็มที่ยาวเกิน 18 หลัก"),
        (b'{"amount": "1", "amount": "2"}', "ข้อมูลมีชื่อฟิลด์ซ้ำกันในวัตถุเดียวกัน"),
        (b"[" * 33 + b"1" + b"]" * 33, "ข้อมูลซ้อนกันลึกเกิน 32 ชั้น"),
        (b"[" * 100_000, "ข้อมูลซ้อนกันลึกเกิน 32 ชั้น"),
        (b'{"a":' * 100_000, "ข้อมูลซ้อนกันลึกเกิน 32 ชั้น"),
    ],
)
def test_unreadable_body_is_400_with_its_reason(
    program: TokenClient, body: bytes, detail: str
) -> None:
    response = program.post(CALCULATE, body, JSON)

    assert response.status_code == 400
    assert response.json() == {
        "type": "urn:cpd-portal:problem:malformed-request",
        "title": "อ่านคำขอไม่ได้",
        "status": 400,
        "detail": detail,
        "errors": [],
    }


UNSTORABLE = "มีอักขระที่จัดเก็บไม่ได้ (NUL หรือ surrogate เดี่ยว)"


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        (rb'{"note": "a\u0000b"}', [("/note", UNSTORABLE)]),
        (rb'{"points": {"a/b~": "\ud800"}}', [("/points/a~1b~0", UNSTORABLE)]),
        (rb'{"counts": [1, "\udfff"]}', [("/counts/1", UNSTORABLE)]),
        (rb'{"points": {"\u0000": "1"}}', [("/points", "ชื่อฟิลด์มีอักขระที่จัดเก็บไม่ได้")]),
    ],
)
def test_text_that_cannot_be_stored_is_400_with_its_pointer(
    program: TokenClient, body: bytes, errors: list[tuple[str, str]]
) -> None:
    response = program.post(CALCULATE, body, JSON)

    assert response.status_code == 400
    assert response.json()["detail"] == "ข้อความในข้อมูลมีอักขระที่จัดเก็บไม่ได้"
    assert _pairs(response) == errors


OBJECT = "ต้องเป็นวัตถุ JSON (object)"
TEXT_NUMBER = 'ต้องเป็นตัวเลขในรูปข้อความ เช่น "45.00"'


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ([], [("", OBJECT)]),
        ("text", [("", OBJECT)]),
        (5, [("", OBJECT)]),
        (None, [("", "ต้องไม่เป็น null")]),
        ({}, [("/amount", "ต้องระบุ")]),
        ({"amount": None}, [("/amount", "ต้องไม่เป็น null")]),
        ({"amount": 45.5}, [("/amount", TEXT_NUMBER)]),
        ({"amount": True}, [("/amount", TEXT_NUMBER)]),
        ({"amount": {}}, [("/amount", TEXT_NUMBER)]),
        ({"amount": "NaN"}, [("/amount", TEXT_NUMBER)]),
        ({"amount": "1e5"}, [("/amount", TEXT_NUMBER)]),
        ({"amount": "๕"}, [("/amount", TEXT_NUMBER)]),
        ({"amount": "1\n"}, [("/amount", TEXT_NUMBER)]),
        ({"amount": "1.005"}, [("/amount", "มีทศนิยมได้ไม่เกิน 2 ตำแหน่ง")]),
        ({"amount": "1234567"}, [("/amount", "มีตัวเลขหน้าจุดทศนิยมได้ไม่เกิน 6 หลัก")]),
        ({"amount": "1", "ammount": 2}, [("/ammount", "ไม่รู้จักฟิลด์นี้")]),
        ({"amount": "1", "points": []}, [("/points", OBJECT)]),
        ({"amount": "1", "points": {"2.6": "x"}}, [("/points/2.6", TEXT_NUMBER)]),
        ({"amount": "1", "counts": {}}, [("/counts", "ต้องเป็นรายการ (array)")]),
        ({"amount": "1", "counts": [1, 10]}, [("/counts/1", "ต้องไม่มากกว่า 9")]),
        ({"amount": "1", "counts": ["x"]}, [("/counts/0", "ต้องเป็นจำนวนเต็ม")]),
        ({"amount": "1", "note": []}, [("/note", "ต้องเป็นข้อความ")]),
        ({"amount": "1", "note": "ก" * 21}, [("/note", "ต้องยาวไม่เกิน 20 ตัวอักษร")]),
        ({"amount": "1", "office": 50}, [("/office", 'ต้องเป็นรหัสหน่วยงานในรูปข้อความ เช่น "50"')]),
        (
            {"amount": "1", "office": "51"},
            [("/office", "ไม่พบหน่วยงานรหัส “51” ในขอบเขตที่บัญชีนี้ดูได้")],
        ),
    ],
)
def test_wrong_shape_or_value_is_400_with_its_pointer(
    program: TokenClient, body: object, errors: list[tuple[str, str]]
) -> None:
    response = program.post(CALCULATE, json.dumps(body), JSON)

    assert response.status_code == 400
    assert response.json()["type"] == "urn:cpd-portal:problem:invalid-input"
    assert _pairs(response) == errors


def test_right_body_is_answered_with_decimals_as_text_and_office_with_name(
    program: TokenClient,
) -> None:
    response = program.post(CALCULATE, {"amount": "5.10", "office": "50"}, JSON)

    assert response.json() == {
        "doubled": "10.2",
        "office": {"code": "50", "name": "สำนักงานสหกรณ์จังหวัดเชียงใหม่"},
    }


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_other_content_type_is_415(program: TokenClient, content_type: str) -> None:
    response = program.post(CALCULATE, b"amount=1", content_type)

    assert response.status_code == 415
    assert response.json()["detail"] == "ต้องส่งข้อมูลเป็น Content-Type: application/json"


@pytest.mark.parametrize("key", [{}, {"Idempotency-Key": "k"}])
def test_body_beyond_the_limit_is_413(
    program: TokenClient, settings: LazySettings, key: dict[str, str]
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 20

    response = program.post(CALCULATE, {"amount": "1", "note": "long"}, JSON, headers=key)

    assert (response.status_code, response.json()["title"]) == (413, "ข้อมูลใหญ่เกินไป")


def test_nul_in_path_is_400(program: TokenClient) -> None:
    response = program.post("/api/v1/test/users/%00/")

    assert (response.status_code, response.json()["detail"]) == (400, "ที่อยู่มีอักขระที่ใช้ไม่ได้")


def test_nul_in_query_is_400_with_its_pointer(program: TokenClient) -> None:
    response = program.get("/api/v1/test/memberships/?role=%00")

    assert response.status_code == 400
    assert _pairs(response) == [("/role", "มีอักขระที่ใช้ไม่ได้")]


def _pairs(response: Any) -> list[tuple[str, str]]:
    return [(error["pointer"], error["message"]) for error in response.json()["errors"]]

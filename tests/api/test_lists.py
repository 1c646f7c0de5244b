"""Paged lists: scope, order, page sizes and filters."""

from collections.abc import Callable

import pytest

from cpd_portal.core.choices import Role
from cpd_portal.core.models import User
from tests.api.conftest import TokenClient
from tests.conftest import UserMaker

pytestmark = pytest.mark.urls("tests.api.urls")
MEMBERSHIPS = "/api/v1/test/memberships/"


def test_list_holds_only_visible_rows(program: TokenClient, officer: User, outsider: User) -> None:
    answer = program.get(MEMBERSHIPS).json()

    assert answer == {
        "count": 1,
        "next": None,
        "previous": None,
        "results": [
            {
                "id": officer.memberships.get().pk,
                "office": {"code": "50", "name": "สำนักงานสหกรณ์จังหวัดเชียงใหม่"},
                "role": "officer",
                "order_no": "",
            }
        ],
    }


def test_list_for_the_nation_is_paged(
    executive: User, make_user: UserMaker, program_of: Callable[[User], TokenClient]
) -> None:
    for office in ("50", "51"):
        make_user(Role.OFFICER, office)
    program = program_of(executive)

    first = program.get(f"{MEMBERSHIPS}?page_size=2").json()
    second = program.get(first["next"]).json()

    assert (first["count"], len(first["results"]), first["previous"]) == (3, 2, None)
    assert (len(second["results"]), second["next"]) == (1, None)
    assert second["previous"] == f"http://testserver{MEMBERSHIPS}?page_size=2"


def test_filter_narrows_the_list(program: TokenClient, chief: User) -> None:
    answer = program.get(f"{MEMBERSHIPS}?role=chief").json()

    assert [row["id"] for row in answer["results"]] == [chief.memberships.get().pk]


@pytest.mark.parametrize(
    ("query", "pointer", "message"),
    [
        ("page_size=0", "/page_size", "ต้องเป็นจำนวนเต็มตั้งแต่ 1 ถึง 1,000"),
        ("page_size=1001", "/page_size", "ต้องเป็นจำนวนเต็มตั้งแต่ 1 ถึง 1,000"),
        ("page_size=-1", "/page_size", "ต้องเป็นจำนวนเต็มตั้งแต่ 1 ถึง 1,000"),
        ("page_size=๕", "/page_size", "ต้องเป็นจำนวนเต็มตั้งแต่ 1 ถึง 1,000"),
        ("page_size=", "/page_size", "ต้องเป็นจำนวนเต็มตั้งแต่ 1 ถึง 1,000"),
        ("page=0", "/page", "ต้องเป็นจำนวนเต็มตั้งแต่ 1"),
        ("page=1e9", "/page", "ต้องเป็นจำนวนเต็มตั้งแต่ 1"),
        ("page=last", "/page", "ต้องเป็นจำนวนเต็มตั้งแต่ 1"),
        (f"page={'9' * 5000}", "/page", "ต้องเป็นจำนวนเต็มตั้งแต่ 1"),
        ("role=king", "/role", "เลือกตัวเลือกที่ถูกต้อง. king ไม่ใช่ตัวเลือกที่ใช้ได้."),
    ],
)
def test_bad_parameter_is_400_with_its_pointer(
    program: TokenClient, query: str, pointer: str, message: str
) -> None:
    response = program.get(f"{MEMBERSHIPS}?{query}")

    assert response.status_code == 400
    assert response.json()["errors"] == [{"pointer": pointer, "message": message}]


def test_largest_page_size_is_allowed(program: TokenClient) -> None:
    assert program.get(f"{MEMBERSHIPS}?page_size=1000").status_code == 200


def test_page_beyond_the_last_is_404(program: TokenClient) -> None:
    response = program.get(f"{MEMBERSHIPS}?page=2")

    assert (response.status_code, response.json()["detail"]) == (404, "ไม่มีหน้าที่ 2")

"""ETag and If-Match on one object."""

from collections.abc import Callable

import pytest
from django.test import RequestFactory
from rest_framework.request import Request

from cpd_portal.api.etags import etag_of
from cpd_portal.core.models import Membership, User
from tests.api.conftest import TokenClient
from tests.api.views import MembershipView

pytestmark = pytest.mark.urls("tests.api.urls")
JSON = "application/json"


@pytest.fixture
def membership(officer: User) -> Membership:
    return officer.memberships.get()


@pytest.fixture
def address(membership: Membership) -> str:
    return f"/api/v1/test/memberships/{membership.pk}/"


def test_get_carries_the_etag_of_what_it_shows(program: TokenClient, address: str) -> None:
    response = program.get(address)

    assert response.headers["ETag"] == etag_of(response.json())


def test_patch_with_current_etag_writes_and_answers_the_next_etag(
    program: TokenClient, address: str, membership: Membership
) -> None:
    etag = program.get(address).headers["ETag"]

    response = program.patch(address, {"order_no": "1/2569"}, JSON, headers={"If-Match": etag})

    membership.refresh_from_db()
    assert (response.status_code, membership.order_no) == (200, "1/2569")
    assert response.headers["ETag"] != etag
    assert response.headers["ETag"] == program.get(address).headers["ETag"]


def test_patch_without_if_match_is_428(
    program: TokenClient, address: str, membership: Membership
) -> None:
    response = program.patch(address, {"order_no": "x"}, JSON)

    membership.refresh_from_db()
    assert (response.status_code, membership.order_no) == (428, "")
    assert response.json()["title"] == "ต้องส่ง If-Match"


@pytest.mark.parametrize("tag", ['"old"', "W/{etag}", "", "junk"])
def test_patch_with_other_etag_is_412_with_the_object_as_it_is(
    program: TokenClient, address: str, membership: Membership, tag: str
) -> None:
    shown = program.get(address)
    header = tag.format(etag=shown.headers["ETag"])

    response = program.patch(address, {"order_no": "x"}, JSON, headers={"If-Match": header})

    membership.refresh_from_db()
    assert (response.status_code, membership.order_no) == (412, "")
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["current"] == shown.json()


@pytest.mark.parametrize("tag", ["*", '"old", {etag}'])
def test_patch_with_matching_list_or_star_writes(
    program: TokenClient, address: str, tag: str
) -> None:
    header = tag.format(etag=program.get(address).headers["ETag"])

    response = program.patch(address, {"order_no": "x"}, JSON, headers={"If-Match": header})

    assert (response.status_code, response.json()["order_no"]) == (200, "x")


def test_bad_body_with_current_etag_is_400_and_changes_nothing(
    program: TokenClient, address: str
) -> None:
    etag = program.get(address).headers["ETag"]

    response = program.patch(address, {"order": "x"}, JSON, headers={"If-Match": etag})

    assert response.status_code == 400
    assert program.get(address).headers["ETag"] == etag


def test_current_of_an_object_that_is_gone_is_null(officer: User, rf: RequestFactory) -> None:
    view = MembershipView()
    view.setup(rf.get("/"), pk=0)
    view.request = Request(view.request)
    view.request.user = officer

    assert view.current() is None


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**30])
def test_number_of_no_object_is_404(program: TokenClient, number: int) -> None:
    assert program.get(f"/api/v1/test/memberships/{number}/").status_code == 404


def test_foreign_object_is_404_before_anything_else(
    address: str, outsider: User, program_of: Callable[[User], TokenClient]
) -> None:
    assert program_of(outsider).patch(address, {"order_no": "x"}, JSON).status_code == 404


def test_write_without_write_role_is_403_though_reading_is_allowed(
    address: str, chief: User, program_of: Callable[[User], TokenClient]
) -> None:
    program = program_of(chief)

    assert program.get(address).status_code == 200
    assert program.patch(address, {"order_no": "x"}, JSON).status_code == 403

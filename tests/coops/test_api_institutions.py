"""The list, one institution with its years, and changing its contact data."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from coops.models import Institution
from cpd_portal.core.choices import Role
from tests.conftest import UserMaker
from tests.coops.facts import cooperative, group
from tests.coops.rows import make_assessment, make_group, make_institution

pytestmark = pytest.mark.django_db
URL = "/api/v1/coops/institutions/"


@pytest.fixture
def api(make_user: UserMaker) -> APIClient:
    return signed_in(make_user, Role.OFFICER, "50")


def signed_in(make_user: UserMaker, role: Role, unit: str) -> APIClient:
    client = APIClient()
    client.force_authenticate(make_user(role, unit))
    return client


def names(api: APIClient, query: str = "") -> list[str]:
    response = api.get(URL + query)
    assert response.status_code == 200, response.content
    return [row["name"] for row in response.json()["results"]]


def errors(api: APIClient, query: str) -> dict[str, str]:
    response = api.get(URL + query)
    assert response.status_code == 400, response.content
    return {error["pointer"]: error["message"] for error in response.json()["errors"]}


def test_row_has_the_result_of_the_newest_assessed_year(api: APIClient) -> None:
    institution = make_institution(name="สหกรณ์ ก จำกัด", district="แม่ริม")
    make_assessment(institution, cooperative("60.5"))
    answer = api.get(URL).json()
    assert (answer["count"], answer["next"], answer["previous"]) == (1, None, None)
    assert answer["results"] == [
        {
            "registration_no": institution.registration_no,
            "name": "สหกรณ์ ก จำกัด",
            "kind": "cooperative",
            "sector": "agricultural",
            "type": {"code": "agricultural", "name": "สหกรณ์การเกษตร"},
            "office": {"code": "50", "name": "สำนักงานสหกรณ์จังหวัดเชียงใหม่"},
            "province": {"code": "50", "name": "เชียงใหม่"},
            "district": "แม่ริม",
            "standing": "operating",
            "is_sample": False,
            "fiscal_year": 2566,
            "tier": 2,
            "unassessed_group": None,
            "total": "60.5",
            "complete": True,
        }
    ]


def test_list_holds_only_what_the_caller_sees(api: APIClient, make_user: UserMaker) -> None:
    make_institution("50", name="ของเรา")
    make_institution("51", name="ของเขา")
    assert names(api) == ["ของเรา"]
    assert names(signed_in(make_user, Role.EXECUTIVE, "cpd")) == ["ของเขา", "ของเรา"]


def test_filters_narrow_the_list(api: APIClient, make_user: UserMaker) -> None:
    make_assessment(make_institution(name="สหกรณ์ ก จำกัด"), cooperative("90"))
    make_assessment(make_institution(name="สหกรณ์ ข จำกัด"), cooperative("40"))
    make_assessment(make_group(name="กลุ่มเกษตรกรทำนาแม่ริม"), group("90"))
    make_assessment(make_institution(name="สหกรณ์ ค จำกัด"), cooperative("90"), fiscal_year=2567)
    make_institution("51", name="สหกรณ์ ง จำกัด")
    national = signed_in(make_user, Role.PLANNER, "cpd")
    assert names(api, "?kind=farmer_group") == ["กลุ่มเกษตรกรทำนาแม่ริม"]
    assert names(api, "?tier=1&fiscal_year=2566") == ["กลุ่มเกษตรกรทำนาแม่ริม", "สหกรณ์ ก จำกัด"]
    assert names(api, "?tier=1") == ["สหกรณ์ ค จำกัด"]
    assert names(api, "?fiscal_year=2567") == ["สหกรณ์ ค จำกัด"]
    assert names(api, "?q=แมริม") == ["กลุ่มเกษตรกรทำนาแม่ริม"]
    assert names(national, "?office=51") == ["สหกรณ์ ง จำกัด"]
    assert names(api, "?kind=cooperative&tier=3&fiscal_year=2566&office=50") == ["สหกรณ์ ข จำกัด"]


@pytest.mark.parametrize(
    ("query", "at"),
    [
        ("?kind=bank", "/kind"),
        ("?tier=4", "/tier"),
        ("?tier=x", "/tier"),
        ("?fiscal_year=abc", "/fiscal_year"),
        ("?fiscal_year=2599", "/fiscal_year"),
        ("?fiscal_year=1e400", "/fiscal_year"),
        ("?page_size=0", "/page_size"),
        ("?page_size=1001", "/page_size"),
    ],
)
def test_unknown_filter_values_are_refused(api: APIClient, query: str, at: str) -> None:
    assert list(errors(api, query)) == [at]


@pytest.mark.parametrize("code", ["51", "99", "agri"])
def test_office_outside_the_reach_is_not_found(api: APIClient, code: str) -> None:
    response = api.get(f"{URL}?office={code}")
    assert response.status_code == 404
    assert response.json()["detail"] == f"ไม่พบหน่วยงานรหัส “{code}” ในขอบเขตที่บัญชีนี้ดูได้"


def test_list_is_paged_with_a_fixed_number_of_queries(
    api: APIClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        make_assessment(facts=cooperative())
    # memberships, reach, newest year, count, page
    with django_assert_num_queries(5):
        answer = api.get(f"{URL}?page_size=2&page=2").json()
    assert (answer["count"], len(answer["results"])) == (5, 2)
    assert "page=3" in answer["next"]
    assert answer["previous"] is not None


def test_detail_carries_facts_and_result_of_every_year(
    api: APIClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    institution = make_institution(phone="053-111111")
    row = make_assessment(institution, cooperative("60"))
    make_assessment(institution, fiscal_year=2567)
    # memberships, reach, institution, assessments
    with django_assert_num_queries(4):
        answer = api.get(f"{URL}{institution.registration_no}/").json()
    assert (answer["accounting_year_end"], answer["phone"]) == ("03-31", "053-111111")
    assert list(answer["assessments"]) == ["2567", "2566"]
    assert answer["assessments"]["2566"]["result"] == row.result
    facts = answer["assessments"]["2566"]["facts"]
    assert api.post("/api/v1/coops/classify/", facts, format="json").json() == row.result
    assert answer["assessments"]["2567"]["result"] is None
    assert answer["assessments"]["2567"]["complete"] is False


@pytest.mark.parametrize("number", ["none", "ก/ข", "%00", "%ED%A0%80"])
def test_unknown_number_is_not_a_server_error(api: APIClient, number: str) -> None:
    assert api.get(f"{URL}{number}/").status_code in {400, 404}


def test_foreign_institution_is_not_found(api: APIClient) -> None:
    number = make_institution("51").registration_no
    assert api.get(f"{URL}{number}/").status_code == 404
    assert patch(api, number, {"phone": "1"}, "*").status_code == 404


def patch(api: APIClient, number: str, payload: Any, etag: str | None) -> Any:
    headers = {"If-Match": etag} if etag else {}
    return api.patch(f"{URL}{number}/", payload, format="json", headers=headers)


def test_contact_data_are_changed_with_the_etag_that_was_read(api: APIClient) -> None:
    number = make_institution().registration_no
    etag = api.get(f"{URL}{number}/").headers["ETag"]
    changes = {"phone": "053-222222", "email": "a@example.org", "accounting_year_end": "12-31"}
    response = patch(api, number, changes, etag)
    assert response.status_code == 200
    assert response.json()["accounting_year_end"] == "12-31"
    assert response.headers["ETag"] != etag
    assert api.get(f"{URL}{number}/").headers["ETag"] == response.headers["ETag"]
    stored = Institution.objects.get(registration_no=number)
    assert (stored.phone, stored.email, stored.version) == ("053-222222", "a@example.org", 2)


def test_missing_if_match_is_428_and_a_stale_one_412(api: APIClient) -> None:
    number = make_institution(phone="1").registration_no
    etag = api.get(f"{URL}{number}/").headers["ETag"]
    assert patch(api, number, {"phone": "2"}, None).status_code == 428
    assert patch(api, number, {"phone": "2"}, etag).status_code == 200
    stale = patch(api, number, {"phone": "3"}, etag)
    assert stale.status_code == 412
    assert stale.json()["current"]["phone"] == "2"
    assert Institution.objects.get(registration_no=number).phone == "2"


@pytest.mark.parametrize(
    ("payload", "at"),
    [
        ({"name": "ชื่อใหม่"}, "/name"),
        ({"standing": "new"}, "/standing"),
        ({"email": "nobody"}, "/email"),
        ({"phone": "0" * 61}, "/phone"),
        ({"phone": ["1"]}, "/phone"),
        ({"phone": 53222222}, "/phone"),
        ({"accounting_year_end": "31 มีนาคม"}, "/accounting_year_end"),
        ({"accounting_year_end": "02-30"}, "/accounting_year_end"),
        ({"accounting_year_end": "13-01"}, "/accounting_year_end"),
        ({"accounting_year_end": 331}, "/accounting_year_end"),
        ({"accounting_year_end": None}, "/accounting_year_end"),
    ],
)
def test_wrong_contact_data_are_refused(api: APIClient, payload: dict[str, Any], at: str) -> None:
    number = make_institution().registration_no
    response = patch(api, number, payload, "*")
    assert response.status_code == 400
    assert [error["pointer"] for error in response.json()["errors"]] == [at]
    assert Institution.objects.get(registration_no=number).version == 1


def test_full_date_as_year_end_drops_its_year(api: APIClient) -> None:
    number = make_institution().registration_no
    response = patch(api, number, {"accounting_year_end": "2024-06-30"}, "*")
    assert response.json()["accounting_year_end"] == "06-30"


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.EXECUTIVE])
def test_roles_that_only_read_are_refused(make_user: UserMaker, role: Role) -> None:
    number = make_institution().registration_no
    api = signed_in(make_user, role, "50" if role == Role.INSPECTOR else "cpd")
    assert patch(api, number, {"phone": "1"}, "*").status_code == 403


def test_chief_of_headquarters_may_not_change_an_office_institution(
    make_user: UserMaker,
) -> None:
    number = make_institution().registration_no
    response = patch(signed_in(make_user, Role.CHIEF, "agri"), number, {"phone": "1"}, "*")
    assert response.status_code == 403
    assert "สำนักงานสหกรณ์จังหวัดเชียงใหม่" in response.json()["detail"]

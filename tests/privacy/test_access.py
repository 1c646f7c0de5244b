"""The access logs as one list: complete, filtered, for the administrator of the department."""

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from cpd_portal.core.choices import Role
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.models import Document, DownloadLog
from cpd_portal.core.models import User
from cpd_portal.core.privacy.registry import access_logs
from cpd_portal.core.privacy.selectors import AccessQuestion, access_lines, accesses
from registrar.models import CaseRead
from tests.conftest import UserMaker
from tests.coops.pages import SignIn, text_of
from tests.days import in_days
from tests.registrar.cases import make_case

pytestmark = pytest.mark.django_db
PAGE = "/privacy/access/"


@pytest.fixture
def keeper(make_user: UserMaker) -> User:
    return make_user(Role.ADMINISTRATOR)


@pytest.fixture
def taken(officer: User) -> DownloadLog:
    document = Document.objects.create(
        report="institution-register", title="ทะเบียน", format=Format.CSV, requester=officer
    )
    return DownloadLog.objects.create(
        user=officer, document=document, sha256="0" * 64, request_id="r-1"
    )


@pytest.fixture
def opened(chief: User) -> CaseRead:
    return CaseRead.objects.create(case=make_case(), user=chief, request_id="r-2")


def test_every_table_of_readers_is_in_the_list() -> None:
    noting = {
        model
        for model in apps.get_models()
        if model.__name__.endswith(("Download", "DownloadLog", "Read"))
        and {"user", "at", "request_id"} <= {field.name for field in model._meta.fields}
    }

    assert noting == {log.model for log in access_logs()}


def test_logs_of_several_rooms_are_one_list_latest_first(
    taken: DownloadLog, opened: CaseRead
) -> None:
    lines = access_lines(accesses(AccessQuestion()))

    assert [(line.user, line.title) for line in lines] == [
        (opened.user, "เปิดสำนวนหรือเอกสารในสำนวน"),
        (taken.user, "รับเอกสารรายงาน"),
    ]
    assert lines[1].subject == "ทะเบียน (csv)"


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (AccessQuestion(code="core.documents"), 1),
        (AccessQuestion(username="chief-50"), 1),
        (AccessQuestion(username="nobody"), 0),
    ],
)
def test_list_is_narrowed(
    question: AccessQuestion, found: int, taken: DownloadLog, opened: CaseRead
) -> None:
    assert accesses(question).count() == found


@pytest.mark.parametrize(("first", "last", "found"), [(-1, 0, 2), (None, -2, 0), (2, None, 0)])
def test_list_is_narrowed_by_days(
    first: int | None, last: int | None, found: int, taken: DownloadLog, opened: CaseRead
) -> None:
    days = [None if day is None else in_days(day) for day in (first, last)]

    assert accesses(AccessQuestion(first=days[0], last=days[1])).count() == found


def test_page_shows_who_took_what(
    keeper: User, taken: DownloadLog, opened: CaseRead, client_of: SignIn
) -> None:
    shown = text_of(client_of(keeper).get(PAGE, {"log": "core.documents"}).content)

    assert f"{taken.user.full_name} {taken.user.username} รับเอกสารรายงาน ทะเบียน (csv)" in shown
    assert "พบ 1 รายการ" in shown


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, "ยังไม่มีใครเปิดอ่านหรือรับเอกสาร"),
        ({"username": "nobody"}, "ไม่พบการเปิดอ่านตามที่เลือก"),
    ],
)
def test_empty_list_says_whether_it_was_narrowed(
    asked: dict[str, str], words: str, keeper: User, client_of: SignIn
) -> None:
    assert words in text_of(client_of(keeper).get(PAGE, asked).content)


def test_wrong_day_is_told(keeper: User, client_of: SignIn) -> None:
    shown = text_of(client_of(keeper).get(PAGE, {"first": "31/02/2568"}).content)

    assert "ไม่มีวันที่" in shown


def test_administrator_of_an_office_does_not_see_it(
    make_user: UserMaker, client_of: SignIn
) -> None:
    client: Client = client_of(make_user(Role.ADMINISTRATOR, "50"))

    assert client.get(PAGE).status_code == 403


def test_moment_is_of_today(taken: DownloadLog) -> None:
    assert timezone.localdate(taken.at) == timezone.localdate()

from collections.abc import Callable

import pytest
from django.test import Client

from cpd_portal.core.choices import Role
from cpd_portal.core.models import User
from cpd_portal.home.selectors import search
from tests.conftest import UserMaker
from tests.coops.rows import make_institution
from tests.inspection.rows import make_defect
from tests.registrar.cases import add_person, make_case

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def here_and_there() -> None:
    make_institution("50", name="สหกรณ์การเกษตรแม่ริมน้อย จำกัด", registration_no="T50-1")
    make_institution("51", name="สหกรณ์การเกษตรแม่ริมใหญ่ จำกัด", registration_no="T51-1")


@pytest.mark.parametrize("query", ["แม่ริม", "แมริม", "สหกรณ์ การเกษตร แม่ริม จำกัด", "T50-1"])
def test_search_finds_without_marks_and_spaces(
    officer: User, here_and_there: None, query: str
) -> None:
    (group,) = search(officer, query)

    assert (group.count, [hit.note for hit in group.hits]) == (1, ["T50-1 · สสจ.เชียงใหม่"])


def test_search_counts_only_what_the_user_may_see(
    officer: User, executive: User, here_and_there: None
) -> None:
    assert search(officer, "แม่ริม")[0].count == 1
    assert search(executive, "แม่ริม")[0].count == 2


def test_search_finds_kpis_and_projects(officer: User) -> None:
    projects = [group.title for group in search(officer, "ระบบฐานข้อมูลการออกเอกสารสิทธิ์")]

    assert projects == ["โครงการตามยุทธศาสตร์"]
    assert [group.title for group in search(officer, "Hot Spot")] == ["ตัวชี้วัด"]


def test_search_finds_defects_by_title_and_by_institution(
    officer: User, make_user: UserMaker
) -> None:
    defect = make_defect(make_institution("50", name="สหกรณ์การเกษตรป่าแดด จำกัด"))
    outsider = make_user(Role.OFFICER, "51", username="elsewhere")

    by_title = {group.title: group for group in search(officer, "เงินสดขาด")}
    by_name = {group.title: group for group in search(officer, "ป่าแดด")}

    found = by_title["ข้อบกพร่องและข้อสังเกต"]
    assert [hit.url for hit in found.hits] == [f"/inspection/defects/{defect.pk}/"]
    assert by_name["ข้อบกพร่องและข้อสังเกต"].count == 1
    assert search(outsider, "เงินสดขาด") == []


def test_search_finds_a_case_by_its_number_and_never_by_a_person(
    chief: User, make_user: UserMaker
) -> None:
    case = make_case()
    add_person(case, "นายสมชาย ใจดี")
    outsider = make_user(Role.CHIEF, "51", username="elsewhere")

    (found,) = search(chief, case.shown_number)
    assert (found.title, found.count) == ("สำนวนนายทะเบียน", 1)
    assert case.shown_number in found.hits[0].note
    assert search(outsider, case.shown_number) == []
    assert search(chief, "สมชาย") == []


@pytest.mark.parametrize("query", ["", "   ", "!!", "จำกัด"])
def test_search_for_nothing_finds_nothing(officer: User, here_and_there: None, query: str) -> None:
    assert search(officer, query) == []


def test_page_shows_the_query_as_text(officer: User, client_of: SignIn) -> None:
    page = client_of(officer).get("/search/", {"q": "<b>x</b>"}).content.decode()

    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert "ไม่พบสิ่งที่ค้นหา" in page


def test_sources_page_lists_every_dataset(officer: User, client_of: SignIn) -> None:
    page = client_of(officer).get("/sources/").content.decode()

    assert "แผนยุทธศาสตร์ 2560–2564" in page
    assert "๓๖" in page
    assert "กิจกรรม 3.4 เป้าหมาย" in page
    assert "รายชื่อสหกรณ์ที่ยกระดับ 61" in page
    assert "activities/" not in page

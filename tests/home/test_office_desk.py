from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from coops.models import Assessment
from coops.rules import Facts
from cpd_portal.core.choices import Role
from cpd_portal.core.models import EntryPeriod, OrgUnit, Submission, User
from cpd_portal.core.services import submission_open, submission_return, submission_submit
from cpd_portal.home.tasks import office_desk
from tests.conftest import UserMaker
from tests.coops.facts import cooperative
from tests.coops.rows import make_assessment
from tests.coops.stated import make_facts

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def period() -> EntryPeriod:
    return EntryPeriod.objects.get(form="coops.strength", fiscal_year=2567)


@pytest.fixture
def office() -> OrgUnit:
    return OrgUnit.objects.get(code="50")


def _met(facts: Facts | None = None) -> Assessment:
    """Of an institution that has held its general meeting, which leaves only the form to do."""
    assessment = make_assessment(facts=facts, fiscal_year=2567)
    make_facts(assessment.institution, general_meeting_on=date(2024, 6, 30))
    return assessment


@pytest.fixture
def submission(officer: User, period: EntryPeriod, office: OrgUnit) -> Submission:
    _met(cooperative())
    return submission_open(actor=officer, period=period, office=office)


def _states(user: User, office: OrgUnit, period: EntryPeriod) -> list[str]:
    return [task.state for task in office_desk(user, office, period).tasks]


def test_desk_of_an_untouched_office_is_overdue(
    officer: User, office: OrgUnit, period: EntryPeriod
) -> None:
    _met()

    desk = office_desk(officer, office, period)

    assert [task.state for task in desk.tasks] == ["overdue", "not_started"]
    assert desk.tasks[0].why == "ครบแล้ว 0 จาก 1 แห่ง"
    assert desk.open_count == 2


def test_desk_lists_general_meetings_that_are_overdue(
    officer: User, office: OrgUnit, period: EntryPeriod, submission: Submission
) -> None:
    make_assessment(facts=cooperative(), fiscal_year=2567)

    task = office_desk(officer, office, period).tasks[-1]

    assert (task.title, task.state) == ("ติดตามการประชุมใหญ่ที่เกินกำหนด", "overdue")
    assert task.why == "1 แห่ง ยังไม่มีวันประชุมในระบบ"
    assert task.url == "/coops/duties/?show=overdue"


def test_desk_with_everything_entered_asks_to_send(
    officer: User, office: OrgUnit, period: EntryPeriod, submission: Submission
) -> None:
    assert _states(officer, office, period) == ["done", "not_started"]


def test_desk_after_sending_asks_the_chief(
    officer: User, chief: User, office: OrgUnit, period: EntryPeriod, submission: Submission
) -> None:
    submission_submit(actor=officer, submission=submission)

    for_officer = office_desk(officer, office, period).tasks[-1]
    for_chief = office_desk(chief, office, period).tasks[-1]

    assert (for_officer.title, for_officer.url) == ("รอหัวหน้าสำนักงานตรวจทาน", "")
    assert (for_chief.title, for_chief.url) == ("ตรวจทานแบบที่เจ้าหน้าที่ส่ง", "/coops/entry/")


def test_page_shows_why_the_form_came_back(
    officer: User, chief: User, submission: Submission, client_of: SignIn
) -> None:
    submission_submit(actor=officer, submission=submission)
    submission_return(actor=chief, submission=submission, reason="คะแนน <2.6> สูงไป")
    client = client_of(officer)
    client.post("/context/", {"period": "2567-12m"})

    page = client.get("/").content.decode()

    assert "คะแนน &lt;2.6&gt; สูงไป" in page
    assert "แก้ไขตามที่ส่งกลับแล้วส่งแบบใหม่" in page


def test_page_opens_with_the_oldest_unreported_round(
    officer: User, submission: Submission, client_of: SignIn
) -> None:
    assert "ปีงบประมาณ 2566" in client_of(officer).get("/").content.decode()


def test_page_without_membership_says_what_to_do(client_of: SignIn) -> None:
    user = User.objects.create_user("nobody", "x", full_name="ไม่มีหน่วยงาน")

    assert "ให้ติดต่อผู้ดูแลระบบของสำนักงาน" in client_of(user).get("/").content.decode()


def test_context_of_a_foreign_office_is_ignored(officer: User, client_of: SignIn) -> None:
    client = client_of(officer)

    client.post("/context/", {"office": "51", "next": "/"})

    assert "สำนักงานสหกรณ์จังหวัดลำพูน" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "1e400"]
)
def test_context_never_leaves_the_portal(officer: User, client_of: SignIn, target: str) -> None:
    response = client_of(officer).post("/context/", {"next": target})

    assert response["Location"] == "/"


def test_home_of_an_inspector_offers_no_entry(make_user: UserMaker, client_of: SignIn) -> None:
    inspector = make_user(Role.INSPECTOR, "50")

    page = client_of(inspector).get("/").content.decode()

    assert "กรอกข้อมูลต่อ" not in page
    assert "บันทึกและส่งข้อมูล" not in page

"""The entry desk, the board of offices, and the way of a submission by three people."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from coops.entry import FORM_CODE
from coops.models import Assessment
from coops.services import assessment_save
from cpd_portal.core.choices import Role, SubmissionState
from cpd_portal.core.models import EntryPeriod, OrgUnit, Submission, User
from tests.conftest import UserMaker
from tests.coops.facts import cooperative
from tests.coops.pages import SignIn, text_of
from tests.coops.rows import make_assessment, make_institution
from tests.coops.test_services import COMPLETE

pytestmark = pytest.mark.django_db
STEP = "/coops/entry/50/2567"


@pytest.fixture
def incomplete() -> Assessment:
    return make_assessment(make_institution(name="สหกรณ์ที่เหลือ"), fiscal_year=2567)


@pytest.fixture
def at_work(client_of: SignIn) -> SignIn:
    """Signs a person in who has chosen the round of 2567."""

    def sign_in(user: User) -> Client:
        client = client_of(user)
        client.post("/context/", {"period": "2567-12m"})
        return client

    return sign_in


@pytest.fixture
def desk_client(at_work: SignIn, officer: User) -> Client:
    return at_work(officer)


def told(client: Client, address: str, **data: str) -> str:
    """The page after a step, as text."""
    return text_of(client.post(address, data, follow=True).content)


def stored() -> Submission:
    return Submission.objects.get(office__code="50", period__fiscal_year=2567)


def test_desk_shows_progress_and_states(
    desk_client: Client, officer: User, incomplete: Assessment
) -> None:
    make_assessment(facts=cooperative("90"), fiscal_year=2567)
    begun = make_assessment(fiscal_year=2567)
    assessment_save(actor=officer, assessment=begun, version=1, changes={"points": {"1.1": "1"}})
    text = text_of(desk_client.get("/coops/entry/").content)

    assert "กรอกครบ 1 จาก 3 แห่ง" in text
    assert "สหกรณ์ที่เหลือ" in text
    for word in ("ครบ 1 ชั้น 1", "บางส่วน", "ยังไม่กรอก"):
        assert word in text


@pytest.mark.parametrize(
    ("show", "count"), [("", 3), ("left", 2), ("untouched", 1), ("begun", 1), ("complete", 1)]
)
@pytest.mark.usefixtures("incomplete")
def test_desk_filters_by_what_is_entered(
    desk_client: Client, officer: User, show: str, count: int
) -> None:
    make_assessment(facts=cooperative("90"), fiscal_year=2567)
    begun = make_assessment(fiscal_year=2567)
    assessment_save(actor=officer, assessment=begun, version=1, changes={"loss_latest": False})
    text = text_of(desk_client.get(f"/coops/entry/?show={show}").content)

    assert f"แสดง {count} จาก 3 แห่ง" in text


def test_desk_searches_names_in_thai(desk_client: Client, incomplete: Assessment) -> None:
    make_assessment(fiscal_year=2567)
    text = text_of(desk_client.get("/coops/entry/?q=ที่เหลือ จำกัด").content)

    assert "แสดง 1 จาก 2 แห่ง" in text


@pytest.mark.parametrize("rows", [1, 9])
def test_desk_asks_the_same_queries_for_any_length(
    desk_client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        make_assessment(fiscal_year=2567)
    with django_assert_num_queries(8):
        desk_client.get("/coops/entry/")


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        ("ขาดงบ\x00", "มีอักขระที่จัดเก็บไม่ได้"),
        ("ก" * 1001, "ต้องยาวไม่เกิน 1000 ตัวอักษร"),
    ],
)
def test_return_with_a_reason_that_cannot_be_kept_is_refused(
    reason: str,
    message: str,
    at_work: SignIn,
    officer: User,
    chief: User,
    incomplete: Assessment,
) -> None:
    typist, checker = map(at_work, (officer, chief))
    assessment_save(actor=officer, assessment=incomplete, version=1, changes=COMPLETE)
    told(typist, f"{STEP}/submit/")

    refused = told(checker, f"{STEP}/return/", reason=reason)

    assert message in refused
    assert stored().state == SubmissionState.SUBMITTED


def test_three_people_take_the_form_the_whole_way(
    at_work: SignIn,
    officer: User,
    chief: User,
    headquarters_chief: User,
    incomplete: Assessment,
) -> None:
    typist, checker, approver = map(at_work, (officer, chief, headquarters_chief))
    assert "ยังส่งไม่ได้: ยังไม่ครบ 1 แห่ง ได้แก่ สหกรณ์ที่เหลือ" in told(typist, f"{STEP}/submit/")
    assessment_save(actor=officer, assessment=incomplete, version=1, changes=COMPLETE)

    assert "ส่งแบบให้หัวหน้าสำนักงานตรวจทานแล้ว" in told(typist, f"{STEP}/submit/")
    assert "กรุณาระบุเหตุผลที่ส่งกลับ" in told(checker, f"{STEP}/return/", reason=" ")
    assert "เหตุผล: “ขาดงบ”" in told(checker, f"{STEP}/return/", reason="ขาดงบ")
    told(typist, f"{STEP}/submit/")
    assert "ยืนยันตรวจทานแล้ว" in text_of(checker.get("/coops/entry/").content)
    refused = checker.post(f"{STEP}/approve/")
    assert refused.status_code == 403
    assert "ต้องเป็นหัวหน้าหน่วยงานส่วนกลาง" in text_of(refused.content)
    told(checker, f"{STEP}/verify/")
    told(approver, "/context/", office="50", next="/coops/entry/")
    assert "ยืนยันอนุมัติ" in text_of(approver.get("/coops/entry/").content)
    assert "อนุมัติและล็อกข้อมูลแล้ว" in told(approver, f"{STEP}/approve/")

    assert stored().state == SubmissionState.APPROVED
    assert stored().approved_by == headquarters_chief
    assert "แก้ไขไม่ได้ เพราะแบบประเมินปี 2567" in text_of(typist.get("/coops/entry/").content)


def test_chief_who_typed_cannot_verify(
    at_work: SignIn, officer: User, chief: User, incomplete: Assessment
) -> None:
    assessment_save(actor=chief, assessment=incomplete, version=1, changes=COMPLETE)
    told(at_work(officer), f"{STEP}/submit/")

    assert "ผู้ที่บันทึกหรือส่งข้อมูลเองตรวจทานหรืออนุมัติไม่ได้" in told(at_work(chief), f"{STEP}/verify/")
    assert stored().state == SubmissionState.SUBMITTED


def test_step_before_the_form_is_sent_says_so(at_work: SignIn, chief: User) -> None:
    assert "สำนักงานสหกรณ์จังหวัดเชียงใหม่ยังไม่ได้ส่งแบบของปี 2567" in told(
        at_work(chief), f"{STEP}/verify/"
    )


def test_headquarters_cannot_begin_an_offices_form(
    at_work: SignIn, headquarters_chief: User
) -> None:
    told(at_work(headquarters_chief), f"{STEP}/submit/")

    assert not Submission.objects.exists()


def test_step_needs_a_known_round_and_post(at_work: SignIn, chief: User) -> None:
    client = at_work(chief)

    assert client.post("/coops/entry/50/2599/verify/").status_code == 404
    assert client.get(f"{STEP}/verify/").status_code == 405


def test_board_shows_every_office_with_state_and_lateness(
    at_work: SignIn,
    headquarters_chief: User,
    incomplete: Assessment,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    period = EntryPeriod.objects.get(form=FORM_CODE, fiscal_year=2567)
    period.due_on = period.late_after = date(2024, 10, 31)
    period.save()
    Submission.objects.create(
        period=period,
        office=OrgUnit.objects.get(code="51"),
        state=SubmissionState.SUBMITTED,
        submitted_at=datetime(2024, 11, 2, 9, tzinfo=UTC),
    )
    client = at_work(headquarters_chief)
    with django_assert_num_queries(8):
        response = client.get("/coops/entry/")
    text = text_of(response.content)

    assert "ส่งแล้ว 1 จาก 78 สำนักงาน" in text
    assert "2 พ.ย. 2567 ส่งช้า" in text
    assert response.content.count(b'name="office"') == 79
    assert "0 จาก 1 ช้า" in text


@pytest.mark.usefixtures("incomplete")
def test_board_filters_by_state(at_work: SignIn, headquarters_chief: User) -> None:
    client = at_work(headquarters_chief)

    assert "ไม่มีสำนักงานในสถานะนี้" in text_of(client.get("/coops/entry/?state=approved").content)
    page = client.get("/coops/entry/?state=not_started").content
    assert page.count(b'name="office" value=') == 78


def test_division_without_offices_in_reach_gets_a_page(
    at_work: SignIn, make_user: UserMaker
) -> None:
    assert at_work(make_user(Role.OFFICER, "agri")).get("/coops/entry/").status_code == 200

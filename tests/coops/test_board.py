"""The board of offices and the work list of one: counts, filters, order, the file."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from coops.entry import FORM_CODE
from coops.reports import SubmissionBoard
from coops.selectors.board import BoardOrder, board
from coops.selectors.worklist import work_list
from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.corrections.choices import CorrectionState
from cpd_portal.core.documents.registry import find_report
from cpd_portal.core.models import Correction, EntryPeriod, OrgUnit, Submission, User
from tests.coops.facts import cooperative
from tests.coops.pages import SignIn, text_of
from tests.coops.rows import make_assessment, make_institution

pytestmark = pytest.mark.django_db
SENT = datetime(2024, 11, 5, 3, 0, tzinfo=UTC)


def submission(office: str, state: SubmissionState) -> Submission:
    return Submission.objects.create(
        period=EntryPeriod.objects.get(form=FORM_CODE, fiscal_year=2567),
        office=OrgUnit.objects.get(code=office),
        state=state,
        submitted_at=SENT,
        verified_at=SENT,
        approved_at=SENT,
    )


def correction(made: Submission, state: CorrectionState, changed: int = 0) -> Correction:
    return Correction.objects.create(
        submission=made,
        item=str(Correction.objects.count() + 1),
        item_title="ก",
        reason="ก",
        document_on=date(2024, 11, 6),
        state=state,
        changed=changed,
        answer="ก",
    )


@pytest.fixture
def approved() -> Submission:
    made = submission("50", SubmissionState.APPROVED)
    correction(made, CorrectionState.CONFIRMED, 2)
    correction(made, CorrectionState.ENTERED, 1)
    correction(made, CorrectionState.WITHDRAWN, 9)
    correction(made, CorrectionState.GRANTED)
    return made


@pytest.fixture
def offices() -> list[OrgUnit]:
    return list(OrgUnit.objects.filter(code__in=("50", "51", "52")).order_by("name_sort"))


@pytest.mark.usefixtures("approved")
def test_board_counts_changes_since_approval_and_dates(offices: list[OrgUnit]) -> None:
    made = board(offices, 2567)
    line = next(one for one in made.lines if one.office.code == "50")

    assert (line.changed, made.changed_values, made.counts["changed"]) == (3, 3, 1)
    day = timezone.localdate(SENT)
    assert (line.sent_on, line.verified_on, line.approved_on) == (day, day, day)
    assert line.lateness == "ส่งช้า"


@pytest.mark.parametrize(
    ("state", "codes"),
    [
        ("", "50 51 52"),
        ("unsent", "51 52"),
        ("changed", "50"),
        ("approved", "50"),
        ("late", "50 51 52"),
    ],
)
@pytest.mark.usefixtures("approved")
def test_board_is_filtered(offices: list[OrgUnit], state: str, codes: str) -> None:
    found = board(offices, 2567).shown(state)

    assert sorted(line.office.code for line in found) == codes.split()


@pytest.mark.usefixtures("approved")
def test_board_is_searched_and_ordered(offices: list[OrgUnit]) -> None:
    make_assessment(make_institution("51"), cooperative(), fiscal_year=2567)
    make_assessment(make_institution("52"), fiscal_year=2567)
    made = board(offices, 2567)

    assert [line.name for line in made.shown("", "ลำพูน")] == ["ลำพูน"]
    assert made.shown("", order=BoardOrder.PROGRESS)[0].office.code == "52"
    assert made.shown("", order=BoardOrder.SENT)[0].office.code == "50"
    assert made.shown("", order=BoardOrder.CHANGED)[0].office.code == "50"
    assert [line.office for line in made.shown("")] == offices


@pytest.mark.usefixtures("approved")
def test_page_tells_what_waits_and_whom_to_chase(
    headquarters_chief: User, client_of: SignIn
) -> None:
    client = client_of(headquarters_chief)
    client.post("/context/", {"period": "2567-12m"})
    text = text_of(client.get("/coops/entry/").content)

    assert "คำขอแก้ไขหลังอนุมัติที่รอส่วนกลาง 1 คำขอ" in text
    assert "มีค่าที่เปลี่ยนหลังอนุมัติ 3 ค่า ใน 1 สำนักงาน" in text
    assert "รายชื่อสำนักงานที่ยังไม่ส่ง 77 แห่ง" in text
    table = text_of(client.get("/coops/entry/?view=table&state=changed").content)
    assert "แสดง 1 จาก 78 สำนักงาน" in table


@pytest.mark.usefixtures("approved")
def test_file_has_a_row_for_each_office(officer: User) -> None:
    report = find_report("submission-board")
    assert isinstance(report, SubmissionBoard)
    context = report.context(officer, {"fiscal_year": 2567}, SENT)
    day = timezone.localdate(SENT)

    assert list(report.rows(context)) == [
        ("50", "สำนักงานสหกรณ์จังหวัดเชียงใหม่", "อนุมัติแล้ว", 0, 0, day, day, day, "ส่งช้า", 3)
    ]
    assert report.row_count(context) == 1


@pytest.mark.usefixtures("approved")
def test_work_list_counts_corrections_and_meetings(officer: User) -> None:
    office = OrgUnit.objects.get(code="50")
    make_institution()
    soon = [item.title for item in work_list(officer, office, 2567, date(2024, 8, 1))]
    overdue = work_list(officer, office, 2567, date(2024, 9, 1))

    assert soon == [
        "แก้ค่าที่ส่วนกลางเปิดให้แก้ไข แล้วแจ้งว่าแก้เสร็จ",
        "คำขอแก้ไขหลังอนุมัติที่รอส่วนกลาง",
        "เตรียมการประชุมใหญ่ที่ครบกำหนดใน 30 วัน",
    ]
    assert overdue[-1].title == "ติดตามการประชุมใหญ่ที่เกินกำหนด"
    assert overdue[-1].url == "/coops/duties/?show=overdue"
    assert overdue[-1].why.startswith("1 แห่ง")


def test_office_without_anything_has_an_empty_work_list(officer: User) -> None:
    office = OrgUnit.objects.get(code="50")

    assert work_list(officer, office, 2567, date(2024, 9, 1)) == []

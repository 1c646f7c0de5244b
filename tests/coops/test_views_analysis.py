"""The pages of analysis: what they say, how many queries they ask, what they refuse."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cpd_portal.core.models import User
from tests.coops.facts import cooperative
from tests.coops.history import recorded_on
from tests.coops.pages import SignIn, text_of
from tests.coops.rows import make_assessment, make_institution

pytestmark = pytest.mark.django_db
PAGES = ("strength/", "strength/map/", "strength/failures/", "strength/movement/")
# Beside what every page of the portal asks.
OWN_QUERIES = {
    "strength/": 4,
    "strength/map/?measure=change": 5,
    "strength/failures/": 5,
    "strength/movement/?move=rose": 4,
}
FRAME = 8


@pytest.fixture
def two_years() -> None:
    """Chiang Mai: one rose, one fell; Lamphun: one stayed."""
    for name, office, before, after in (
        ("สหกรณ์ขึ้น จำกัด", "50", "60", "90"),
        ("สหกรณ์ลง จำกัด", "50", "90", "20"),
        ("สหกรณ์เดิม จำกัด", "51", "60", "60"),
    ):
        institution = make_institution(office, name=name)
        make_assessment(institution, cooperative(before), 2566)
        make_assessment(institution, cooperative(after), 2567)


@pytest.mark.parametrize("page", PAGES)
def test_pages_lead_to_each_other_with_the_question(
    client_of: SignIn, executive: User, page: str
) -> None:
    query = "fiscal_year=2566&kind=cooperative&sector=agricultural&office=50"
    html = client_of(executive).get(f"/coops/{page}?{query}").content.decode()

    for other in (*PAGES, "near-miss/"):
        assert f'href="/coops/{other}?{query.replace("&", "&amp;")}"' in html


@pytest.mark.usefixtures("two_years")
@pytest.mark.parametrize(("page", "own"), OWN_QUERIES.items())
@pytest.mark.parametrize("more", [0, 8])
def test_pages_ask_the_same_queries_for_any_size(
    client_of: SignIn, executive: User, page: str, own: int, more: int
) -> None:
    for _ in range(more):
        make_assessment(facts=cooperative("70"), fiscal_year=2567)
    client = client_of(executive)
    joint = "&" if "?" in page else "?"
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/coops/{page}{joint}fiscal_year=2567")

    assert len(asked) <= FRAME + own


@pytest.mark.parametrize("page", PAGES)
def test_pages_without_population_say_what_to_do(
    client_of: SignIn, officer: User, page: str
) -> None:
    text = text_of(client_of(officer).get(f"/coops/{page}?fiscal_year=2566").content)

    assert "ล้างตัวกรอง" in text


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("31/2/2567", "ไม่มีวันที่ 31 กุมภาพันธ์ พ.ศ. 2567 (ค.ศ. 2024)"),
        ("เมื่อวาน", "อ่านวันที่ “เมื่อวาน” ไม่ได้ กรอกเป็น วัน/เดือน/ปี พ.ศ. เช่น 28/10/2567"),
        ("1/1/2690", "วันนี้ยังมาไม่ถึง เลือกวันที่ไม่เกินวันนี้"),
    ],
)
def test_day_that_is_wrong_is_named_and_ignored(
    client_of: SignIn, officer: User, page: str, typed: str, message: str
) -> None:
    make_assessment(facts=cooperative("90"))
    answer = client_of(officer).get(f"/coops/{page}", {"fiscal_year": "2566", "as_of": typed})

    assert answer.status_code == 200
    assert message in text_of(answer.content)
    assert "ผลตามที่บันทึกไว้" not in text_of(answer.content)


@pytest.mark.parametrize("typed", ["๒/๔/๒๕๖๗", "2/4/2024", "2024-04-02", "2 เมษายน 2567"])
def test_day_is_understood_in_both_calendars_and_echoed(
    client_of: SignIn, officer: User, typed: str
) -> None:
    row = make_assessment(facts=cooperative("90"))
    recorded_on(row, date(2024, 4, 1), tier=3)
    answer = client_of(officer).get("/coops/strength/", {"fiscal_year": "2566", "as_of": typed})
    text = text_of(answer.content)

    assert "เมื่อสิ้น วันที่ 2 เมษายน 2567 (ค.ศ. 2024-04-02)" in text
    assert "3 ชั้น 3 1 100.00" in text
    assert "ผลทางการ" not in text


def test_day_before_the_first_entry_is_told_so(client_of: SignIn, officer: User) -> None:
    recorded_on(make_assessment(facts=cooperative("90")), date(2024, 4, 1))
    address = "/coops/strength/failures/?fiscal_year=2566&as_of=31/3/2567"
    text = text_of(client_of(officer).get(address).content)

    assert "ระบบบันทึกผลของปี 2566 ตั้งแต่ 1 เมษายน 2567 จึงไม่มีผล ณ 31 มีนาคม 2567" in text


@pytest.mark.usefixtures("two_years")
def test_failures_tell_the_three_parts_of_the_population(client_of: SignIn, officer: User) -> None:
    make_assessment()
    text = text_of(client_of(officer).get("/coops/strength/failures/?fiscal_year=2566").content)

    assert "จากทั้งหมด 3 แห่ง นำมาจัดชั้นแล้ว 2 แห่ง ไม่นำมาประเมิน 0 แห่ง" in text
    assert "ข้อมูลยังไม่ครบ 1 แห่ง" in text
    assert "คะแนนรวม 1 แห่ง ร้อยละ 50.00 0 แห่ง ร้อยละ 0.00" in text


@pytest.mark.usefixtures("two_years")
def test_movement_shows_matrix_picture_and_list(client_of: SignIn, executive: User) -> None:
    address = "/coops/strength/movement/?fiscal_year=2567&before=2&after=1"
    page = client_of(executive).get(address)
    text = text_of(page.content)

    assert "ชั้น 1 → ชั้น 3" not in text
    assert "ชั้น 2 → ชั้น 1 1 แห่ง" in text
    assert "สหกรณ์ขึ้น จำกัด สหกรณ์การเกษตร สสจ.เชียงใหม่ ชั้น 2 60 ชั้น 1 90" in text
    assert 'aria-label="จากชั้น 1 เป็นชั้น 3 1 แห่ง จากชั้น 2 เป็นชั้น 1 1 แห่ง' in page.content.decode()
    report = reverse("reports:request", args=["strength-movement"])
    assert f'href="{report}?fiscal_year=2567&amp;' in page.content.decode()


@pytest.mark.usefixtures("two_years")
def test_movement_of_one_kind_lists_all_its_cells(client_of: SignIn, executive: User) -> None:
    text = text_of(
        client_of(executive).get("/coops/strength/movement/?fiscal_year=2567&move=fell").content
    )

    assert "ตกชั้น 1 แห่ง" in text
    assert "สหกรณ์ลง จำกัด" in text
    assert "สหกรณ์ขึ้น จำกัด" not in text


def test_movement_from_a_later_year_is_refused(client_of: SignIn, officer: User) -> None:
    address = "/coops/strength/movement/?fiscal_year=2566&earlier=2567"
    text = text_of(client_of(officer).get(address).content)

    assert "ปีที่เทียบต้องก่อนปีงบประมาณที่ดู" in text


@pytest.mark.usefixtures("two_years")
def test_map_opens_a_province_to_its_offices(client_of: SignIn, executive: User) -> None:
    answer = client_of(executive).get("/coops/strength/map/?fiscal_year=2567&province=50")
    text = text_of(answer.content)

    assert "เชียงใหม่ 1 จาก 2 แห่ง สสจ.เชียงใหม่ 50.00 1 จาก 2 แห่ง รายชื่อ 2 แห่ง" in text
    assert "เชียงใหม่ 2 50.00 1 จาก 2 แห่ง ลำพูน 1 100.00 1 จาก 1 แห่ง" in text
    assert "kind=cooperative&amp;office=50&amp;sector=agricultural" in answer.content.decode()


@pytest.mark.usefixtures("two_years")
@pytest.mark.parametrize(
    ("sort", "first"), [("", "เชียงใหม่"), ("value", "ลำพูน"), ("population", "เชียงใหม่")]
)
def test_map_table_is_sorted(client_of: SignIn, executive: User, sort: str, first: str) -> None:
    address = f"/coops/strength/map/?fiscal_year=2567&sort={sort}"
    text = text_of(client_of(executive).get(address).content)
    rows = text[text.index("ตารางทุกจังหวัด") :]

    assert (rows.index("เชียงใหม่") < rows.index("ลำพูน")) == (first == "เชียงใหม่")


@pytest.mark.usefixtures("two_years")
def test_map_shows_the_change_against_the_year_before(client_of: SignIn, executive: User) -> None:
    address = "/coops/strength/map/?fiscal_year=2567&measure=change"
    text = text_of(client_of(executive).get(address).content)

    assert "เชียงใหม่ 2 −50.00 จาก 100.00 เป็น 50.00" in text
    assert "ลำพูน 1 0.00 จาก 100.00 เป็น 100.00" in text

"""Pages of the register: the tab, the acts, registration, duplicates, reconciliation."""

from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from coops.models import BusinessLine, DuplicatePair, Institution, Mismatch, StandingChange
from coops.services import (
    auditor_list_compare,
    business_record,
    institution_merge,
    name_change,
    office_move,
    standard_result_record,
    standing_change,
    year_end_change,
)
from cpd_portal.core.choices import Role
from cpd_portal.core.models import OrgUnit, User
from tests.conftest import UserMaker
from tests.coops.pages import SignIn, text_of
from tests.coops.register_rows import list_upload, paper
from tests.coops.rows import make_institution

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 1)
PAPER = {"effective_on": "1/5/2567", "document_no": "ชม 12/2567", "document_date": "๒ พ.ค. ๒๕๖๗"}


@pytest.fixture
def row() -> Institution:
    return make_institution(
        name="สหกรณ์เดิม จำกัด", level="provincial_federation", registered_on=date(2010, 2, 3)
    )


@pytest.fixture
def keeper(make_user: UserMaker) -> User:
    return make_user(Role.REGISTRAR)


def address(row: Institution, act: str) -> str:
    return f"/coops/{row.registration_no}/register/{act}/"


def with_history(row: Institution, keeper: User) -> None:
    """One of everything; ends at office 51 as part of a merger."""
    put: dict[str, Any] = {"actor": keeper, "institution": row}
    standing_change(**put, version=1, standing="suspended", paper=paper(date(2022, 1, 1)))
    year_end_change(**put, version=2, month=12, day=31, paper=paper(date(2022, 2, 1)))
    name_change(**put, version=3, name="สหกรณ์กลาง จำกัด", paper=paper(date(2022, 3, 1)))
    to = OrgUnit.objects.get(code="51")
    office_move(**put, version=4, to_office=to, paper=paper(date(2022, 4, 1)))
    line = BusinessLine.objects.get(code="credit")
    business_record(**put, version=5, line=line, since=date(2015, 1, 1), until=None)
    standard_result_record(**put, version=6, fiscal_year=2566, passed=True, source="ประกาศ 9")
    other = make_institution("51", name="สหกรณ์คู่ควบ จำกัด")
    made = make_institution("51", name="สหกรณ์ใหม่เอี่ยม จำกัด")
    institution_merge(**put, version=7, others=[other], successor=made, paper=paper(DAY))


def test_tab_shows_every_history_with_its_document(
    client_of: SignIn,
    row: Institution,
    keeper: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with_history(row, keeper)
    client = client_of(keeper)
    with django_assert_max_num_queries(10):
        response = client.get(f"/coops/{row.registration_no}/?tab=register")
    text = text_of(response.content)

    for words in (
        "ชุมนุมสหกรณ์ระดับจังหวัด",
        "จดทะเบียน มีผล 3 กุมภาพันธ์ 2553",
        "เปลี่ยนสถานะ ดำเนินธุรกิจ → หยุดดำเนินธุรกิจ มีผล 1 มกราคม 2565 · ชม 0010/12",
        "เปลี่ยนวันสิ้นปีบัญชี 31 มีนาคม → 31 ธันวาคม",
        "เปลี่ยนชื่อ สหกรณ์เดิม จำกัด → สหกรณ์กลาง จำกัด",
        "โอนหน่วยงาน สสจ.เชียงใหม่ → สสจ.ลำพูน",
        "ควบเข้ากัน",
        "สหกรณ์คู่ควบ จำกัด",
        "สหกรณ์ใหม่เอี่ยม จำกัด (แห่งใหม่)",
        "ธุรกิจสินเชื่อ ตั้งแต่ 1 ม.ค. 2558",
        "2566 ผ่าน ประกาศ 9",
        "ไม่นำมาคิดรวมกับชั้นความเข้มแข็ง",
    ):
        assert words in text.replace("\u00a0", " ")


def test_successor_names_those_it_came_from(
    client_of: SignIn, row: Institution, keeper: User
) -> None:
    with_history(row, keeper)
    made = Institution.objects.get(name="สหกรณ์ใหม่เอี่ยม จำกัด")
    text = text_of(client_of(keeper).get(f"/coops/{made.registration_no}/?tab=register").content)

    assert "ตั้งขึ้นจากการควบ" in text
    assert "สหกรณ์กลาง จำกัด" in text


def test_tab_without_history_says_so_and_offers_only_what_is_allowed(
    client_of: SignIn, officer: User, executive: User
) -> None:
    number = make_institution().registration_no
    seen = text_of(client_of(officer).get(f"/coops/{number}/?tab=register").content)
    read = text_of(client_of(executive).get(f"/coops/{number}/?tab=register").content)

    assert "ยังไม่มีประวัติทะเบียน" in seen
    assert "เปลี่ยนสถานะ มอบหมาย" not in seen
    assert "เปลี่ยนวันสิ้นปีบัญชี เปลี่ยนชื่อ มอบหมายผู้รับผิดชอบ" in seen
    assert "โอนหน่วยงาน" not in seen
    assert "บันทึกรายการ" not in read


def test_standing_is_changed_with_thai_digits_and_dates(
    client_of: SignIn, officer: User, row: Institution
) -> None:
    response = client_of(officer).post(
        address(row, "standing"), {**PAPER, "version": 1, "standing": "suspended"}
    )

    change = StandingChange.objects.get()
    assert response.status_code == 302
    assert response["Location"].endswith("?tab=register")
    assert (change.effective_on, change.document_date) == (DAY, date(2024, 5, 2))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"effective_on": "31/2/2567"}, "ไม่มีวันที่ 31 กุมภาพันธ์ พ.ศ. 2567"),
        ({"document_no": ""}, "กรุณากรอกเลขที่เอกสาร"),
        ({"document_date": ""}, "เอกสารลงวันที่ กรุณากรอกวันที่"),
        ({"standing": "operating"}, "ในวันนั้นสถานะเป็น “ดำเนินธุรกิจ” อยู่แล้ว"),
        ({"standing": "struck_off"}, "กรุณายืนยันก่อน เพราะถอนชื่อแล้วย้อนกลับไม่ได้"),
        ({"effective_on": "1/1/2500"}, "วันที่มีผลต้องไม่ก่อนวันที่จดทะเบียน"),
    ],
)
def test_wrong_input_says_what_to_do_and_stores_nothing(
    client_of: SignIn, officer: User, row: Institution, changed: dict[str, str], message: str
) -> None:
    data = {**PAPER, "version": 1, "standing": "suspended", **changed}
    response = client_of(officer).post(address(row, "standing"), data)

    assert response.status_code == 422
    assert message in text_of(response.content)
    assert not StandingChange.objects.exists()


def test_conflict_keeps_what_was_typed_and_shows_what_is_stored(
    client_of: SignIn, officer: User, row: Institution
) -> None:
    client = client_of(officer)
    name_change(actor=officer, institution=row, version=1, name="สหกรณ์ทันควัน", paper=paper())
    data = {**PAPER, "version": 1, "standing": "suspended"}
    response = client.post(address(row, "standing"), data)
    text = text_of(response.content)

    assert response.status_code == 409
    assert "ค่าที่ผู้อื่นบันทึกไว้" in text
    assert "สหกรณ์ทันควัน" in text
    assert 'value="ชม 12/2567"' in response.content.decode()
    assert client.post(address(row, "standing"), {**data, "version": 2}).status_code == 302


def test_giving_chief_no_longer_sees_what_was_given_away(
    client_of: SignIn, chief: User, row: Institution
) -> None:
    to = OrgUnit.objects.get(code="51").pk
    data = {**PAPER, "version": 1, "to_office": to, "confirm": "on"}
    response = client_of(chief).post(address(row, "move"), data)

    assert response["Location"] == "/coops/"
    assert not Institution.objects.visible_to(chief).exists()


def test_merger_reads_numbers_within_reach(
    client_of: SignIn, chief: User, row: Institution
) -> None:
    other, made = make_institution(registration_no="ชม 7"), make_institution()
    make_institution("51", registration_no="ลพ 7")
    data = {**PAPER, "version": 1, "successor": made.registration_no, "confirm": "on"}
    client = client_of(chief)
    outside = client.post(address(row, "merge"), {**data, "others": "ลพ 7"})
    inside = client.post(address(row, "merge"), {**data, "others": "ชม ๗"})

    assert "ไม่พบเลขทะเบียน “ลพ 7” ในขอบเขตของบัญชีนี้" in text_of(outside.content)
    assert inside.status_code == 302
    assert Institution.objects.get(pk=other.pk).standing == "struck_off"


@pytest.mark.parametrize(
    ("act", "data"),
    [
        ("year-end", {**PAPER, "day": "๓๑", "month": "12"}),
        ("name", {**PAPER, "name": "สหกรณ์อีกชื่อ"}),
        ("responsible", {"responsible": ""}),
        ("standard", {"fiscal_year": "๒๕๖๖", "passed": "0", "source": "ประกาศ"}),
        ("registration", {"level": "primary", "registered_on": "1/2/2553"}),
    ],
)
def test_acts_are_stored_from_their_forms(
    client_of: SignIn, officer: User, row: Institution, act: str, data: dict[str, str]
) -> None:
    response = client_of(officer).post(address(row, act), {**data, "version": 1})

    assert response.status_code == 302
    assert Institution.objects.get(pk=row.pk).version == 2


def test_unknown_act_is_not_found(client_of: SignIn, officer: User, row: Institution) -> None:
    assert client_of(officer).get(address(row, "abolish")).status_code == 404


NEW = {
    **PAPER,
    "registration_no": "กพ 1/2567",
    "name": "สหกรณ์การเกษตรบ้านใหม่ จำกัด",
    "level": "primary",
    "accounting_year_end_day": "31",
    "accounting_year_end_month": "3",
}


def new(**changes: Any) -> dict[str, Any]:
    kind = make_institution().type_id
    return {**NEW, "type": kind, "office": OrgUnit.objects.get(code="50").pk, **changes}


def test_registration_warns_of_similar_names_first(client_of: SignIn, officer: User) -> None:
    make_institution(name="สหกรณ์การเกษตรบ้านใหม จำกัด", registration_no="ชม 8")
    client, data = client_of(officer), new()
    warned = client.post("/coops/new/", data)
    text = text_of(warned.content)

    assert warned.status_code == 422
    assert "ชื่อที่คล้ายกันในจังหวัดเดียวกัน" in text
    assert "ชม 8" in text
    assert client.post("/coops/new/", {**data, "reason": "คนละอำเภอ"}).status_code == 302
    assert DuplicatePair.objects.get().reason == "คนละอำเภอ"


def test_registration_of_another_office_is_no_choice(client_of: SignIn, officer: User) -> None:
    other = OrgUnit.objects.get(code="51").pk
    response = client_of(officer).post("/coops/new/", new(office=other))

    assert "หน่วยงานที่ดูแล ไม่มีตัวเลือกนี้" in text_of(response.content)


@pytest.mark.parametrize("pairs", [1, 8])
def test_duplicates_ask_the_same_queries_for_any_length(
    client_of: SignIn,
    keeper: User,
    pairs: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(pairs):
        first, second = make_institution(), make_institution()
        DuplicatePair.objects.create(first=first, second=second, similarity="0.80")
    client = client_of(keeper)
    with django_assert_max_num_queries(10):
        response = client.get("/coops/duplicates/")

    assert f"พบ {pairs} คู่" in text_of(response.content)


def test_pair_is_decided_on_its_page(client_of: SignIn, officer: User) -> None:
    first, second = make_institution(), make_institution()
    pair = DuplicatePair.objects.create(first=first, second=second, similarity="0.80")
    client = client_of(officer)
    shown = text_of(client.get(f"/coops/duplicates/{pair.pk}/").content)
    answered = client.post(
        f"/coops/duplicates/{pair.pk}/", {"decision": "same", "reason": "คงเลขแรก"}
    )

    assert first.registration_no in shown
    assert second.registration_no in shown
    assert answered.status_code == 302
    assert "คงเลขแรก" in text_of(client.get("/coops/duplicates/?decision=same").content)
    assert "ไม่มีคู่ตามตัวกรองนี้" in text_of(client.get("/coops/duplicates/").content)


def compared(keeper: User) -> Mismatch:
    make_institution(registration_no="ชม 1", name="สหกรณ์หนึ่ง จำกัด")
    rows = [("ชม 1", "สหกรณ์เอก จำกัด", "เชียงใหม่", "เลิก", "31 มีนาคม")]
    auditor_list_compare(actor=keeper, as_of=DAY, upload=list_upload(rows))
    return Mismatch.objects.get(kind="name")


def test_work_list_of_an_office_is_filtered_counted_and_offered_as_file(
    client_of: SignIn,
    keeper: User,
    officer: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    compared(keeper)
    client = client_of(officer)
    with django_assert_max_num_queries(10):
        response = client.get("/coops/reconciliation/?kind=name")
    text = text_of(response.content)

    assert "พบ 1 รายการ" in text
    assert "สหกรณ์หนึ่ง จำกัด สหกรณ์เอก จำกัด" in text
    assert "สถานะต่างกัน 1 0" in text
    assert "register-reconciliation/?office=50&amp;kind=name" in response.content.decode()


def test_difference_is_settled_and_reopened(
    client_of: SignIn, keeper: User, officer: User
) -> None:
    row = compared(keeper)
    client, url = client_of(officer), f"/coops/reconciliation/{row.pk}/"
    early = client.post(url, {"version": 1, "decision": "corrected", "reason": "แก้แล้ว"})
    stale = client.post(url, {"version": 7, "decision": "accepted", "reason": "สะกดต่าง"})
    done = client.post(url, {"version": 1, "decision": "accepted", "reason": "สะกดต่าง"})

    assert "ทะเบียนนี้ยังไม่ตรงกับรายชื่อ ให้แก้ทะเบียนก่อน" in text_of(early.content)
    assert (early.status_code, stale.status_code, done.status_code) == (422, 409, 302)
    assert "สะกดต่าง" in text_of(client.get(url).content)
    client.post(url, {"reopen": "1"})
    assert Mismatch.objects.get(pk=row.pk).state == "open"


def test_work_list_without_a_list_says_so(client_of: SignIn, officer: User) -> None:
    text = text_of(client_of(officer).get("/coops/reconciliation/").content)
    assert "ยังไม่มีรายชื่อให้เทียบ" in text


def test_bad_list_shows_every_error_and_a_good_one_the_work_list(
    client_of: SignIn, keeper: User
) -> None:
    client = client_of(keeper)
    bad = client.post(
        "/coops/reconciliation/list/",
        {"as_of": "1/5/2567", "file": list_upload([("", "ก", "ไกล", "", "")])},
    )
    good = client.post(
        "/coops/reconciliation/list/",
        {"as_of": "1/5/2567", "file": list_upload([("1", "ก", "", "", "")])},
    )
    text = text_of(bad.content)

    assert bad.status_code == 422
    assert "แฟ้มนี้ต้องแก้ไขก่อน 2 ข้อ ยังไม่ได้บันทึก" in text
    assert "ไม่รู้จักจังหวัดนี้" in text
    assert good["Location"] == "/coops/reconciliation/"


@pytest.mark.parametrize(
    ("query", "found"), [("standing=dissolved", 1), ("level=provincial_federation", 1), ("", 3)]
)
def test_list_is_filtered_by_standing_and_level(
    client_of: SignIn, officer: User, row: Institution, query: str, found: int
) -> None:
    make_institution(standing="dissolved")
    make_institution()
    text = text_of(client_of(officer).get(f"/coops/?{query}").content)

    assert f"พบ {found} แห่ง" in text

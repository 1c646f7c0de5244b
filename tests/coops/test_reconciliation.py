"""The auditing department's list: reading, comparing by set, settling, uploading again."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from coops.imports.auditor_list import year_end_from
from coops.models import AuditorList, Institution, Mismatch
from coops.selectors.reconciliation import MismatchChoice, counts_by_kind, mismatches
from coops.services import (
    UnreadableList,
    auditor_list_compare,
    mismatch_reopen,
    mismatch_settle,
)
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.models import User
from tests.conftest import UserMaker
from tests.coops.register_rows import ListLines, list_upload
from tests.coops.rows import make_institution
from tests.coops.test_services_register import actions, refusal

pytestmark = pytest.mark.django_db
AS_OF = date(2024, 5, 1)
HERE = ("ชม 1", "ชม 2", "ชม 3", "ชม 4", "ชม 5")


@pytest.fixture
def keeper(make_user: UserMaker) -> User:
    return make_user(Role.REGISTRAR)


@pytest.fixture
def register() -> None:
    for number in HERE:
        make_institution(registration_no=number, name=f"สหกรณ์{number} จำกัด")
    Institution.objects.filter(registration_no="ชม 5").update(standing="struck_off")


def lines(**changed: ListLines) -> ListLines:
    """As the register says, except: another name, standing and year-end; ชม 4 and the struck-off
    ชม 5 are missing, two are only there."""
    return [
        ("ชม ๑", "สหกรณ์ ชม 1", "เชียงใหม่", "ดำเนินธุรกิจ", "31 มี.ค."),
        ("ชม 2", "สหกรณ์อื่น จำกัด", "จังหวัดเชียงใหม่", "เลิก", "30/6"),
        ("ชม 3", "สหกรณ์ชม 3 จำกัด", "", "", ""),
        ("ชม 9", "สหกรณ์แปลก จำกัด", "เชียงใหม่", "ดำเนินธุรกิจ", "31 มีนาคม"),
        ("กท 1", "สหกรณ์เมือง จำกัด", "กรุงเทพมหานคร", "", ""),
    ]


def compare(actor: User, rows: ListLines, as_of: date = AS_OF) -> AuditorList:
    return auditor_list_compare(actor=actor, as_of=as_of, upload=list_upload(rows))


def found() -> set[tuple[str, str, str, str]]:
    return set(Mismatch.objects.values_list("registration_no", "kind", "here", "there"))


@pytest.mark.usefixtures("register")
def test_differences_are_found_by_set(keeper: User) -> None:
    kept = compare(keeper, lines())

    assert found() == {
        ("ชม 2", "name", "สหกรณ์ชม 2 จำกัด", "สหกรณ์อื่น จำกัด"),
        ("ชม 2", "standing", "operating", "dissolved"),
        ("ชม 2", "year_end", "03-31", "06-30"),
        ("ชม 4", "only_here", "สหกรณ์ชม 4 จำกัด", ""),
        ("ชม 9", "only_there", "", "สหกรณ์แปลก จำกัด"),
        ("กท 1", "only_there", "", "สหกรณ์เมือง จำกัด"),
    }
    assert (kept.rows, len(kept.sha256), kept.uploaded_by) == (5, 64, keeper)
    assert set(actions(Mismatch)) == {"coops.auditor_list.compared"}
    words = Mismatch.objects.get(kind="year_end")
    assert (words.here_words, words.there_words) == ("31 มีนาคม", "30 มิถุนายน")


@pytest.mark.usefixtures("register")
def test_work_list_belongs_to_the_office_and_bangkok_to_headquarters(
    keeper: User, officer: User, outsider: User
) -> None:
    kept = compare(keeper, lines())

    def seen(user: User, **choice: str) -> set[str]:
        rows = mismatches(user, kept, MismatchChoice(**choice))
        return {f"{row.registration_no} {row.kind}" for row in rows}

    assert len(seen(keeper)) == 6
    assert seen(outsider) == set()
    assert "กท 1 only_there" not in seen(officer)
    assert seen(officer, kind="only_there") == {"ชม 9 only_there"}
    assert seen(officer, q="แปลก") == {"ชม 9 only_there"}
    assert seen(keeper, office="50", state="settled") == set()
    counts = {row.kind.value: (row.open, row.settled) for row in counts_by_kind(officer, kept)}
    assert counts["only_there"] == (1, 0)


def settle(actor: User, kind: str, decision: str = "ours_right", **more: Any) -> Mismatch:
    row = Mismatch.objects.get(kind=kind, registration_no__startswith="ชม")
    values = {"version": row.version, "reason": "ตามใบสำคัญ", **more}
    return mismatch_settle(actor=actor, mismatch=row, decision=decision, **values)


@pytest.mark.usefixtures("register")
def test_settled_differences_stay_until_a_value_changes(keeper: User, officer: User) -> None:
    compare(keeper, lines())
    settle(officer, "name")
    settle(officer, "standing")
    newer = [(*row[:3], "หยุดดำเนินธุรกิจ" if row[0] == "ชม 2" else row[3], row[4]) for row in lines()]
    kept = compare(keeper, newer, date(2024, 6, 1))

    name, standing = (Mismatch.objects.get(kind=kind) for kind in ("name", "standing"))
    assert (name.state, name.decision, name.settled_by) == ("settled", "ours_right", officer)
    assert (standing.state, standing.decision, standing.settled_by) == ("open", "", None)
    assert Mismatch.objects.of_list(kept).count() == 6


@pytest.mark.usefixtures("register")
def test_difference_that_is_gone_leaves_the_work_list_but_not_the_record(keeper: User) -> None:
    compare(keeper, lines())
    kept = compare(keeper, [row for row in lines() if row[0] != "ชม 9"], date(2024, 6, 1))

    assert not Mismatch.objects.of_list(kept).filter(registration_no="ชม 9").exists()
    assert Mismatch.objects.filter(registration_no="ชม 9").exists()


@pytest.mark.usefixtures("register")
def test_corrected_is_checked_against_the_register(keeper: User, officer: User) -> None:
    compare(keeper, lines())
    with pytest.raises(Exception, match="ข้อมูลไม่ถูกต้อง"):
        settle(officer, "standing", "corrected")
    Institution.objects.filter(registration_no="ชม 2").update(standing="dissolved")
    settle(officer, "standing", "corrected")
    Institution.objects.filter(registration_no="ชม 2").update(standing="operating")
    compare(keeper, lines(), date(2024, 6, 1))

    assert Mismatch.objects.get(kind="standing").state == "open"


@pytest.mark.usefixtures("register")
def test_settling_needs_office_version_decision_and_reason(
    keeper: User, officer: User, outsider: User
) -> None:
    compare(keeper, lines())
    for person in (keeper, outsider):
        with pytest.raises(NotAllowed):
            settle(person, "name")
    with pytest.raises(StaleObject):
        settle(officer, "name", version=9)
    bangkok = Mismatch.objects.get(registration_no="กท 1")
    errors = refusal(
        mismatch_settle, actor=keeper, mismatch=bangkok, version=1, decision="", reason=""
    )
    assert errors == [("/decision", "กรุณาเลือกผล"), ("/reason", "กรุณากรอกเหตุผล")]


@pytest.mark.usefixtures("register")
def test_decision_can_be_taken_back(keeper: User, officer: User) -> None:
    compare(keeper, lines())
    row = settle(officer, "name")
    mismatch_reopen(actor=officer, mismatch=row, version=row.version)

    assert Mismatch.objects.get(kind="name").state == "open"
    assert actions(Mismatch)[-2:] == ["coops.mismatch.settled", "coops.mismatch.reopened"]


def test_bad_rows_are_all_named_and_nothing_is_stored(keeper: User) -> None:
    rows: ListLines = [
        ("", "สหกรณ์ก", "เชียงใหม่", "", ""),
        ("1", "", "เมืองทอง", "เปิด", "32 มีนาคม"),
        ("2", "สหกรณ์ข", "", "", ""),
        ("๒", "สหกรณ์ค", "", "", ""),
    ]
    with pytest.raises(UnreadableList) as refused:
        compare(keeper, rows)

    assert [(f.row, f.column, f.message) for f in refused.value.findings] == [
        (2, "เลขทะเบียน", "ต้องกรอก"),
        (3, "ชื่อ", "ต้องกรอก"),
        (3, "จังหวัด", "ไม่รู้จักจังหวัดนี้"),
        (3, "สถานะ", "ใช้ได้เฉพาะ ดำเนินธุรกิจ จัดตั้งใหม่ หยุดดำเนินธุรกิจ เลิก ถอนชื่อ"),
        (3, "วันสิ้นปีบัญชี", "อ่านวันไม่ได้ กรอกเช่น 31 มีนาคม หรือ 31/3"),
        (5, "เลขทะเบียน", "เลขทะเบียนนี้มีแล้วในแถว 4"),
    ]
    assert not AuditorList.objects.exists()


def test_list_is_refused_again_older_or_from_an_office(keeper: User, officer: User) -> None:
    rows: ListLines = [("ชม 1", "สหกรณ์", "", "", "")]
    upload = list_upload(rows)
    content = upload.read()
    with pytest.raises(NotAllowed):
        compare(officer, rows)
    auditor_list_compare(actor=keeper, as_of=AS_OF, upload=SimpleUploadedFile("ก.xlsx", content))
    with pytest.raises(RuleViolation, match="แฟ้มเดียวกันนี้เทียบไว้แล้ว"):
        auditor_list_compare(
            actor=keeper, as_of=AS_OF, upload=SimpleUploadedFile("ข.xlsx", content)
        )
    errors = refusal(
        auditor_list_compare, actor=keeper, as_of=date(2024, 4, 1), upload=list_upload(rows)
    )
    assert errors == [("/as_of", "มีรายชื่อที่ใหม่กว่านี้แล้ว จึงไม่เทียบกับรายชื่อเก่า")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31 มีนาคม", (3, 31)),
        ("๓๑ มี.ค. ๒๕๖๗", (3, 31)),
        ("31/12/2566", (12, 31)),
        ("2023-12-31", (12, 31)),
        ("28 ก.พ.", (2, 29)),
        ("31 มิถุนายน", None),
        ("สิ้นปี", None),
        ("", None),
    ],
)
def test_year_end_is_read_as_people_write_it(text: str, expected: object) -> None:
    assert year_end_from(text) == expected


@given(st.text(max_size=30))
def test_year_end_of_any_text_is_a_day_or_nothing(text: str) -> None:
    found = year_end_from(text)
    assert found is None or 1 <= found[0] <= 12

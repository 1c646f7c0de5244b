"""Dated changes of the register: who may, what is refused, what history and audit keep."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from coops.entry import FORM_CODE
from coops.models import Assessment, BusinessLine, Institution, StandingChange
from coops.selectors import standing_on
from coops.services import (
    business_record,
    institution_update,
    name_change,
    office_move,
    registration_correct,
    responsible_assign,
    standard_result_record,
    standing_change,
    year_end_change,
)
from cpd_portal.core.choices import Role, SubmissionState
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, StaleObject
from cpd_portal.core.models import EntryPeriod, OrgUnit, Submission, User
from tests.conftest import UserMaker
from tests.coops.register_rows import paper
from tests.coops.rows import make_assessment, make_group, make_institution

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 1)


def fresh(institution: Institution) -> Institution:
    return Institution.objects.get(pk=institution.pk)


def actions(model: Any, **of: object) -> list[str]:
    events = model.pgh_event_model.objects.filter(**of).order_by("pgh_id")
    return [event.pgh_context["action"] for event in events if event.pgh_context]


def refusal(call: Any, **arguments: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refused:
        call(**arguments)
    return refused.value.errors


def test_standing_change_keeps_what_was_before(officer: User) -> None:
    row = make_institution()
    change = standing_change(
        actor=officer, institution=row, version=1, standing="suspended", paper=paper(DAY)
    )

    stored = fresh(row)
    assert (change.before, change.standing) == ("operating", "suspended")
    assert (stored.standing, stored.version) == ("suspended", 2)
    assert str(change) == "ดำเนินธุรกิจ → หยุดดำเนินธุรกิจ"
    assert standing_on(stored, DAY - timedelta(days=1)) == "operating"
    assert actions(StandingChange) == ["coops.institution.standing_changed"]
    assert actions(Institution, id=row.pk) == ["coops.institution.standing_changed"]


def test_late_document_goes_before_a_stored_change(officer: User) -> None:
    row = make_institution()
    put: dict[str, Any] = {"actor": officer, "institution": row}
    standing_change(**put, version=1, standing="dissolved", paper=paper(DAY))
    standing_change(**put, version=2, standing="suspended", paper=paper(date(2023, 1, 1)))

    assert fresh(row).standing == "dissolved"
    kept = [(c.before, c.standing) for c in row.standing_changes.all()]
    assert kept == [("operating", "suspended"), ("suspended", "dissolved")]


@pytest.mark.parametrize(
    ("standing", "message"),
    [
        ("operating", "ในวันนั้นสถานะเป็น “ดำเนินธุรกิจ” อยู่แล้ว"),
        ("struck_off", "จาก “ดำเนินธุรกิจ” เปลี่ยนเป็น “ถอนชื่อ” ไม่ได้"),
        ("asleep", "ไม่รู้จักสถานะนี้"),
    ],
)
def test_standing_that_cannot_follow_is_refused(
    officer: User, standing: str, message: str
) -> None:
    row = make_institution()
    errors = refusal(
        standing_change,
        actor=officer,
        institution=row,
        version=1,
        standing=standing,
        paper=paper(DAY),
    )

    assert errors == [("/standing", message)]
    assert not StandingChange.objects.exists()


def test_change_that_contradicts_a_later_one_is_refused(officer: User) -> None:
    row = make_institution()
    put: dict[str, Any] = {"actor": officer, "institution": row}
    standing_change(**put, version=1, standing="suspended", paper=paper(DAY))
    errors = refusal(
        standing_change, **put, version=2, standing="suspended", paper=paper(date(2023, 1, 1))
    )

    assert errors == [("/standing", "ขัดกับรายการถัดไปที่บันทึกไว้แล้ว (หยุดดำเนินธุรกิจ)")]


def test_paper_names_everything_that_is_wrong(officer: User) -> None:
    row = make_institution(registered_on=date(2020, 1, 1))
    tomorrow = timezone.localdate() + timedelta(days=1)
    put: dict[str, Any] = {
        "actor": officer,
        "institution": row,
        "version": 1,
        "standing": "suspended",
    }

    assert refusal(standing_change, **put, paper=paper(tomorrow, document_no=" ")) == [
        ("/effective_on", "วันที่ต้องไม่อยู่ในอนาคต ให้บันทึกเมื่อถึงวันที่มีผล"),
        ("/document_no", "กรุณากรอกเลขที่เอกสาร"),
        ("/document_date", "วันที่ของเอกสารต้องไม่อยู่ในอนาคต"),
    ]
    assert refusal(standing_change, **put, paper=paper(date(2019, 12, 31))) == [
        ("/effective_on", "วันที่มีผลต้องไม่ก่อนวันที่จดทะเบียน")
    ]


def test_second_change_of_one_day_is_refused(officer: User) -> None:
    row = make_institution()
    put: dict[str, Any] = {"actor": officer, "institution": row, "paper": paper(DAY)}
    standing_change(**put, version=1, standing="suspended")

    assert refusal(standing_change, **put, version=2, standing="dissolved") == [
        ("/effective_on", "มีการเปลี่ยนเรื่องนี้ในวันเดียวกันบันทึกไว้แล้ว")
    ]


def test_outsider_and_older_version_change_nothing(officer: User, outsider: User) -> None:
    row = make_institution()
    change: dict[str, Any] = {"institution": row, "standing": "suspended", "paper": paper(DAY)}
    with pytest.raises(NotAllowed, match="บันทึกทะเบียนได้เฉพาะเจ้าหน้าที่และหัวหน้าของ"):
        standing_change(actor=outsider, version=1, **change)
    with pytest.raises(StaleObject):
        standing_change(actor=officer, version=9, **change)
    assert fresh(row).version == 1


def test_year_end_of_past_years_stays_the_old_one(officer: User) -> None:
    row = make_institution()
    year_end_change(
        actor=officer, institution=row, version=1, month=12, day=31, paper=paper(date(2023, 4, 1))
    )

    stored = fresh(row)
    assert stored.year_end == (12, 31)
    assert stored.accounting_year_end_in(2565) == date(2022, 3, 31)
    assert stored.accounting_year_end_in(2566) == date(2023, 3, 31)
    assert stored.accounting_year_end_in(2567) == date(2023, 12, 31)
    assert stored.accounting_year_ends_in(2567) == [date(2023, 12, 31)]
    assert str(row.year_end_changes.get()) == "31 มีนาคม → 31 ธันวาคม"


def test_year_end_without_changes_asks_no_query(django_assert_num_queries: Any) -> None:
    row = make_institution()
    with django_assert_num_queries(0):
        assert row.accounting_year_end_in(2560) == date(2017, 3, 31)


def test_correcting_the_year_end_corrects_its_newest_change(officer: User) -> None:
    row = make_institution()
    year_end_change(
        actor=officer, institution=row, version=1, month=12, day=31, paper=paper(date(2023, 4, 1))
    )
    institution_update(
        actor=officer, institution=row, version=2, changes={"accounting_year_end_day": 30}
    )

    assert row.year_end_changes.get().day == 30


@pytest.mark.parametrize(
    ("month", "day", "message"),
    [(2, 30, "ไม่มีวันที่ 30 เดือน 2"), (3, 31, "วันสิ้นปีบัญชีเป็นวันนี้อยู่แล้ว")],
)
def test_year_end_that_is_no_day_or_no_change_is_refused(
    officer: User, month: int, day: int, message: str
) -> None:
    errors = refusal(
        year_end_change,
        actor=officer,
        institution=make_institution(),
        version=1,
        month=month,
        day=day,
        paper=paper(DAY),
    )
    assert errors == [("/day", message)]


def test_name_change_keeps_the_old_name_and_is_searched_by_the_new(officer: User) -> None:
    row = make_institution(name="สหกรณ์เก่า จำกัด")
    name_change(
        actor=officer, institution=row, version=1, name=" สหกรณ์ใหม่  จำกัด", paper=paper(DAY)
    )

    assert fresh(row).name == "สหกรณ์ใหม่ จำกัด"
    assert list(Institution.objects.search("ใหม่")) == [row]
    assert str(row.name_changes.get()) == "สหกรณ์เก่า จำกัด → สหกรณ์ใหม่ จำกัด"


def moved(actor: User, row: Institution, to: str = "51", **more: Any) -> None:
    office = OrgUnit.objects.get(code=to)
    values = {"version": 1, "paper": paper(DAY), **more}
    office_move(actor=actor, institution=row, to_office=office, **values)


def test_move_takes_unsent_years_along_and_leaves_sent_ones(chief: User) -> None:
    row = make_institution(responsible=chief)
    for year in (2566, 2567):
        make_assessment(row, fiscal_year=year)
    Submission.objects.create(
        period=EntryPeriod.objects.get(form=FORM_CODE, fiscal_year=2566),
        office=row.office,
        state=SubmissionState.APPROVED,
    )
    moved(chief, row)

    stored = fresh(row)
    offices = dict(Assessment.objects.values_list("fiscal_year", "office__code"))
    assert (stored.office.code, stored.responsible) == ("51", None)
    assert offices == {2566: "50", 2567: "51"}
    assert actions(Assessment)[-1] == "coops.institution.moved"


def test_move_is_for_the_giving_chief_and_headquarters(
    officer: User, outsider: User, make_user: UserMaker
) -> None:
    row = make_institution()
    for person in (officer, outsider, make_user(Role.CHIEF, "51")):
        with pytest.raises(NotAllowed, match="ต้องเป็นหัวหน้าของ"):
            moved(person, row)
    moved(make_user(Role.PLANNER), row)
    assert fresh(row).office.code == "51"


@pytest.mark.parametrize("to", ["50", "agri"])
def test_move_to_itself_or_to_no_office_is_refused(chief: User, to: str) -> None:
    errors = refusal(moved, actor=chief, row=make_institution(), to=to)
    assert errors == [("/to_office", "กรุณาเลือกสำนักงานอื่นที่จะรับไปดูแล")]


def test_responsible_is_an_officer_of_the_office(officer: User, outsider: User) -> None:
    row = make_institution()
    put: dict[str, Any] = {"actor": officer, "institution": row}
    responsible_assign(**put, version=1, responsible=officer)
    assert fresh(row).responsible == officer

    errors = refusal(responsible_assign, **put, version=2, responsible=outsider)
    assert errors[0][0] == "/responsible"
    responsible_assign(**put, version=2, responsible=None)
    assert fresh(row).responsible is None


def test_business_is_corrected_by_recording_it_again(officer: User) -> None:
    row, line = make_institution(), BusinessLine.objects.get(code="credit")
    put: dict[str, Any] = {"actor": officer, "institution": row, "line": line}
    business_record(**put, version=1, since=date(2020, 1, 1), until=None)
    business_record(**put, version=2, since=date(2020, 1, 1), until=date(2023, 1, 1))

    assert row.businesses.get().until == date(2023, 1, 1)
    errors = refusal(
        business_record, **put, version=3, since=date(2024, 1, 1), until=date(2023, 1, 1)
    )
    assert errors == [("/until", "วันที่เลิกต้องไม่ก่อนวันที่เริ่ม")]


def test_standard_result_stands_beside_the_tier(officer: User) -> None:
    row = make_institution()
    assessment = make_assessment(row)
    put: dict[str, Any] = {"actor": officer, "institution": row, "fiscal_year": 2566}
    standard_result_record(**put, version=1, passed=False, source="ประกาศ 1/2567")
    standard_result_record(**put, version=2, passed=True, source="ประกาศ 2/2567")

    kept = row.standard_results.get()
    assert (kept.passed, kept.source, kept.recorded_by) == (True, "ประกาศ 2/2567", officer)
    assert Assessment.objects.get(pk=assessment.pk).version == 1
    put["fiscal_year"] = 66
    assert refusal(standard_result_record, **put, version=3, passed=True, source=" ") == [
        ("/fiscal_year", "กรุณากรอกปีงบประมาณเป็น พ.ศ. เช่น 2567"),
        ("/source", "กรุณากรอกที่มา เช่น เลขที่ประกาศหรือหนังสือแจ้งผล"),
    ]


def test_registration_is_corrected_with_its_history(officer: User) -> None:
    row = make_institution(standing="new", registered_on=DAY)
    StandingChange.objects.create(institution=row, standing="new", effective_on=DAY)
    registration_correct(
        actor=officer,
        institution=row,
        version=1,
        level="provincial_federation",
        registered_on=date(2024, 4, 1),
        reason="พิมพ์ผิด",
    )

    assert fresh(row).level == "provincial_federation"
    assert row.standing_changes.get().effective_on == date(2024, 4, 1)


def test_farmer_group_has_no_other_level(officer: User) -> None:
    errors = refusal(
        registration_correct,
        actor=officer,
        institution=make_group(),
        version=1,
        level="national_federation",
        registered_on=None,
        reason="",
    )
    assert errors == [("/level", "กลุ่มเกษตรกรเป็นระดับปฐมภูมิทั้งหมด")]

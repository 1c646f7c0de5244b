"""The register from a spreadsheet: new institutions, contact data, and what a file may not do."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from coops.imports.register import NATIONAL_REGISTER_IMPORT, REGISTER_IMPORT
from coops.models import Institution
from coops.services import institution_update
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.imports.choices import Level
from cpd_portal.core.imports.registry import ImportForm
from cpd_portal.core.imports.services import import_check, import_confirm
from cpd_portal.core.imports.table import SheetRow
from cpd_portal.core.imports.workbooks import template
from cpd_portal.core.models import Import, OrgUnit, User
from tests.conftest import UserMaker
from tests.coops.rows import make_group, make_institution
from tests.coops.workbooks import upload, workbook

pytestmark = pytest.mark.django_db
YEAR = 2567
NEW: dict[str, Any] = {
    "registration_no": "ท 50-99001",
    "name": "สหกรณ์ใหม่ จำกัด",
    "type": "สหกรณ์การเกษตร",
    "year_end": "31 มีนาคม",
    "standing": "จัดตั้งใหม่",
}
NUMBER, NAME, STANDING = "เลขทะเบียน", "ชื่อ", "สถานะ"


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def planner(make_user: UserMaker) -> User:
    return make_user(Role.PLANNER)


def check_rows(
    actor: User, *rows: dict[str, Any], form: ImportForm = REGISTER_IMPORT, unit: str = "50"
) -> Import:
    office = OrgUnit.objects.get(code=unit)
    (sheet,) = form.sheets(office, YEAR)
    return import_check(
        actor=actor,
        form=form,
        office=office,
        fiscal_year=YEAR,
        upload=upload(workbook(sheet, rows), "ทะเบียน.xlsx"),
    )


def check_national(actor: User, *rows: dict[str, Any]) -> Import:
    return check_rows(actor, *rows, form=NATIONAL_REGISTER_IMPORT, unit="cpd")


def found(checked: Import) -> list[tuple[Any, ...]]:
    return [(f["row"], f["column"], f["value"], f["message"]) for f in checked.findings]


def events() -> list[tuple[str, str]]:
    model: Any = Institution.pgh_event_model  # type: ignore[attr-defined]
    rows = model.objects.filter(pgh_context__action="coops.institution.imported")
    return sorted(rows.values_list("pgh_label", "registration_no"))


def test_office_adds_institutions_and_changes_contact_data(officer: User) -> None:
    stored = make_institution(phone="053-1", district="แม่ริม")
    untouched = make_institution(phone="053-3")
    changed = {"registration_no": stored.registration_no, "phone": "๐๕๓-๒", "email": "a@b.co"}
    same = {"registration_no": untouched.registration_no, "phone": "053-3"}
    new = {**NEW, "registered_on": "1/6/2567", "responsible": officer.username, "level": "ปฐมภูมิ"}

    checked = check_rows(officer, changed, same, new)
    before = Institution.objects.count()
    import_confirm(actor=officer, checked=checked)
    stored.refresh_from_db()
    made = Institution.objects.get(registration_no="ท 50-99001")

    assert (checked.changed, checked.created, checked.unchanged, checked.errors) == (2, 1, 1, 0)
    assert Institution.objects.count() == before + 1
    assert (stored.phone, stored.email, stored.district, stored.version) == (
        "๐๕๓-๒",
        "a@b.co",
        "แม่ริม",
        2,
    )
    assert (made.name, made.office.code, made.kind, made.sector, made.standing) == (
        "สหกรณ์ใหม่ จำกัด",
        "50",
        "cooperative",
        "agricultural",
        "new",
    )
    assert (made.registered_on, made.responsible, made.version) == (date(2024, 6, 1), officer, 1)
    assert (made.accounting_year_end_month, made.accounting_year_end_day) == (3, 31)
    assert events() == sorted([("update", stored.registration_no), ("insert", "ท 50-99001")])


def test_imported_institution_is_found_and_sorted_like_a_saved_one(officer: User) -> None:
    import_confirm(actor=officer, checked=check_rows(officer, NEW))
    made = Institution.objects.search("สหกรณ์ใหม่").get()
    keys = (made.name_sort, made.name_search, made.registration_search)

    made.fill_keys()

    assert (made.name_sort, made.name_search, made.registration_search) == keys


def test_national_file_says_the_office_of_each_row(planner: User) -> None:
    stored = make_institution("51")
    rows = (
        {**NEW, "office": "๑๐-๑"},
        {**NEW, "registration_no": "ท 2", "office": "52", "name": "สหกรณ์สอง จำกัด"},
        {"registration_no": stored.registration_no, "office": "51", "address": "1 ถนนใหญ่"},
    )

    checked = check_national(planner, *rows)
    import_confirm(actor=planner, checked=checked)
    offices = Institution.objects.values_list("registration_no", "office__code", "address")

    assert (checked.changed, checked.created, checked.findings) == (3, 2, [])
    assert set(offices) == {
        ("ท 50-99001", "10-1", ""),
        ("ท 2", "52", ""),
        (stored.registration_no, "51", "1 ถนนใหญ่"),
    }


def test_understood_dates_are_echoed(officer: User) -> None:
    dates = [date(2024, 6, 1), "๒ มิ.ย. ๒๕๖๗", "3/6/2567"]
    rows = (
        {**NEW, "registration_no": f"ท {number}", "registered_on": day, "year_end": "31/3"}
        for number, day in enumerate(dates)
    )

    checked = check_rows(officer, *rows)

    assert checked.findings == []
    rows_in_order = checked.planned_rows.order_by("row")
    echoed = [{d[0]: d[2] for d in row.shown_differences} for row in rows_in_order]
    assert [row["วันที่จดทะเบียน"].replace("\u00a0", " ") for row in echoed] == [
        "1 มิถุนายน 2567 (ค.ศ. 2024)",
        "2 มิถุนายน 2567 (ค.ศ. 2024)",
        "3 มิถุนายน 2567 (ค.ศ. 2024)",
    ]
    assert {row["วันสิ้นปีบัญชี"] for row in echoed} == {"31 มีนาคม"}


def test_column_with_both_calendars_is_pointed_out_at_the_row_where_it_begins(
    officer: User,
) -> None:
    days = ["1/6/2567", "2/6/2567", "3/6/2024", date(2024, 6, 4)]
    rows = (
        {**NEW, "registration_no": f"ท {number}", "registered_on": day}
        for number, day in enumerate(days)
    )

    checked = check_rows(officer, *rows)

    message = (
        "คอลัมน์นี้มีทั้งปี พ.ศ. และปี ค.ศ. ตั้งแต่แถวนี้ ระบบอ่านแต่ละวันตามปีที่พิมพ์แล้ว "
        "กรุณาตรวจวันที่ในรายการที่จะเปลี่ยนก่อนยืนยัน"
    )
    assert found(checked) == [(4, "วันที่จดทะเบียน", "3/6/2024", message)]
    assert checked.findings[0]["level"] == Level.WARNING
    assert not Institution.objects.exists()


@pytest.mark.parametrize(
    ("key", "value", "column", "message"),
    [
        ("registered_on", "32/1/2567", "วันที่จดทะเบียน", "ไม่มีวันที่ 32 มกราคม พ.ศ. 2567 (ค.ศ. 2024)"),
        (
            "registered_on",
            "1/6/67",
            "วันที่จดทะเบียน",
            "ปี “67” ต้องเป็นเลขสี่หลัก เช่น 2567",
        ),
        (
            "registered_on",
            "1/6/ค.ศ. 2567",
            "วันที่จดทะเบียน",
            "ปี 2567 ไม่ตรงกับศักราชที่ระบุ (ค.ศ.) กรอกเป็น วัน/เดือน/ปี พ.ศ. เช่น 28/10/2567",
        ),
        (
            "registered_on",
            "๑/6/2567",
            "วันที่จดทะเบียน",
            "วันที่ “๑/6/2567” มีทั้งเลขไทยและเลขอารบิก ให้ใช้อย่างใดอย่างหนึ่ง",
        ),
        (
            "year_end",
            "31 เมษายน",
            "วันสิ้นปีบัญชี",
            "ไม่ใช่วันสิ้นปีบัญชี กรอกเป็นวันและเดือน เช่น 31 มีนาคม",
        ),
        ("email", "a@", "อีเมล", "ไม่ใช่ที่อยู่อีเมล เช่น coop@example.com"),
        ("phone", "1" * 61, "โทรศัพท์", "ยาวเกิน 60 ตัวอักษร"),
        ("responsible", "nobody", "บัญชีผู้ใช้ของเจ้าหน้าที่ผู้รับผิดชอบ", "ไม่มีบัญชีผู้ใช้นี้ในสำนักงานใด"),
        (
            "level",
            "มัธยมภูมิ",
            "ระดับ",
            "ต้องเป็นอย่างใดอย่างหนึ่ง: ปฐมภูมิ / ชุมนุมสหกรณ์ระดับจังหวัด / ชุมนุมสหกรณ์ระดับประเทศ",
        ),
        ("name", None, "ชื่อ", "สหกรณ์หรือกลุ่มเกษตรกรที่เพิ่มใหม่ต้องมีค่านี้"),
        ("registration_no", None, "เลขทะเบียน", "ยังไม่ได้ใส่เลขทะเบียน"),
    ],
)
def test_bad_cell_is_refused_and_nothing_is_written(
    officer: User, key: str, value: Any, column: str, message: str
) -> None:
    checked = check_rows(officer, {**NEW, key: value}, {**NEW, "registration_no": "ท 2"})

    shown = "" if value is None else str(value)
    assert found(checked) == [(2, column, shown, message)]
    with pytest.raises(RuleViolation, match="แฟ้มนี้ยังมีข้อผิดพลาด"):
        import_confirm(actor=officer, checked=checked)
    assert not Institution.objects.exists()


def test_responsible_person_belongs_to_the_office(officer: User, outsider: User) -> None:
    checked = check_rows(officer, {**NEW, "responsible": outsider.username})

    assert found(checked)[0][3] == "บัญชีนี้ไม่ได้อยู่ในสำนักงานของสหกรณ์หรือกลุ่มเกษตรกรนี้"


def test_farmer_group_is_primary(officer: User) -> None:
    level = "ชุมนุมสหกรณ์ระดับจังหวัด"
    stored = {"registration_no": make_group().registration_no, "level": level}
    new = {**NEW, "type": "กลุ่มเกษตรกรทำนา", "level": level}

    checked = check_rows(officer, stored, new)

    message = "กลุ่มเกษตรกรมีระดับปฐมภูมิเท่านั้น"
    assert found(checked) == [(2, "ระดับ", level, message), (3, "ระดับ", level, message)]


def test_what_has_a_history_is_not_changed_by_a_file(officer: User) -> None:
    stored = make_institution(name="สหกรณ์เดิม จำกัด")
    row = {
        "registration_no": stored.registration_no,
        "name": "สหกรณ์อื่น จำกัด",
        "standing": "เลิก",
        "year_end": "30 มิถุนายน",
        "type": "สหกรณ์ประมง",
    }

    checked = check_rows(officer, row)

    ending = "ต้องมีวันที่มีผลและเอกสาร จึงไม่รับจากแฟ้ม"
    assert [(column, message) for _, column, _, message in found(checked)] == [
        ("ชื่อ", f"ในทะเบียนคือ “สหกรณ์เดิม จำกัด” การเปลี่ยนชื่อ{ending}"),
        ("ประเภท", f"ในทะเบียนคือ “สหกรณ์การเกษตร” การเปลี่ยนประเภท{ending}"),
        ("วันสิ้นปีบัญชี", f"ในทะเบียนคือ “31 มีนาคม” การเปลี่ยนวันสิ้นปีบัญชี{ending}"),
        ("สถานะ", f"ในทะเบียนคือ “ดำเนินธุรกิจ” การเปลี่ยนสถานะ{ending}"),
    ]


def test_name_with_other_spaces_is_the_same_name(officer: User) -> None:
    stored = make_institution(name="สหกรณ์ เดิม จำกัด")
    row = {"registration_no": f" {stored.registration_no}\u200b", "name": "สหกรณ์เดิม\u00a0จำกัด"}

    checked = check_rows(officer, row)

    assert (checked.unchanged, checked.findings) == (1, [])


def test_number_of_another_office_is_refused_without_naming_it(
    officer: User, planner: User
) -> None:
    foreign = make_institution("51")
    row = {**NEW, "registration_no": foreign.registration_no.replace(" ", "")}

    checked = check_rows(officer, row)
    national = check_national(planner, {**row, "name": foreign.name, "office": "50"})

    office = OrgUnit.objects.get(code="50").name
    message = f"เลขทะเบียนนี้ใช้แล้ว และไม่ได้อยู่ในทะเบียนของ{office}"
    assert found(checked) == [(2, "เลขทะเบียน", row["registration_no"], message)]
    assert "ในทะเบียนคือ “51”" in str(found(national))


def test_unknown_office_and_repeated_number_are_refused(planner: User) -> None:
    checked = check_national(planner, {**NEW, "office": "99"}, {**NEW, "office": "50"})

    assert found(checked) == [
        (2, "รหัสหน่วยงาน", "99", "ไม่มีสำนักงานรหัสนี้ ใช้รหัสจังหวัดสองหลัก หรือ 10-1 และ 10-2"),
        (3, "เลขทะเบียน", "ท 50-99001", "เลขทะเบียนซ้ำกับแถวที่ 2"),
    ]


def test_institution_added_or_changed_since_the_check_stops_all(officer: User) -> None:
    stored = make_institution()
    change = {"registration_no": stored.registration_no, "phone": "1"}
    added = check_rows(officer, NEW, change)
    make_institution(registration_no="ท50-99001", name="สหกรณ์ใหม่ จำกัด")

    with pytest.raises(RuleViolation) as refusal:
        import_confirm(actor=officer, checked=added)
    changed = check_rows(officer, change)
    institution_update(actor=officer, institution=stored, version=1, changes={"phone": "2"})
    with pytest.raises(RuleViolation, match=f"1 แห่ง ได้แก่ {stored.name} กรุณาเลือกแฟ้มอีกครั้ง"):
        import_confirm(actor=officer, checked=changed)
    stored.refresh_from_db()

    assert "มีผู้แก้ไขหลังจากตรวจแฟ้ม 1 แห่ง ได้แก่ สหกรณ์ใหม่ จำกัด" in refusal.value.message
    assert (stored.phone, events()) == ("2", [])


def test_national_file_is_for_headquarters(
    officer: User, executive: User, planner: User, make_user: UserMaker
) -> None:
    for person in (officer, executive, make_user(Role.CHIEF, "agri")):
        with pytest.raises(NotAllowed, match="ต้องเป็นกองแผนงานหรือผู้ดูแลระบบของ"):
            check_national(person, {**NEW, "office": "50"})
    with pytest.raises(NotAllowed, match="ต้องเป็นเจ้าหน้าที่หรือหัวหน้าหน่วยงานของ"):
        check_rows(planner, NEW)


@pytest.mark.parametrize("national", [False, True])
def test_template_of_the_stored_values_changes_nothing(
    officer: User, planner: User, national: bool
) -> None:
    make_institution(registered_on=date(2000, 2, 29), responsible=officer, phone="053")
    make_group(accounting_year_end_month=2, accounting_year_end_day=29)
    make_institution("51")
    form = NATIONAL_REGISTER_IMPORT if national else REGISTER_IMPORT
    unit = OrgUnit.objects.get(code="cpd" if national else "50")
    (sheet,) = form.sheets(unit, YEAR)

    checked = import_check(
        actor=planner if national else officer,
        form=form,
        office=unit,
        fiscal_year=YEAR,
        upload=upload(template(sheet, form.prefilled(unit, YEAR, sheet), []), "a.xlsx"),
    )

    assert (checked.rows, checked.unchanged, checked.findings) == (
        (3, 3, []) if national else (2, 2, [])
    )


def test_checking_asks_as_often_for_many_rows_as_for_one(
    officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    stored = [make_institution() for _ in range(15)]
    office = stored[0].office
    (sheet,) = REGISTER_IMPORT.sheets(office, YEAR)
    rows = [
        SheetRow(
            sheet,
            number,
            {"registration_no": row.registration_no, "type": "สหกรณ์การเกษตร", "phone": "1"},
        )
        for number, row in enumerate(stored, start=2)
    ]

    with django_assert_num_queries(3):
        outcome = REGISTER_IMPORT.check(office, YEAR, rows)

    assert (len(outcome.changes), outcome.findings) == (15, [])

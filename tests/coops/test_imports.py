"""Points and conditions from a spreadsheet: what is refused, and what a good file changes."""

from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from coops.choices import Standing
from coops.entry import FORM_CODE, authors
from coops.imports.strength import STRENGTH_IMPORT, check, prefilled
from coops.models import Assessment
from coops.services import assessment_save
from cpd_portal.core.choices import Role, SubmissionState
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.imports.choices import ImportState
from cpd_portal.core.imports.services import import_check, import_confirm, refused
from cpd_portal.core.imports.table import SheetRow
from cpd_portal.core.imports.workbooks import refused_rows, template
from cpd_portal.core.models import EntryPeriod, Import, OrgUnit, Submission, User
from tests.conftest import UserMaker
from tests.coops.facts import agricultural, cooperative, group
from tests.coops.rows import make_assessment, make_group, make_institution
from tests.coops.workbooks import line, sheet_for, title_of, upload, workbook

pytestmark = pytest.mark.django_db
YEAR = 2567
FULL: dict[str, Any] = {
    "standing": "ดำเนินธุรกิจ",
    "loss_latest": "ไม่ใช่",
    "loss_previous": "ไม่ใช่",
    "defect_status": "ไม่มีข้อบกพร่อง",
    **{
        f"points/{code}": float(row.maximum) for code, row in agricultural(YEAR).indicators.items()
    },
}


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def row(db: None) -> Assessment:
    return make_assessment(fiscal_year=YEAR)


def check_file(actor: User, content: bytes, name: str = "คะแนน.xlsx") -> Import:
    return import_check(
        actor=actor,
        form=STRENGTH_IMPORT,
        office=OrgUnit.objects.get(code="50"),
        fiscal_year=YEAR,
        upload=upload(content, name),
    )


def check_cells(actor: User, row: Assessment, **cells: Any) -> Import:
    return check_file(actor, workbook(sheet_for(row), [line(row, **cells)]))


def found(checked: Import) -> list[tuple[Any, ...]]:
    return [(f["row"], f["column"], f["value"], f["message"]) for f in checked.findings]


def events() -> int:
    model: Any = Assessment.pgh_event_model  # type: ignore[attr-defined]
    found = model.objects.filter(pgh_context__action="coops.assessment.imported")
    return int(found.count())


def test_file_of_an_import_that_the_database_refuses_goes_too(
    row: Assessment, officer: User, tmp_path: Path
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE core_import ADD CONSTRAINT no_more CHECK (false) NOT VALID")

    with pytest.raises(IntegrityError):
        check_cells(officer, row, **FULL)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_whole_office_is_imported(officer: User) -> None:
    rows = [make_assessment(fiscal_year=YEAR) for _ in range(12)]
    same = make_assessment(facts=cooperative(rule_set=agricultural(YEAR)), fiscal_year=YEAR)
    lines = [*(line(row, **FULL) for row in rows), line(same, standing="ดำเนินธุรกิจ")]

    checked = check_file(officer, workbook(sheet_for(same), lines))
    untouched = list(Assessment.objects.values_list("version", flat=True).distinct())
    import_confirm(actor=officer, checked=checked)
    stored = Assessment.objects.exclude(pk=same.pk)

    assert (checked.state, checked.errors, checked.changed, checked.unchanged) == (
        ImportState.CHECKED,
        0,
        12,
        1,
    )
    assert untouched == [1]
    assert set(stored.values_list("tier", "complete", "version")) == {(1, True, 2)}
    assert events() == 12
    assert authors(checked.office, YEAR) == {officer.pk}


def test_imported_row_equals_the_saved_one(officer: User, row: Assessment) -> None:
    other = make_assessment(fiscal_year=YEAR)
    facts = cooperative("82.5", loss=(True, False), rule_set=agricultural(YEAR))
    points = {code: str(value) for code, value in facts.points.items()}
    cells = {f"points/{code}": value for code, value in points.items()}
    given: Any = {"loss_latest": "ใช่", "loss_previous": "ไม่ใช่", "defect_status": "ไม่มีข้อบกพร่อง"}

    import_confirm(actor=officer, checked=check_cells(officer, row, **given, **cells))
    saved = assessment_save(
        actor=officer,
        assessment=other,
        version=1,
        changes={
            "points": dict(points),
            "loss_latest": True,
            "loss_previous": False,
            "defect_status": "none",
        },
    )
    row.refresh_from_db()

    saved.refresh_from_db()
    names = ("points", "tier", "total", "dimensions", "result", "complete", "version")
    assert [getattr(row, name) for name in names] == [getattr(saved, name) for name in names]


def test_confirming_twice_writes_once(officer: User, row: Assessment) -> None:
    checked = check_cells(officer, row, **{"points/1.1": 2})

    import_confirm(actor=officer, checked=checked)
    again = import_confirm(actor=officer, checked=checked)
    row.refresh_from_db()

    assert (again.state, row.version, row.points, events()) == (
        ImportState.CONFIRMED,
        2,
        {"1.1": "2"},
        1,
    )


def test_partial_row_keeps_what_stands_in_empty_cells(officer: User) -> None:
    row = make_assessment(facts=cooperative(rule_set=agricultural(YEAR)), fiscal_year=YEAR)
    before = dict(row.points)

    checked = check_cells(officer, row, **{"points/1.1": "๑"})
    import_confirm(actor=officer, checked=checked)
    row.refresh_from_db()

    difference = (title_of(row, "points/1.1"), before["1.1"], "1")
    assert checked.planned_rows.get().shown_differences == [difference]
    assert row.points == {**before, "1.1": "1"}


def test_digits_and_spaces_of_word_are_cleaned(officer: User, row: Assessment) -> None:
    cells = {"points/1.1": "\u200b๑.๕\u00a0", "defect_status": "\ufeffไม่มีข้อบกพร่อง\u200b"}
    checked = check_file(
        officer,
        workbook(
            sheet_for(row),
            [
                {
                    "registration_no": f"\u200b{row.institution.registration_no}\u00a0",
                    "name": row.institution.name.replace(" ", "\u00a0"),
                    **cells,
                }
            ],
        ),
    )
    import_confirm(actor=officer, checked=checked)
    row.refresh_from_db()

    assert (row.points, row.defect_status) == ({"1.1": "1.5"}, "none")


def test_farmer_group_sheet_takes_its_own_conditions(officer: User) -> None:
    row = make_assessment(make_group(), fiscal_year=YEAR)

    checked = check_cells(officer, row, allocated_latest="ใช่", statement_days="๓๐")
    import_confirm(actor=officer, checked=checked)
    row.refresh_from_db()

    assert (row.allocated_latest, row.statement_days) == (True, 30)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("points/1.1", 999, "คะแนนตัวชี้วัด 1.1 ต้องไม่เกิน {maximum} (ได้ 999)"),
        ("points/1.1", "-1", "คะแนนตัวชี้วัด 1.1 ต้องไม่ติดลบ"),
        ("points/1.1", "สิบ", "คะแนนตัวชี้วัด 1.1 ต้องเป็นตัวเลข เช่น 12.5"),
        ("points/1.1", 1.125, "คะแนนตัวชี้วัด 1.1 มีทศนิยมได้ไม่เกิน 2 ตำแหน่ง"),
        ("loss_latest", "อาจจะ", "ต้องเป็นอย่างใดอย่างหนึ่ง: ใช่ / ไม่ใช่"),
        (
            "standing",
            "ปิด",
            "ต้องเป็นอย่างใดอย่างหนึ่ง: " + " / ".join(str(x) for x in Standing.labels),
        ),
        ("name", "สหกรณ์อื่น", "ชื่อไม่ตรงกับทะเบียน ซึ่งเลขนี้คือ {name}"),
    ],
)
def test_bad_cell_is_refused(
    officer: User, row: Assessment, key: str, value: Any, message: str
) -> None:
    checked = check_cells(officer, row, **{key: value})
    maximum = agricultural(YEAR).indicators["1.1"].maximum
    expected = message.format(maximum=f"{maximum.normalize():f}", name=row.institution.name)

    assert found(checked) == [(2, title_of(row, key), str(value), expected)]
    assert (checked.state, checked.planned) == (ImportState.REJECTED, [])
    with pytest.raises(RuleViolation, match="แฟ้มนี้ยังมีข้อผิดพลาด กรุณาแก้ไขแล้วเลือกแฟ้มใหม่"):
        import_confirm(actor=officer, checked=checked)
    assert events() == 0


def test_bad_days_are_refused(officer: User) -> None:
    row = make_assessment(make_group(), fiscal_year=YEAR)

    checked = check_cells(officer, row, statement_days="เดือนหนึ่ง")

    title = title_of(row, "statement_days")
    assert found(checked) == [(2, title, "เดือนหนึ่ง", "จำนวนวันต้องเป็นจำนวนเต็ม 0 ถึง 9999")]


def test_number_of_another_office_is_as_unknown_as_none(officer: User, row: Assessment) -> None:
    foreign = make_assessment(office="51", fiscal_year=YEAR)
    unknown = {"registration_no": "ไม่มี-1", "points/1.1": 1}
    missing = {"points/1.1": 1}
    lines = [line(row, **FULL), line(foreign, **FULL), unknown, missing]

    checked = check_file(officer, workbook(sheet_for(row), lines))

    message = f"ไม่พบเลขทะเบียนนี้ในรายชื่อที่ต้องประเมินปี {YEAR} ของ{checked.office.name}"
    assert found(checked) == [
        (3, "เลขทะเบียน", foreign.institution.registration_no, message),
        (4, "เลขทะเบียน", "ไม่มี-1", message),
        (5, "เลขทะเบียน", "", "ยังไม่ได้ใส่เลขทะเบียน"),
    ]


def test_repeated_row_is_refused(officer: User, row: Assessment) -> None:
    twice = [line(row, **{"points/1.1": 1}), line(row, **{"points/1.1": 2})]

    checked = check_file(officer, workbook(sheet_for(row), twice))

    number = row.institution.registration_no
    assert found(checked) == [(3, "เลขทะเบียน", number, "เลขทะเบียนซ้ำกับแถวที่ 2")]


def test_row_on_the_sheet_of_another_kind_is_refused(officer: User, row: Assessment) -> None:
    other = make_assessment(make_institution(type="savings"), fiscal_year=YEAR)

    checked = check_file(officer, workbook(sheet_for(row), [line(other)]))

    assert found(checked)[0][3] == "เลขทะเบียนนี้อยู่ในแผ่นงานอื่น ตามชนิดและภาคในทะเบียน"


def test_row_changed_since_the_check_stops_all(officer: User, row: Assessment) -> None:
    other = make_assessment(fiscal_year=YEAR)
    lines = [line(row, **{"points/1.1": 1}), line(other, **{"points/1.1": 1})]
    checked = check_file(officer, workbook(sheet_for(row), lines))
    assessment_save(actor=officer, assessment=row, version=1, changes={"points": {"1.1": "2"}})

    with pytest.raises(RuleViolation) as refusal:
        import_confirm(actor=officer, checked=checked)
    other.refresh_from_db()

    assert refusal.value.message == (
        f"ยังไม่ได้นำเข้า เพราะมีผู้แก้ไขหลังจากตรวจแฟ้ม 1 แห่ง ได้แก่ {row.institution.name}"
        " กรุณาเลือกแฟ้มอีกครั้งเพื่อตรวจกับค่าล่าสุด"
    )
    assert (other.points, events()) == ({}, 0)


@pytest.mark.parametrize("confirming", [False, True])
def test_sent_form_takes_no_import(officer: User, row: Assessment, confirming: bool) -> None:
    checked = check_cells(officer, row, **{"points/1.1": 1})
    period = EntryPeriod.objects.get(form=FORM_CODE, fiscal_year=YEAR)
    Submission.objects.filter(period=period, office=row.office).update(
        state=SubmissionState.SUBMITTED
    )

    def act() -> Import:
        if confirming:
            return import_confirm(actor=officer, checked=checked)
        return check_cells(officer, row, **{"points/1.1": 1})

    with pytest.raises(RuleViolation, match="อยู่ในสถานะ “ส่งแล้ว”"):
        act()
    assert events() == 0


def test_only_the_people_of_the_office_import(
    officer: User, chief: User, outsider: User, row: Assessment, make_user: UserMaker
) -> None:
    checked = check_cells(officer, row, **{"points/1.1": 1})

    for person in (outsider, make_user(Role.INSPECTOR, "50")):
        with pytest.raises(NotAllowed, match="จึงจะนำเข้าข้อมูลได้"):
            check_cells(person, row, **{"points/1.1": 1})
    with pytest.raises(NotAllowed, match="ผู้ที่เลือกแฟ้มต้องเป็นผู้ยืนยันเอง"):
        import_confirm(actor=chief, checked=checked)


def test_new_file_replaces_the_unconfirmed_one(officer: User, row: Assessment) -> None:
    first = check_cells(officer, row, **{"points/1.1": 1})
    check_cells(officer, row, **{"points/1.1": 2})
    first.refresh_from_db()

    assert (first.state, bool(first.file)) == (ImportState.REPLACED, False)
    with pytest.raises(RuleViolation, match="กรุณายืนยันแฟ้มล่าสุด"):
        import_confirm(actor=officer, checked=first)


def test_same_file_again_is_recognised(officer: User, row: Assessment) -> None:
    content = workbook(sheet_for(row), [line(row, **{"points/1.1": 1})])
    import_confirm(actor=officer, checked=check_file(officer, content))

    again = check_file(officer, content)

    assert f"แฟ้มเดียวกันนี้นำเข้าแล้วโดย {officer}" in again.findings[0]["message"]
    assert (again.changed, again.unchanged, again.errors) == (0, 1, 0)
    with pytest.raises(RuleViolation, match="จึงไม่มีอะไรให้นำเข้า"):
        import_confirm(actor=officer, checked=again)


def test_template_of_the_stored_values_changes_nothing(officer: User) -> None:
    row = make_assessment(facts=cooperative("82.5", rule_set=agricultural(YEAR)), fiscal_year=YEAR)
    make_assessment(office="51", fiscal_year=YEAR)
    sheet = sheet_for(row)

    content = template(sheet, prefilled(row.office, YEAR, sheet), ["วิธีกรอก"])
    checked = check_file(officer, content)

    assert (checked.rows, checked.unchanged, checked.findings) == (1, 1, [])


def test_refused_rows_come_back_with_their_messages(
    officer: User, row: Assessment, tmp_path: Path
) -> None:
    good = make_assessment(fiscal_year=YEAR)
    bad = line(row, **{"points/1.1": "=1+1x", "loss_latest": "=cmd"})
    bad["points/1.1"] = "'=HYPERLINK(1)"
    content = workbook(sheet_for(row), [line(good, **FULL), bad])
    checked = check_file(officer, content)

    target = tmp_path / "refused.xlsx"
    target.write_bytes(refused_rows(refused(checked)))
    lines = list(load_workbook(target)[sheet_for(row).name].iter_rows(values_only=True))

    assert [str(cells[0]) for cells in lines[1:]] == [row.institution.registration_no]
    assert lines[0][-1] == "ข้อความแจ้ง"
    assert "คะแนนตัวชี้วัด 1.1 ต้องเป็นตัวเลข" in str(lines[1][-1])
    assert "'=HYPERLINK(1)" in lines[1]


def test_checking_asks_as_often_for_many_rows_as_for_one(
    officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    stored = [make_assessment(facts=group(), institution=make_group()) for _ in range(15)]
    sheet = sheet_for(stored[0])
    rows = [
        SheetRow(sheet, number, {"registration_no": row.institution.registration_no})
        for number, row in enumerate(stored, start=2)
    ]

    with django_assert_num_queries(2):
        outcome = check(stored[0].office, 2566, rows)

    assert (outcome.unchanged, outcome.findings) == (15, [])

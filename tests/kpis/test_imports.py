"""Components, programme cooperatives and results from spreadsheets: template, check, confirm."""

from decimal import Decimal
from typing import Any

import pytest

from coops.choices import Opinion
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, RuleViolation
from cpd_portal.core.imports.registry import import_form
from cpd_portal.core.imports.services import import_confirm
from cpd_portal.core.models import Import, OrgUnit, User
from kpis.choices import Basis
from kpis.entry import authors
from kpis.models import CollectionValue, ComponentValue, KpiResult
from kpis.selectors.programme import collection_members
from kpis.selectors.readings import readings_of
from kpis.services.programme import CollectionEntry, MemberEntry, member_save
from tests.conftest import UserMaker
from tests.coops.accounting import make_facts
from tests.coops.rows import make_institution
from tests.core.test_audit import events_of
from tests.kpis.entered import Desk
from tests.kpis.lineage import kpi_of, member_of
from tests.strategy.workbooks import book, check_book, found, sheets_of

pytestmark = pytest.mark.django_db
YEAR = 2567


@pytest.fixture
def agri(make_user: UserMaker) -> User:
    return make_user(Role.OFFICER, "agri")


def template(form: str) -> list[dict[str, Any]]:
    (sheet,) = sheets_of(form, "agri", YEAR).values()
    rows = import_form(form).prefilled(OrgUnit.objects.get(code="agri"), YEAR, sheet)
    keys = [column.key for column in sheet.columns]
    return [dict(zip(keys, row, strict=True)) for row in rows]


def row_of(form: str, **wanted: str) -> dict[str, Any]:
    return next(
        row for row in template(form) if all(row[key] == value for key, value in wanted.items())
    )


def check(actor: User, form: str, *rows: dict[str, Any]) -> Import:
    (sheet,) = sheets_of(form, "agri", YEAR).values()
    return check_book(actor, form, "agri", YEAR, book((sheet, rows)))


def messages(checked: Import) -> list[tuple[str, str]]:
    return [(column, message) for _, column, _, message in found(checked)]


# --- components -----------------------------------------------------------------------------

COMPONENTS = "kpis.components"


def test_filled_components_are_previewed_and_stored(agri: User) -> None:
    income = {
        **row_of(COMPONENTS, kpi="4", code="income"),
        "value": "๒๐๖,๓๑๐",
        "agency": "สศก.",
        "letter_no": "กษ 1",
        "letter_on": "15/1/2567",
    }
    expense = {**row_of(COMPONENTS, kpi="4", code="expense"), "value": "N/A", "agency": "สศก."}
    checked = check(agri, COMPONENTS, income, expense)
    assert found(checked) == []
    assert (checked.changed, ComponentValue.objects.count()) == (2, 0)
    import_confirm(actor=agri, checked=checked)
    stored = {row.component.code: row for row in ComponentValue.objects.all()}
    assert stored["income"].value == Decimal(206310)
    assert (stored["expense"].value, stored["expense"].absent) == (None, "N/A")
    event = events_of(ComponentValue, stored["income"].pk)[-1]
    assert event["action"] == "kpis.components.imported"
    again = check(agri, COMPONENTS, *template(COMPONENTS))
    assert (found(again), again.changed) == ([], 0)


def test_bad_components_are_named_and_nothing_is_written(agri: User) -> None:
    income = {**row_of(COMPONENTS, kpi="4", code="income"), "agency": "สศก."}
    unit = income["unit"]
    checked = check(
        agri,
        COMPONENTS,
        {**income, "value": "5 ล้าน"},
        {**income, "value": "5"},
        {**income, "code": "expense", "unit": "ล้านตัน", "value": "5"},
        {**income, "code": "gold", "value": "5"},
    )
    assert messages(checked) == [
        ("ค่าของปี", f"หน่วยของช่องนี้คือ{unit} กรอกเฉพาะตัวเลข หรือ N/A ถ้าไม่มีค่า"),
        ("รหัส", "ซ้ำกับแถวที่ 2"),
        ("หน่วย", f"หน่วยของรายการนี้คือ{unit}"),
        (
            "รหัส",
            f"ไม่ใช่องค์ประกอบของตัวชี้วัดของ{OrgUnit.objects.get(code='agri').name}ในปีงบประมาณ {YEAR}",
        ),
    ]
    with pytest.raises(RuleViolation):
        import_confirm(actor=agri, checked=checked)
    assert not ComponentValue.objects.exists()


# --- programme cooperatives -----------------------------------------------------------------

PROGRAMME = "kpis.programme"


def filled(number: int = 1, **cells: str) -> dict[str, Any]:
    wanted = str(member_of(number).pk)
    year = {"amount_2567": "110.50", "source_2567": "งบการเงิน", "audited_2567": "ใช่"}
    return {**row_of(PROGRAMME, member=wanted), **year, **cells}


def test_filled_programme_is_stored_with_its_events(agri: User) -> None:
    checked = check(agri, PROGRAMME, filled(on_plan="ได้ตามแผน"))
    assert (found(checked), checked.changed) == ([], 1)
    import_confirm(actor=agri, checked=checked)
    value = CollectionValue.objects.get(member=member_of(1), year=YEAR)
    assert (value.amount, value.audited, value.closed_in_time) == (Decimal("110.50"), True, False)
    assert member_of(1).on_plan is True
    assert events_of(CollectionValue, value.pk)[-1]["action"] == "kpis.programme_member.imported"
    again = check(agri, PROGRAMME, *template(PROGRAMME))
    assert (found(again), again.changed) == ([], 0)


def test_bad_programme_cells_are_named(agri: User) -> None:
    row = filled(audited_2567="จริง", on_plan="บางส่วน", registration_no="ไม่มี")
    assert messages(check(agri, PROGRAMME, row)) == [
        ("ผู้สอบบัญชีรับรองปี 2567", "ต้องเป็นค่าใดค่าหนึ่ง: ใช่, ไม่ใช่"),
        ("กิจกรรมตามแผน", "ต้องเป็นค่าใดค่าหนึ่ง: ได้ตามแผน, ไม่ได้ตามแผน"),
        ("เลขทะเบียน", "ไม่พบเลขทะเบียนนี้ในทะเบียนสหกรณ์"),
    ]
    negative = filled(amount_2567="-1", source_2567="งบ")
    assert messages(check(agri, PROGRAMME, negative)) == [
        ("มูลค่ารวบรวมปี 2567 (บาท)", "มูลค่ารวบรวมต้องไม่ติดลบ")
    ]


def linked(number: int = 1, **facts: Any) -> None:
    institution = make_institution()
    listing = member_of(number).listing
    assert listing is not None
    listing.institution = institution
    listing.save()
    make_facts(institution, YEAR, **facts)


def entry(audited: bool) -> MemberEntry:
    member = member_of(1)
    year = CollectionEntry(
        amount=Decimal(100), audited=audited, closed_in_time=False, source="งบการเงิน"
    )
    return MemberEntry(
        institution=member.in_register, on_plan=None, on_plan_note="", years={YEAR: year}
    )


def test_facts_of_the_accounting_year_go_before_what_was_ticked(agri: User) -> None:
    member_save(actor=agri, member=member_of(1), version=1, entry=entry(audited=False))
    before = collection_members(kpi_of(7), readings_of(kpi_of(7)))[0].values[YEAR]
    linked(1, opinion=Opinion.UNQUALIFIED)
    after = collection_members(kpi_of(7), readings_of(kpi_of(7)))[0].values[YEAR]
    assert (before.audited, after.audited) == (False, True)


@pytest.mark.parametrize(
    ("opinion", "certified"),
    [
        (Opinion.UNQUALIFIED, True),
        (Opinion.QUALIFIED, True),
        (Opinion.ADVERSE, False),
        (Opinion.DISCLAIMER, False),
    ],
)
def test_ticking_otherwise_than_the_opinion_is_refused(
    agri: User, opinion: Opinion, certified: bool
) -> None:
    linked(1, opinion=opinion)
    with pytest.raises(InvalidInput) as refused:
        member_save(actor=agri, member=member_of(1), version=1, entry=entry(audited=not certified))
    assert refused.value.errors == [
        (
            "/audited_2567",
            f"ข้อเท็จจริงของปีบัญชีระบุไว้แล้ว (ความเห็นของผู้สอบบัญชี: {opinion.label}) "
            "หากไม่ถูกต้อง ให้แก้ที่ข้อเท็จจริงของสหกรณ์",
        )
    ]
    assert not CollectionValue.objects.exists()


# --- results --------------------------------------------------------------------------------

RESULTS = "kpis.results"


@pytest.fixture
def desk(make_user: UserMaker) -> Desk:
    return Desk(make_user)


def result_row(**cells: str) -> dict[str, Any]:
    return {**row_of(RESULTS, kpi="4", round="รอบ 12 เดือน"), **cells}


def test_imported_result_says_its_file_and_row(desk: Desk) -> None:
    checked = check(desk.officer, RESULTS, result_row(value="80,271.00"))
    assert (found(checked), checked.changed) == ([], 1)
    assert not KpiResult.objects.exists()
    import_confirm(actor=desk.officer, checked=checked)
    result = KpiResult.objects.get()
    assert (result.basis, result.value) == (Basis.IMPORTED, "80271.00")
    assert result.inputs[0]["source"].startswith("นำเข้าจากแฟ้ม แฟ้ม.xlsx (SHA-256 ")
    assert result.inputs[0]["source"].endswith("แถว 2")
    assert events_of(KpiResult, result.pk)[-1]["action"] == "kpis.result.imported"
    assert authors(result.submission) == {desk.officer.pk}
    again = check(desk.officer, RESULTS, *template(RESULTS))
    assert (found(again), again.changed) == ([], 0)


def test_bad_results_are_named_and_nothing_is_written(desk: Desk) -> None:
    unit = result_row()["unit"]
    assert messages(check(desk.officer, RESULTS, result_row(value="มาก"))) == [
        ("ผล", "ต้องเป็นตัวเลข เช่น 45.00")
    ]
    assert messages(check(desk.officer, RESULTS, result_row(value="1", unit="ไร่"))) == [
        ("หน่วย", f"หน่วยต้องเป็น {unit} ตามเกณฑ์ของรอบนี้")
    ]
    assert messages(check(desk.officer, RESULTS, result_row(value="1", agency="สศก."))) == [
        ("เลขที่หนังสือ", "ระบุเลขที่หนังสือที่แจ้งผล"),
        ("ลงวันที่", "ระบุวันที่ของหนังสือ"),
    ]
    assert not KpiResult.objects.exists()


def test_import_changes_no_frozen_result(desk: Desk) -> None:
    result = desk.frozen()
    checked = check(desk.officer, RESULTS, result_row(value="1.00"))
    assert messages(checked) == [
        ("ผล", "ผลรอบนี้ปิดผนึกแล้ว แก้ไขไม่ได้ หากต้องแก้ไข ให้กองแผนงานเปิดตามอุทธรณ์")
    ]
    result.refresh_from_db()
    assert result.value == "80000.00"


def test_import_checked_before_the_seal_is_refused_after_it(desk: Desk) -> None:
    checked = check(desk.officer, RESULTS, result_row(value="1.00"))
    desk.frozen()
    with pytest.raises(RuleViolation):
        import_confirm(actor=desk.officer, checked=checked)
    assert KpiResult.objects.get().value == "80000.00"


def test_results_before_the_scorecard_is_opened_are_refused(agri: User) -> None:
    assert messages(check(agri, RESULTS, result_row(value="1.00"))) == [
        ("ผล", "ใบคะแนนปีนี้ยังไม่เปิดให้บันทึกผล กองแผนงานต้องเปิดก่อน")
    ]

"""Statements and facts of accounting years from spreadsheets."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from coops.choices import FactSource
from coops.imports.statements import AUDITED_IMPORT, STATEMENTS_IMPORT
from coops.imports.year_facts import FACTS_IMPORT
from coops.models import Assessment, FinancialStatement, Institution, YearFacts
from coops.services import facts_save, statement_save
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.imports.registry import ImportForm
from cpd_portal.core.imports.services import import_check, import_confirm
from cpd_portal.core.models import Import, OrgUnit, User
from tests.conftest import UserMaker
from tests.coops.facts import cooperative
from tests.coops.rows import make_assessment, make_group, make_institution
from tests.coops.stated import amounts, make_facts, make_statement, statement_values
from tests.coops.workbooks import upload, workbook

pytestmark = pytest.mark.django_db
YEAR = 2567
Check = Callable[..., Import]


@pytest.fixture
def officer(make_user: UserMaker) -> User:
    return make_user(Role.OFFICER, "50")


@pytest.fixture
def planner(make_user: UserMaker) -> User:
    return make_user(Role.PLANNER, "cpd")


def check(form: ImportForm, actor: User, unit: str, *lines: Any, sheet: int = 0) -> Import:
    office = OrgUnit.objects.get(code=unit)
    page = form.sheets(office, YEAR)[sheet]
    content = workbook(page, lines)
    return import_check(
        actor=actor, form=form, office=office, fiscal_year=YEAR, upload=upload(content)
    )


def line(institution: Institution, year_end: str = "31/3/2567", **changes: Any) -> dict[str, Any]:
    cells = {name: None if v is None else str(v) for name, v in amounts(**changes).items()}
    return {
        "registration_no": institution.registration_no,
        "name": institution.name,
        "accounting_year_end": year_end,
        **cells,
    }


def audited_line(institution: Institution, **changes: Any) -> dict[str, Any]:
    said = {
        "opinion": "ไม่มีเงื่อนไข",
        "opinion_on": "๑ มิ.ย. ๒๕๖๗",
        "control_environment": "ดี",
        "control_risk": "พอใช้",
        "control_information": "ดี",
    }
    return {**line(institution), **said, **changes}


def messages(checked: Import) -> list[tuple[Any, str, str]]:
    return [
        (row["row"], row["column"], row["message"].replace("\u00a0", " "))
        for row in checked.findings
    ]


def actions(model: type[Any]) -> list[tuple[str, str]]:
    rows = model.pgh_event_model.objects.order_by("pgh_id")
    return list(rows.values_list("pgh_label", "pgh_context__action"))


def test_office_file_adds_and_replaces_statements(officer: User) -> None:
    new, old = make_institution("50"), make_institution("50")
    row = make_assessment(new, cooperative(), fiscal_year=YEAR)
    statement_save(
        actor=officer, institution=old, fiscal_year=YEAR, version=0, values=statement_values()
    )
    lost: dict[str, Any] = {
        "income": Decimal(100),
        "expenses": Decimal("150.50"),
        "net_profit": "(50.50)",
    }
    checked = check(
        STATEMENTS_IMPORT,
        officer,
        "50",
        line(new, **lost),
        line(old, share_capital="๕๐๐", reserves="0"),
    )
    assert (checked.changed, checked.created, checked.errors) == (2, 1, 0)
    import_confirm(actor=officer, checked=checked)
    added = FinancialStatement.objects.get(institution=new)
    assert (added.net_profit, added.total_assets) == (Decimal("-50.50"), 1000)
    assert (added.source, added.sourced_by) == ("imported", f"แฟ้มของ{new.office.name}")
    changed = FinancialStatement.objects.get(institution=old)
    assert (changed.share_capital, changed.version) == (500, 2)
    row.refresh_from_db()
    assert (row.loss_latest, row.derived) == (
        True,
        {"loss_latest": "งบการเงินปี 2567 (นำเข้าจากแฟ้ม)"},
    )
    assert actions(FinancialStatement) == [
        ("insert", "coops.statement.saved"),
        ("insert", "coops.statement.imported"),
        ("update", "coops.statement.imported"),
    ]


def test_everything_wrong_is_told_with_row_and_nothing_is_stored(officer: User) -> None:
    first, second, third = (make_institution("50") for _ in range(3))
    other = make_institution("51")
    checked = check(
        STATEMENTS_IMPORT,
        officer,
        "50",
        line(first, year_end="30/4/2567", reserves="x"),
        line(second, current_assets="601"),
        line(second),
        line(other),
        {**line(third), "name": "สหกรณ์อื่น จำกัด"},
        {"registration_no": "", "income": "5"},
    )
    assert messages(checked) == [
        (2, "ทุนสำรอง (บาท)", "อ่านจำนวน “x” ไม่ได้ กรอกเป็นตัวเลข เช่น 1,234.50"),
        (
            2,
            "วันสิ้นปีบัญชี",
            "ปีบัญชีสิ้นสุด 30 เมษายน 2567 เป็นของปีงบประมาณ 2568 ไม่ใช่ 2567 "
            "เพราะปีงบประมาณ 2567 ใช้ปีบัญชีที่สิ้นสุดตั้งแต่เมษายน 2566 ถึงมีนาคม 2567",
        ),
        (
            3,
            "สินทรัพย์หมุนเวียน (บาท)",
            "งบไม่ดุล รวมสินทรัพย์ 1,001.00 บาท แต่หนี้สินรวมกับทุน 1,000.00 บาท ต่างกัน 1.00 บาท",
        ),
        (4, "เลขทะเบียน", "เลขทะเบียนซ้ำกับแถวที่ 3"),
        (5, "เลขทะเบียน", f"ไม่พบเลขทะเบียนนี้ในทะเบียนของ{first.office.name}"),
        (6, "ชื่อ", f"ชื่อไม่ตรงกับทะเบียน ซึ่งเลขนี้คือ {third.name}"),
        (7, "เลขทะเบียน", "ยังไม่ได้ใส่เลขทะเบียน"),
    ]
    assert not FinancialStatement.objects.exists()


def test_rows_without_amounts_and_repeated_values_change_nothing(officer: User) -> None:
    empty, audited = make_institution("50"), make_institution("50")
    make_statement(audited)
    bare = {"registration_no": empty.registration_no, "accounting_year_end": "31/3/2567"}
    checked = check(STATEMENTS_IMPORT, officer, "50", bare, line(audited))
    assert (checked.unchanged, checked.changed, checked.errors) == (2, 0, 0)


def test_office_file_cannot_change_an_audited_statement(officer: User) -> None:
    institution = make_institution("50")
    make_statement(institution)
    checked = check(STATEMENTS_IMPORT, officer, "50", line(institution, operating_expenses="1"))
    message = "งบการเงินปี 2567 ของแห่งนี้มาจากกรมตรวจบัญชีสหกรณ์ ล็อกทั้งฉบับ แก้ด้วยแฟ้มนี้ไม่ได้"
    assert messages(checked) == [(2, "เลขทะเบียน", message)]


@pytest.mark.parametrize("form", [STATEMENTS_IMPORT, FACTS_IMPORT])
def test_template_taken_back_unchanged_changes_nothing(officer: User, form: ImportForm) -> None:
    institution = make_institution("50")
    make_institution("50")
    make_statement(institution)
    make_facts(
        institution,
        members=1200,
        opinion="unqualified",
        closed_on=date(2024, 5, 1),
        disaster=False,
        control_risk="good",
    )
    office = institution.office
    sheet = form.sheets(office, YEAR)[0]
    names = [column.key for column in sheet.columns]
    lines = [dict(zip(names, row, strict=True)) for row in form.prefilled(office, YEAR, sheet)]
    assert len(lines) == 2
    checked = check(form, officer, "50", *lines)
    assert (checked.unchanged, checked.changed, checked.findings) == (2, 0, [])


def test_auditing_departments_list_comes_in_whole_and_locks(officer: User, planner: User) -> None:
    north, south = make_institution("50"), make_institution("90")
    row = make_assessment(north, cooperative(), fiscal_year=YEAR)
    statement_save(
        actor=officer, institution=north, fiscal_year=YEAR, version=0, values=statement_values()
    )
    facts_save(
        actor=officer,
        institution=north,
        fiscal_year=YEAR,
        version=0,
        changes={"control_monitoring": "poor", "members": 40},
    )
    checked = check(AUDITED_IMPORT, planner, "cpd", audited_line(north), audited_line(south))
    assert (checked.changed, checked.created, checked.findings) == (2, 1, [])
    import_confirm(actor=planner, checked=checked)
    sources = FinancialStatement.objects.order_by().values_list("source", "sourced_by").distinct()
    assert list(sources) == [(FactSource.AUDITED, "กรมตรวจบัญชีสหกรณ์")]
    facts = YearFacts.objects.get(institution=north)
    assert (facts.opinion, facts.opinion_on) == ("unqualified", date(2024, 6, 1))
    assert (facts.control_risk, facts.control_monitoring, facts.members) == ("fair", "", 40)
    assert (facts.is_locked("control_risk"), facts.is_locked("members")) == (True, False)
    assert YearFacts.objects.get(institution=south).is_locked("opinion")
    row.refresh_from_db()
    assert row.derived == {"loss_latest": "งบการเงินปี 2567 (กรมตรวจบัญชีสหกรณ์)"}
    assert actions(FinancialStatement)[-2:] == [
        ("insert", "coops.statement.audited"),
        ("update", "coops.statement.audited"),
    ]


def test_new_list_replaces_a_locked_statement_and_the_old_stays_in_the_events(
    planner: User,
) -> None:
    institution = make_institution("50")
    make_statement(institution)
    again = check(
        AUDITED_IMPORT, planner, "cpd", audited_line(institution, operating_expenses="7")
    )
    import_confirm(actor=planner, checked=again)
    assert FinancialStatement.objects.get().operating_expenses == 7
    events = FinancialStatement.pgh_event_model.objects.order_by("pgh_id")  # type: ignore[attr-defined]
    assert list(events.values_list("operating_expenses", flat=True)) == [60, 7]


def test_lists_queries_do_not_grow_with_the_rows(
    planner: User, django_assert_num_queries: Any
) -> None:
    def lines(number: int) -> list[Any]:
        rows = [make_institution("50") for _ in range(number)]
        for row in rows:
            make_assessment(row, cooperative(), fiscal_year=YEAR)
        return [audited_line(row) for row in rows]

    few = check(AUDITED_IMPORT, planner, "cpd", *lines(2))
    with django_assert_num_queries(count := 38, exact=False):
        import_confirm(actor=planner, checked=few)
    many = check(AUDITED_IMPORT, planner, "cpd", *lines(12))
    with django_assert_num_queries(count, exact=False):
        import_confirm(actor=planner, checked=many)
    assert Assessment.objects.exclude(derived={}).count() == 14


def test_change_after_the_check_is_refused_by_name(officer: User) -> None:
    institution = make_institution("50")
    checked = check(STATEMENTS_IMPORT, officer, "50", line(institution))
    make_statement(institution)
    with pytest.raises(RuleViolation, match=f"มีผู้แก้ไขหลังจากตรวจแฟ้ม 1 แห่ง ได้แก่ {institution.name}"):
        import_confirm(actor=officer, checked=checked)


def facts_line(institution: Institution, **cells: Any) -> dict[str, Any]:
    return {"registration_no": institution.registration_no, **cells}


def test_facts_of_groups_decide_conditions_and_empty_cells_leave_values(officer: User) -> None:
    institution = make_group("50")
    row = make_assessment(institution, fiscal_year=YEAR)
    make_facts(institution, members=30)
    checked = check(
        FACTS_IMPORT,
        officer,
        "50",
        facts_line(
            institution, closed_on="30/4/2024", profit_allocated="ใช่", dividend_paid="ไม่ใช่"
        ),
        sheet=1,
    )
    assert (checked.changed, checked.findings) == (1, [])
    import_confirm(actor=officer, checked=checked)
    facts = YearFacts.objects.get()
    assert (facts.members, facts.closed_on) == (30, date(2024, 4, 30))
    assert facts.sources["members"]["source"] == "typed"
    assert facts.sources["closed_on"]["source"] == "imported"
    row.refresh_from_db()
    assert (row.statement_days, row.allocated_latest) == (30, False)
    assert actions(YearFacts)[-1] == ("update", "coops.year_facts.imported")


def test_wrong_facts_are_told_with_their_cells(officer: User) -> None:
    institution, group = make_institution("50"), make_group("50")
    checked = check(
        FACTS_IMPORT,
        officer,
        "50",
        facts_line(
            institution,
            accounting_year_end="30/6/2566",
            members="สิบ",
            staffing="หุ่นยนต์",
        ),
        facts_line(group, members="5"),
    )
    assert messages(checked) == [
        (2, "จำนวนสมาชิก (คน)", "ต้องเป็นจำนวนเต็มไม่ติดลบ"),
        (
            2,
            "ผู้ปฏิบัติงานประจำ",
            "ต้องเป็นอย่างใดอย่างหนึ่ง: จัดจ้างเจ้าหน้าที่ประจำ / มอบหมายกรรมการหรือสมาชิกประจำ / "
            "ไม่มีผู้ปฏิบัติงานประจำ",
        ),
        (
            2,
            "วันสิ้นปีบัญชี",
            "ปีงบประมาณ 2567 ใช้ปีบัญชีที่สิ้นสุด 31 มีนาคม 2567 ตามทะเบียน ไม่ใช่ 30 มิถุนายน 2566",
        ),
        (3, "เลขทะเบียน", "เลขทะเบียนนี้อยู่ในแผ่นงานอื่น ตามชนิดในทะเบียน"),
    ]


def test_facts_file_cannot_change_what_is_locked(officer: User) -> None:
    institution = make_institution("50")
    told = {"source": "audited", "on": "2024-09-01", "who": "กรมตรวจบัญชีสหกรณ์"}
    YearFacts.objects.create(
        institution=institution,
        fiscal_year=YEAR,
        accounting_year_end=date(2024, 3, 31),
        opinion="qualified",
        sources={"opinion": told},
    )
    checked = check(FACTS_IMPORT, officer, "50", facts_line(institution, opinion="ไม่มีเงื่อนไข"))
    message = "ค่านี้มาจากกรมตรวจบัญชีสหกรณ์ ล็อกไว้ แก้ที่นี่ไม่ได้"
    assert messages(checked) == [(2, "ความเห็นของผู้สอบบัญชี", message)]

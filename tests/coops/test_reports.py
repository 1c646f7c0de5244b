"""The institution register as a document."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from coops.choices import Standing
from coops.reports import InstitutionRegister, RegisterContext
from coops.rules import Facts
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import find_report
from cpd_portal.core.documents.rendering import render
from cpd_portal.core.documents.report import ReportError
from cpd_portal.core.models import User
from tests.coops.facts import cooperative
from tests.coops.rows import make_assessment, make_group, make_institution

pytestmark = pytest.mark.django_db
AS_OF = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)


@pytest.fixture
def report() -> InstitutionRegister:
    found = find_report("institution-register")
    assert isinstance(found, InstitutionRegister)
    return found


def asked(report: InstitutionRegister, user: User, **params: Any) -> RegisterContext:
    return report.context(user, params, AS_OF)


def names(report: InstitutionRegister, context: RegisterContext) -> list[Any]:
    return [row[1] for row in report.rows(context)]


def test_row_carries_register_and_result(report: InstitutionRegister, officer: User) -> None:
    row = make_assessment(facts=cooperative("82.5"))
    context = asked(report, officer, fiscal_year=2566)

    assert list(report.rows(context)) == [
        (
            row.institution.registration_no,
            row.institution.name,
            "สหกรณ์",
            "ภาคการเกษตร",
            "สหกรณ์การเกษตร",
            "สำนักงานสหกรณ์จังหวัดเชียงใหม่",
            "เชียงใหม่",
            "ดำเนินธุรกิจ",
            "31 มีนาคม",
            2566,
            row.total,
            1,
            "ชั้น 1",
        )
    ]
    assert len(report.columns) == 13
    assert context.title == "ทะเบียนสหกรณ์และกลุ่มเกษตรกร ปีงบประมาณ 2566"
    assert "cooperative-non-agricultural-2566 (ชั่วคราว)" in context.rule_version


def test_results_in_words(report: InstitutionRegister, officer: User) -> None:
    make_assessment(make_institution(name="ก"), Facts(Standing.NEW))
    make_assessment(make_institution(name="ข"))
    make_institution(name="ค", accounting_year_end_month=2, accounting_year_end_day=29)
    rows = list(report.rows(asked(report, officer, fiscal_year=2566)))

    assert [row[12] for row in rows] == [
        "ไม่นำมาประเมิน กลุ่มที่ 1",
        "ข้อมูลยังไม่ครบ",
        "ไม่อยู่ในรายชื่อของปี",
    ]
    assert rows[2][8] == "วันสิ้นเดือนกุมภาพันธ์"


def test_rows_stop_at_the_requesters_reach_and_stand_in_thai_order(
    report: InstitutionRegister, officer: User, executive: User
) -> None:
    for name, office in (("ขาว", "50"), ("เกาะ", "50"), ("คำ", "51")):
        make_assessment(make_institution(office, name=name))

    assert names(report, asked(report, officer)) == ["เกาะ", "ขาว"]
    assert names(report, asked(report, executive)) == ["เกาะ", "ขาว", "คำ"]
    assert names(report, asked(report, executive, office="51")) == ["คำ"]
    assert report.row_count(asked(report, officer)) == 2


def test_parameters_choose_kind_and_tier(report: InstitutionRegister, officer: User) -> None:
    make_assessment(make_institution(name="ก"), cooperative("90"))
    make_assessment(make_group(name="ข"))
    kind = asked(report, officer, kind="farmer_group")

    assert names(report, kind) == ["ข"]
    assert names(report, asked(report, officer, tier="1")) == ["ก"]


def test_form_refuses_a_foreign_office_and_takes_nothing(
    report: InstitutionRegister, officer: User
) -> None:
    foreign = report.params_form({"office": "51"}, user=officer)
    empty = report.params_form({}, user=officer)

    assert foreign.errors["office"] == ["ไม่มีตัวเลือกนี้"]
    assert empty.is_valid()
    assert empty.params() == {}


def test_without_assessments_there_is_no_register(
    report: InstitutionRegister, officer: User
) -> None:
    with pytest.raises(ReportError) as refused:
        asked(report, officer)

    assert refused.value.message == "ยังไม่มีผลการประเมินในระบบ จึงจัดทำทะเบียนไม่ได้"


def test_formula_in_a_name_is_escaped(
    report: InstitutionRegister, officer: User, tmp_path: Path
) -> None:
    make_assessment(make_institution(name="=cmd|' /C calc'!A0"))
    context = asked(report, officer)
    render(report, context, Format.CSV, tmp_path / "r.csv")
    render(report, context, Format.XLSX, tmp_path / "r.xlsx")
    sheet = load_workbook(tmp_path / "r.xlsx").worksheets[0]

    text = (tmp_path / "r.csv").read_bytes().decode("utf-8")
    assert text.startswith("\ufeffเลขทะเบียน,ชื่อ,")
    assert ",'=cmd|' /C calc'!A0," in text
    assert sheet["B2"].value == "'=cmd|' /C calc'!A0"
    assert sheet["B2"].data_type == "s"

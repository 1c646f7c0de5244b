"""The register of defects and the ageing report as documents."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cpd_portal.core.choices import Role
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import find_report
from cpd_portal.core.documents.rendering import render
from cpd_portal.core.models import OrgUnit
from inspection.choices import Category, DefectAct, Severity, VisitState
from inspection.models import Defect, InspectionPlan
from inspection.reports import DefectAgeing, DefectRegister, InspectionPlans
from inspection.selectors.ageing import buckets
from inspection.services.defects import defect_act
from tests.coops.rows import make_institution
from tests.documents.conftest import assets, built_fonts
from tests.documents.pdf_reading import extracted
from tests.inspection.rows import TODAY, make_defect, person
from tests.inspection.test_plans import make_visit

__all__ = ["assets", "built_fonts"]

pytestmark = pytest.mark.django_db
AS_OF = datetime(2024, 3, 10, 3, 0, tzinfo=UTC)


@pytest.fixture
def register() -> DefectRegister:
    found = find_report("defect-register")
    assert isinstance(found, DefectRegister)
    return found


@pytest.fixture
def ageing() -> DefectAgeing:
    found = find_report("defect-ageing")
    assert isinstance(found, DefectAgeing)
    return found


@pytest.fixture
def plans() -> InspectionPlans:
    found = find_report("inspection-plans")
    assert isinstance(found, InspectionPlans)
    return found


def act(defect: Defect, what: DefectAct, **said: Any) -> Defect:
    return defect_act(
        actor=person(Role.CHIEF),
        defect=defect,
        act=what,
        version=defect.version,
        **{"reason": "ตามมติ", "today": TODAY, **said},
    )


def titles(report: DefectRegister, **params: Any) -> list[Any]:
    form = report.params_form(params, user=person(Role.CHIEF))
    assert form.errors == {}
    context = report.context(person(Role.CHIEF), form.params(), AS_OF)
    return [row[5] for row in report.rows(context)]


def test_register_withholds_what_may_name_people_unless_asked(register: DefectRegister) -> None:
    make_defect(facts="นายสมชาย ยืมเงินเกิน", responsible="นายสมชาย ใจดี")
    shown = {}
    for asked in ("", "shown"):
        form = register.params_form({"writing": asked}, user=person(Role.CHIEF))
        assert form.errors == {}
        context = register.context(person(Role.CHIEF), form.params(), AS_OF)
        shown[asked] = [(row[6], row[10]) for row in register.rows(context)]

    assert shown[""] == [("(ไม่แสดง)", "(ไม่แสดง)")]
    assert shown["shown"] == [("นายสมชาย ยืมเงินเกิน", "นายสมชาย ใจดี")]
    assert "อาจมีชื่อบุคคล" in form.words()


def test_register_row_carries_lateness_and_referral(register: DefectRegister) -> None:
    defect = make_defect(due_on=TODAY - timedelta(days=3), amount=Decimal("10.5"))
    act(defect, DefectAct.REFERRED)
    make_defect(make_institution("51"))
    context = register.context(person(Role.OFFICER), {}, AS_OF)
    (row,) = register.rows(context)

    told = dict(zip((column.title for column in register.columns), row, strict=True))
    assert register.row_count(context) == 1
    assert (told["เรื่อง"], told["จำนวนเงิน (บาท)"]) == ("เงินสดขาดบัญชี", Decimal("10.5"))
    assert (told["เกินกำหนด (วัน)"], told["เสนอนายทะเบียน"]) == (3, TODAY)
    assert told["กฎหมายหรือระเบียบ"] is None


def test_register_is_filtered(register: DefectRegister) -> None:
    institution = make_institution(name="สหกรณ์เอ")
    make_defect(institution, title="ช้า", due_on=TODAY - timedelta(days=1))
    make_defect(title="สังเกต", severity=Severity.OBSERVATION, category=Category.FRAUD)
    referred = make_defect(title="เสนอ", found_on=date(2024, 1, 5), due_on=date(2024, 12, 1))
    act(referred, DefectAct.REFERRED)
    exempted = make_defect(title="ผ่อนผัน", due_on=TODAY - timedelta(days=1))
    act(exempted, DefectAct.EXEMPTED, until=TODAY + timedelta(days=9))

    assert titles(register, show="overdue") == ["ช้า"]
    assert titles(register, severity="observation") == ["สังเกต"]
    assert titles(register, category="fraud") == ["สังเกต"]
    assert titles(register, show="referred") == ["เสนอ"]
    assert titles(register, found_to="31/1/2567") == ["เสนอ"]
    assert titles(register, q="สหกรณ์เอ") == ["ช้า"]
    assert titles(register, show="waiting") == []
    assert len(titles(register, show="open", office="50")) == 4


def test_register_form_tells_what_is_wrong(register: DefectRegister) -> None:
    given = {"office": "51", "state": "x", "found_from": "1/2/2567", "found_to": "1/1/2567"}
    form = register.params_form(given, user=person(Role.CHIEF))

    assert form.errors == {
        "office": ["ไม่มีตัวเลือกนี้"],
        "state": ["ไม่มีตัวเลือกนี้"],
        "found_to": ["วันสุดท้ายต้องไม่ก่อนวันแรก"],
    }


@pytest.mark.usefixtures("assets")
def test_register_escapes_formulas_and_markup(register: DefectRegister, tmp_path: Path) -> None:
    make_defect(title="=1+1 <script>x</script>")
    context = register.context(person(Role.CHIEF), {}, AS_OF)
    render(register, context, Format.XLSX, tmp_path / "r.xlsx")
    render(register, context, Format.PDF, tmp_path / "r.pdf")
    render(register, context, Format.CSV, tmp_path / "r.csv")
    sheet: Any = load_workbook(tmp_path / "r.xlsx").active
    cells = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]

    assert "'=1+1 <script>x</script>" in cells
    assert "'=1+1 <script>x</script>" in (tmp_path / "r.csv").read_text("utf-8-sig")
    assert "<script>" in "".join(extracted(tmp_path / "r.pdf").split())


def test_buckets_follow_their_bounds() -> None:
    found = [(part.first, part.last, part.label) for part in buckets([30, 90])]

    assert found == [
        (0, 0, "ยังไม่พ้นกำหนด"),
        (1, 30, "1–30 วัน"),
        (31, 90, "31–90 วัน"),
        (91, None, "เกิน 90 วัน"),
    ]


@pytest.mark.parametrize(
    ("late", "place"), [(0, 0), (1, 1), (30, 1), (31, 2), (365, 4), (366, 5), (2_000, 5)]
)
def test_defect_falls_into_one_bucket(ageing: DefectAgeing, late: int, place: int) -> None:
    due_on = TODAY - timedelta(days=late)
    make_defect(found_on=due_on, due_on=due_on, amount=Decimal("5"))
    (line,) = ageing.context(person(Role.CHIEF), {}, AS_OF).lines

    assert [at for at, count in enumerate(line.counts) if count] == [place]
    assert (line.total, line.amount) == (1, Decimal("5"))


def test_ageing_leaves_out_observations_and_sums_the_offices(ageing: DefectAgeing) -> None:
    make_defect()
    make_defect(make_institution("51"), amount=Decimal("7"))
    make_defect(severity=Severity.OBSERVATION)
    exempted = make_defect(due_on=TODAY - timedelta(days=5), found_on=date(2024, 2, 1))
    act(exempted, DefectAct.EXEMPTED, until=TODAY + timedelta(days=9))
    context = ageing.context(person(Role.PLANNER, "cpd"), {}, AS_OF)
    rows = list(ageing.rows(context))

    assert [row[1] for row in rows] == [2, 1, 3]
    assert rows[-1] == ("รวม", 3, 3, 0, 0, 0, 0, 0, Decimal("7"))
    assert context.rule_version == "ช่วงจำนวนวันเป็นค่าตั้งต้นที่ยังไม่ตรวจยืนยัน"


def test_plans_are_a_workbook_with_the_share_inspected_and_the_sum(
    plans: InspectionPlans, tmp_path: Path
) -> None:
    office = OrgUnit.objects.get(code="50")
    InspectionPlan.objects.create(
        office=office, fiscal_year=2567, quota=3, made_by=person(Role.OFFICER)
    )
    make_visit(make_institution(), state=VisitState.FINISHED, planned_on=TODAY, fiscal_year=2567)
    user = person(Role.PLANNER, "cpd")
    form = plans.params_form({"fiscal_year": "2567"}, user=user)
    assert form.errors == {}

    context = plans.context(user, form.params(), AS_OF)
    render(plans, context, Format.XLSX, tmp_path / "plans.xlsx")

    sheet = load_workbook(tmp_path / "plans.xlsx").worksheets[0]
    rows = {row[0]: row[1:] for row in sheet.iter_rows(values_only=True)}
    *counts, share = rows["สสจ.เชียงใหม่"]
    assert counts == ["กำลังทำ", 3, 1, 1, 0]
    assert f"{share:.2f}" == "33.33"
    assert rows["สสจ.ลำพูน"] == ("ยังไม่จัดทำ", None, 0, 0, 0, None)
    assert rows["รวม"] == (None, 3, 1, 1, 0, share)
    assert len(context.lines) == 78


def test_plans_of_one_office_have_no_sum_and_are_of_this_year(plans: InspectionPlans) -> None:
    context = plans.context(person(Role.OFFICER), {}, AS_OF)

    assert "ปีงบประมาณ 2567 ณ วันที่ 10 มีนาคม 2567" in context.title.replace("\u00a0", " ")
    assert [row[0] for row in plans.rows(context)] == ["สสจ.เชียงใหม่"]


@pytest.mark.parametrize(
    ("year", "message"),
    [
        ("2559", "ไม่มีปีงบประมาณนี้"),
        ("2700", "ไม่มีปีงบประมาณนี้"),
        ("ปีนี้", "กรอกปีงบประมาณเป็น พ.ศ. สี่หลัก"),
    ],
)
def test_year_that_cannot_be_is_told(plans: InspectionPlans, year: str, message: str) -> None:
    form = plans.params_form({"fiscal_year": year}, user=person(Role.OFFICER))

    assert form.errors == {"fiscal_year": [message]}

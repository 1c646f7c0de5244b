"""A further five-year period from one workbook, without touching code."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.imports.choices import ImportState
from cpd_portal.core.imports.services import import_confirm
from cpd_portal.core.models import EntryPeriod, Import, User
from strategy.choices import Basis
from strategy.models import Plan, PlanVersion, Project, Target
from tests.conftest import UserMaker
from tests.coops.pages import text_of
from tests.strategy.workbooks import book, check_book, found, sheets_of

pytestmark = pytest.mark.django_db
FORM, YEAR = "strategy.plan", 2565

PLAN: list[dict[str, Any]] = [{"title": "แผนยุทธศาสตร์ ช่วง 2565–2569"}]
STRATEGIES: list[dict[str, Any]] = [{"strategy": 1, "title": "ข้อมูลเพื่อสหกรณ์"}]
PROJECTS: list[dict[str, Any]] = [
    {
        "project": "1.1",
        "title": "เว็บไซต์สหกรณ์",
        "units": "ict, agri",
        "target_group": "สหกรณ์",
        "objective": "ให้สหกรณ์มีเว็บไซต์",
        "2565": "10.5",
        "2566": "๑๒",
    }
]
ACTIVITIES: list[dict[str, Any]] = [
    {
        "project": "1.1",
        "number": "1",
        "title": "จัดทำเว็บไซต์",
        "2565": "60 แห่ง",
        "2566": "120 แห่ง",
        "2569": "ประเมินผล",
    }
]
INDICATORS: list[dict[str, Any]] = [{"project": "1.1", "text": "สหกรณ์ใช้เว็บไซต์ ร้อยละ 80"}]


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def check(planner: User, year: int = YEAR, **changed: list[dict[str, Any]]) -> Import:
    sheets = sheets_of(FORM, "cpd", year)
    filled: Mapping[str, list[dict[str, Any]]] = {
        "plan": PLAN,
        "strategies": STRATEGIES,
        "projects": PROJECTS,
        "activities": ACTIVITIES,
        "indicators": INDICATORS,
        **changed,
    }
    content = book(*((sheets[code], lines) for code, lines in filled.items()))
    return check_book(planner, FORM, "cpd", year, content)


def test_second_period_is_planned_read_and_open_for_reports(client: Client, planner: User) -> None:
    checked = check(planner)

    assert found(checked) == []
    shown = checked.planned_rows.get(sheet="กิจกรรม 2565 (แบบ 1)").shown_differences
    assert ("เป้าหมาย 2565", "", "60 แห่ง (อ่านว่า 60 แห่ง จำนวนสะสมถึงสิ้นปีนั้น)") in shown
    import_confirm(actor=planner, checked=checked)

    plan = Plan.objects.get(first_year=YEAR)
    project = Project.objects.get(code="2565-1.1")
    assert (plan.last_year, project.strategy.plan) == (2569, plan)
    assert [unit.unit.code for unit in project.responsible_units.all() if unit.unit] == [
        "ict",
        "agri",
    ]
    budgets = dict(project.budgets.values_list("fiscal_year", "amount"))
    assert budgets == {2565: Decimal("10.50"), 2566: Decimal("12.00")}
    targets = Target.objects.filter(measure__project=project).order_by("fiscal_year", "pk")
    assert [(row.fiscal_year, row.value, row.measure.basis) for row in targets] == [
        (2565, Decimal(60), Basis.CUMULATIVE),
        (2566, Decimal(120), Basis.CUMULATIVE),
        (2569, None, Basis.MILESTONE),
        (2569, Decimal(80), Basis.SHARE),
    ]
    assert PlanVersion.objects.get(plan=plan).made_by == planner
    periods = EntryPeriod.objects.filter(form="strategy.progress.q2")
    assert set(periods.values_list("fiscal_year", flat=True)) >= set(plan.years)
    event = Project.pgh_event_model.objects.get(pgh_obj_id=project.pk)  # type: ignore[attr-defined]
    assert event.pgh_context["action"] == "strategy.plan.imported"


def test_pages_of_the_second_period_show_it(client: Client, planner: User) -> None:
    import_confirm(actor=planner, checked=check(planner))
    client.force_login(planner)

    overview = text_of(client.get("/strategy/overview/?plan=2565").content)
    project = text_of(client.get("/strategy/projects/2565-1.1/").content)
    versions = client.get("/strategy/versions/?plan=2565").content.decode()

    assert "เว็บไซต์สหกรณ์" in overview
    assert "แผนที่เริ่มปี 2565" in overview
    assert "กิจกรรมและเป้าหมายรายปี 2565–2569" in project
    assert "60 แห่ง" in project
    assert "/coops/import/strategy.plan/cpd/2570/" in versions
    for page in ("timeline", "ledger", "board"):
        assert client.get(f"/strategy/{page}/?plan=2565").status_code == 200


def test_every_bad_cell_is_named_and_nothing_is_written(planner: User) -> None:
    checked = check(
        planner,
        projects=[
            *PROJECTS,
            {"project": "2.1", "title": "ก", "units": "ict"},
            {"project": "1.1", "title": "ข", "units": "ict"},
            {"project": "หนึ่ง", "title": "ค", "units": "xx", "2565": "-1", "2566": "1.005"},
            {"project": "1.2", "title": "ง", "units": "ict"},
        ],
        activities=[
            *ACTIVITIES,
            {"project": "1.1", "number": "2", "title": "อบรม", "2565": "ร้อยละ 120"},
            {"project": "1.9", "number": "1", "title": "อื่น", "2565": "1 แห่ง"},
            {"project": "1.1", "number": "1", "title": "ซ้ำ"},
        ],
    )

    assert found(checked) == [
        (3, "โครงการ", "2.1", "ไม่มียุทธศาสตร์ที่ 2 ในแฟ้ม"),
        (4, "โครงการ", "1.1", "ซ้ำกับแถวที่ 2"),
        (5, "โครงการ", "หนึ่ง", "กรอกเป็นเลขยุทธศาสตร์ จุด ลำดับ เช่น 5.1"),
        (5, "รหัสหน่วยงานที่รับผิดชอบ", "xx", "ไม่รู้จักรหัสหน่วยงาน xx"),
        (5, "งบประมาณ 2565 (ล้านบาท)", "-1", "งบประมาณต้องไม่ติดลบ และเป็นล้านบาท"),
        (5, "งบประมาณ 2566 (ล้านบาท)", "1.005", "มีทศนิยมได้ไม่เกินสองตำแหน่ง (ล้านบาท)"),
        (3, "เป้าหมาย 2565", "ร้อยละ 120", "ร้อยละของกลุ่มเป้าหมายต้องไม่เกิน 100"),
        (4, "โครงการ", "1.9", "ไม่มีโครงการนี้ในแผ่นงานโครงการ"),
        (5, "เลขกิจกรรม", "1", "ซ้ำกับแถวที่ 2"),
        (5, "เป้าหมาย 2565", "", "ต้องมีเป้าหมายอย่างน้อยหนึ่งปี"),
        (3, "โครงการ", "2.1", "โครงการนี้ไม่มีกิจกรรมหรือตัวชี้วัดความสำเร็จในแฟ้ม"),
        (6, "โครงการ", "1.2", "โครงการนี้ไม่มีกิจกรรมหรือตัวชี้วัดความสำเร็จในแฟ้ม"),
    ]
    assert checked.state == ImportState.REJECTED
    assert not Plan.objects.filter(first_year=YEAR).exists()


def test_missing_sheet_is_named(planner: User) -> None:
    sheets = sheets_of(FORM, "cpd", YEAR)

    checked = check_book(planner, FORM, "cpd", YEAR, book((sheets["projects"], PROJECTS)))

    messages = [message for *_, message in found(checked)]
    assert "ไม่พบชื่อแผนในแฟ้ม ต้องนำเข้าทุกแผ่นงานในแฟ้มเดียว" in messages


@pytest.mark.parametrize(
    ("year", "message"),
    [(2563, "อยู่ในแผนที่มีแล้ว"), (2567, "แผนช่วงถัดไปต้องเริ่มปีงบประมาณ 2565")],
)
def test_period_that_overlaps_or_leaves_years_out_is_refused(
    planner: User, year: int, message: str
) -> None:
    with pytest.raises(RuleViolation, match=message):
        check(planner, year)


def test_only_planners_add_a_period(make_user: UserMaker) -> None:
    with pytest.raises(NotAllowed):
        check(make_user(Role.OFFICER, "ict"))


def test_template_holds_all_sheets_in_one_file(client: Client, planner: User) -> None:
    client.force_login(planner)

    answer = client.get("/coops/import/strategy.plan/cpd/2565/template/all/")

    assert answer.status_code == 200
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")

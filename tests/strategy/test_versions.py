"""Revisions beside what is printed."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import User
from strategy.models import BudgetRevision, Plan, PlannedBudget, PlanVersion, Project, Target
from strategy.selectors.versions import differences, planned_budgets
from strategy.services import Revision, measure_verify, plan_revise
from tests.strategy.quarters import measure

ClientOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db: None) -> Plan:
    return Plan.objects.get(pk=2560)


def test_revision_is_a_further_version_and_the_print_stays(planner: User, plan: Plan) -> None:
    trained = measure("5.9", "3.6", "ร้อยละ")
    project = Project.objects.get(code="5.1")
    budgets = {(project.pk, 2561): Decimal(6), (project.pk, 2560): Decimal(4)}

    version = plan_revise(
        actor=planner,
        plan=plan,
        revision=Revision("แบ่งช่องที่ผสานกัน", {(trained.pk, 2561): Decimal(25)}, budgets),
    )

    assert version.number == 2
    assert list(trained.targets.order_by("version").values_list("value", flat=True)) == [20, 25]
    assert PlannedBudget.objects.get(project=project, fiscal_year=2561).amount == 10
    planned = planned_budgets([project.pk])
    assert (planned[project.pk, 2560], planned[project.pk, 2561]) == (Decimal(4), Decimal(6))
    assert planned_budgets([project.pk], version=1)[project.pk, 2561] == 10
    shown = {
        (one.project, one.fiscal_year, one.before, one.after) for one in differences(plan, 1, 2)
    }
    assert shown == {
        ("5.9", 2561, "ร้อยละ 20", "ร้อยละ 25"),
        ("5.1", 2560, "", "4"),
        ("5.1", 2561, "10", "6"),
    }


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("100.5", "ร้อยละของกลุ่มเป้าหมายต้องไม่เกิน 100"),
        ("-1", "ค่าเป้าหมายต้องไม่ติดลบ"),
        ("1.005", "มีทศนิยมได้ไม่เกินสองตำแหน่ง"),
    ],
)
def test_impossible_target_is_refused_at_its_cell(
    planner: User, plan: Plan, value: str, message: str
) -> None:
    trained = measure("5.9", "3.6", "ร้อยละ")

    with pytest.raises(InvalidInput) as raised:
        plan_revise(
            actor=planner,
            plan=plan,
            revision=Revision("ปรับ", {(trained.pk, 2561): Decimal(value)}),
        )

    assert raised.value.errors == [(f"/targets/{trained.pk}/2561", message)]
    assert PlanVersion.objects.count() == 1


def test_revision_needs_a_reason_a_planner_and_a_change(
    planner: User, officer: User, plan: Plan
) -> None:
    trained = measure("5.9", "3.6", "ร้อยละ")
    same = {(trained.pk, 2561): Decimal(20)}

    with pytest.raises(InvalidInput) as raised:
        plan_revise(actor=planner, plan=plan, revision=Revision(" ", same))
    assert raised.value.errors == [("/reason", "กรุณาระบุเหตุผลที่ปรับแผน")]
    with pytest.raises(NotAllowed, match="เฉพาะกองแผนงาน"):
        plan_revise(actor=officer, plan=plan, revision=Revision("ปรับ", same))
    with pytest.raises(RuleViolation, match="ไม่มีค่าใดเปลี่ยน"):
        plan_revise(actor=planner, plan=plan, revision=Revision("ปรับ", same))
    assert PlanVersion.objects.count() == 1


def test_planner_verifies_a_reading(planner: User, officer: User) -> None:
    trained = measure("5.9", "3.6", "ร้อยละ")

    assert measure_verify(actor=planner, measure=trained).verified
    with pytest.raises(NotAllowed):
        measure_verify(actor=officer, measure=trained)


def test_database_keeps_budget_revisions(planner: User, plan: Plan) -> None:
    project = Project.objects.get(code="5.1")
    plan_revise(
        actor=planner, plan=plan, revision=Revision("ปรับ", {}, {(project.pk, 2561): Decimal(6)})
    )

    with (
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="Cannot update or delete"),
        transaction.atomic(),
    ):
        cursor.execute("UPDATE strategy_budgetrevision SET amount = 1")
    assert BudgetRevision.objects.get().amount == 6


def test_pages_revise_and_compare(client_of: ClientOf, planner: User) -> None:
    client = client_of(planner)
    trained = measure("5.9", "3.6", "ร้อยละ")
    address = "/strategy/projects/5.9/revise/"
    html = client.get(address).content.decode()
    assert f'name="target-{trained.pk}-2561"' in html
    fields = {
        f"target-{row.measure_id}-{row.fiscal_year}": row.value
        for row in Target.objects.filter(measure__project__code="5.9", value__isnull=False)
    }
    budgets = dict(
        PlannedBudget.objects.filter(project__code="5.9").values_list("fiscal_year", "amount")
    )
    entered = {**fields, **{f"budget-{year}": amount for year, amount in budgets.items()}}

    refused = client.post(address, {**entered, f"target-{trained.pk}-2561": "120", "reason": "ก"})
    assert refused.status_code == 422
    assert "ร้อยละของกลุ่มเป้าหมายต้องไม่เกิน 100" in refused.content.decode()
    answer = client.post(
        address,
        {**entered, f"target-{trained.pk}-2561": "30", "reason": "มติคณะกรรมการ"},
        follow=True,
    )

    assert "ปรับแผนเป็นรุ่นที่ 2 แล้ว" in answer.content.decode()
    compared = client.get("/strategy/versions/").content.decode()
    assert "ต่างกัน 1 ค่า" in compared
    assert "ร้อยละ 30" in compared
    assert "มติคณะกรรมการ" in compared


def test_page_verifies_the_chosen_readings_and_shows_the_history(
    client_of: ClientOf, planner: User
) -> None:
    client = client_of(planner)
    trained = measure("5.9", "3.6", "ร้อยละ")

    answer = client.post(
        "/strategy/projects/5.9/readings/verify/", {"measure": [trained.pk, 999999]}, follow=True
    )

    html = answer.content.decode()
    assert "ยืนยันการอ่านแล้ว 1 รายการ" in html
    assert html.count("ยืนยันแล้ว</span>") == 1
    trained.refresh_from_db()
    assert trained.verified
    project = client.get("/strategy/projects/5.9/").content.decode()
    assert "รุ่นของแผนที่เปลี่ยนโครงการนี้" in project
    assert "แผนตามที่พิมพ์ อ่านเป็นตัวเลขโดยระบบ" in project

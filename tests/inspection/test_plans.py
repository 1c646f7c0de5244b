"""Risk over a register, the plan of an office, its entries and teams, the overview."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from coops.choices import Standing
from coops.models import Institution, YearFacts
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.models import OrgUnit, User
from inspection.choices import (
    Capacity,
    Category,
    DefectState,
    PlanState,
    Rank,
    Severity,
    Source,
    VisitState,
)
from inspection.models import Defect, InspectionPlan, Visit
from inspection.plan_weights import risk_weights
from inspection.selectors import plans
from inspection.selectors.risk import RiskLine, risks_of
from inspection.services.plan_entries import entry_assign, entry_move, entry_remove
from inspection.services.plans import plan_add, plan_approve, plan_propose, plan_save
from tests.conftest import UserMaker
from tests.coops.rows import make_assessment, make_group, make_institution
from tests.core.test_audit import events_of
from tests.inspection.appointments import make_appointment

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
YEAR = 2569
DAY = date(2026, 5, 4)


@pytest.fixture
def office() -> OrgUnit:
    return OrgUnit.objects.get(code="50")


@pytest.fixture
def plan(officer: User, office: OrgUnit) -> InspectionPlan:
    return plan_save(actor=officer, office=office, fiscal_year=YEAR, version=0, quota=2)


@pytest.fixture
def inspector(make_user: UserMaker) -> User:
    person = make_user(Role.INSPECTOR, "50")
    make_appointment(person)
    return person


def make_defect(institution: Institution, by: User, **fields: Any) -> Defect:
    values: dict[str, Any] = {
        "institution": institution,
        "office": institution.office,
        "severity": Severity.DEFECT,
        "category": Category.FINANCE,
        "source": Source.INSPECTOR,
        "title": "ก",
        "facts": "ก",
        "found_on": date(2025, 12, 1),
        "due_on": TODAY,
        "recorded_by": by,
    }
    return Defect.objects.create(**{**values, **fields})


def make_visit(institution: Institution, **fields: Any) -> Visit:
    values: dict[str, Any] = {
        "institution": institution,
        "office": institution.office,
        "fiscal_year": YEAR,
        "planned_on": DAY,
    }
    return Visit.objects.create(**{**values, **fields})


def met(institution: Institution) -> None:
    """Held its general meetings of both years in time."""
    for year in (2568, 2569):
        YearFacts.objects.create(
            institution=institution,
            fiscal_year=year,
            accounting_year_end=date(year - 543, 3, 31) if year == 2568 else date(2026, 3, 31),
            general_meeting_on=date(2025, 6, 1) if year == 2568 else None,
        )


def words(user: User, office: OrgUnit, name: str) -> list[str]:
    line = {line.name: line for line in risks_of(user, office, YEAR, TODAY, risk_weights())}[name]
    return [part.text for part in line.risk.parts]


def test_parts_come_from_the_facts_of_the_portal(officer: User, office: OrgUnit) -> None:
    row = make_institution(name="สหกรณ์ ก")
    make_defect(row, officer, due_on=TODAY - timedelta(days=1))
    make_defect(row, officer)
    make_defect(row, officer, severity=Severity.OBSERVATION)
    make_defect(row, officer, state=DefectState.RESOLVED, closed_on=TODAY)
    make_visit(
        row,
        fiscal_year=2566,
        state=VisitState.FINISHED,
        finished_at=datetime(2023, 3, 2, tzinfo=UTC),
    )

    assert words(officer, office, "สหกรณ์ ก") == [
        "ยังไม่มีชั้น",
        "ข้อบกพร่องที่ยังไม่แก้ 2 เรื่อง",
        "เกินกำหนดแก้ไข 1 เรื่อง",
        "ประชุมใหญ่เกินกำหนด",
        "ตรวจครั้งล่าสุด 3 ปีก่อน",
    ]


def test_meeting_held_is_not_late_and_statements_are_of_groups(
    officer: User, office: OrgUnit
) -> None:
    met(make_institution(name="สหกรณ์ ก"))
    make_group(name="กลุ่ม ก")

    assert words(officer, office, "สหกรณ์ ก") == ["ยังไม่มีชั้น", "ไม่พบการตรวจในระบบ"]
    assert "ประชุมใหญ่เกินกำหนด" in words(officer, office, "กลุ่ม ก")


def test_newest_tier_counts_and_gone_ones_are_left_out(officer: User, office: OrgUnit) -> None:
    row = make_institution(name="สหกรณ์ ก")
    for year, tier in ((2566, 3), (2567, 1)):
        made = make_assessment(row, fiscal_year=year)
        made.tier, made.complete, made.total = tier, True, Decimal(50)
        made.save()
    make_institution(standing=Standing.DISSOLVED)
    make_institution("51")

    (line,) = risks_of(officer, office, YEAR, TODAY, risk_weights())
    assert (line.name, line.tier) == ("สหกรณ์ ก", 1)


@pytest.mark.parametrize("rows", [1, 12])
def test_risk_of_an_office_is_one_query_over_its_register(
    officer: User, office: OrgUnit, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        make_defect(make_institution(), officer)
    assert officer.reach
    weights = risk_weights()
    with django_assert_num_queries(3):  # two read the days of the conditions of two years
        lines = risks_of(officer, office, YEAR, TODAY, weights)

    assert len(lines) == rows


def test_plan_is_saved_and_only_the_present_one_is_changed(
    officer: User, office: OrgUnit, plan: InspectionPlan
) -> None:
    assert (plan.quota, plan.version, plan.state) == (2, 1, PlanState.DRAFT)
    with pytest.raises(StaleObject):
        plan_save(actor=officer, office=office, fiscal_year=YEAR, version=0, quota=3)
    plan_save(actor=officer, office=office, fiscal_year=YEAR, version=1, quota=3, note=" มติ ")

    plan.refresh_from_db()
    assert (plan.quota, plan.note, plan.version) == (3, "มติ", 2)
    assert events_of(InspectionPlan, plan.pk)[0]["action"] == "inspection.plan.saved"


def test_others_do_not_plan_for_the_office(
    office: OrgUnit, outsider: User, inspector: User, headquarters_chief: User
) -> None:
    for person in (outsider, inspector, headquarters_chief):
        with pytest.raises(NotAllowed):
            plan_save(actor=person, office=office, fiscal_year=YEAR, version=0, quota=3)


def test_highest_risk_is_proposed_up_to_the_quota(officer: User, plan: InspectionPlan) -> None:
    calm, risky, planned = (make_institution(name=name) for name in ("ก", "ข", "ค"))
    make_visit(planned)
    make_defect(risky, officer)

    (made,) = plan_propose(actor=officer, plan=plan, version=1, today=TODAY)

    assert (made.institution_id, made.planned_on, made.fiscal_year) == (risky.pk, TODAY, YEAR)
    assert not Visit.objects.filter(institution=calm).exists()
    assert events_of(Visit, made.pk)[0]["action"] == "inspection.plan.proposed"
    with pytest.raises(RuleViolation, match="แผนครบจำนวนแล้ว"):
        plan_propose(actor=officer, plan=plan, version=2, today=TODAY)


def test_nothing_is_proposed_for_a_year_that_is_over(officer: User, plan: InspectionPlan) -> None:
    make_institution()
    with pytest.raises(RuleViolation, match="ผ่านไปแล้ว"):
        plan_propose(actor=officer, plan=plan, version=1, today=date(2026, 10, 1))
    assert not Visit.objects.exists()


def test_proposal_for_a_coming_year_begins_with_its_first_day(
    officer: User, plan: InspectionPlan
) -> None:
    make_institution()
    (made,) = plan_propose(actor=officer, plan=plan, version=1, today=date(2025, 8, 1))

    assert made.planned_on == date(2025, 10, 1)


def test_chief_approves_and_alone_changes_what_is_approved(
    officer: User, chief: User, plan: InspectionPlan
) -> None:
    with pytest.raises(RuleViolation, match="ยังไม่มีแห่งที่จะตรวจ"):
        plan_approve(actor=chief, plan=plan, version=1)
    entry = plan_add(actor=officer, plan=plan, institution=make_institution(), planned_on=DAY)
    with pytest.raises(NotAllowed):
        plan_approve(actor=officer, plan=plan, version=2)
    approved = plan_approve(actor=chief, plan=plan, version=2)

    assert (approved.state, approved.approved_by) == (PlanState.APPROVED, chief)
    with pytest.raises(RuleViolation, match="อนุมัติแล้ว"):
        plan_approve(actor=chief, plan=plan, version=3)
    with pytest.raises(NotAllowed):
        entry_move(actor=officer, visit=entry, version=1, planned_on=DAY + timedelta(days=1))
    with pytest.raises(NotAllowed):
        plan_add(actor=officer, plan=plan, institution=make_institution(), planned_on=DAY)
    assert entry_move(actor=chief, visit=entry, version=1, planned_on=TODAY).version == 2


@pytest.mark.parametrize("day", [date(2025, 9, 30), date(2026, 10, 1)])
def test_entry_lies_within_its_fiscal_year(officer: User, plan: InspectionPlan, day: date) -> None:
    row = make_institution()
    with pytest.raises(RuleViolation, match="ปีงบประมาณ 2569"):
        plan_add(actor=officer, plan=plan, institution=row, planned_on=day)
    entry = plan_add(actor=officer, plan=plan, institution=row, planned_on=DAY)
    with pytest.raises(RuleViolation, match="ปีงบประมาณ 2569"):
        entry_move(actor=officer, visit=entry, version=1, planned_on=day)


def test_institution_of_another_office_is_not_planned(officer: User, plan: InspectionPlan) -> None:
    with pytest.raises(RuleViolation, match="ไม่ได้อยู่ในความดูแล"):
        plan_add(actor=officer, plan=plan, institution=make_institution("51"), planned_on=DAY)


def test_entry_taken_out_stays_with_its_reason(officer: User) -> None:
    entry = make_visit(make_institution())
    with pytest.raises(RuleViolation, match="ระบุเหตุผล"):
        entry_remove(actor=officer, visit=entry, version=1, reason=" ")
    with pytest.raises(StaleObject):
        entry_remove(actor=officer, visit=entry, version=2, reason="เลิกแล้ว")
    entry_remove(actor=officer, visit=entry, version=1, reason="เลิกแล้ว")

    entry.refresh_from_db()
    assert (entry.state, entry.cancelled_because) == (VisitState.CANCELLED, "เลิกแล้ว")
    event = events_of(Visit, entry.pk)[-1]
    assert (event["action"], event["reason"]) == ("inspection.plan.entry_removed", "เลิกแล้ว")
    with pytest.raises(RuleViolation, match="ยกเลิกแล้ว"):
        entry_move(actor=officer, visit=entry, version=2, planned_on=DAY)


def test_team_of_appointed_inspectors_is_assigned_and_replaced(
    officer: User, inspector: User, make_user: UserMaker
) -> None:
    second = make_user(Role.INSPECTOR, "50", username="second")
    make_appointment(second)
    entry = make_visit(make_institution())
    entry_assign(
        actor=officer,
        visit=entry,
        version=1,
        leader=inspector,
        members=[second, inspector, second],
    )
    assert [(one.inspector, one.is_leader) for one in entry.inspectors.all()] == [
        (inspector, True),
        (second, False),
    ]

    entry_assign(actor=officer, visit=entry, version=2, leader=second, members=[])
    assert [one.inspector for one in entry.inspectors.all()] == [second]


def test_nobody_goes_without_an_appointment_on_the_day(
    officer: User, inspector: User, make_user: UserMaker
) -> None:
    entry, group = make_visit(make_institution()), make_visit(make_group())
    bare = make_user(Role.INSPECTOR, "50", username="bare")
    for visit, members in ((entry, [bare]), (group, [])):
        with pytest.raises(RuleViolation, match="ไม่มีคำสั่งให้ตรวจ"):
            entry_assign(actor=officer, visit=visit, version=1, leader=inspector, members=members)
    make_appointment(inspector, capacity=Capacity.GROUP_OFFICIAL)
    entry_assign(actor=officer, visit=group, version=1, leader=inspector, members=[])


def test_entry_is_not_moved_behind_the_end_of_an_appointment(
    officer: User, inspector: User
) -> None:
    entry = make_visit(make_institution())
    entry_assign(actor=officer, visit=entry, version=1, leader=inspector, members=[])
    inspector.appointments.update(ended_on=DAY + timedelta(days=1), end_reason="transfer")

    entry_move(actor=officer, visit=entry, version=2, planned_on=DAY - timedelta(days=1))
    with pytest.raises(RuleViolation, match="ไม่มีคำสั่งให้ตรวจสหกรณ์"):
        entry_move(actor=officer, visit=entry, version=3, planned_on=DAY + timedelta(days=1))


def test_large_savings_cooperative_needs_a_leader_of_rank(officer: User, inspector: User) -> None:
    entry = make_visit(make_institution(type="savings", level="provincial_federation"))
    with pytest.raises(RuleViolation, match="ข้อ 8"):
        entry_assign(actor=officer, visit=entry, version=1, leader=inspector, members=[])
    inspector.appointments.update(rank=Rank.GROUP_DIRECTOR)
    entry_assign(actor=officer, visit=entry, version=1, leader=inspector, members=[])


def test_overview_counts_each_office_in_one_query(
    headquarters_chief: User,
    plan: InspectionPlan,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    twice = make_institution()
    make_visit(twice, state=VisitState.FINISHED)
    make_visit(twice, planned_on=TODAY - timedelta(days=1))
    make_visit(make_institution())
    make_visit(make_institution(), state=VisitState.CANCELLED, cancelled_because="ก")
    assert headquarters_chief.reach
    with django_assert_num_queries(1):
        rows = {row.code: row for row in plans.overview(headquarters_chief, YEAR, TODAY)}

    assert len(rows) == 78
    assert rows["50"].progress == plans.Progress(quota=2, planned=2, finished=1, late=1)
    assert (rows["50"].state_label, rows["51"].state_label) == ("กำลังทำ", "ยังไม่จัดทำ")


def test_offices_together_sum_up_and_say_the_share_inspected() -> None:
    def office(*numbers: int | None) -> plans.OfficeProgress:
        quota, planned, finished, late = numbers
        progress = plans.Progress(quota, planned or 0, finished or 0, late or 0)
        return plans.OfficeProgress("50", "ก", "", progress)

    total = plans.together([office(8, 6, 1, 2), office(None, 3, 1, 0)])

    assert total == plans.Progress(quota=8, planned=9, finished=2, late=2)
    assert total.percent == Decimal(25)
    assert plans.Progress(2, 3, 3, 0).percent == Decimal(150)
    assert plans.together([office(None, 1, 1, 0)]) == plans.Progress(None, 1, 1, 0)
    assert plans.together([]).percent is plans.Progress(0, 0, 0, 0).percent is None


def test_progress_of_the_page_is_that_of_the_overview(officer: User, plan: InspectionPlan) -> None:
    make_visit(make_institution(), planned_on=TODAY - timedelta(days=1))
    make_visit(make_institution(), state=VisitState.CANCELLED, cancelled_because="ก")
    entries = plans.entries_of(officer, plan.office, YEAR)
    own = plans.progress_of(plan, entries, TODAY)

    assert [visit.state for visit in entries] == [VisitState.PLANNED, VisitState.CANCELLED]
    assert (own.missing, own.late) == (1, 1)
    assert plans.overview(officer, YEAR, TODAY)[0].progress == own


def test_lines_name_their_kind(officer: User, office: OrgUnit) -> None:
    make_group()
    (line,) = risks_of(officer, office, YEAR, TODAY, risk_weights())

    assert isinstance(line, RiskLine)
    assert line.kind_label == "กลุ่มเกษตรกร"

"""Orders for the demo inspectors, and the plans of two offices. All marked as sample."""

from collections.abc import Iterator, Mapping
from datetime import date

from cpd_portal.core.audit import recorded
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.thai.fiscal import fiscal_year_of
from inspection.choices import Capacity, EndReason, PositionKind, Rank
from inspection.models import Appointment, InspectionPlan, Visit, VisitInspector
from inspection.rules.appointments import appointment as judge
from inspection.services.appointments import AppointmentValues
from inspection.services.plans import plan_approve, plan_propose, plan_save

STARTS = date(2025, 1, 1)
POSITION = "นักวิชาการสหกรณ์ชำนาญการ (ตัวอย่าง)"
ORDER = "ตัวอย่าง 1/2568"
ENDED = {"60": EndReason.TRANSFER, "70": EndReason.REVOCATION}
"""Offices whose officer inspects no more."""
ENDED_ON = date(2025, 7, 1)
PLANS = {"50": True, "10-1": False}
"""Offices with a plan, and whether it is approved."""
QUOTA = 12
NOTE = "จำนวนตัวอย่าง ไม่ใช่จำนวนที่กรมกำหนด"


@recorded("inspection.sample.loaded")
def sample_load(*, actor: User | None, today: date) -> dict[str, int]:
    """The demo accounts and the sample's institutions have to exist. How many rows of each."""
    people = {user.username: user for user in User.objects.filter(is_sample=True)}
    offices = list(OrgUnit.objects.offices())
    rows = [row for office in offices for row in _orders(office, people)]
    Appointment.objects.bulk_create(rows)
    visits = 0
    for office in offices:
        if office.code in PLANS:
            visits += _plan(office, people, PLANS[office.code], today)
    return {
        "inspection.Appointment": len(rows),
        "inspection.InspectionPlan": len(PLANS),
        "inspection.Visit": visits,
    }


def _orders(office: OrgUnit, people: Mapping[str, User]) -> Iterator[Appointment]:
    """The inspector for both kinds, the officer as one who may lead a large team."""
    inspector, officer = people[f"inspector-{office.code}"], people[f"officer-{office.code}"]
    chief = people[f"chief-{office.code}"]
    yield _order(office, inspector, chief, Capacity.INSPECTOR, Rank.OFFICIAL)
    yield _order(office, inspector, chief, Capacity.GROUP_OFFICIAL, Rank.OFFICIAL)
    leading = _order(office, officer, chief, Capacity.INSPECTOR, Rank.GROUP_DIRECTOR)
    if office.code in ENDED:
        leading.ended_on, leading.end_reason = ENDED_ON, ENDED[office.code]
        leading.end_document = "คำสั่งตัวอย่าง"
    yield leading


def _order(
    office: OrgUnit, person: User, chief: User, capacity: Capacity, rank: Rank
) -> Appointment:
    values = AppointmentValues(
        inspector=person,
        office=office,
        capacity=capacity,
        position=POSITION,
        starts_on=STARTS,
        is_civil_servant=True,
        served_since=date(2015, 10, 1),
        course_on=date(2020, 3, 1),
        is_suitable=True,
        is_official=True,
    )
    finding = judge(values.candidate, STARTS)
    return Appointment(
        inspector=person,
        office=office,
        capacity=capacity,
        appointer=str(finding.appointer),
        position=POSITION,
        position_kind=PositionKind.COOPERATIVE_SCHOLAR,
        rank=rank,
        served_since=values.served_since,
        course_on=values.course_on,
        starts_on=STARTS,
        order_no=ORDER,
        ordered_on=STARTS,
        trace=finding.as_json(),
        made_by=chief,
        is_sample=True,
    )


def _plan(office: OrgUnit, people: Mapping[str, User], approved: bool, today: date) -> int:
    officer, chief = people[f"officer-{office.code}"], people[f"chief-{office.code}"]
    plan = plan_save(
        actor=officer,
        office=office,
        fiscal_year=fiscal_year_of(today),
        version=0,
        quota=QUOTA,
        note=NOTE,
    )
    visits = plan_propose(actor=officer, plan=plan, version=plan.version, today=today)
    inspector = people[f"inspector-{office.code}"]
    _assign(visits[::2], inspector)
    if approved:
        plan_approve(actor=chief, plan=plan, version=plan.version + 1)
    InspectionPlan.objects.filter(pk=plan.pk).update(is_sample=True)
    return len(visits)


def _assign(visits: list[Visit], inspector: User) -> None:
    """Every other one is still without a team."""
    VisitInspector.objects.bulk_create(
        VisitInspector(visit=visit, inspector=inspector, is_leader=True) for visit in visits
    )

"""Appointing, ordering and ending; and what that does to the right to inspect."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from coops.choices import Kind
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.models import Membership, OrgUnit, User
from inspection.choices import Capacity, EndReason
from inspection.models import Appointment
from inspection.selectors.appointments import may_inspect
from inspection.services.appointments import (
    AppointmentValues,
    appointment_end,
    appointment_make,
    appointment_order,
    may_appoint,
)
from inspection.services.guards import require_inspector
from tests.conftest import UserMaker
from tests.core.test_audit import events_of
from tests.inspection.appointments import make_appointment

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def office() -> OrgUnit:
    return OrgUnit.objects.get(code="50")


@pytest.fixture
def inspector(make_user: UserMaker) -> User:
    return make_user(Role.INSPECTOR, "50")


@pytest.fixture
def values(inspector: User, office: OrgUnit) -> AppointmentValues:
    return AppointmentValues(
        inspector=inspector,
        office=office,
        capacity=Capacity.INSPECTOR,
        position="นักวิชาการสหกรณ์ชำนาญการ",
        starts_on=DAY,
        is_civil_servant=True,
        served_since=date(2015, 6, 1),
        is_suitable=True,
    )


def end(actor: User, row: Appointment, **more: Any) -> Appointment:
    options: dict[str, Any] = {
        "version": row.version,
        "reason": EndReason.REVOCATION,
        "ended_on": DAY + timedelta(days=9),
        "document": "คำสั่งที่ 7/2569",
        "today": DAY,
    }
    return appointment_end(actor=actor, appointment=row, **{**options, **more})


def test_role_alone_gives_no_right(inspector: User, office: OrgUnit) -> None:
    assert not may_inspect(inspector, office, DAY)
    with pytest.raises(NotAllowed, match="คำสั่งแต่งตั้งที่ยังมีผล"):
        require_inspector(inspector, office, DAY)


def test_chief_appoints_and_the_number_of_the_order_puts_it_in_force(
    chief: User, inspector: User, office: OrgUnit, values: AppointmentValues
) -> None:
    made = appointment_make(actor=chief, values=values)
    assert not may_inspect(inspector, office, DAY)

    appointment_order(
        actor=chief, appointment=made, version=1, order_no=" 12/2569 ", ordered_on=DAY
    )

    made.refresh_from_db()
    assert (made.order_no, made.version, made.appointer) == ("12/2569", 2, "office_deputy")
    assert "ข้อ 5 (3)" in made.trace["power"]
    assert len(made.trace["checks"]) == 3
    assert may_inspect(inspector, office, DAY)
    assert not may_inspect(inspector, office, DAY - timedelta(days=1))
    require_inspector(inspector, office, DAY)
    actions = [event["action"] for event in events_of(Appointment, made.pk)]
    assert actions == ["inspection.appointment.made", "inspection.appointment.ordered"]


def test_right_holds_for_own_office_and_kind_only(inspector: User, office: OrgUnit) -> None:
    make_appointment(inspector)
    other = OrgUnit.objects.get(code="51")

    assert may_inspect(inspector, office, DAY, Kind.COOPERATIVE)
    assert not may_inspect(inspector, office, DAY, Kind.FARMER_GROUP)
    assert not may_inspect(inspector, other, DAY)


def test_inspector_of_headquarters_reaches_every_office(
    make_user: UserMaker, office: OrgUnit
) -> None:
    person = make_user(Role.OFFICER, "agri")
    make_appointment(person, "agri")

    assert may_inspect(person, office, DAY, Kind.COOPERATIVE)
    assert not may_inspect(person, office, DAY, Kind.FARMER_GROUP)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"is_civil_servant": False}, "เป็นข้าราชการกรมส่งเสริมสหกรณ์"),
        ({"served_since": DAY - timedelta(days=1000)}, "รับราชการไม่น้อยกว่า 3 ปี"),
        ({"starts_on": date(2014, 6, 21)}, "ไม่มีตัวบทของระเบียบ"),
    ],
)
def test_who_does_not_meet_the_regulation_is_not_appointed(
    chief: User, values: AppointmentValues, change: dict[str, Any], message: str
) -> None:
    with pytest.raises(RuleViolation, match=message):
        appointment_make(actor=chief, values=replace(values, **change))

    assert not Appointment.objects.exists()


def test_person_of_another_office_is_not_appointed(
    chief: User, outsider: User, values: AppointmentValues
) -> None:
    with pytest.raises(RuleViolation, match="ไม่ได้สังกัด"):
        appointment_make(actor=chief, values=replace(values, inspector=outsider))


def test_nobody_is_appointed_twice_at_a_time(chief: User, values: AppointmentValues) -> None:
    made = appointment_make(actor=chief, values=values)
    with pytest.raises(RuleViolation, match="ยังไม่สิ้นสุดอยู่แล้ว"):
        appointment_make(actor=chief, values=values)

    end(chief, made)
    assert appointment_make(actor=chief, values=values).pk != made.pk


def test_power_is_that_of_the_named_deputies(
    make_user: UserMaker, values: AppointmentValues, officer: User, headquarters_chief: User
) -> None:
    for person in (officer, headquarters_chief, make_user(Role.CHIEF, "51")):
        with pytest.raises(NotAllowed, match="เป็นอำนาจของรองนายทะเบียนสหกรณ์ซึ่งเป็นหัวหน้าสำนักงาน"):
            appointment_make(actor=person, values=values)
    registry, central = make_user(Role.CHIEF, "rlo"), OrgUnit.objects.get(code="agri")
    assert may_appoint(registry, central)
    assert not may_appoint(registry, values.office)
    assert not may_appoint(headquarters_chief, central)


def test_team_under_a_director_is_appointed_by_the_registrar_only(
    chief: User, make_user: UserMaker, values: AppointmentValues
) -> None:
    wanted = replace(values, under_director=True)
    with pytest.raises(NotAllowed, match="เป็นอำนาจของนายทะเบียนสหกรณ์"):
        appointment_make(actor=chief, values=wanted)

    made = appointment_make(actor=make_user(Role.REGISTRAR), values=wanted)
    assert made.appointer == "registrar"


@pytest.mark.parametrize("reason", list(EndReason))
def test_end_takes_the_right_away_from_its_day(
    chief: User, inspector: User, office: OrgUnit, reason: EndReason
) -> None:
    row = make_appointment(inspector)
    ended = end(chief, row, reason=reason, ended_on=DAY)

    assert (ended.end_reason, ended.version) == (reason, 2)
    assert may_inspect(inspector, office, DAY - timedelta(days=1))
    assert not may_inspect(inspector, office, DAY)
    event = events_of(Appointment, row.pk)[-1]
    assert (event["action"], event["reason"]) == ("inspection.appointment.ended", reason.value)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"ended_on": date(2024, 12, 31)}, "ต้องไม่ก่อนวันที่เริ่ม"),
        ({"document": " "}, "เลขที่และวันที่ของคำสั่ง"),
        ({"reason": EndReason.DEATH, "ended_on": DAY + timedelta(days=1)}, "ต้องไม่อยู่ในอนาคต"),
    ],
)
def test_wrong_end_is_refused(
    chief: User, inspector: User, more: dict[str, Any], message: str
) -> None:
    row = make_appointment(inspector)
    with pytest.raises(RuleViolation, match=message):
        end(chief, row, **more)

    row.refresh_from_db()
    assert row.ended_on is None


def test_death_needs_no_document_and_comes_once(chief: User, inspector: User) -> None:
    row = end(
        chief, make_appointment(inspector), reason=EndReason.DEATH, document="", ended_on=DAY
    )
    with pytest.raises(RuleViolation, match="สิ้นสุดแล้ว"):
        end(chief, row)


def test_who_left_the_unit_lost_the_right_without_any_record(
    inspector: User, office: OrgUnit
) -> None:
    make_appointment(inspector)
    Membership.objects.filter(user=inspector).update(ends=DAY)

    assert may_inspect(inspector, office, DAY)
    assert not may_inspect(inspector, office, DAY + timedelta(days=1))


def test_closed_account_has_no_right(inspector: User, office: OrgUnit) -> None:
    make_appointment(inspector)
    User.objects.filter(pk=inspector.pk).update(is_active=False)

    assert not may_inspect(inspector, office, DAY)


@pytest.mark.parametrize(
    ("order_no", "ordered_on", "message"),
    [(" ", DAY, "กรุณากรอกเลขที่คำสั่ง"), ("1", DAY + timedelta(days=1), "ต้องไม่หลัง")],
)
def test_order_needs_a_number_and_a_day_by_the_start(
    chief: User, values: AppointmentValues, order_no: str, ordered_on: date, message: str
) -> None:
    made = appointment_make(actor=chief, values=values)
    with pytest.raises(RuleViolation, match=message):
        appointment_order(
            actor=chief, appointment=made, version=1, order_no=order_no, ordered_on=ordered_on
        )


def test_stale_and_second_order_are_refused(chief: User, values: AppointmentValues) -> None:
    made = appointment_make(actor=chief, values=values)
    order: dict[str, Any] = {"appointment": made, "order_no": "1/2569", "ordered_on": DAY}
    with pytest.raises(StaleObject):
        appointment_order(actor=chief, version=2, **order)
    appointment_order(actor=chief, version=1, **order)
    with pytest.raises(RuleViolation, match="มีเลขที่คำสั่งแล้ว"):
        appointment_order(actor=chief, version=2, **order)

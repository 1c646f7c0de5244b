"""Who may use a power over an institution: role × delegation × date × area × amount."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cpd_portal.core.choices import Acting, Role
from cpd_portal.core.models import Membership, OrgUnit, User
from cpd_portal.thai.dates import format_date
from registrar.choices import Basis, Delegate
from registrar.rules.authority import NO_GAZETTE, UNVERIFIED_ORDER, UNVERIFIED_POWER
from registrar.selectors.authority import may_exercise
from tests.conftest import UserMaker
from tests.coops.rows import make_group, make_institution
from tests.inspection.appointments import make_appointment
from tests.registrar.rows import TODAY, make_delegation

pytestmark = pytest.mark.django_db


def test_may_exercise_registrar_by_his_post(make_user: UserMaker) -> None:
    found = may_exercise(
        make_user(Role.REGISTRAR), "22-1", institution=make_institution(), day=TODAY
    )

    assert found.allowed
    assert found.basis == Basis.OFFICE
    assert found.capacity == ("อธิบดีกรมส่งเสริมสหกรณ์", "นายทะเบียนสหกรณ์")
    assert found.delegation is None
    assert found.warnings == (UNVERIFIED_POWER,)


def test_may_exercise_chief_without_delegation_is_refused(chief: User) -> None:
    found = may_exercise(chief, "22-1", institution=make_institution(), day=TODAY)

    assert not found.allowed
    assert found.reason == (
        "มาตรา 22 (1) เป็นอำนาจของนายทะเบียนสหกรณ์ บัญชีนี้ไม่ได้ดำรงตำแหน่งนั้น และไม่มีคำสั่งมอบอำนาจที่ครอบคลุม"
    )


def test_may_exercise_chief_by_delegation_signs_on_behalf(make_user: UserMaker) -> None:
    delegation = make_delegation()

    found = may_exercise(
        make_user(Role.CHIEF, "50"), "22-1", institution=make_institution(), day=TODAY
    )

    assert found.allowed
    assert found.basis == Basis.DELEGATION
    assert found.delegation == delegation
    assert found.capacity == (
        "สหกรณ์จังหวัดเชียงใหม่",
        "รองนายทะเบียนสหกรณ์ ปฏิบัติการแทน",
        "นายทะเบียนสหกรณ์",
    )
    assert found.warnings == (UNVERIFIED_POWER, UNVERIFIED_ORDER)


def test_may_exercise_delegation_without_gazette_warns(make_user: UserMaker) -> None:
    make_delegation(gazette="")

    found = may_exercise(
        make_user(Role.CHIEF, "50"), "22-1", institution=make_institution(), day=TODAY
    )

    assert found.allowed
    assert NO_GAZETTE in found.warnings


def test_may_exercise_chief_of_another_office_is_refused(make_user: UserMaker) -> None:
    make_delegation()

    found = may_exercise(
        make_user(Role.CHIEF, "51"), "22-1", institution=make_institution("50"), day=TODAY
    )

    assert not found.allowed


def test_may_exercise_revoked_an_hour_ago_is_refused(make_user: UserMaker) -> None:
    now = timezone.now()
    make_delegation(revoked_at=now - timedelta(hours=1), revocation="คำสั่งที่ 30/2569")

    found = may_exercise(
        make_user(Role.CHIEF, "50"),
        "22-1",
        institution=make_institution(),
        day=timezone.localdate(now),
    )

    assert not found.allowed
    assert found.reason.startswith("คำสั่งที่ 12/2569 ถูกยกเลิกแล้วเมื่อ")


@pytest.mark.parametrize(
    ("day", "allowed"),
    [
        (date(2026, 1, 4), False),
        (date(2026, 1, 5), True),
        (date(2026, 6, 14), True),
        (date(2026, 6, 15), False),
        (date(2026, 6, 16), False),
    ],
)
def test_may_exercise_between_start_and_revocation_only(
    make_user: UserMaker, day: date, allowed: bool
) -> None:
    revoked = datetime(2026, 6, 15, 23, 59, tzinfo=timezone.get_current_timezone())
    make_delegation(revoked_at=revoked, revocation="คำสั่งที่ 30/2569")

    found = may_exercise(
        make_user(Role.CHIEF, "50"), "22-1", institution=make_institution(), day=day
    )

    assert found.allowed is allowed


def test_may_exercise_after_the_end_is_refused(make_user: UserMaker) -> None:
    make_delegation(ends_on=date(2026, 5, 31))

    found = may_exercise(
        make_user(Role.CHIEF, "50"), "22-1", institution=make_institution(), day=TODAY
    )

    assert found.reason == f"คำสั่งที่ 12/2569 สิ้นผลเมื่อ {format_date(date(2026, 5, 31))}"


@pytest.mark.parametrize(("area", "allowed"), [([], True), (["50"], True), (["51"], False)])
def test_may_exercise_within_the_area_only(
    make_user: UserMaker, area: list[str], allowed: bool
) -> None:
    make_delegation(area=area)

    found = may_exercise(
        make_user(Role.CHIEF, "50"), "22-1", institution=make_institution("50"), day=TODAY
    )

    assert found.allowed is allowed


def test_may_exercise_unit_of_the_order_covers_the_listed_offices(make_user: UserMaker) -> None:
    registry = OrgUnit.objects.get(code="rlo")
    make_delegation(unit=registry, area=["50", "51"])
    deputy = make_user(Role.DEPUTY_REGISTRAR, "rlo")

    inside = may_exercise(deputy, "22-1", institution=make_institution("51"), day=TODAY)
    outside = may_exercise(deputy, "22-1", institution=make_institution("52"), day=TODAY)

    assert inside.allowed
    assert outside.reason == "คำสั่งที่ 12/2569 ไม่ครอบคลุมพื้นที่ของสถาบันนี้"


@pytest.mark.parametrize(
    ("amount", "allowed"),
    [(Decimal("1000000.00"), True), (Decimal("1000000.01"), False), (None, False)],
)
def test_may_exercise_up_to_the_amount_only(
    make_user: UserMaker, amount: Decimal | None, allowed: bool
) -> None:
    make_delegation(max_amount=Decimal(1_000_000))

    found = may_exercise(
        make_user(Role.CHIEF, "50"),
        "22-1",
        institution=make_institution(),
        day=TODAY,
        amount=amount,
    )

    assert found.allowed is allowed


def test_may_exercise_person_of_the_order_alone(make_user: UserMaker) -> None:
    named = make_user(Role.CHIEF, "50")
    make_delegation(person=named, unit=OrgUnit.objects.get(code="50"))
    other = make_user(Role.CHIEF, "50", username="another-chief")
    institution = make_institution()

    assert may_exercise(named, "22-1", institution=institution, day=TODAY).allowed
    assert not may_exercise(other, "22-1", institution=institution, day=TODAY).allowed


def test_may_exercise_officer_does_not_use_what_deputies_got(make_user: UserMaker) -> None:
    make_delegation()

    found = may_exercise(
        make_user(Role.OFFICER, "50"), "22-1", institution=make_institution(), day=TODAY
    )

    assert not found.allowed


def test_may_exercise_officer_by_assignment(make_user: UserMaker) -> None:
    officer = make_user(Role.OFFICER, "50")
    institution = make_institution()

    before = may_exercise(officer, "17", institution=institution, day=TODAY)
    make_delegation(power_codes=["17"], delegate=Delegate.OFFICIAL)
    after = may_exercise(officer, "17", institution=institution, day=TODAY)

    assert not before.allowed
    assert after.allowed


def test_may_exercise_deputy_by_the_section_itself(make_user: UserMaker) -> None:
    found = may_exercise(
        make_user(Role.CHIEF, "50"), "20", institution=make_institution(), day=TODAY
    )

    assert found.basis == Basis.OFFICE
    assert found.capacity == ("สหกรณ์จังหวัดเชียงใหม่", "รองนายทะเบียนสหกรณ์")


def test_may_exercise_inspector_needs_an_appointment(make_user: UserMaker) -> None:
    inspector = make_user(Role.INSPECTOR, "50")
    institution = make_institution()

    before = may_exercise(inspector, "17", institution=institution, day=TODAY)
    make_appointment(inspector)
    after = may_exercise(inspector, "17", institution=institution, day=TODAY)

    assert not before.allowed
    assert after.capacity == ("นักวิชาการสหกรณ์ชำนาญการ", "ผู้ตรวจการสหกรณ์")


def test_may_exercise_power_over_cooperatives_never_over_a_group(make_user: UserMaker) -> None:
    found = may_exercise(make_user(Role.REGISTRAR), "22-1", institution=make_group(), day=TODAY)

    assert found.reason == "มาตรา 22 (1) ใช้กับสหกรณ์เท่านั้น ไม่ใช้กับสถาบันนี้"


def test_may_exercise_chief_as_registrar_of_groups(make_user: UserMaker) -> None:
    found = may_exercise(make_user(Role.CHIEF, "50"), "128", institution=make_group(), day=TODAY)

    assert found.capacity == (
        "สหกรณ์จังหวัดเชียงใหม่",
        "นายทะเบียนกลุ่มเกษตรกรประจำจังหวัดเชียงใหม่",
    )


def test_may_exercise_acting_chief_signs_as_such_between_his_dates(make_user: UserMaker) -> None:
    acting = make_user(Role.OFFICER, "50")
    Membership.objects.create(
        user=acting,
        org_unit=OrgUnit.objects.get(code="50"),
        role=Role.CHIEF,
        acting=Acting.ACTING_FOR,
        order_no="7/2569",
        order_date=date(2026, 6, 1),
        starts=date(2026, 6, 10),
        ends=date(2026, 6, 20),
    )
    institution = make_institution()

    before = may_exercise(acting, "20", institution=institution, day=date(2026, 6, 9))
    within = may_exercise(acting, "20", institution=institution, day=TODAY)

    assert not before.allowed
    assert within.capacity[0] == "รักษาราชการแทน สหกรณ์จังหวัดเชียงใหม่"
    assert len(within.warnings) == 2


def test_may_exercise_before_the_section_was_in_force_is_refused(make_user: UserMaker) -> None:
    found = may_exercise(
        make_user(Role.REGISTRAR), "22-1", institution=make_institution(), day=date(2019, 5, 18)
    )

    assert found.reason == f"มาตรา 22 (1) ไม่ได้ใช้บังคับในวันที่ {format_date(date(2019, 5, 18))}"


def test_may_exercise_closed_account_is_refused(make_user: UserMaker) -> None:
    registrar = make_user(Role.REGISTRAR)
    registrar.is_active = False

    found = may_exercise(registrar, "22-1", institution=make_institution(), day=TODAY)

    assert found.reason == "บัญชีนี้ปิดใช้งานแล้ว"


def test_may_exercise_unknown_power_is_refused(make_user: UserMaker) -> None:
    found = may_exercise(
        make_user(Role.REGISTRAR), "no-such", institution=make_institution(), day=TODAY
    )

    assert found.reason == "ไม่มีอำนาจนี้ในกรอบการใช้อำนาจ ณ วันที่นั้น"

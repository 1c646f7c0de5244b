"""Roles given, held for somebody by order, ended; and the signature that follows from them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from cpd_portal.core.choices import Acting, Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import Membership, OrgUnit, User
from cpd_portal.core.signing import acts_as, post_of, signature_block
from cpd_portal.core.staff.roles import ActingOrder, acting_appoint, role_end, role_give
from cpd_portal.thai.dates import format_date
from tests.conftest import UserMaker
from tests.core.test_audit import events_of
from tests.days import in_days, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> OrgUnit:
    return OrgUnit.objects.get(code="50")


@pytest.fixture
def keeper(make_user: UserMaker) -> User:
    return make_user(Role.ADMINISTRATOR, "50")


@pytest.fixture
def order(chief: User) -> ActingOrder:
    return ActingOrder(
        role=Role.CHIEF,
        acting=Acting.ACTING_FOR,
        replaces=chief,
        order_no="๑๒/๒๕๖๙",
        order_date=in_days(-3),
        starts=today(),
        ends=in_days(10),
    )


def test_acting_chief_holds_the_role_between_the_dates_and_signs_as_such(
    keeper: User, officer: User, chief: User, office: OrgUnit, order: ActingOrder
) -> None:
    officer.position = "นักวิชาการสหกรณ์ชำนาญการ"
    officer.save()

    made = acting_appoint(actor=keeper, unit=office, user=officer, order=order)

    assert made.replaces == chief
    assert Membership.objects.in_force(today()).filter(user=officer, role=Role.CHIEF).exists()
    later = in_days(11)
    assert not Membership.objects.in_force(later).filter(user=officer, role=Role.CHIEF).exists()
    block = signature_block(Membership.objects.select_related("user", "org_unit").get(pk=made.pk))
    assert block.lines == ("นักวิชาการสหกรณ์ชำนาญการ", "รักษาราชการแทน สหกรณ์จังหวัดเชียงใหม่")
    signer = User.objects.get(pk=officer.pk)
    words = acts_as(signer, office, (Role.CHIEF,))
    assert words.startswith("รักษาราชการแทน สหกรณ์จังหวัดเชียงใหม่ ตามคำสั่งที่ ๑๒/๒๕๖๙ ลงวันที่ ")
    assert acts_as(signer, office, (Role.OFFICER, Role.CHIEF)) == ""
    assert events_of(Membership, made.pk)[-1]["action"] == "core.role.acting_appointed"


@pytest.mark.parametrize(
    ("change", "pointer", "message"),
    [
        ({"order_no": " "}, "/order_no", "กรุณากรอกเลขที่คำสั่ง"),
        ({"acting": Acting.NONE}, "/acting", "เลือกว่ารักษาราชการแทนหรือปฏิบัติราชการแทน"),
        (
            {"order_date": timedelta(days=2)},
            "/order_date",
            "วันที่คำสั่งต้องไม่อยู่ในอนาคต",
        ),
        ({"ends": timedelta(days=-1)}, "/ends", "วันที่สิ้นสุดต้องไม่ก่อนวันที่เริ่ม"),
        (
            {"role": Role.INSPECTOR},
            "/replaces",
            "คน หัวหน้าหน่วยงาน 50 ไม่ได้เป็นผู้ตรวจการสหกรณ์ของสำนักงานสหกรณ์จังหวัดเชียงใหม่ในวันเริ่ม",
        ),
    ],
)
def test_order_names_what_is_wrong(
    change: dict[str, object],
    pointer: str,
    message: str,
    keeper: User,
    officer: User,
    office: OrgUnit,
    order: ActingOrder,
) -> None:
    asked = {
        name: today() + value if isinstance(value, timedelta) else value
        for name, value in change.items()
    }
    wrong = replace(order, **asked)  # type: ignore[arg-type]

    with pytest.raises(InvalidInput) as refused:
        acting_appoint(actor=keeper, unit=office, user=officer, order=wrong)

    assert refused.value.errors == [(pointer, message)]


def test_nobody_replaces_himself(
    keeper: User, chief: User, office: OrgUnit, order: ActingOrder
) -> None:
    with pytest.raises(InvalidInput) as refused:
        acting_appoint(actor=keeper, unit=office, user=chief, order=order)

    assert refused.value.errors == [("/replaces", "ผู้ทำหน้าที่แทนกับผู้ที่ถูกแทนต้องเป็นคนละคน")]


def test_role_is_held_once_for_a_day(
    keeper: User, officer: User, office: OrgUnit, order: ActingOrder
) -> None:
    acting_appoint(actor=keeper, unit=office, user=officer, order=order)

    with pytest.raises(RuleViolation, match="มีบทบาทนี้ในหน่วยงานนี้แล้วในช่วงเวลานั้น"):
        acting_appoint(actor=keeper, unit=office, user=officer, order=order)
    after = replace(order, starts=in_days(11), ends=in_days(20))
    acting_appoint(actor=keeper, unit=office, user=officer, order=after)
    assert Membership.objects.filter(user=officer, role=Role.CHIEF).count() == 2


def test_nobody_gives_himself_a_role_and_no_office_makes_administrators(
    keeper: User, officer: User, office: OrgUnit, make_user: UserMaker
) -> None:
    with pytest.raises(RuleViolation, match="ของตนเองไม่ได้"):
        role_give(actor=keeper, unit=office, user=keeper, role=Role.CHIEF, starts=today())
    with pytest.raises(NotAllowed, match="ของหน่วยงานเหนือขึ้นไป"):
        role_give(actor=keeper, unit=office, user=officer, role=Role.ADMINISTRATOR, starts=today())

    above = make_user(Role.ADMINISTRATOR, "cpd")
    role_give(actor=above, unit=office, user=officer, role=Role.ADMINISTRATOR, starts=today())
    assert User.objects.get(pk=officer.pk).administers(office)


def test_ended_role_stays_in_the_books_and_one_to_come_never_begins(
    keeper: User, officer: User, chief: User, office: OrgUnit, order: ActingOrder
) -> None:
    held = Membership.objects.get(user=officer)
    to_come = acting_appoint(
        actor=keeper,
        unit=office,
        user=officer,
        order=replace(order, starts=in_days(5)),
    )

    role_end(actor=keeper, membership=held, last_day=today(), reason="ย้าย")
    role_end(actor=keeper, membership=to_come, last_day=today(), reason="ยกเลิกคำสั่ง")

    held.refresh_from_db()
    assert held.ends == today()
    assert not Membership.objects.filter(pk=to_come.pk).exists()
    assert events_of(Membership, to_come.pk)[-1]["reason"] == "ยกเลิกคำสั่ง"
    Membership.objects.filter(pk=held.pk).update(ends=in_days(-1))
    with pytest.raises(RuleViolation, match="สิ้นสุดไปแล้ว"):
        role_end(actor=keeper, membership=held, last_day=today(), reason="ย้าย")


def test_page_replaces_somebody_on_leave(
    keeper: User, officer: User, chief: User, client_of: Callable[[User], Client]
) -> None:
    client = client_of(keeper)
    form = {
        "replaces": chief.username,
        "role": "chief",
        "user": officer.username,
        "acting": "acting_for",
        "order_no": "๑๒/๒๕๖๙",
        "order_date": today().isoformat(),
        "starts": today().isoformat(),
        "ends": in_days(9).isoformat(),
    }

    wrong = client.post("/people/50/acting/", {**form, "user": "nobody"})
    done = client.post("/people/50/acting/", form, follow=True)

    assert wrong.status_code == 422
    assert "ไม่พบบัญชีที่เปิดอยู่ชื่อนี้" in wrong.content.decode()
    page = done.content.decode()
    assert "รักษาราชการแทน สหกรณ์จังหวัดเชียงใหม่" in page
    assert f"ที่ ๑๒/๒๕๖๙ ลงวันที่ {format_date(today())}" in page
    rights = client.get("/people/rights/?unit=50&acting=only").content.decode()
    assert f"แทน {chief}" in rights
    assert "พบ 1 รายการ" in rights


def test_rights_show_only_what_one_sees(
    outsider: User, chief: User, client_of: Callable[[User], Client]
) -> None:
    page = client_of(outsider).get("/people/rights/").content.decode()

    assert str(outsider) in page
    assert str(chief) not in page


def test_post_of_an_officer_names_the_office(office: OrgUnit) -> None:
    assert post_of(Role.OFFICER, office) == "เจ้าหน้าที่ สำนักงานสหกรณ์จังหวัดเชียงใหม่"

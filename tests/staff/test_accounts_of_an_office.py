"""Accounts made by an office: one, many, a password without e-mail, leaving."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from rest_framework.authtoken.models import Token

from cpd_portal.core.choices import Acting, Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import Membership, OrgUnit, User
from cpd_portal.core.staff.rules import roles_at
from cpd_portal.core.staff.services import (
    NewPerson,
    account_close,
    account_open,
    accounts_create,
    password_hand_out,
)
from tests.conftest import UserMaker
from tests.coops.rows import make_institution
from tests.core.test_audit import events_of

pytestmark = pytest.mark.django_db
SOMEBODY = NewPerson(username="somsri.k", full_name="นางสมศรี ใจดี", role=Role.OFFICER)


@pytest.fixture
def office() -> OrgUnit:
    return OrgUnit.objects.get(code="50")


@pytest.fixture
def keeper(make_user: UserMaker) -> User:
    """Administrator of the office of Chiang Mai."""
    return make_user(Role.ADMINISTRATOR, "50")


def test_new_account_signs_in_once_with_the_handed_out_password(
    keeper: User, office: OrgUnit
) -> None:
    [made] = accounts_create(actor=keeper, unit=office, people=[SOMEBODY])
    client = Client()

    client.post("/accounts/login/", {"login": "somsri.k", "password": made.password})

    assert client.get("/coops/").headers["Location"] == "/accounts/password/change/"
    assert client.get("/api/v1/coops/").status_code == 403
    assert client.get("/coops/", headers={"HX-Request": "true"}).headers["HX-Redirect"]
    new = "ทุเรียนเมืองจันทร์ปีนี้"
    client.post(
        "/accounts/password/change/",
        {"oldpassword": made.password, "password1": new, "password2": new},
    )
    assert client.get("/coops/").status_code == 200
    assert events_of(User, made.user.pk)[0]["action"] == "core.accounts.created"
    assert events_of(User, made.user.pk)[0]["actor"] == keeper.pk


def test_list_is_all_or_nothing_and_names_every_line(keeper: User, office: OrgUnit) -> None:
    people = [
        SOMEBODY,
        NewPerson(username="Bad Name", full_name="ก", role=Role.OFFICER),
        NewPerson(username="somsri.k", full_name=" ", role=Role.CHIEF),
        NewPerson(username=keeper.username, full_name="ข", role=Role.CHIEF),
    ]

    with pytest.raises(InvalidInput) as refused:
        accounts_create(actor=keeper, unit=office, people=people)

    assert refused.value.errors == [
        ("/1/username", "ชื่อผู้ใช้ต้องเป็นอักษรอังกฤษตัวเล็ก ตัวเลข จุด ขีด ยาว 3 ถึง 60 ตัว"),
        ("/2/username", "ชื่อผู้ใช้ซ้ำกันในรายการ"),
        ("/2/full_name", "กรุณากรอกชื่อ-นามสกุล"),
        ("/3/username", "มีผู้ใช้ชื่อนี้แล้ว"),
    ]
    assert not User.objects.filter(username="somsri.k").exists()


def test_pasted_list_is_checked_then_made(
    keeper: User, client_of: Callable[[User], Client]
) -> None:
    text = (
        "somsri.k\tนางสมศรี ใจดี\tเจ้าหน้าที่\tนักวิชาการสหกรณ์\n\nsomchai.j, นายสมชาย ใจงาม, ผู้ตรวจการสหกรณ์"
    )
    client = client_of(keeper)

    checked = client.post("/people/50/list/", {"people": text}).content.decode()
    assert "จะสร้าง 2 บัญชี" in checked
    assert not User.objects.filter(username="somsri.k").exists()

    made = client.post("/people/50/list/", {"people": text, "confirm": "1"})

    assert made.headers["Cache-Control"] == "no-store"
    passwords = re.findall(r"<code>([a-z0-9-]{19})</code>", made.content.decode())
    assert len(passwords) == 2
    assert User.objects.get(username="somsri.k").check_password(passwords[0])
    assert User.objects.get(username="somsri.k").position == "นักวิชาการสหกรณ์"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "กรุณาวางรายชื่อ"),
        ("a b", "บรรทัดที่ 1: ต้องมีชื่อผู้ใช้ ชื่อ-นามสกุล และบทบาท คั่นด้วยแท็บหรือเครื่องหมายจุลภาค"),
        ("abc,ก,พ่อครัว", "บรรทัดที่ 1: ไม่รู้จักบทบาท “พ่อครัว”"),
        ("abc,ก,officer\nabc,ข,officer", "บรรทัดที่ 2 (abc): ชื่อผู้ใช้ซ้ำกันในรายการ"),
        ("abc,ก,ผู้บริหาร", "สำนักงานสหกรณ์จังหวัดเชียงใหม่ ไม่มีบทบาท “ผู้บริหาร”"),
        ("abc,ก,ผู้ดูแลระบบ", "ผู้ดูแลระบบของหน่วยงานตั้งได้โดยผู้ดูแลระบบของหน่วยงานเหนือขึ้นไป"),
    ],
)
def test_pasted_list_tells_what_to_mend(
    text: str, message: str, keeper: User, client_of: Callable[[User], Client]
) -> None:
    client = client_of(keeper)

    page = client.post("/people/50/list/", {"people": text, "confirm": "1"})

    assert page.status_code == 422
    assert message in page.content.decode()


def test_password_handed_out_ends_sessions_and_tokens(
    keeper: User, officer: User, client_of: Callable[[User], Client]
) -> None:
    open_page = client_of(officer)
    Token.objects.create(user=officer)

    made = password_hand_out(actor=keeper, user=officer)

    assert open_page.get("/coops/").status_code == 302
    assert not Token.objects.filter(user=officer).exists()
    officer.refresh_from_db()
    assert officer.check_password(made.password)
    assert events_of(User, officer.pk)[-1]["action"] == "core.account.password_handed_out"


def test_nobody_hands_out_a_password_that_opens_more_than_his_own_office(
    keeper: User, headquarters_chief: User, office: OrgUnit
) -> None:
    Membership.objects.create(
        user=headquarters_chief,
        org_unit=office,
        role=Role.CHIEF,
        acting=Acting.ACTING_FOR,
        order_no="๑/๒๕๖๙",
        order_date=date(2026, 1, 1),
        starts=date(2026, 1, 1),
    )

    with pytest.raises(NotAllowed, match="มีบทบาทในหน่วยงานที่ท่านไม่ได้ดูแลด้วย"):
        password_hand_out(actor=keeper, user=headquarters_chief)
    with pytest.raises(RuleViolation, match="ของตนเองไม่ได้"):
        password_hand_out(actor=keeper, user=keeper)


def test_administrator_of_one_office_is_nobody_in_another(
    keeper: User, outsider: User, client_of: Callable[[User], Client]
) -> None:
    lamphun = OrgUnit.objects.get(code="51")
    client = client_of(keeper)

    assert client.get("/people/51/").status_code == 404
    assert client.get("/people/50/").status_code == 200
    assert client.get("/people/").headers["Location"] == "/people/50/"
    with pytest.raises(NotAllowed, match="ต้องเป็นผู้ดูแลระบบของสำนักงานสหกรณ์จังหวัดลำพูน"):
        accounts_create(actor=keeper, unit=lamphun, people=[SOMEBODY])
    with pytest.raises(NotAllowed):
        password_hand_out(actor=keeper, user=outsider)


def test_administrator_of_an_office_keeps_no_national_register(keeper: User) -> None:
    from coops.services.guards import keeps_national_register

    assert not keeps_national_register(keeper)


def test_leaving_closes_account_roles_and_token_after_handover(
    keeper: User, officer: User
) -> None:
    institution = make_institution("50")
    institution.responsible = officer
    institution.save()
    today = timezone.localdate()
    Token.objects.create(user=officer)

    with pytest.raises(RuleViolation) as refused:
        account_close(actor=keeper, user=officer, last_day=today, reason="ลาออก")
    assert refused.value.message == (
        "ต้องส่งมอบงานก่อน: สหกรณ์และกลุ่มเกษตรกรในความรับผิดชอบ 1 รายการ (สำนักงานสหกรณ์จังหวัดเชียงใหม่)"
    )

    institution.responsible = None
    institution.save()
    account_close(actor=keeper, user=officer, last_day=today, reason="ลาออก")

    officer.refresh_from_db()
    assert not officer.is_active
    assert Membership.objects.get(user=officer).ends == today
    assert not Token.objects.filter(user=officer).exists()
    assert events_of(User, officer.pk)[-1]["reason"] == "ลาออก"

    made = account_open(actor=keeper, user=officer)
    assert made.user.is_active
    assert made.user.must_change_password


@pytest.mark.parametrize(
    ("days", "reason", "message"),
    [
        (1, "ย้าย", "ปิดบัญชีได้เมื่อพ้นหน้าที่แล้ว ถ้ารู้วันล่วงหน้า ให้กำหนดวันสิ้นสุดของบทบาทแทน"),
        (0, " ", "กรุณาระบุเหตุผล"),
    ],
)
def test_leaving_needs_a_past_day_and_a_reason(
    days: int, reason: str, message: str, keeper: User, officer: User
) -> None:
    last_day = timezone.localdate() + timedelta(days=days)

    with pytest.raises(RuleViolation) as refused:
        account_close(actor=keeper, user=officer, last_day=last_day, reason=reason)

    assert refused.value.message == message


def test_department_keeps_one_administrator(make_user: UserMaker) -> None:
    first = make_user(Role.ADMINISTRATOR, "cpd")
    second = make_user(Role.ADMINISTRATOR, "cpd", "second")
    account_close(actor=second, user=first, last_day=timezone.localdate(), reason="เกษียณ")
    third = make_user(Role.ADMINISTRATOR, "cpd", "third")
    Membership.objects.filter(user=third).update(
        acting=Acting.ACTING_FOR,
        order_no="1",
        order_date=date(2026, 1, 1),
        starts=date(2026, 1, 1),
    )

    with pytest.raises(RuleViolation, match="เป็นผู้ดูแลระบบของกรมคนสุดท้าย"):
        account_close(actor=third, user=second, last_day=timezone.localdate(), reason="ย้าย")


def test_roles_fit_the_kind_of_unit() -> None:
    assert Role.EXECUTIVE not in roles_at("provincial_office")
    assert Role.OFFICER not in roles_at("department")
    assert Role.CHIEF in roles_at("division")


def test_first_administrator_is_made_once(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("first_administrator", "chaiwat.s", "นายชัยวัฒน์ ส่งเสริม")

    user = User.objects.get(username="chaiwat.s")
    assert user.check_password(capsys.readouterr().out.split()[-1])
    assert user.must_change_password
    assert user.has_role(Role.ADMINISTRATOR)
    with pytest.raises(CommandError, match="there is an administrator .* already: chaiwat.s"):
        call_command("first_administrator", "second.one", "คนที่สอง")


def test_first_administrator_needs_a_usable_name() -> None:
    with pytest.raises(CommandError):
        call_command("first_administrator", "ไทย", "คน")

"""Recording, confirming and revoking delegations, and the pages that do so."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.models import OrgUnit, User
from registrar.choices import Delegate
from registrar.models import Delegation
from registrar.selectors.authority import may_exercise
from registrar.selectors.holders import HolderLine, who_may
from registrar.services.delegations import (
    DelegationValues,
    delegation_confirm,
    delegation_record,
    delegation_revoke,
)
from tests.conftest import UserMaker
from tests.coops.rows import make_institution
from tests.registrar.rows import TODAY, make_delegation

pytestmark = pytest.mark.django_db
ORDER: dict[str, Any] = {
    "order_no": " 12/2569 ",
    "ordered_on": date(2026, 1, 5),
    "power_codes": ["22-1"],
    "delegate": Delegate.DEPUTY,
    "starts_on": date(2026, 1, 5),
}


@pytest.fixture
def legal(make_user: UserMaker) -> User:
    return make_user(Role.LEGAL)


@pytest.fixture
def registrar(make_user: UserMaker) -> User:
    return make_user(Role.REGISTRAR)


def values(**changed: Any) -> DelegationValues:
    return DelegationValues(**{**ORDER, **changed})


def recorded_as() -> str:
    event = apps.get_model("registrar", "DelegationEvent").objects.latest("pgh_id")
    return str(event.pgh_context["action"])


def test_record_counts_at_once_and_is_audited(registrar: User, make_user: UserMaker) -> None:
    chief = make_user(Role.CHIEF, "50")

    made = delegation_record(actor=registrar, values=values())

    assert (made.order_no, made.made_by, made.is_verified) == ("12/2569", registrar, False)
    assert may_exercise(chief, "22-1", institution=make_institution(), day=TODAY).allowed
    assert recorded_as() == "registrar.delegation.recorded"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"power_codes": ["no-such"]}, "ไม่มีอำนาจรหัส no-such ในกรอบการใช้อำนาจ"),
        ({"power_codes": []}, "เลือกอำนาจอย่างน้อยหนึ่งอำนาจ"),
        ({"starts_on": date(2026, 1, 4)}, "วันที่เริ่มมีผลต้องไม่ก่อนวันที่ของคำสั่ง"),
        ({"ends_on": date(2026, 1, 4)}, "วันสุดท้ายต้องไม่ก่อนวันที่เริ่มมีผล"),
    ],
)
def test_record_refuses_what_an_order_cannot_say(
    registrar: User, changed: dict[str, Any], message: str
) -> None:
    with pytest.raises(RuleViolation) as refused:
        delegation_record(actor=registrar, values=values(**changed))

    assert refused.value.message == message
    assert not Delegation.objects.exists()


def test_record_by_a_chief_is_refused(chief: User) -> None:
    with pytest.raises(NotAllowed):
        delegation_record(actor=chief, values=values())


def test_confirm_by_the_legal_officer_ends_the_warning(legal: User) -> None:
    row = make_delegation()

    done = delegation_confirm(actor=legal, delegation=row, version=1)

    assert (done.verified_by, done.version) == (legal, 2)
    assert recorded_as() == "registrar.delegation.confirmed"


def test_confirm_of_ones_own_record_is_refused(legal: User) -> None:
    row = delegation_record(actor=legal, values=values())

    with pytest.raises(RuleViolation, match="ต้องให้นิติกรอีกคนหนึ่งยืนยัน"):
        delegation_confirm(actor=legal, delegation=row, version=1)


def test_confirm_twice_is_refused(legal: User) -> None:
    row = delegation_confirm(actor=legal, delegation=make_delegation(), version=1)

    with pytest.raises(RuleViolation, match="คำสั่งนี้ยืนยันแล้ว"):
        delegation_confirm(actor=legal, delegation=row, version=2)


def test_confirm_by_the_registrar_is_refused(registrar: User) -> None:
    with pytest.raises(NotAllowed, match="ต้องเป็นนิติกร"):
        delegation_confirm(actor=registrar, delegation=make_delegation(), version=1)


def test_revoke_ends_the_power_at_once(registrar: User, make_user: UserMaker) -> None:
    chief, institution = make_user(Role.CHIEF, "50"), make_institution()
    row = make_delegation()
    today = timezone.localdate()
    assert may_exercise(chief, "22-1", institution=institution, day=today).allowed

    delegation_revoke(actor=registrar, delegation=row, version=1, revocation=" คำสั่งที่ 30/2569 ")

    refused = may_exercise(chief, "22-1", institution=institution, day=today)
    assert not refused.allowed
    assert "ถูกยกเลิกแล้วเมื่อ" in refused.reason
    assert recorded_as() == "registrar.delegation.revoked"


@pytest.mark.parametrize(("revocation", "message"), [("  ", "กรุณาระบุเลขที่และวันที่ของคำสั่งยกเลิก")])
def test_revoke_without_order_is_refused(registrar: User, revocation: str, message: str) -> None:
    with pytest.raises(RuleViolation, match=message):
        delegation_revoke(
            actor=registrar, delegation=make_delegation(), version=1, revocation=revocation
        )


def test_revoke_twice_is_refused(registrar: User) -> None:
    row = delegation_revoke(
        actor=registrar, delegation=make_delegation(), version=1, revocation="30/2569"
    )

    with pytest.raises(RuleViolation, match="คำสั่งนี้ยกเลิกไปแล้ว"):
        delegation_revoke(actor=registrar, delegation=row, version=2, revocation="31/2569")


@pytest.mark.parametrize(
    "change",
    [
        lambda row, actor: delegation_confirm(actor=actor, delegation=row, version=9),
        lambda row, actor: delegation_revoke(
            actor=actor, delegation=row, version=9, revocation="30/2569"
        ),
    ],
)
def test_change_of_an_older_version_is_stale(
    legal: User, change: Callable[[Delegation, User], Delegation]
) -> None:
    with pytest.raises(StaleObject):
        change(make_delegation(), legal)


def holders(code: str, office: str = "50", day: date = TODAY) -> list[HolderLine]:
    lines = who_may(OrgUnit.objects.get(code=office), day)
    return list(next(line for line in lines if line.power.code == code).holders)


def test_who_may_names_the_registrar_and_the_delegated_chief(
    registrar: User, make_user: UserMaker
) -> None:
    chief = make_user(Role.CHIEF, "50")
    make_user(Role.CHIEF, "51")
    row = make_delegation(max_amount=Decimal(1_000_000))

    found = holders("22-1")

    assert {line.user: line.delegation for line in found} == {registrar: None, chief: row}
    assert [line.user for line in holders("22-3")] == [registrar]


def test_who_may_agrees_with_may_exercise(registrar: User, make_user: UserMaker) -> None:
    """The table and the question before a signature give one answer."""
    people = [registrar, *(make_user(role, "50") for role in (Role.CHIEF, Role.OFFICER))]
    institution = make_institution()
    make_delegation()
    for line in who_may(institution.office, TODAY):
        if not line.power.bears_on(institution.kind, institution.type.code):
            continue
        allowed = {
            person
            for person in people
            if may_exercise(person, line.power.code, institution=institution, day=TODAY).allowed
        }
        assert {holder.user for holder in line.holders} == allowed, line.power.code


def test_who_may_on_the_day_before_the_order_leaves_the_chief_out(
    registrar: User, make_user: UserMaker
) -> None:
    make_user(Role.CHIEF, "50")
    make_delegation()

    assert [line.user for line in holders("22-1", day=date(2026, 1, 4))] == [registrar]


def test_authority_page_shows_who_may_by_which_order(client: Client, chief: User) -> None:
    row = make_delegation()
    client.force_login(chief)

    page = client.get(reverse("registrar:authority"), {"q": "มาตรา 22 (1)"}).text

    assert str(chief) in page
    assert reverse("registrar:delegation", args=[row.pk]) in page
    assert "รองนายทะเบียนสหกรณ์ ปฏิบัติการแทน" in page


@pytest.mark.parametrize("name", ["authority", "delegations", "delegation-new"])
def test_pages_of_delegations_ask_few_queries(
    client: Client, legal: User, name: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        make_delegation(order_no=f"{number}/2569")
    client.force_login(legal)
    with django_assert_max_num_queries(10):
        client.get(reverse(f"registrar:{name}"))


def test_recording_page_stores_the_order(client: Client, legal: User) -> None:
    client.force_login(legal)
    typed = {
        "order_no": "12/2569",
        "ordered_on": "๕/๑/๒๕๖๙",
        "power_codes": ["22-1", "22-2"],
        "delegate": "deputy",
        "area": ["50"],
        "max_amount": "1,000,000",
        "starts_on": "5/1/2569",
    }

    response = client.post(reverse("registrar:delegation-new"), typed)

    row = Delegation.objects.get()
    assert response.url == reverse("registrar:delegation", args=[row.pk])  # type: ignore[attr-defined]
    assert (row.power_codes, row.area) == (["22-1", "22-2"], ["50"])
    assert row.max_amount == Decimal("1000000.00")
    page = client.get(reverse("registrar:delegation", args=[row.pk])).text
    assert "ยืนยันว่าตรงกับคำสั่ง" not in page
    assert "นิติกรยังไม่ตรวจกับต้นฉบับ" in page


def test_recording_page_keeps_what_was_typed_wrong(client: Client, legal: User) -> None:
    client.force_login(legal)

    response = client.post(
        reverse("registrar:delegation-new"), {"order_no": "12/2569", "person": "nobody"}
    )

    assert response.status_code == 422
    assert "ไม่พบบัญชีผู้ใช้ “nobody” ที่ใช้งานได้" in response.text
    assert "เลือกอำนาจอย่างน้อยหนึ่งอำนาจ" in response.text
    assert 'value="12/2569"' in response.text


def test_revocation_page_without_order_says_so(client: Client, legal: User) -> None:
    row = make_delegation()
    client.force_login(legal)

    page = client.post(
        reverse("registrar:delegation-revoke", args=[row.pk]), {"version": 1}, follow=True
    ).text

    assert "กรุณาระบุเลขที่และวันที่ของคำสั่งยกเลิก" in page
    row.refresh_from_db()
    assert row.revoked_at is None

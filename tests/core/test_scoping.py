from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction
from django.utils import timezone

from cpd_portal.core.choices import Acting, OrgUnitKind, Role
from cpd_portal.core.models import Membership, OrgUnit, Submission, User
from cpd_portal.core.scoping import ScopedQuerySet, scoped
from tests.conftest import UserMaker

pytestmark = pytest.mark.django_db


def test_visible_units_of_an_officer_are_his_office(officer: User) -> None:
    codes = OrgUnit.objects.visible_to(officer).values_list("code", flat=True)

    assert list(codes) == ["50"]


def test_visible_units_include_those_below(officer: User) -> None:
    office = OrgUnit.objects.get(code="50")
    OrgUnit.objects.create(
        code="50-n1",
        name="นิคมสหกรณ์ทดสอบ",
        short_name="นิคม",
        kind=OrgUnitKind.SETTLEMENT,
        parent=office,
        path=f"{office.path}50-n1/",
        name_sort="x",
    )

    assert officer.reach.covers(OrgUnit.objects.get(code="50-n1").pk)
    assert not officer.reach.covers(OrgUnit.objects.get(code="51").pk)


def test_bangkok_offices_do_not_see_each_other(make_user: UserMaker) -> None:
    first = make_user(Role.OFFICER, "10-1")

    assert not first.reach.covers(OrgUnit.objects.get(code="10-2").pk)


@pytest.mark.parametrize("unit", ["cpd", "ict", "agri", "fin", "rlo"])
def test_headquarters_see_the_whole_country(make_user: UserMaker, unit: str) -> None:
    assert make_user(Role.OFFICER, unit).reach.nationwide


def test_without_membership_nothing_is_visible() -> None:
    user = User.objects.create_user("nobody", "x", full_name="ไม่มีหน่วยงาน")

    assert not OrgUnit.objects.visible_to(user).exists()
    assert not scoped(Submission, user).exists()


def test_anonymous_sees_nothing() -> None:
    assert not OrgUnit.objects.visible_to(AnonymousUser()).exists()


def test_scoped_without_visible_to_fails_loudly(officer: User) -> None:
    with pytest.raises(ImproperlyConfigured, match="Session has no scoped queryset"):
        scoped(Session, officer)


def test_visible_to_of_the_base_fails_loudly(officer: User) -> None:
    with pytest.raises(NotImplementedError):
        ScopedQuerySet(model=Session).visible_to(officer)


def _acting(user: User, **dates: object) -> Membership:
    return Membership.objects.create(
        user=user,
        org_unit=OrgUnit.objects.get(code="51"),
        role=Role.CHIEF,
        acting=Acting.ACTING_FOR,
        order_no="12/2567",
        order_date=timezone.localdate(),
        **dates,
    )


@pytest.mark.parametrize(
    ("start", "end", "in_force"),
    [(0, 0, True), (-5, 5, True), (-5, -1, False), (1, 5, False), (0, None, True)],
)
def test_acting_role_holds_by_its_dates(
    officer: User, start: int, end: int | None, in_force: bool
) -> None:
    today = timezone.localdate()
    ends = None if end is None else today + timedelta(days=end)

    membership = _acting(officer, starts=today + timedelta(days=start), ends=ends)

    assert membership.in_force(today) is in_force
    assert officer.has_role(Role.CHIEF) is in_force
    assert officer.reach.covers(membership.org_unit_id) is in_force


def test_acting_without_order_is_refused(officer: User) -> None:
    with (
        pytest.raises(IntegrityError, match="membership_acting_needs_order"),
        transaction.atomic(),
    ):
        Membership.objects.create(
            user=officer,
            org_unit=OrgUnit.objects.get(code="51"),
            role=Role.CHIEF,
            acting=Acting.ON_BEHALF,
        )


def test_membership_ending_before_start_is_refused(officer: User) -> None:
    today = timezone.localdate()

    with pytest.raises(IntegrityError, match="membership_ends_after_start"), transaction.atomic():
        _acting(officer, starts=today, ends=today - timedelta(days=1))


def test_same_membership_twice_is_refused(officer: User) -> None:
    with pytest.raises(IntegrityError, match="membership_once"), transaction.atomic():
        Membership.objects.create(
            user=officer, org_unit=OrgUnit.objects.get(code="50"), role=Role.OFFICER
        )


def test_role_at_unit_is_only_there(officer: User) -> None:
    assert officer.has_role(Role.OFFICER, at=OrgUnit.objects.get(code="50"))
    assert not officer.has_role(Role.OFFICER, at=OrgUnit.objects.get(code="51"))

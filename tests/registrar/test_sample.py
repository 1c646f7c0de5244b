"""The sample delegations: a demo chief may use what they give, and every one is marked."""

import pytest

from cpd_portal.core.choices import Role
from registrar.models import Delegation
from registrar.rules.authority import NO_GAZETTE, UNVERIFIED_ORDER
from registrar.sample.delegations import LIMIT, sample_load
from registrar.selectors.authority import may_exercise
from registrar.selectors.powers import framework
from tests.conftest import UserMaker
from tests.coops.rows import make_institution
from tests.registrar.rows import TODAY

pytestmark = pytest.mark.django_db


def test_sample_lets_a_chief_order_a_correction(make_user: UserMaker) -> None:
    counts = sample_load(actor=None)

    found = may_exercise(
        make_user(Role.CHIEF, "50"), "22-1", institution=make_institution(), day=TODAY
    )

    assert counts == {"registrar.Delegation": 3}
    assert found.allowed
    assert {UNVERIFIED_ORDER, NO_GAZETTE} <= set(found.warnings)


def test_sample_limits_the_ceiling_and_has_one_that_ended(make_user: UserMaker) -> None:
    sample_load(actor=None)
    chief, institution = make_user(Role.CHIEF, "50"), make_institution()

    def may(code: str, **options: object) -> bool:
        return may_exercise(chief, code, institution=institution, day=TODAY, **options).allowed  # type: ignore[arg-type]

    assert may("47", amount=LIMIT)
    assert not may("47", amount=LIMIT + 1)
    assert not may("22-3")


def test_sample_is_marked_and_names_powers_that_can_be_delegated() -> None:
    sample_load(actor=None)
    known = framework().by_code

    for row in Delegation.objects.all():
        assert row.is_sample
        assert row.order_no.startswith("ตัวอย่าง")
        assert all(known[code].delegable for code in row.power_codes)

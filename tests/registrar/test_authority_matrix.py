"""Role × delegation × date × area × amount, all of them, beside a rule written anew."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest

from registrar.choices import Delegate, Holder
from registrar.figures.powers import read_powers
from registrar.framework import Framework, Power
from registrar.rules.authority import Grant, Post, Subject, authority

START, END = date(2026, 1, 5), date(2026, 12, 31)
DAYS = [START - timedelta(1), START, date(2026, 6, 15), END, END + timedelta(1)]
REVOKED = [None, date(2026, 6, 15), date(2026, 6, 16)]
AREAS = [frozenset[str](), frozenset({"50"}), frozenset({"51"})]
LIMITS = [None, Decimal(1_000_000)]
AMOUNTS = [None, Decimal(1_000_000), Decimal("1000000.01")]
POSTS = [
    (Holder.REGISTRAR, "rlo", True),
    (Holder.DEPUTY, "50", False),
    (Holder.DEPUTY, "51", False),
    (Holder.INSPECTOR, "50", False),
    (Holder.OFFICIAL, "50", False),
]
SUBJECT = Subject("cooperative", "agricultural", "50")


def correction() -> Power:
    return Framework.model_validate(read_powers()[0]).by_code["22-1"]


def grant(area: frozenset[str], limit: Decimal | None, revoked_on: date | None) -> Grant:
    return Grant(
        key="1",
        order="คำสั่งที่ 1",
        delegate=Delegate.DEPUTY,
        powers=frozenset({"22-1"}),
        unit=None,
        person=None,
        area=area,
        kind="",
        max_amount=limit,
        starts_on=START,
        ends_on=END,
        revoked_on=revoked_on,
        verified=True,
        in_gazette=True,
    )


def may(
    holder: Holder,
    unit: str,
    day: date,
    granted: tuple[frozenset[str], Decimal | None, date | None] | None,
    amount: Decimal | None,
) -> bool:
    """The law in one sentence each: the registrar always; a deputy of the institution's own
    office within days, area and amount of a delegation that stands; nobody else."""
    if holder == Holder.REGISTRAR:
        return True
    if holder != Holder.DEPUTY or unit != "50" or granted is None:
        return False
    area, limit, revoked_on = granted
    stands = START <= day <= END and not (revoked_on and day >= revoked_on)
    within = limit is None or (amount is not None and amount <= limit)
    return stands and within and (not area or "50" in area)


GRANTS = [None, *product(AREAS, LIMITS, REVOKED)]


@pytest.mark.parametrize(("holder", "unit", "covers_all"), POSTS)
def test_authority_is_what_law_and_delegation_give_in_every_combination(
    holder: Holder, unit: str, covers_all: bool
) -> None:
    power = correction()
    post = Post(holder, unit, covers_all, title="ผู้ลงนาม")
    assert Holder.DEPUTY not in power.holders

    for granted, day, amount in product(GRANTS, DAYS, AMOUNTS):
        found = authority(
            power,
            SUBJECT,
            posts=[post],
            grants=[grant(*granted)] if granted else [],
            person=1,
            day=day,
            amount=amount,
        )

        expected = may(holder, unit, day, granted, amount)
        assert found.allowed == expected, (holder, unit, granted, day, amount)
        assert bool(found.reason) != expected

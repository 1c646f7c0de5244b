"""Delegations for the demo accounts. No real order: the numbers say so, and all are marked."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from coops.choices import Kind
from cpd_portal.core.audit import recorded
from cpd_portal.core.models import User
from registrar.choices import Delegate
from registrar.models import Delegation

ORDER = "ตัวอย่าง {number}/2568"
STARTS = date(2025, 1, 1)
SUPERVISION = ("16-1-advice", "22-1", "22-2")
CEILINGS = ("47",)
LIMIT = Decimal(50_000_000)
NOTE = "คำสั่งตัวอย่างเพื่อสาธิต ไม่ใช่คำสั่งที่กรมออก"


@recorded("registrar.sample.loaded")
def sample_load(*, actor: User | None) -> dict[str, int]:
    """How many rows of each."""
    rows = list(_orders())
    Delegation.objects.bulk_create(rows)
    return {"registrar.Delegation": len(rows)}


def _orders() -> Iterator[Delegation]:
    """Measures to all deputy registrars, ceilings up to a sum, and one that has ended."""
    yield _order(1, SUPERVISION)
    yield _order(2, CEILINGS, max_amount=LIMIT)
    yield _order(3, ("22-3",), area=["50"], ends_on=date(2025, 12, 31))


def _order(
    number: int,
    powers: tuple[str, ...],
    *,
    max_amount: Decimal | None = None,
    area: list[str] | None = None,
    ends_on: date | None = None,
) -> Delegation:
    return Delegation(
        order_no=ORDER.format(number=number),
        ordered_on=STARTS,
        power_codes=list(powers),
        delegate=Delegate.DEPUTY,
        area=area or [],
        kind=Kind.COOPERATIVE,
        max_amount=max_amount,
        starts_on=STARTS,
        ends_on=ends_on,
        conditions=NOTE,
        is_sample=True,
    )

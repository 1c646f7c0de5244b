"""Delegations and people of the registrar's room to test with."""

from datetime import date
from typing import Any

from registrar.choices import Delegate
from registrar.models import Delegation

TODAY = date(2026, 6, 15)


def make_delegation(**changed: Any) -> Delegation:
    """To the deputy registrars of all offices, each over his own institutions."""
    values: dict[str, Any] = {
        "order_no": "12/2569",
        "ordered_on": date(2026, 1, 5),
        "gazette": "เล่ม 143 ตอนพิเศษ 1 ง",
        "power_codes": ["22-1"],
        "delegate": Delegate.DEPUTY,
        "starts_on": date(2026, 1, 5),
    }
    return Delegation.objects.create(**{**values, **changed})

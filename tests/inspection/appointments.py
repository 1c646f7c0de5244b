"""Appointments to test with."""

from datetime import date
from typing import Any

from cpd_portal.core.models import OrgUnit, User
from inspection.choices import Appointer, Capacity
from inspection.models import Appointment


def make_appointment(inspector: User, office: str = "50", **fields: Any) -> Appointment:
    """In force from 1 January 2568, by order 1/2568."""
    values: dict[str, Any] = {
        "inspector": inspector,
        "office": OrgUnit.objects.get(code=office),
        "capacity": Capacity.INSPECTOR,
        "appointer": Appointer.OFFICE_DEPUTY,
        "position": "นักวิชาการสหกรณ์ชำนาญการ",
        "starts_on": date(2025, 1, 1),
        "order_no": "1/2568",
        "ordered_on": date(2025, 1, 1),
        "made_by": inspector,
    }
    return Appointment.objects.create(**{**values, **fields})

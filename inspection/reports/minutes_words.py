"""By what right a visit was made, as its minutes say. Pure.

A cooperative is inspected by inspectors under sections 17 to 19 of the Act; a farmer group by
whom its registrar assigns, under sections 124 and 128.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coops.choices import Kind
from cpd_portal.core.documents.printing import printed_text
from cpd_portal.thai.dates import format_date_long
from inspection.rules.regulations import ACT

ROLES = {Kind.COOPERATIVE: "ผู้ตรวจการสหกรณ์", Kind.FARMER_GROUP: "พนักงานเจ้าหน้าที่"}
POWERS = {
    Kind.COOPERATIVE: f"อาศัยอำนาจตามมาตรา 17 18 และ 19 แห่ง{ACT}",
    Kind.FARMER_GROUP: f"อาศัยอำนาจตามมาตรา 124 และ 128 แห่ง{ACT}",
}
NO_ORDER = "ไม่พบคำสั่งที่มีผลในวันที่ตรวจ"


@dataclass(frozen=True)
class InspectorFacts:
    """`orders`: number and day of each order in force on the day of the visit."""

    name: str
    orders: Sequence[tuple[str, date]]


def role_of(kind: Kind) -> str:
    return ROLES[kind]


def power_of(kind: Kind) -> str:
    return printed_text(POWERS[kind])


def inspector_line(facts: InspectorFacts) -> str:
    orders = [f"คำสั่งที่ {number} ลงวันที่ {format_date_long(day)}" for number, day in facts.orders]
    return printed_text(f"{facts.name} ({', '.join(orders) or NO_ORDER})")

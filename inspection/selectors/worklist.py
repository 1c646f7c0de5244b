"""What an office has to do about defects: for its home page."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from cpd_portal.core.models import OrgUnit, User
from inspection.choices import OPEN_STATES
from inspection.defect_policies import defect_policies
from inspection.models import Defect
from inspection.selectors.board import Lateness, Stage, late_as


@dataclass(frozen=True)
class DefectItem:
    """`state` is a state tag of the front end; `url` leads to the very rows that are counted."""

    title: str
    url: str
    state: str
    why: str


def defect_items(user: User, office: OrgUnit, today: date) -> list[DefectItem]:
    """In the order of urgency: one query."""
    rows = Defect.objects.visible_to(user).filter(office=office, merged_into=None)
    counts = rows.filter(state__in=OPEN_STATES).aggregate(
        overdue=Count("pk", filter=late_as(Lateness.OVERDUE, today)),
        proposed=Count("pk", filter=~Q(proposed_state="")),
        soon=Count("pk", filter=late_as(Lateness.SOON, today)),
    )
    lines = (
        ("overdue", f"late={Lateness.OVERDUE.value}", "overdue", "แก้ไขข้อบกพร่องที่เกินกำหนด"),
        ("proposed", f"stage={Stage.PROPOSED.value}", "submitted", "ยืนยันข้อบกพร่องที่เสนอปิด"),
        (
            "soon",
            f"late={Lateness.SOON.value}",
            "not_started",
            f"ติดตามข้อบกพร่องที่ครบกำหนดใน {defect_policies().soon_days} วัน",
        ),
    )
    return [
        DefectItem(
            title,
            f"{reverse('inspection:defects')}?office={office.code}&{query}",
            state,
            f"{counts[name]:,} รายการ",
        )
        for name, query, state, title in lines
        if counts[name]
    ]

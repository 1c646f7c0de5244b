"""What an office has to do beside entry and sending: corrections, meetings, statements."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from coops.entry import FORM_CODE
from coops.selectors.duties import SOON, DutyChoice, DutyShow, duties_of, duty_counts, duty_rules
from cpd_portal.core.corrections.choices import CorrectionState
from cpd_portal.core.models import Correction, OrgUnit, User


@dataclass(frozen=True)
class WorkItem:
    """`state` is a state tag of the front end; `url` leads to the very rows that are counted."""

    title: str
    url: str
    state: str
    why: str


def work_list(user: User, office: OrgUnit, fiscal_year: int, today: date) -> list[WorkItem]:
    """In the order of urgency: two queries."""
    return [*_corrections(user, office, fiscal_year), *_meetings(user, office, fiscal_year, today)]


def _corrections(user: User, office: OrgUnit, fiscal_year: int) -> list[WorkItem]:
    rows = Correction.objects.visible_to(user).of_form(FORM_CODE, fiscal_year)
    found = rows.filter(submission__office=office).order_by().values_list("state")
    counts = dict(found.annotate(Count("pk")))
    address = reverse("coops:corrections")
    items = []
    if granted := counts.get(CorrectionState.GRANTED, 0):
        items.append(
            WorkItem(
                "แก้ค่าที่ส่วนกลางเปิดให้แก้ไข แล้วแจ้งว่าแก้เสร็จ",
                f"{address}?state={CorrectionState.GRANTED}",
                "draft",
                f"{granted:,} แห่ง",
            )
        )
    waiting = counts.get(CorrectionState.REQUESTED, 0) + counts.get(CorrectionState.ENTERED, 0)
    if waiting:
        items.append(
            WorkItem(
                "คำขอแก้ไขหลังอนุมัติที่รอส่วนกลาง",
                f"{address}?state=open",
                "submitted",
                f"{waiting:,} แห่ง",
            )
        )
    return items


def _meetings(user: User, office: OrgUnit, fiscal_year: int, today: date) -> list[WorkItem]:
    choice = DutyChoice(fiscal_year=fiscal_year, as_of=today, office=office.code)
    rules = duty_rules(choice.duty, fiscal_year)
    counts = duty_counts(duties_of(user, choice, rules), choice)
    lines = (
        (DutyShow.OVERDUE, "overdue", "ติดตามการประชุมใหญ่ที่เกินกำหนด"),
        (DutyShow.SOON, "not_started", f"เตรียมการประชุมใหญ่ที่ครบกำหนดใน {SOON} วัน"),
    )
    return [
        WorkItem(
            title,
            f"{reverse('coops:duties')}?{urlencode({'show': show.value})}",
            state,
            f"{counts[show.value]:,} แห่ง ยังไม่มีวันประชุมในระบบ",
        )
        for show, state, title in lines
        if counts[show.value]
    ]

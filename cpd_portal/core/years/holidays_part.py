"""The holidays of the year as a part of its opening."""

from django.urls import reverse

from cpd_portal.core.holidays.choices import HolidayKind
from cpd_portal.core.holidays.content import HOLIDAYS_CODE
from cpd_portal.core.holidays.figures import content_of
from cpd_portal.core.holidays.loading import holidays_ship
from cpd_portal.core.models.people import User
from cpd_portal.core.years.facts import YearFacts
from cpd_portal.core.years.figure_parts import later_version, versions_take_back
from cpd_portal.core.years.registry import Dates, Made, Preview, YearPart

UNDECIDED = "มีเฉพาะวันที่ตรงกันทุกปี ผู้ดูแลระบบต้องเติมวันตามประกาศของปีนี้"


def _preview(facts: YearFacts) -> Preview:
    held = facts.in_force(HOLIDAYS_CODE, facts.fiscal_year)
    if held is None:
        return Preview(f"สร้างปฏิทินของปี {UNDECIDED}")
    rows = content_of(held.content).holidays
    decided = any(row.kind != HolidayKind.FIXED for row in rows)
    words = f"มีวันหยุด {len(rows)} วันแล้ว"
    return Preview(words if decided else f"{words} {UNDECIDED}")


def _open(actor: User, facts: YearFacts, dates: Dates) -> Made:
    if facts.in_force(HOLIDAYS_CODE, facts.fiscal_year) is not None:
        return Made(_preview(facts).words)
    return Made(f"สร้างปฏิทินวันหยุดแล้ว {UNDECIDED}", [holidays_ship(facts.fiscal_year)])


HOLIDAYS_PART = YearPart(
    code=HOLIDAYS_CODE,
    title="ปฏิทินวันหยุด",
    preview=_preview,
    open=_open,
    entries=later_version,
    undo=versions_take_back,
    url=lambda year: reverse("holidays:year", args=[year]),
)

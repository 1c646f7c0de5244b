"""Tells `coops` of defects the moment they change: the status that assessments look at, and what
stands uncured today."""

from collections.abc import Collection, Iterable
from datetime import date

from coops.choices import DefectStatus
from coops.models import Institution
from coops.services import defect_facts_supply, defect_status_supply
from cpd_portal.core.audit import recorded
from cpd_portal.core.models import User
from cpd_portal.thai.fiscal import fiscal_year_bounds, fiscal_year_of
from inspection.selectors.status import last_counting_days, statuses_of
from inspection.selectors.uncured import uncured_facts

SOURCE = "งานตรวจการ: สถานะที่ร้ายแรงที่สุดของข้อบกพร่องในปีงบประมาณ ดูได้ที่หน้าข้อบกพร่องของแห่งนี้"
YEARS_BACK = 1
"""Assessments of the year before are still open for some months."""


@recorded("inspection.status.sent")
def status_send(
    *,
    actor: User | None,
    institutions: Collection[int],
    since: date,
    today: date,
    reason: str = "",
) -> int:
    """To the assessments of the years from that of `since` on, as far as they are open and look
    at that day; how many changed. What is not cured today is told beside it."""
    defect_facts_supply(actor=actor, facts=uncured_facts(institutions))
    return sum(_send(actor, institutions, year, today, reason) for year in _years(since, today))


def _years(since: date, today: date) -> Iterable[int]:
    this_year = fiscal_year_of(today)
    first = max(fiscal_year_of(since), this_year - YEARS_BACK)
    return range(first, this_year + 1)


def _send(
    actor: User | None, institutions: Collection[int], fiscal_year: int, today: date, reason: str
) -> int:
    """After the cut-off nothing changes any more: the status is the one of that day."""
    days = last_counting_days(fiscal_year, today)
    first, _ = fiscal_year_bounds(fiscal_year)
    rows = Institution.objects.filter(pk__in=institutions).values_list("pk", "kind", "sector")
    by_day: dict[date, list[int]] = {}
    for pk, kind, sector in rows:
        if (kind, sector) in days and days[kind, sector] >= first:
            by_day.setdefault(days[kind, sector], []).append(pk)
    return sum(
        defect_status_supply(
            actor=actor,
            fiscal_year=fiscal_year,
            statuses=_known(pks, day),
            source=SOURCE,
            reason=reason,
        )
        for day, pks in by_day.items()
    )


def _known(institutions: Collection[int], day: date) -> dict[int, DefectStatus | None]:
    """Where no defect counts nothing is said: what the office typed stays."""
    found = statuses_of(institutions, day)
    return {pk: status if status != DefectStatus.NONE else None for pk, status in found.items()}

"""What the cooperatives' room knows of the accounting years of programme cooperatives: whether
the auditor certified the statements, and whether they were closed in time.

Which opinions certify and how many days are in time are readings of the scorecard, because the
source says neither.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from coops.choices import Opinion
from coops.models import YearFacts
from cpd_portal.thai.dates import format_date
from kpis.models import ProgrammeMember
from kpis.selectors.readings import Readings


@dataclass(frozen=True)
class KnownFacts:
    """None where the cooperatives' room does not know it; the words say what it knows."""

    audited: bool | None = None
    audited_words: str = ""
    closed_in_time: bool | None = None
    closed_words: str = ""


NOTHING_KNOWN = KnownFacts()
Known = Mapping[tuple[int, int], KnownFacts]
"""By member (primary key) and accounting year (B.E.)."""


def known_facts(
    members: Iterable[ProgrammeMember], years: Collection[int], readings: Readings
) -> Known:
    """Of members that were found in the register: one query."""
    by_institution = {row.in_register.pk: row.pk for row in members if row.in_register}
    rows = YearFacts.objects.filter(institution__in=by_institution, fiscal_year__in=years)
    return {
        (by_institution[row.institution_id], row.fiscal_year): _known(row, readings)
        for row in rows
    }


def _known(row: YearFacts, readings: Readings) -> KnownFacts:
    days = readings.closed_days
    due = row.accounting_year_end + timedelta(days=days)
    closed = row.closed_on
    return KnownFacts(
        audited=row.opinion in readings.certified if row.opinion else None,
        audited_words=f"ความเห็นของผู้สอบบัญชี: {Opinion(row.opinion).label}" if row.opinion else "",
        closed_in_time=None if closed is None else closed <= due,
        closed_words=""
        if closed is None
        else f"จัดทำงบแล้วเสร็จ {format_date(closed)} กำหนด {format_date(due)} ({days:,} วัน)",
    )

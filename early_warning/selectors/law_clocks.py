"""Clocks of the law about one institution, for the registrar's assessment.

They are those that the signals of early warning read, so that both rooms say the same.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from coops.choices import Duty, Kind
from coops.models import Institution
from coops.selectors.duties import duty_rules
from coops.selectors.warning_facts import known_facts
from early_warning.rules.signals import no_statements
from early_warning.selectors.computed import facts_of


@dataclass(frozen=True, slots=True)
class LawClocks:
    """`stopped_on`: since when business has stopped, None while it has not. `missing_reports`:
    accounting years in a row without statements whose general meeting is overdue; None where the
    portal has never had any."""

    stopped_on: date | None = None
    missing_reports: int | None = None


def law_clocks(institution: Institution, day: date) -> LawClocks:
    """As of that day. A year whose meeting is not due yet is no missing one: years are counted
    up to the last that ended so long ago."""
    known = next(known_facts(day, [institution.pk]), None)
    if known is None:
        return LawClocks()
    within = duty_rules(Duty.MEETING, 0)[Kind(institution.kind)].days
    if known.last_end + timedelta(days=within) >= day:
        known.last_end = _year_before(known.last_end)
    missing = no_statements(facts_of(known, further={}), day).value
    return LawClocks(known.stopped_on, None if missing is None else int(missing))


def _year_before(end: date) -> date:
    """The last day of a month stays one: 29 February has none the year before."""
    return end.replace(year=end.year - 1, day=28 if (end.month, end.day) == (2, 29) else end.day)

"""Clocks of the law about one institution, for the registrar's assessment.

They are those that the signals of early warning read, so that both rooms say the same.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from coops.choices import Duty, Kind
from coops.models import Institution
from coops.selectors.duties import duty_rules
from coops.selectors.warning_facts import known_facts
from early_warning.choices import SignalCode
from early_warning.rules.signals import SIGNALS, Facts, no_statements
from early_warning.selectors.computed import facts_of


@dataclass(frozen=True, slots=True)
class LawClocks:
    """`stopped_on`: since when business has stopped, None while it has not. `missing_reports`:
    accounting years in a row without statements whose general meeting is overdue; None where the
    portal has never had any. `meeting_overdue`: the newest general meeting whose days (section
    54) are over has not been held; None where nobody has recorded that year."""

    stopped_on: date | None = None
    missing_reports: int | None = None
    meeting_overdue: bool | None = None


def law_clocks(institution: Institution, day: date) -> LawClocks:
    """As of that day. A year whose meeting is not due yet is no missing one: years are counted
    up to the last that ended so long ago."""
    known = next(known_facts(day, [institution.pk]), None)
    if known is None:
        # No accounting year has ended yet, or it is wound up: no meeting is owed.
        return LawClocks(meeting_overdue=False)
    within = duty_rules(Duty.MEETING, 0)[Kind(institution.kind)].days
    if known.last_end + timedelta(days=within) >= day:
        known.last_end = _year_before(known.last_end)
    facts = facts_of(known, further={})
    missing = no_statements(facts, day).value
    return LawClocks(
        known.stopped_on, None if missing is None else int(missing), _meeting_overdue(facts, day)
    )


def _meeting_overdue(facts: Facts, day: date) -> bool | None:
    if facts.registered_on is not None and facts.registered_on > facts.last_end:
        return False
    found = SIGNALS[SignalCode.MEETING](facts, day)
    if found is None or found.value is None:
        return None
    return found.runs_from is not None


def _year_before(end: date) -> date:
    """The last day of a month stays one: 29 February has none the year before."""
    return end.replace(year=end.year - 1, day=28 if (end.month, end.day) == (2, 29) else end.day)

"""The context that a page works in: which office, which fiscal year and round.

The masthead's switch stores the choice in the session; every choice is checked again against
the person's reach when it is read.
"""

from collections.abc import Sequence
from functools import cached_property

from django.http import HttpRequest
from django.utils import timezone

from cpd_portal.core.announcements.selectors import (
    Notice,
    notices,
    unread_notices,
)
from cpd_portal.core.choices import Round
from cpd_portal.core.frame import frame_periods
from cpd_portal.core.guards import is_national_administrator
from cpd_portal.core.models import EntryPeriod, OrgUnit, User
from cpd_portal.core.notifications.services import unread_count
from cpd_portal.core.rules import default_period
from cpd_portal.core.selectors import sample_loaded
from cpd_portal.core.years.guards import opens_years
from cpd_portal.thai.fiscal import fiscal_year_of

SESSION_KEY = "work_context"


class WorkContext:
    """The office (None: everything in reach) and fiscal year of the page. Reads lazily."""

    def __init__(self, request: HttpRequest) -> None:
        self._user = request.user
        self._chosen = request.session.get(SESSION_KEY, {})

    @cached_property
    def offices(self) -> list[OrgUnit]:
        """The offices to choose from, in Thai order."""
        return self._user.offices_in_reach if isinstance(self._user, User) else []

    @cached_property
    def office(self) -> OrgUnit | None:
        chosen = self._chosen.get("office")
        for office in self.offices:
            if office.code == chosen:
                return office
        return None if self.nationwide else next(iter(self.offices), None)

    @property
    def nationwide(self) -> bool:
        return isinstance(self._user, User) and self._user.reach.nationwide

    @cached_property
    def periods(self) -> Sequence[EntryPeriod]:
        """Entry periods that have begun, with what else the frame of every page needs."""
        this_year = fiscal_year_of(timezone.localdate())
        return frame_periods(self._user, self.office, this_year)

    @cached_property
    def notices(self) -> list[Notice]:
        """The announcements that the person has not read yet."""
        if not isinstance(self._user, User):
            return []
        for period in self.periods:
            return notices(period.notices)  # type: ignore[attr-defined]  # of the frame
        return unread_notices(self._user, timezone.localdate())

    @cached_property
    def unread(self) -> int:
        """Notifications that the person has not read; counted again after five minutes."""
        if not isinstance(self._user, User):
            return 0
        kept = next((period.unread for period in self.periods), None)  # type: ignore[attr-defined]
        return unread_count(self._user, timezone.now()) if kept is None else kept

    @property
    def sample_loaded(self) -> bool:
        """Whether this installation shows sample data."""
        for period in self.periods:
            return bool(period.sample)  # type: ignore[attr-defined]  # of the frame
        return sample_loaded()

    @cached_property
    def period(self) -> EntryPeriod | None:
        chosen = self._chosen.get("period")
        for period in self.periods:
            if f"{period.fiscal_year}-{period.round}" == chosen:
                return period
        awaited = 1 if self.office else len(self.offices)
        reported = {row.pk for row in self.periods if row.reports >= awaited}  # type: ignore[attr-defined]
        return default_period(self.periods, reported)

    @property
    def opens_years(self) -> bool:
        return isinstance(self._user, User) and opens_years(self._user)

    @property
    def keeps_data(self) -> bool:
        return isinstance(self._user, User) and is_national_administrator(self._user)

    @property
    def fiscal_year(self) -> int:
        """B.E. fiscal year."""
        return self.period.fiscal_year if self.period else fiscal_year_of(timezone.localdate())

    @property
    def round(self) -> str:
        return self.period.round if self.period else Round.TWELVE_MONTHS

    @property
    def round_label(self) -> str:
        return Round(self.round).label


def store_choice(request: HttpRequest, office: str | None, period: str | None) -> None:
    """Keeps the chosen office code and "year-round" for this session."""
    chosen = dict(request.session.get(SESSION_KEY, {}))
    if office is not None:
        chosen["office"] = office
    if period is not None:
        chosen["period"] = period
    request.session[SESSION_KEY] = chosen

"""The facts of every institution in the shape that early warning reads, by set.

As they are now, or as they were known at the end of a past day: then from the audit trail, so
that nothing recorded later is seen.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from coops import rules
from coops.choices import Ratio, Standing
from coops.models import (
    Assessment,
    DefectFacts,
    FinancialStatement,
    Institution,
    StandingChange,
    YearFacts,
)
from cpd_portal.core.past import events_until

YEARS = 10
# In the order of `rules.StatementAmounts`.
AMOUNTS = (
    "total_assets",
    "total_liabilities",
    "total_equity",
    "reserves",
    "current_assets",
    "current_liabilities",
    "net_profit",
    "operating_expenses",
    "receivables_due",
    "receivables_paid_on_time",
)
TOTAL_ASSETS, TOTAL_LIABILITIES, NET_PROFIT = (
    AMOUNTS.index(name) for name in ("total_assets", "total_liabilities", "net_profit")
)
DATES = ("closed_on", "sent_on", "general_meeting_on")
RATIOS = tuple(
    (Ratio(definition.ratio).value, definition) for definition in rules.RATIO_DEFINITIONS
)
GONE = (Standing.DISSOLVED, Standing.STRUCK_OFF)
ROWS_PER_READ = 5_000


@dataclass(slots=True)
class KnownYear:
    """One accounting year; `amounts`: those of its statement and the assets of the year before,
    None where there is none; `has_facts`: a row of facts is there."""

    fiscal_year: int
    year_end: date
    amounts: tuple[Decimal | None, ...] | None = None
    total_assets: Decimal | None = None
    total_liabilities: Decimal | None = None
    share_capital: Decimal | None = None
    net_profit: Decimal | None = None
    has_facts: bool = False
    closed_on: date | None = None
    sent_on: date | None = None
    meeting_on: date | None = None
    opinion: str = ""
    defect_status: str = ""

    @property
    def ratios(self) -> Mapping[str, Decimal | None] | None:
        """Counted when asked: most years are never asked for theirs."""
        if self.amounts is None:
            return None
        stated = rules.StatementAmounts(*self.amounts)  # type: ignore[arg-type]
        return {code: rules.ratio_value(definition, stated) for code, definition in RATIOS}


@dataclass(frozen=True, slots=True)
class KnownDefects:
    """Of those not cured: how many are fraud, how many came again, and the first last day."""

    fraud: int
    repeated: int
    earliest_due_on: date | None


@dataclass(slots=True)
class Known:
    """`years` the newest first; `last_end`: the last end of an accounting year up to the day;
    `defects` None: none was ever found."""

    pk: int
    type_code: str
    last_end: date
    registered_on: date | None = None
    stopped_on: date | None = None
    defects: KnownDefects | None = None
    years: list[KnownYear] = field(default_factory=list)


def known_facts(
    day: date, institutions: Collection[int] | None = None, *, as_known_then: bool = False
) -> Iterator[Known]:
    """Of those that exist and are not dissolved, in the order of their keys. Six queries;
    `as_known_then` asks the events, so that nothing recorded after the day is seen."""
    reader = _Reader(day, institutions, as_known_then)
    years = reader.years()
    stopped = reader.stopped()
    defects = reader.defects()
    rows = Institution.objects.exclude(standing__in=GONE).filter(reader.of("pk"))
    listed = rows.order_by("pk").values_list(
        "pk", "type__code", "accounting_year_end_month", "accounting_year_end_day", "registered_on"
    )
    for pk, type_code, month, month_day, registered_on in listed.iterator(ROWS_PER_READ):
        end = rules.last_year_end(day, month, month_day)
        own = sorted(years.get(pk, {}).values(), key=lambda year: -year.fiscal_year)
        if registered_on is None or registered_on <= end or own:
            yield Known(pk, type_code, end, registered_on, stopped.get(pk), defects.get(pk), own)


class _Reader:
    """Asks in no order where none is needed: that of the tables is by names in Thai."""

    def __init__(
        self, day: date, institutions: Collection[int] | None, as_known_then: bool
    ) -> None:
        self._day, self._institutions = day, institutions
        self._is_past = as_known_then

    def of(self, name: str) -> Any:
        if self._institutions is None:
            return Q()
        return Q(**{f"{name}__in": list(self._institutions)})

    def rows(self, model: Any) -> QuerySet[Any]:
        found = events_until(model, self._day) if self._is_past else model.objects.all()
        return found.filter(self.of("institution_id"))

    def years(self) -> dict[int, dict[int, KnownYear]]:
        known: dict[int, dict[int, KnownYear]] = defaultdict(dict)
        self._statements(known)
        self._facts(known)
        self._assessments(known)
        return known

    def stopped(self) -> dict[int, date]:
        """Since when those are stopped whose last change up to the day says so."""
        rows = self.rows(StandingChange).filter(effective_on__lte=self._day)
        last = rows.order_by("institution_id", "effective_on")
        changes = {
            pk: (standing, on)
            for pk, standing, on in last.values_list("institution_id", "standing", "effective_on")
        }
        return {pk: on for pk, (standing, on) in changes.items() if standing == Standing.SUSPENDED}

    def defects(self) -> dict[int, KnownDefects]:
        rows = self.rows(DefectFacts).values_list(
            "institution_id", "fraud", "repeated", "earliest_due_on"
        )
        return {pk: KnownDefects(*told) for pk, *told in rows.order_by().iterator(ROWS_PER_READ)}

    def _recent(self, model: Any) -> QuerySet[Any]:
        first = self._day - timedelta(days=366 * YEARS)
        return self.rows(model).filter(accounting_year_end__range=(first, self._day))

    def _statements(self, known: dict[int, dict[int, KnownYear]]) -> None:
        rows = self._recent(FinancialStatement).order_by("institution_id", "fiscal_year")
        names = ("institution_id", "fiscal_year", "accounting_year_end", "share_capital", *AMOUNTS)
        before: tuple[int, int, Decimal | None] = (0, 0, None)
        for pk, year, end, shares, *amounts in rows.values_list(*names).iterator(ROWS_PER_READ):
            assets_before = before[2] if before[:2] == (pk, year - 1) else None
            known[pk][year] = KnownYear(
                year,
                end,
                (*amounts, assets_before),
                total_assets=amounts[TOTAL_ASSETS],
                total_liabilities=amounts[TOTAL_LIABILITIES],
                share_capital=shares,
                net_profit=amounts[NET_PROFIT],
            )
            before = (pk, year, amounts[TOTAL_ASSETS])

    def _facts(self, known: dict[int, dict[int, KnownYear]]) -> None:
        names = ("institution_id", "fiscal_year", "accounting_year_end", *DATES, "opinion")
        rows = self._recent(YearFacts).order_by().values_list(*names)
        for pk, year, end, closed_on, sent_on, meeting_on, opinion in rows.iterator(ROWS_PER_READ):
            of_year = known[pk].setdefault(year, KnownYear(year, end))
            of_year.has_facts, of_year.opinion = True, opinion
            of_year.closed_on, of_year.sent_on = closed_on, sent_on
            of_year.meeting_on = meeting_on

    def _assessments(self, known: dict[int, dict[int, KnownYear]]) -> None:
        """A defect status belongs to a year that something else is known of."""
        rows = self.rows(Assessment).exclude(defect_status="").order_by()
        listed = rows.values_list("institution_id", "fiscal_year", "defect_status")
        for pk, year, status in listed.iterator(ROWS_PER_READ):
            if year in known[pk]:
                known[pk][year].defect_status = status


def institutions_changed_since(moment: datetime) -> set[int]:
    """Whose facts that warnings look at have an event since then."""
    changed: set[int] = set()
    watched: tuple[Any, ...] = (
        FinancialStatement,
        YearFacts,
        Assessment,
        StandingChange,
        DefectFacts,
    )
    for model in watched:
        events = model.pgh_event_model.objects.filter(pgh_created_at__gte=moment)
        changed |= set(events.values_list("institution_id", flat=True).distinct())
    return changed

"""Values of assessments that follow from other facts: written here, never typed."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.utils import timezone

from coops import rules
from coops.choices import DefectStatus
from coops.entry import FORM_CODE, reopened_items
from coops.models import Assessment, ClassificationRun, RuleSet
from coops.querysets import AssessmentQuerySet
from coops.selectors.accounting_years import AccountingYears
from coops.selectors.indicator_years import two_years
from coops.selectors.ladders import POINTS, LadderBook, books_in_force
from coops.services.results import RESULT_FIELDS, store_result
from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.imports.staging import copy_update
from cpd_portal.core.models import EntryPeriod, EntryPeriodException, Submission, User
from cpd_portal.core.rules import is_locked

CONDITIONS = (
    "loss_latest",
    "loss_previous",
    "allocated_latest",
    "allocated_previous",
    "statement_days",
)
DEFECT_STATUS = "defect_status"
STORED = (*CONDITIONS, DEFECT_STATUS, "points", "derived", *RESULT_FIELDS)
OPEN_STATES = (SubmissionState.DRAFT, SubmissionState.RETURNED)

Following = Callable[[Assessment, rules.RuleSet], Mapping[str, rules.Derived]]
Decides = Callable[[str], bool]
"""Whether a value of that name is decided by what follows; other derived values stay."""


def refresh_derived(assessments: Iterable[Assessment]) -> int:
    """Writes what follows from the facts of the accounting years on the assessments that are
    open, conditions and points by the ladders in force, with their results anew; how many
    changed.

    A fixed number of queries for any number of assessments; the caller's action names the
    events. A value that no longer follows stays as it is and can be typed again.
    """
    rows = open_ones({row.pk for row in assessments})
    books = books_in_force({row.fiscal_year for row in rows})
    return copy_update(refreshed(rows, books), STORED)


def refreshed(rows: Sequence[Assessment], books: Mapping[int, LadderBook]) -> list[Assessment]:
    """The rows on which something became different, with what follows from the facts and the
    ladders of their year put on them; nothing is stored."""
    institutions = {row.institution_id for row in rows}
    years = AccountingYears.read(
        institutions, {year for row in rows for year in (row.fiscal_year, row.fiscal_year - 1)}
    )

    def following(row: Assessment, rule_set: rules.RuleSet) -> Mapping[str, rules.Derived]:
        latest = years.of(row.institution_id, row.fiscal_year)
        previous = years.of(row.institution_id, row.fiscal_year - 1)
        conditions = rules.derived_conditions(rule_set.kind, latest, previous)
        book = books.get(row.fiscal_year)
        if book is None:
            return conditions
        supplied = row.defect_status if DEFECT_STATUS in row.derived else ""
        facts = two_years(years, rule_set.kind, row.institution_id, row.fiscal_year, supplied)
        return {**conditions, **book.points(rule_set, row.institution.type.code, facts)}

    return _changed(rows, following, lambda name: name in CONDITIONS or name.startswith(POINTS))


@recorded("coops.defect_status.supplied")
def defect_status_supply(
    *,
    actor: User | None,
    fiscal_year: int,
    statuses: Mapping[int, DefectStatus | None],
    source: str,
    reason: str = "",
) -> int:
    """The defect status by primary key of the institution, from the room that records defects.

    `source` are the Thai words that stand beside the value. None takes the status back: the
    value stays and can be typed again. Only open assessments change; how many did.
    """
    of_year = Assessment.objects.of_year(fiscal_year).filter(institution__in=statuses)
    rows = open_ones(set(of_year.values_list("pk", flat=True)))

    def supplied(row: Assessment, rule_set: rules.RuleSet) -> Mapping[str, rules.Derived]:
        status = statuses[row.institution_id]
        return {DEFECT_STATUS: rules.Derived(status.value, source, source)} if status else {}

    changed = _changed(rows, supplied, lambda name: name == DEFECT_STATUS)
    copy_update(changed, STORED)
    refresh_derived(changed)
    return len(changed)


def open_ones(pks: set[int]) -> list[Assessment]:
    """Those that may still be entered, as they are now, held until the transaction ends."""
    return unlocked(Assessment.objects.select_for_update(of=("self",)).filter(pk__in=pks))


def unlocked(rows: AssessmentQuerySet) -> list[Assessment]:
    """Those of the rows that may still be entered, or were reopened for a correction."""
    told = rows.select_related("institution__type").defer("result", "dimensions")
    found = list(told.order_by("pk"))
    closed = _closed({row.fiscal_year for row in found})
    return [row for row in found if not closed(row)]


def _closed(fiscal_years: set[int]) -> Callable[[Assessment], bool]:
    """Whether entry is closed for an assessment: the result is official, or its office has sent
    the form or passed the lock date and no correction reopened it."""
    periods = list(EntryPeriod.objects.filter(form=FORM_CODE, fiscal_year__in=fiscal_years))
    today = timezone.localdate()
    past = {period.fiscal_year for period in periods if is_locked(period, today)}
    sent = _sent(periods)
    official = set(
        ClassificationRun.objects.accepted()
        .filter(fiscal_year__in=fiscal_years)
        .values_list("fiscal_year", flat=True)
    )
    others = {
        (row.office_id, row.period.fiscal_year): is_locked(row, today)
        for row in EntryPeriodException.objects.filter(period__in=periods).select_related("period")
    }

    reopened = reopened_items(fiscal_years)

    def closed(row: Assessment) -> bool:
        office_year = (row.office_id, row.fiscal_year)
        if row.fiscal_year in official:
            return True
        if (row.institution_id, row.fiscal_year) in reopened:
            return False
        return office_year in sent or others.get(office_year, row.fiscal_year in past)

    return closed


def _sent(periods: Sequence[EntryPeriod]) -> set[tuple[int, int]]:
    rows = Submission.objects.filter(period__in=periods).exclude(state__in=OPEN_STATES)
    return set(rows.values_list("office_id", "period__fiscal_year"))


def _changed(
    rows: Sequence[Assessment], following: Following, decides: Decides
) -> list[Assessment]:
    """The rows where a value or its source is another one now, with their results."""
    found = RuleSet.objects.in_bulk({row.rule_set_id for row in rows})
    rule_sets = {pk: row.rules for pk, row in found.items()}
    changed = []
    for row in rows:
        rule_set = rule_sets[row.rule_set_id]
        if _put(row, following(row, rule_set), decides, rule_set):
            store_result(row, rule_set)
            changed.append(row)
    return changed


def _put(
    row: Assessment,
    values: Mapping[str, rules.Derived],
    decides: Decides,
    rule_set: rules.RuleSet,
) -> bool:
    """Puts the values on the row; whether anything became different."""
    kept = {name: source for name, source in row.derived.items() if not decides(name)}
    sources = {**kept, **{name: derived.source for name, derived in values.items()}}
    points = {**row.points, **_points(values)}
    fields = {n: found.value for n, found in values.items() if not n.startswith(POINTS)}
    is_same = (sources, points) == (row.derived, row.points) and all(
        getattr(row, name) == value for name, value in fields.items()
    )
    row.derived = sources
    row.points = {code: points[code] for code in rule_set.indicators if code in points}
    for name, value in fields.items():
        setattr(row, name, value)
    return not is_same


def _points(values: Mapping[str, rules.Derived]) -> dict[str, str]:
    """By indicator code, as they are stored."""
    return {
        name.removeprefix(POINTS): str(derived.value)
        for name, derived in values.items()
        if name.startswith(POINTS)
    }

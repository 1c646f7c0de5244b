"""Values of assessments that follow from other facts: written here, never typed."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.utils import timezone

from coops import rules
from coops.choices import DefectStatus
from coops.entry import FORM_CODE
from coops.models import Assessment, RuleSet
from coops.selectors.accounting_years import AccountingYears
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
OPEN_STATES = (SubmissionState.DRAFT, SubmissionState.RETURNED)

Following = Callable[[Assessment, rules.RuleSet], Mapping[str, rules.Derived]]


def refresh_derived(assessments: Iterable[Assessment]) -> int:
    """Writes what follows from the facts of the accounting years on the assessments that are
    open, with their results anew; how many changed.

    A fixed number of queries for any number of assessments; the caller's action names the
    events. A value that no longer follows stays as it is and can be typed again.
    """
    rows = _open_ones({row.pk for row in assessments})
    years = AccountingYears.read(
        {row.institution_id for row in rows},
        {year for row in rows for year in (row.fiscal_year, row.fiscal_year - 1)},
    )

    def conditions(row: Assessment, rule_set: rules.RuleSet) -> Mapping[str, rules.Derived]:
        latest = years.of(row.institution_id, row.fiscal_year)
        previous = years.of(row.institution_id, row.fiscal_year - 1)
        return rules.derived_conditions(rule_set.kind, latest, previous)

    return _write(rows, conditions, CONDITIONS)


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
    rows = _open_ones(set(of_year.values_list("pk", flat=True)))

    def supplied(row: Assessment, rule_set: rules.RuleSet) -> Mapping[str, rules.Derived]:
        status = statuses[row.institution_id]
        return {DEFECT_STATUS: rules.Derived(status.value, source, source)} if status else {}

    return _write(rows, supplied, (DEFECT_STATUS,))


def _open_ones(pks: set[int]) -> list[Assessment]:
    """Those that may still be entered, as they are now, held until the transaction ends."""
    rows = (
        Assessment.objects.select_for_update(of=("self",))
        .filter(pk__in=pks)
        .defer("result", "dimensions")
        .order_by("pk")
    )
    found = list(rows)
    closed = _closed({row.fiscal_year for row in found})
    return [row for row in found if not closed(row.office_id, row.fiscal_year)]


def _closed(fiscal_years: set[int]) -> Callable[[int, int], bool]:
    """Whether entry is closed for an office and year: sent, or past its lock date."""
    periods = list(EntryPeriod.objects.filter(form=FORM_CODE, fiscal_year__in=fiscal_years))
    today = timezone.localdate()
    past = {period.fiscal_year for period in periods if is_locked(period, today)}
    sent = _sent(periods)
    others = {
        (row.office_id, row.period.fiscal_year): is_locked(row, today)
        for row in EntryPeriodException.objects.filter(period__in=periods).select_related("period")
    }

    def closed(office: int, year: int) -> bool:
        return (office, year) in sent or others.get((office, year), year in past)

    return closed


def _sent(periods: Sequence[EntryPeriod]) -> set[tuple[int, int]]:
    rows = Submission.objects.filter(period__in=periods).exclude(state__in=OPEN_STATES)
    return set(rows.values_list("office_id", "period__fiscal_year"))


def _write(rows: Sequence[Assessment], following: Following, names: Sequence[str]) -> int:
    """Stores what follows, for the rows where a value or its source is another one."""
    found = RuleSet.objects.in_bulk({row.rule_set_id for row in rows})
    rule_sets = {pk: row.rules for pk, row in found.items()}
    changed = []
    for row in rows:
        rule_set = rule_sets[row.rule_set_id]
        if _put(row, following(row, rule_set), names):
            store_result(row, rule_set)
            changed.append(row)
    return copy_update(changed, [*names, "derived", *RESULT_FIELDS])


def _put(row: Assessment, values: Mapping[str, rules.Derived], names: Sequence[str]) -> bool:
    """Puts the values on the row; whether anything became different. Only `names` are
    decided here, other derived values stay."""
    kept = {name: source for name, source in row.derived.items() if name not in names}
    sources = {**kept, **{name: derived.source for name, derived in values.items()}}
    is_same = sources == row.derived and all(
        getattr(row, name) == derived.value for name, derived in values.items()
    )
    row.derived = sources
    for name, derived in values.items():
        setattr(row, name, derived.value)
    return not is_same

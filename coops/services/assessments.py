"""Writes of the yearly assessments."""

from typing import Any, TypedDict

from django.utils import timezone

from coops.entry import FORM_CODE, SAVED, closed_words, is_reopened
from coops.models import Assessment
from coops.services.entered import changed_facts
from coops.services.guards import require_entry_role, require_not_official, require_version
from coops.services.results import RESULT_FIELDS, store_result
from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import RuleViolation, StaleObject
from cpd_portal.core.models import EntryPeriod, EntryPeriodException, OrgUnit, Submission, User
from cpd_portal.core.models.submissions import DateSettings
from cpd_portal.core.prepared import Prepared
from cpd_portal.core.rules import is_locked
from cpd_portal.core.services import submission_open
from cpd_portal.core.written import Written

_SENT, _PERIOD = Written(Submission, "sent"), Written(EntryPeriod, "period")
# Every saved cell asks it.
_SUBMISSION = Prepared(f"""
SELECT {_SENT.columns}, {_PERIOD.columns},
       own.id IS NOT NULL, own.locked_after
  FROM core_submission AS sent
  JOIN core_entryperiod AS period ON period.id = sent.period_id
  LEFT JOIN core_entryperiodexception AS own
         ON own.period_id = period.id AND own.office_id = sent.office_id
 WHERE period.form = %(form)s AND period.fiscal_year = %(year)s AND sent.office_id = %(office)s
 ORDER BY sent.id
 LIMIT 1
   FOR UPDATE OF sent
""")  # noqa: S608  names of columns, nothing that somebody typed


class AssessmentChanges(TypedDict, total=False):
    """What is entered; a key that is absent stays as it is.

    A point that is None or "" is taken back; None and "" mean "not entered" elsewhere too.
    """

    points: dict[str, object]
    loss_latest: bool | None
    loss_previous: bool | None
    allocated_latest: bool | None
    allocated_previous: bool | None
    defect_status: str
    statement_days: int | None
    standing: str


@recorded(SAVED)
def assessment_save(
    *,
    actor: User,
    assessment: Assessment,
    version: int,
    changes: AssessmentChanges,
    reason: str = "",
) -> Assessment:
    """Stores the facts, complete or not, and what the rules say about them.

    Raises NotAllowed, StaleObject (another version is stored), RuleViolation (the office has
    sent the form, or entry is closed) or InvalidInput; then nothing is changed.
    """
    require_entry_role(actor, assessment.office)
    submission = submission_held(actor, assessment.office, assessment.fiscal_year)
    current = _locked_assessment(assessment)
    if current.office_id != assessment.office_id:
        raise StaleObject
    require_version(current, version)
    require_not_official(current.fiscal_year)
    require_entry_open(submission, current.office, current.fiscal_year, current.institution_id)
    rule_set = current.rule_set.rules
    written = changed_facts(current, changes, rule_set)
    store_result(current, rule_set)
    current.version += 1
    current.save(update_fields=[*written, *RESULT_FIELDS, "version", "updated_at"])
    return current


def _locked_assessment(assessment: Assessment) -> Assessment:
    """The row as it is now, held until the end of the transaction."""
    row: Assessment = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("rule_set", "office")
        .get(pk=assessment.pk)
    )
    return row


def require_open(actor: User, office: OrgUnit, year: int, institution: int | None = None) -> None:
    """Raises RuleViolation while nothing can be entered: for all of the office, or for one
    institution (its primary key), which a granted correction opens even after approval.
    """
    submission = submission_held(actor, office, year)
    require_not_official(year)
    require_entry_open(submission, office, year, institution)


def require_entry_open(
    submission: Submission | None,
    office: OrgUnit,
    year: int,
    institution: int | None = None,
) -> None:
    """Of the office's submission, or for a year without a period. Raises RuleViolation."""
    if submission is None:
        return
    if institution is not None and is_reopened(submission, institution):
        return
    if not submission.is_open:
        raise RuleViolation(closed_words(submission, office, year))
    if is_locked(_dates(submission), timezone.localdate()):
        raise RuleViolation(f"ปิดรับข้อมูลการประเมินปี {year} แล้ว หากจำเป็นต้องแก้ไข ให้ขอผ่อนผันจากส่วนกลาง")


def submission_held(actor: User, office: OrgUnit, year: int) -> Submission | None:
    """Made and held until the end of the transaction: nobody sends the form, no correction is
    finished, and nobody accepts the result of the year, while a value is being stored. Every
    entry holds it before it holds an assessment, so that no two wait for each other.

    None for a year without a period.
    """
    found = _held(office, year)
    period = None if found else _period(year)
    if period is None:
        return found
    submission_open(actor=actor, period=period, office=office)
    return _held(office, year)


def _held(office: OrgUnit, year: int) -> Submission | None:
    """With its period and, as `has_own_dates` and `own_locked_after`, the office's own dates."""
    rows = _SUBMISSION.rows(form=FORM_CODE, year=year, office=office.pk)
    if not rows:
        return None
    row = rows[0]
    submission: Any = _SENT.instance(row, 0)
    submission.period = _PERIOD.instance(row, _SENT.width)
    submission.has_own_dates, submission.own_locked_after = row[-2:]
    return submission  # type: ignore[no-any-return]


def _dates(submission: Any) -> DateSettings:
    """Of `submission_held`: the office's exception, or the period's own."""
    period: EntryPeriod = submission.period
    if not submission.has_own_dates:
        return period
    return EntryPeriodException(due_on=period.due_on, locked_after=submission.own_locked_after)


def _period(fiscal_year: int) -> EntryPeriod | None:
    return EntryPeriod.objects.filter(form=FORM_CODE, fiscal_year=fiscal_year).first()

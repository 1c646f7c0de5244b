"""Writes of cooperatives and farmer groups: an assessment, contact data, a year's results."""

from typing import TypedDict

from django.core.exceptions import ValidationError
from django.utils import timezone

from coops import rules
from coops.entered import changed_facts
from coops.entry import FORM_CODE, SAVED
from coops.models import Assessment, Institution
from coops.year_results import classify_year
from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.models import EntryPeriod, OrgUnit, Submission, User
from cpd_portal.core.rules import is_locked
from cpd_portal.core.selectors import dates_for
from cpd_portal.core.services import submission_open

__all__ = [
    "AssessmentChanges",
    "InstitutionChanges",
    "assessment_save",
    "classify_year",
    "institution_update",
    "require_open",
    "store_result",
]

RESULT_FIELDS = ("tier", "unassessed_group", "total", "dimensions", "result", "complete")


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


class InstitutionChanges(TypedDict, total=False):
    """Contact data and the last day of the accounting year; absent keys stay as they are."""

    district: str
    address: str
    phone: str
    email: str
    accounting_year_end_month: int
    accounting_year_end_day: int


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
    current = _locked_assessment(assessment)
    _require_entry_role(actor, current.office)
    _require_version(current, version)
    require_open(actor, current.office, current.fiscal_year)
    rule_set = current.rule_set.rules
    written = changed_facts(current, changes, rule_set)
    store_result(current, rule_set)
    current.version += 1
    current.save(update_fields=[*written, *RESULT_FIELDS, "version", "updated_at"])
    return current


@recorded("coops.institution.updated")
def institution_update(
    *,
    actor: User,
    institution: Institution,
    version: int,
    changes: InstitutionChanges,
    reason: str = "",
) -> Institution:
    """Contact data and accounting year-end, by officers and chief of the institution's office.

    Raises NotAllowed, StaleObject or InvalidInput.
    """
    current: Institution = (
        Institution.objects.select_for_update(of=("self",))
        .select_related("office__province", "type")
        .get(pk=institution.pk)
    )
    _require_entry_role(actor, current.office)
    _require_version(current, version)
    for name, value in changes.items():
        setattr(current, name, value.strip() if isinstance(value, str) else value)
    _check_institution(current, set(changes))
    current.version += 1
    current.save(update_fields=[*changes, "version", "updated_at"])
    return current


def store_result(assessment: Assessment, rule_set: rules.RuleSet) -> None:
    """Puts the result of the facts on the row, or clears it while facts are missing."""
    try:
        result = rules.classify(assessment.facts, rule_set)
    except rules.IncompleteFacts:
        _clear_result(assessment)
        return
    assessment.tier = result.tier
    assessment.unassessed_group = result.unassessed_group
    assessment.total = result.total
    assessment.result = result.as_json()
    assessment.dimensions = assessment.result["dimensions"]
    assessment.complete = True


def _clear_result(assessment: Assessment) -> None:
    assessment.tier = assessment.unassessed_group = assessment.total = assessment.result = None
    assessment.dimensions = {}
    assessment.complete = False


def _locked_assessment(assessment: Assessment) -> Assessment:
    """The row as it is now, held until the end of the transaction."""
    row: Assessment = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("rule_set", "office", "institution")
        .get(pk=assessment.pk)
    )
    return row


def _require_entry_role(actor: User, office: OrgUnit) -> None:
    if not actor.has_role(Role.OFFICER, Role.CHIEF, at=office):
        raise NotAllowed(f"ต้องเป็นเจ้าหน้าที่หรือหัวหน้าหน่วยงานของ{office.name}จึงจะบันทึกข้อมูลนี้ได้")


def _require_version(row: Assessment | Institution, version: int) -> None:
    if row.version != version:
        raise StaleObject


def require_open(actor: User, office: OrgUnit, year: int) -> None:
    """The submission is made and locked: nobody sends the form while a value is being stored."""
    period = _period(year)
    if period is None:
        return
    opened = submission_open(actor=actor, period=period, office=office)
    submission = Submission.objects.select_for_update().get(pk=opened.pk)
    if not submission.is_open:
        raise RuleViolation(
            f"แก้ไขไม่ได้ เพราะแบบประเมินปี {year} ของ{office.name}"
            f"อยู่ในสถานะ “{submission.get_state_display()}” หากต้องแก้ไข ให้ขอให้ส่งแบบกลับก่อน"
        )
    if is_locked(dates_for(period, office), timezone.localdate()):
        raise RuleViolation(f"ปิดรับข้อมูลการประเมินปี {year} แล้ว หากจำเป็นต้องแก้ไข ให้ขอผ่อนผันจากส่วนกลาง")


def _period(fiscal_year: int) -> EntryPeriod | None:
    return EntryPeriod.objects.filter(form=FORM_CODE, fiscal_year=fiscal_year).first()


def _check_institution(institution: Institution, names: set[str]) -> None:
    """Field checks of the model, and that the last day of the accounting year exists."""
    unchanged = {field.name for field in institution._meta.fields} - names
    errors: list[tuple[str, str]] = []
    try:
        institution.clean_fields(exclude=unchanged)
    except ValidationError as invalid:
        errors = [(f"/{name}", messages[0]) for name, messages in invalid.message_dict.items()]
    month, day = institution.accounting_year_end_month, institution.accounting_year_end_day
    if not errors and not rules.is_day_of_year(month, day):
        errors = [("/accounting_year_end", f"ไม่มีวันที่ {day} เดือน {month}")]
    if errors:
        raise InvalidInput(errors)

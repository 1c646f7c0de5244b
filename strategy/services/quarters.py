"""The way of a division's quarterly form: sent, verified by its chief, approved by the planning
division. Who verifies or approves decides about what he looked at, not about later changes."""

from datetime import datetime

from django.db.models import Max

from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Quarter
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.models import OrgUnit, Submission, User
from cpd_portal.core.services import (
    submission_approve,
    submission_open,
    submission_return,
    submission_submit,
    submission_verify,
)
from strategy.models import Evidence, ProgressReport, ProgressValue
from strategy.services.place import by_words, measure_title, period_of, require_reporter


@recorded("core.submission.submitted")
def quarter_submit(
    *, actor: User, unit: OrgUnit, fiscal_year: int, quarter: Quarter
) -> Submission:
    """Raises NotAllowed, or RuleViolation with what is missing."""
    period = period_of(fiscal_year, quarter)
    require_reporter(actor, unit)
    submission = submission_open(actor=actor, period=period, office=unit)
    return submission_submit(actor=actor, submission=submission)


@recorded("core.submission.verified")
def quarter_verify(*, actor: User, submission: Submission, seen: datetime | None) -> Submission:
    """`seen`: when the newest change was made that the person looked at. Raises RuleViolation
    naming what changed since."""
    _require_nothing_new(submission, seen)
    return submission_verify(actor=actor, submission=submission)


@recorded("core.submission.approved")
def quarter_approve(*, actor: User, submission: Submission, seen: datetime | None) -> Submission:
    """As `quarter_verify`; by the planning division."""
    _require_nothing_new(submission, seen)
    return submission_approve(actor=actor, submission=submission)


@recorded("core.submission.returned")
def quarter_return(*, actor: User, submission: Submission, reason: str) -> Submission:
    return submission_return(actor=actor, submission=submission, reason=reason)


def last_change(submission: Submission) -> datetime | None:
    """When a value, a narrative or a file of the form was last changed."""
    period = submission.period
    when = {"fiscal_year": period.fiscal_year, "quarter": Quarter(period.round).number}
    reports = ProgressReport.objects.filter(unit=submission.office, **when)
    values = ProgressValue.objects.filter(
        measure__project__responsible_units__unit=submission.office, **when
    )
    files = Evidence.objects.filter(report__in=reports)
    moments = [
        reports.aggregate(at=Max("updated_at"))["at"],
        values.aggregate(at=Max("updated_at"))["at"],
        files.aggregate(at=Max("uploaded_at"))["at"],
        files.aggregate(at=Max("withdrawn_at"))["at"],
    ]
    return max((moment for moment in moments if moment is not None), default=None)


def _require_nothing_new(submission: Submission, seen: datetime | None) -> None:
    """Somebody may have returned, changed and sent the form again since it was looked at."""
    held = Submission.objects.select_for_update(of=("self",)).select_related("period", "office")
    current = held.get(pk=submission.pk)
    now = last_change(current)
    if now is None or (seen is not None and now <= seen):
        return
    names = "; ".join(_changed_since(current, seen))
    raise RuleViolation(f"มีการแก้ไขหลังจากที่เปิดดู: {names} กรุณาตรวจค่าล่าสุดแล้วทำอีกครั้ง")


def _changed_since(submission: Submission, seen: datetime | None) -> list[str]:
    period = submission.period
    when = {"fiscal_year": period.fiscal_year, "quarter": Quarter(period.round).number}
    reports = ProgressReport.objects.filter(unit=submission.office, **when)
    values = ProgressValue.objects.filter(
        measure__project__responsible_units__unit=submission.office, **when
    )
    if seen is not None:
        reports, values = reports.filter(updated_at__gt=seen), values.filter(updated_at__gt=seen)
    lines = [
        f"โครงการ {row.project.code} {by_words(row.updated_by, row.updated_at)}"
        for row in reports.select_related("project", "updated_by").order_by(
            "project__strategy__number", "project__position"
        )
    ]
    lines += [
        f"โครงการ {row.measure.project.code} {measure_title(row.measure)} "
        f"{by_words(row.updated_by, row.updated_at)}"
        for row in values.select_related(
            "measure__project", "measure__activity", "updated_by"
        ).distinct()
    ]
    return lines or ["แฟ้มหลักฐาน"]

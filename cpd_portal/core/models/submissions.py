"""Periodic entry: one form, one period, one office, from draft to approval."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cpd_portal.core.audit import audited
from cpd_portal.core.choices import Quarter, Round, SubmissionState
from cpd_portal.core.models.places import OrgUnit
from cpd_portal.core.querysets import EntryPeriodQuerySet, SubmissionQuerySet


class DateSettings(models.Model):
    """Deadline, lateness and lock are three settings: what is asked for, from when a
    submission counts as late, and from when nothing can be entered any more."""

    due_on = models.DateField("กำหนดส่ง")
    late_after = models.DateField("นับว่าช้าหลังวันที่", null=True, blank=True)
    locked_after = models.DateField("ปิดรับหลังวันที่", null=True, blank=True)

    class Meta:
        abstract = True


@audited
class EntryPeriod(DateSettings):
    """One round of a form for all offices.

    `subject`: where a form has several entries in a round, what this one is about (the number of
    a KPI); "" for a form that an office sends as a whole.
    """

    form = models.CharField("แบบข้อมูล", max_length=40)
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")
    round = models.CharField("รอบ", max_length=3, choices=[*Round.choices, *Quarter.choices])
    subject = models.CharField("เรื่อง", max_length=20, blank=True, default="")
    source_note = models.TextField("ที่มาของกำหนดส่ง", blank=True)

    objects = EntryPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["fiscal_year", "due_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "fiscal_year", "round", "subject"], name="entry_period_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.fiscal_year} {self.round} {self.subject}".rstrip()


@audited
class EntryPeriodException(DateSettings):
    """Other dates for one office, with the reason."""

    period = models.ForeignKey(EntryPeriod, on_delete=models.CASCADE, related_name="exceptions")
    office = models.ForeignKey(OrgUnit, on_delete=models.CASCADE)
    reason = models.TextField("เหตุผล")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "office"], name="period_exception_once")
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.office}"


@audited
class Submission(models.Model):
    """An office's answer to one entry period.

    Its items (assessments, quarters) have no state of their own: while this is submitted or
    further, they are closed for entry. `…_as`: the capacity of who acted for somebody at that
    moment, as the signature block says it; "" for the holder of the post.
    """

    period = models.ForeignKey(EntryPeriod, on_delete=models.PROTECT, related_name="submissions")
    office = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="submissions")
    state = models.CharField(
        "สถานะ",
        max_length=10,
        choices=SubmissionState.choices,
        default=SubmissionState.DRAFT,
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_as = models.CharField(max_length=300, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_as = models.CharField(max_length=300, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_as = models.CharField(max_length=300, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_as = models.CharField(max_length=300, blank=True)
    return_reason = models.TextField("เหตุผลที่ส่งกลับ", blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "office"], name="submission_once"),
            models.CheckConstraint(
                condition=~Q(state=SubmissionState.RETURNED) | ~Q(return_reason=""),
                name="submission_return_needs_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.office.code} {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether its items may be entered."""
        return self.state in (SubmissionState.DRAFT, SubmissionState.RETURNED)

"""Chase-up letters: which institution was written to, about what, when."""

import uuid

from django.conf import settings
from django.db import models

from coops.choices import Duty
from coops.models.institutions import Institution
from cpd_portal.core.audit import audited
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.scoping import OfficeScopedQuerySet


class ChaseLetterQuerySet(OfficeScopedQuerySet):
    office_field = "batch__office"


@audited
class ChaseBatch(models.Model):
    """Letters of one office about one duty, made in one step. Their text is made from this and
    the register whenever the file is asked for; number and date are filled in by hand."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(OrgUnit, models.PROTECT, related_name="chase_batches")
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")
    duty = models.CharField("เรื่อง", max_length=12, choices=Duty.choices)
    as_of = models.DateField("ข้อมูล ณ วันที่")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("จัดทำเมื่อ", auto_now_add=True)

    objects = OfficeScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["office", "-made_at"], name="chase_batch_of_office")]

    def __str__(self) -> str:
        return f"{self.get_duty_display()} {self.fiscal_year} {self.office_id}"


@audited
class ChaseLetter(models.Model):
    """One letter to one institution: the day that it names, as it was when it was made."""

    batch = models.ForeignKey(ChaseBatch, models.PROTECT, related_name="letters")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="chase_letters")
    year_end = models.DateField("วันสิ้นปีบัญชี")
    due_on = models.DateField("ครบกำหนด")

    objects = ChaseLetterQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "institution__name_sort"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "institution"], name="chase_letter_once")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.institution_id}"

    @property
    def is_overdue(self) -> bool:
        return self.due_on < self.batch.as_of

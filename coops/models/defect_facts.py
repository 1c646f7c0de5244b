"""What stands of an institution's defects today, as the room that records them tells it."""

from django.db import models

from cpd_portal.core.audit import audited
from cpd_portal.core.scoping import OfficeScopedQuerySet


class DefectFactsQuerySet(OfficeScopedQuerySet):
    office_field = "institution__office"


@audited
class DefectFacts(models.Model):
    """Of defects that are not cured. `earliest_due_on`: the first of their last days, exemptions
    counted in; None where nothing is open. Nobody types these; a row appears with the first
    defect."""

    institution = models.OneToOneField(
        "coops.Institution", models.PROTECT, related_name="defect_facts"
    )
    fraud = models.PositiveSmallIntegerField("ทุจริตที่ยังไม่แก้", default=0)
    repeated = models.PositiveSmallIntegerField("ข้อบกพร่องซ้ำที่ยังไม่แก้", default=0)
    earliest_due_on = models.DateField("กำหนดแก้ไขที่ถึงก่อน", null=True, blank=True)

    objects = DefectFactsQuerySet.as_manager()

    class Meta:
        ordering = ["institution"]

    def __str__(self) -> str:
        return str(self.institution_id)

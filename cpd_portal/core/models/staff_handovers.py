"""Work that went from one person of a unit to another."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cpd_portal.core.audit import audited
from cpd_portal.core.models.places import OrgUnit
from cpd_portal.core.scoping import OfficeScopedQuerySet


class StaffHandoverQuerySet(OfficeScopedQuerySet):
    office_field = "unit"


@audited
class StaffHandover(models.Model):
    """`lines` is what was handed over, as it read on that day: title of the kind and items."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="staff_handovers")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField("วันที่ส่งมอบ")
    reason = models.CharField("เหตุผล", max_length=300)
    lines = models.JSONField(default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)

    objects = StaffHandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")), name="staff_handover_to_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver}"

    @property
    def count(self) -> int:
        return sum(len(line["items"]) for line in self.lines)

"""Handover: which institutions went from one responsible person to another, when and why."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from coops.models.institutions import Institution
from cpd_portal.core.audit import audited
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.scoping import OfficeScopedQuerySet


class HandoverItemQuerySet(OfficeScopedQuerySet):
    office_field = "handover__office"


@audited
class Handover(models.Model):
    """One step within an office. `giver` is null where the institutions had nobody;
    `undoes` names the handover that this one gives back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(OrgUnit, models.PROTECT, related_name="handovers")
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ผู้ส่งมอบ",
    )
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ผู้รับมอบ",
    )
    on = models.DateField("วันที่ส่งมอบ")
    reason = models.TextField("เหตุผล")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by"
    )

    objects = OfficeScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="handover_needs_reason"),
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")), name="handover_to_another_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} → {self.receiver_id} {self.on}"


@audited
class HandoverItem(models.Model):
    """One institution of a handover, and the open work that went with it."""

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="items")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="handover_items")
    open_work = models.JSONField("งานค้างที่ส่งมอบ", default=list)

    objects = HandoverItemQuerySet.as_manager()

    class Meta:
        ordering = ["handover", "institution__name_sort"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "institution"], name="handover_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.handover_id} {self.institution_id}"

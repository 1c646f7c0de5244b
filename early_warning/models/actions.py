"""What is done about an alert: how far it has come, its history, and each action."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cpd_portal.core.audit import audited
from early_warning.choices import ActionKind, ActionResult, AlertAct, HandlingState
from early_warning.models.alerts import Alert
from early_warning.querysets import OfAlertQuerySet


@audited
class Handling(models.Model):
    """How far one alert has come; without a row nobody has acknowledged it. `escalated` counts
    the steps of escalation that are in the history."""

    alert = models.OneToOneField(Alert, models.PROTECT, related_name="handling")
    state = models.CharField(
        "สถานะ", max_length=12, choices=HandlingState.choices, default=HandlingState.NEW
    )
    acknowledged_on = models.DateField("รับทราบเมื่อ", null=True, blank=True)
    put_off_until = models.DateField("ชะลอถึง", null=True, blank=True)
    escalated = models.PositiveSmallIntegerField("ยกระดับแล้ว (ขั้น)", default=0)
    closed_on = models.DateField("ปิดเมื่อ", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfAlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=HandlingState.PUT_OFF, put_off_until__isnull=False)
                | (~Q(state=HandlingState.PUT_OFF) & Q(put_off_until=None)),
                name="handling_put_off_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(state=HandlingState.CLOSED, closed_on__isnull=False)
                | (~Q(state=HandlingState.CLOSED) & Q(closed_on=None)),
                name="handling_closed_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alert_id} {self.state}"


@audited
class AlertAction(models.Model):
    """Something that somebody of the office does until a day. `visit` is the key of the visit in
    the inspection's plan; done or withdrawn it has a day and words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey(Alert, models.PROTECT, related_name="actions")
    kind = models.CharField("การดำเนินการ", max_length=13, choices=ActionKind.choices)
    title = models.CharField("สิ่งที่จะทำ", max_length=300)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_on = models.DateField("ภายในวันที่")
    visit = models.CharField(max_length=36, blank=True)
    done_on = models.DateField("ทำเมื่อ", null=True, blank=True)
    result = models.CharField("ผล", max_length=9, choices=ActionResult.choices, blank=True)
    outcome = models.TextField("ผลที่ได้", blank=True)
    withdrawn_on = models.DateField("ยกเลิกเมื่อ", null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)
    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)
    version = models.PositiveIntegerField(default=1)

    objects = OfAlertQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit"], condition=~Q(visit=""), name="alert_action_visit_once"
            ),
            models.CheckConstraint(
                condition=Q(done_on=None, result="") | (Q(done_on__isnull=False) & ~Q(result="")),
                name="alert_action_done_has_a_result",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.done_on is None and self.withdrawn_on is None


@audited
class AlertStep(models.Model):
    """One step of an alert's history; never changed."""

    alert = models.ForeignKey(Alert, models.PROTECT, related_name="steps")
    act = models.CharField("การทำ", max_length=12, choices=AlertAct.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    day = models.DateField("วันที่", default=timezone.localdate)
    at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)
    words = models.TextField("รายละเอียด", blank=True)
    until = models.DateField("ถึงวันที่", null=True, blank=True)

    objects = OfAlertQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        triggers = [
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.alert_id} {self.act}"

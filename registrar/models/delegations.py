"""Orders by which the registrar delegates powers."""

import uuid
from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from coops.choices import Kind
from cpd_portal.core.audit import audited
from cpd_portal.core.models import OrgUnit
from registrar.choices import Delegate
from registrar.querysets import DelegationQuerySet

REVOKED = Q(revoked_at__isnull=False) & ~Q(revocation="")
NOT_REVOKED = Q(revoked_at=None, revocation="")


@audited
class Delegation(models.Model):
    """Powers given by one order to the holders of a rank, or to one of them.

    `power_codes` are codes of the framework. The receivers are the holders of `delegate` at
    `unit`, or, where it is None, at the institution's own office; with `person` that one alone.
    `area` are the codes of the offices whose institutions are covered: none means all (of the
    receiver's own office where `unit` is None). `max_amount` is in baht. On the day of its
    revocation a delegation counts no more. `verified_by`: the legal officer who has compared it
    with the order.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order_no = models.CharField("คำสั่งเลขที่", max_length=60)
    ordered_on = models.DateField("ลงวันที่")
    gazette = models.CharField("ราชกิจจานุเบกษา", max_length=200, blank=True)
    power_codes = ArrayField(models.CharField(max_length=40), verbose_name="อำนาจ")
    delegate = models.CharField("ผู้รับมอบอำนาจ", max_length=10, choices=Delegate.choices)
    unit = models.ForeignKey(
        OrgUnit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="delegations",
        verbose_name="หน่วยงานของผู้รับมอบ",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="delegations",
        verbose_name="เฉพาะตัว",
    )
    area = ArrayField(
        models.CharField(max_length=12), verbose_name="พื้นที่", default=list, blank=True
    )
    kind = models.CharField(
        "เฉพาะชนิด", max_length=12, choices=Kind.choices, blank=True, default=""
    )
    max_amount = models.DecimalField(
        "วงเงินไม่เกิน (บาท)", max_digits=18, decimal_places=2, null=True, blank=True
    )
    starts_on = models.DateField("ตั้งแต่วันที่")
    ends_on = models.DateField("ถึงวันที่", null=True, blank=True)
    conditions = models.TextField("เงื่อนไขในคำสั่ง", blank=True)
    revoked_at = models.DateTimeField("ยกเลิกเมื่อ", null=True, blank=True)
    revocation = models.CharField("คำสั่งหรือเหตุที่ยกเลิก", max_length=200, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    verified_at = models.DateTimeField("ตรวจกับคำสั่งแล้วเมื่อ", null=True, blank=True)
    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)
    version = models.PositiveIntegerField(default=1)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "order_no", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(power_codes=[]), name="delegation_names_its_powers"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="delegation_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(max_amount=None) | Q(max_amount__gt=0),
                name="delegation_amount_positive",
            ),
            models.CheckConstraint(
                condition=REVOKED | NOT_REVOKED, name="delegation_revocation_says_why"
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None) | ~Q(verified_by=F("made_by")),
                name="delegation_verified_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"คำสั่งที่ {self.order_no}"

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None

    def is_revoked_on(self, day: date) -> bool:
        """On the day of the revocation it counts no more."""
        return self.revoked_at is not None and timezone.localdate(self.revoked_at) <= day

    def is_in_force(self, day: date) -> bool:
        begun = self.starts_on <= day
        ended = self.ends_on is not None and self.ends_on < day
        return begun and not ended and not self.is_revoked_on(day)

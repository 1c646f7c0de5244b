"""Every version of every set of figures; a version is never changed and never deleted."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cpd_portal.core.audit import audited_without
from cpd_portal.core.figures.choices import FigureState
from cpd_portal.core.figures.querysets import FigureVersionQuerySet


@audited_without("progress")
class FigureVersion(models.Model):
    """One version of a set. Shipped versions have no proposer and no signer.

    `verified` says whether all of its content was checked against a source. `effects` are lines
    of (what, how much) that signing would change, null while they are being counted;
    `progress` is the percentage of the work that follows signing.
    """

    set_code = models.CharField("ชุดข้อมูล", max_length=60)
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)", null=True, blank=True)
    number = models.PositiveSmallIntegerField("รุ่นที่")
    content = models.JSONField("ค่า")
    sha256 = models.CharField(max_length=64)
    state = models.CharField("สถานะ", max_length=10, choices=FigureState.choices)
    verified = models.BooleanField("ยืนยันกับแหล่งที่มาแล้ว", default=False)
    source = models.CharField("ที่มา", max_length=300)
    note = models.TextField("หมายเหตุ", blank=True)

    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="ผู้เสนอ",
    )
    proposed_at = models.DateTimeField("เสนอเมื่อ", auto_now_add=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="ผู้ลงนาม",
    )
    signed_at = models.DateTimeField("ลงนามเมื่อ", null=True, blank=True)
    effects = models.JSONField("ผลกระทบ", null=True, blank=True)
    effects_at = models.DateTimeField("นับผลกระทบเมื่อ", null=True, blank=True)
    progress = models.PositiveSmallIntegerField("คำนวณใหม่แล้ว (ร้อยละ)", default=100)

    objects = FigureVersionQuerySet.as_manager()

    class Meta:
        ordering = ["set_code", "-fiscal_year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["set_code", "fiscal_year", "number"],
                name="figure_version_once",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["set_code", "fiscal_year"],
                condition=Q(state=FigureState.IN_FORCE),
                name="figure_version_one_in_force",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["set_code", "fiscal_year"],
                condition=Q(state=FigureState.PROPOSED),
                name="figure_version_one_proposed",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("proposed_by")),
                name="figure_version_signed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100), name="figure_version_progress_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.set_code} {self.fiscal_year or ''} รุ่นที่ {self.number}"

    @property
    def is_proposed(self) -> bool:
        return self.state == FigureState.PROPOSED

    @property
    def is_being_applied(self) -> bool:
        return self.state == FigureState.IN_FORCE and self.progress < 100

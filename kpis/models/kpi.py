"""One KPI of a scorecard and its criteria per round."""

from decimal import Decimal

from django.db import models
from django.urls import reverse

from cpd_portal.core.audit import audited
from cpd_portal.core.choices import Round
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.scoping import NationalQuerySet
from kpis import rules
from kpis.choices import Band, Computation, Direction, LiveSource, Method
from kpis.models.scorecard import KpiGroup, Scorecard
from kpis.querysets import KpiQuerySet


@audited
class Kpi(models.Model):
    """Text that the source does not print is empty; a goal code can stand twice."""

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="kpis")
    group = models.ForeignKey(KpiGroup, models.CASCADE, related_name="kpis")
    number = models.PositiveSmallIntegerField("ตัวชี้วัดที่")
    title = models.TextField("ชื่อ")
    weight = models.DecimalField("น้ำหนัก (ร้อยละ)", max_digits=5, decimal_places=2)
    goal_code = models.CharField("รหัสเป้าหมาย", max_length=10, blank=True)
    goal = models.TextField("เป้าหมาย", blank=True)
    master_plan = models.TextField("แผนแม่บท", blank=True)
    unit = models.CharField("หน่วย", max_length=60)
    direction = models.CharField("ทิศทาง", max_length=10, choices=Direction.choices)
    definition = models.TextField("คำอธิบาย (เรียบเรียง)")
    data_source = models.TextField("แหล่งอ้างอิง", blank=True)
    collection = models.TextField("การเก็บข้อมูล", blank=True)
    reporter = models.TextField("ผู้รับผิดชอบการรายงานผล", blank=True)
    reporting_window = models.TextField("ช่วงเวลารายงานผล", blank=True)
    target_text = models.TextField("เป้าหมายของปี", blank=True)
    target_value = models.DecimalField(
        "ค่าเป้าหมายของปี", max_digits=14, decimal_places=2, null=True, blank=True
    )
    live_source = models.CharField(
        "วัดจากข้อมูลในระบบ", max_length=30, choices=LiveSource.choices, blank=True
    )
    owner = models.ForeignKey(
        OrgUnit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="หน่วยงานเจ้าของ",
    )
    owner_verified = models.BooleanField("ยืนยันเจ้าของแล้ว", default=False)
    lines = models.CharField("บรรทัดในเอกสาร", max_length=60)

    objects = KpiQuerySet.as_manager()

    class Meta:
        ordering = ["scorecard", "number"]
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "number"], name="kpi_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("kpis:detail", args=[self.scorecard.fiscal_year, self.number])

    def criterion(self, round: str) -> "Criterion | None":
        """The criteria of that round; None where the source prints none. Reads `criteria`."""
        return next((found for found in self.criteria.all() if found.round == round), None)


@audited
class Criterion(models.Model):
    """`parts`: the figures of a result in order, one ("value") or several, each with its code
    (part), full name (label) and short name (short). `first_month` and `last_month`: of the
    accounting year-ends that a round looks at, where it looks at some only."""

    kpi = models.ForeignKey(Kpi, models.CASCADE, related_name="criteria")
    round = models.CharField("รอบ", max_length=3, choices=Round.choices)
    method = models.CharField("วิธีคิดคะแนน", max_length=10, choices=Method.choices)
    direction = models.CharField("ทิศทาง", max_length=10, choices=Direction.choices)
    unit = models.CharField("หน่วย", max_length=60)
    measures = models.TextField("สิ่งที่วัด")
    computation = models.CharField(
        "ระบบคำนวณจาก", max_length=20, choices=Computation.choices, blank=True
    )
    first_month = models.PositiveSmallIntegerField("สิ้นปีบัญชีตั้งแต่เดือน", null=True, blank=True)
    last_month = models.PositiveSmallIntegerField("สิ้นปีบัญชีถึงเดือน", null=True, blank=True)
    is_percent = models.BooleanField("เป็นร้อยละ")
    minimum = models.DecimalField(
        "ค่าต่ำสุดที่เป็นไปได้", max_digits=14, decimal_places=2, null=True, blank=True
    )
    parts = models.JSONField("ส่วนของผล")
    group_text = models.TextField("กลุ่มของหน่วยงาน", blank=True)
    no_result_score = models.DecimalField(
        "คะแนนเมื่อไม่มีผล", max_digits=5, decimal_places=2, null=True, blank=True
    )
    no_result_text = models.TextField("ข้อความเมื่อไม่มีผล", blank=True)
    provisional = models.BooleanField("เกณฑ์ชั่วคราว")
    lines = models.CharField("บรรทัดในเอกสาร", max_length=60)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["kpi", "-round"]
        constraints = [
            models.UniqueConstraint(fields=["kpi", "round"], name="criterion_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kpi_id} {self.get_round_display()}"

    @property
    def labels(self) -> dict[str, str]:
        return {each["part"]: each["label"] for each in self.parts}

    @property
    def short_names(self) -> dict[str, str]:
        return {each["part"]: each["short"] for each in self.parts}

    @property
    def rule(self) -> rules.Criterion:
        """As the pure rules take it. Reads `tiers`."""
        return rules.Criterion(
            method=Method(self.method),
            direction=Direction(self.direction),
            unit=self.unit,
            is_percent=self.is_percent,
            tiers=tuple(tier.rule for tier in self.tiers.all()),
            parts=self.labels,
            no_result_score=self.no_result_score,
        )


@audited
class CriterionTier(models.Model):
    """`thresholds`: part → printed figure as a string; null where no bound is printed."""

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="tiers")
    points = models.PositiveSmallIntegerField("คะแนน")
    thresholds = models.JSONField("เกณฑ์")
    text = models.TextField("ข้อความที่พิมพ์")
    amount = models.DecimalField(
        "มูลค่าที่พิมพ์คู่กัน (ล้านบาท)", max_digits=14, decimal_places=2, null=True, blank=True
    )

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["criterion", "points"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "points"], name="tier_once"),
            models.CheckConstraint(
                condition=models.Q(points__in=[50, 75, 100]), name="tier_points_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.points}: {self.text}"

    @property
    def rule(self) -> rules.Tier:
        thresholds = tuple(
            rules.Threshold(part, None if bound is None else Decimal(bound))
            for part, bound in self.thresholds.items()
        )
        return rules.Tier(self.points, thresholds)

    @property
    def band(self) -> Band:
        return self.rule.band

"""The result of one KPI in one round, its evidence, and what the evaluator gave."""

from decimal import Decimal
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cpd_portal.core.audit import audited
from cpd_portal.core.choices import Round
from cpd_portal.core.models import Submission
from cpd_portal.core.scoping import NationalQuerySet
from kpis.choices import Basis
from kpis.models.kpi import Kpi
from kpis.querysets import KpiResultQuerySet
from kpis.rules import Value

# A file of a frozen result comes neither in nor out, whichever way the statement goes.
EVIDENCE_FROZEN = """
IF EXISTS (SELECT 1 FROM kpis_kpiresult result
           WHERE result.frozen_at IS NOT NULL AND result.id IN (OLD.result_id, NEW.result_id)) THEN
    RAISE EXCEPTION 'the result of this evidence is frozen';
END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW;
"""


def _person(label: str, *, needed: bool = False) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=not needed,
        blank=not needed,
        related_name="+",
        verbose_name=label,
    )


def rule_value(stored: Any) -> Value:
    """A stored value as the pure rules take it."""
    if isinstance(stored, dict):
        return {part: Decimal(text) for part, text in stored.items()}
    return None if stored is None else Decimal(stored)


@audited
class KpiResult(models.Model):
    """One attempt at the result of a KPI in a round; an appeal makes the next attempt.

    `value` is the JSON that the scoring takes: text of a decimal, an object of such texts for
    composite criteria, or null for "no result". `inputs` are objects with name, value, unit and
    source. `partial`: some components are not known. `stamp` holds, once frozen, everything that
    the score was made of; then the database takes no change of the row any more.
    """

    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="results")
    round = models.CharField("รอบ", max_length=3, choices=Round.choices)
    attempt = models.PositiveSmallIntegerField("ครั้งที่", default=1)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="kpi_results")
    basis = models.CharField("ที่มาของผล", max_length=10, choices=Basis.choices)
    value = models.JSONField("ผล", null=True, blank=True)
    inputs = models.JSONField("ค่าที่ใช้คำนวณ", default=list, blank=True)
    partial = models.BooleanField("ข้อมูลไม่ครบทุกองค์ประกอบ", default=False)
    notes = models.JSONField("ข้อสังเกต", default=list, blank=True)
    agency = models.CharField("หน่วยงานเจ้าของผล", max_length=200, blank=True)
    letter_no = models.CharField("เลขที่หนังสือ", max_length=60, blank=True)
    letter_on = models.DateField("ลงวันที่", null=True, blank=True)
    remark = models.TextField("คำอธิบายของผู้บันทึก", blank=True)
    version = models.PositiveIntegerField(default=1)
    entered_by = _person("ผู้บันทึก")
    entered_at = models.DateTimeField("บันทึกเมื่อ", auto_now=True)
    appeal_reason = models.TextField("เหตุผลที่อุทธรณ์", blank=True)
    appeal_document_no = models.CharField("เลขที่หนังสืออุทธรณ์", max_length=60, blank=True)
    appealed_by = _person("ผู้เปิดให้แก้ไขตามอุทธรณ์")
    appealed_at = models.DateTimeField("เปิดเมื่อ", null=True, blank=True)
    frozen_by = _person("ผู้ปิดผนึก")
    frozen_at = models.DateTimeField("ปิดผนึกเมื่อ", null=True, blank=True)
    stamp = models.JSONField("ตราผนึก", default=dict, blank=True)
    stamp_sha256 = models.CharField(max_length=64, blank=True)

    objects = KpiResultQuerySet.as_manager()

    class Meta:
        ordering = ["kpi", "-round", "attempt"]
        constraints = [
            models.UniqueConstraint(
                fields=["kpi", "round", "attempt"], name="kpi_result_attempt_once"
            ),
            models.UniqueConstraint(
                fields=["kpi", "round"],
                condition=Q(frozen_at__isnull=True),
                name="kpi_result_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(basis=Basis.EXTERNAL)
                | (~Q(agency="") & ~Q(letter_no="") & Q(letter_on__isnull=False)),
                name="kpi_result_external_has_letter",
            ),
            models.CheckConstraint(
                condition=Q(attempt=1) | ~Q(appeal_reason=""),
                name="kpi_result_attempt_has_reason",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__frozen_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kpi_id} {self.get_round_display()} ครั้งที่ {self.attempt}"

    def get_absolute_url(self) -> str:
        kpi = self.kpi
        return reverse("kpis:result", args=[kpi.scorecard.fiscal_year, kpi.number, self.round])

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None

    @property
    def rule_value(self) -> Value:
        return rule_value(self.value)


@audited
class Evidence(models.Model):
    """A paper behind a result; the bytes lie in the private folder under a name of ours."""

    result = models.ForeignKey(KpiResult, models.PROTECT, related_name="evidence")
    title = models.CharField("เรื่อง", max_length=200)
    file = models.FileField("แฟ้ม", upload_to="kpi_evidence/")
    file_name = models.CharField("ชื่อแฟ้ม", max_length=200)
    file_type = models.CharField("ชนิดแฟ้ม", max_length=40)
    size = models.PositiveIntegerField("ขนาด (ไบต์)")
    sha256 = models.CharField(max_length=64)
    uploaded_by = _person("ผู้แนบ", needed=True)
    uploaded_at = models.DateTimeField("แนบเมื่อ", auto_now_add=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["result", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["result", "sha256"], name="evidence_file_once"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="frozen_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=EVIDENCE_FROZEN,
            )
        ]

    def __str__(self) -> str:
        return self.title


@audited
class EvidenceDownload(models.Model):
    """Who took a paper when; never changed, and stays when the paper is taken back."""

    evidence = models.ForeignKey(
        Evidence, models.DO_NOTHING, db_constraint=False, related_name="downloads"
    )
    user = _person("ผู้เปิด", needed=True)
    sha256 = models.CharField(max_length=64)
    request_id = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        triggers = [
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.evidence_id} {self.at:%Y-%m-%d %H:%M}"


@audited
class ForecastOverride(models.Model):
    """What a person expects of a KPI at the end of the year instead of the computed forecast."""

    kpi = models.OneToOneField(Kpi, models.CASCADE, related_name="forecast_override")
    value = models.JSONField("ค่าที่คาด")
    reason = models.TextField("เหตุผล")
    entered_by = _person("ผู้กำหนด", needed=True)
    entered_at = models.DateTimeField("กำหนดเมื่อ", auto_now=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="forecast_override_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.kpi_id}: {self.value}"


@audited
class EvaluatorScore(models.Model):
    """The score that the evaluator finally gave, by which letter: kept apart from our own."""

    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="evaluator_scores")
    round = models.CharField("รอบ", max_length=3, choices=Round.choices)
    score = models.DecimalField("คะแนนของผู้ประเมิน", max_digits=5, decimal_places=2)
    agency = models.CharField("ผู้ประเมิน", max_length=200)
    letter_no = models.CharField("เลขที่หนังสือ", max_length=60)
    letter_on = models.DateField("ลงวันที่")
    note = models.TextField("หมายเหตุ", blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_by = _person("ผู้บันทึก")
    recorded_at = models.DateTimeField("บันทึกเมื่อ", auto_now=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["kpi", "-round"]
        constraints = [
            models.UniqueConstraint(fields=["kpi", "round"], name="evaluator_score_once"),
            models.CheckConstraint(
                condition=Q(score__gte=0) & Q(score__lte=100), name="evaluator_score_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi_id} {self.round}: {self.score}"

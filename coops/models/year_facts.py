"""What is known of an institution's accounting year beside the amounts of its statement."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from coops.choices import Bookkeeping, ControlGrade, FactSource, Opinion, Staffing
from cpd_portal.core.audit import audited
from cpd_portal.core.scoping import OfficeScopedQuerySet


class YearFactsQuerySet(OfficeScopedQuerySet):
    office_field = "institution__office"

    def of_year(self, fiscal_year: int) -> "YearFactsQuerySet":
        return self.filter(fiscal_year=fiscal_year)


def _yes_no(label: str) -> models.BooleanField:  # type: ignore[type-arg]
    return models.BooleanField(label, null=True, blank=True)


def _choice(label: str, choices: Any) -> models.CharField:  # type: ignore[type-arg]
    return models.CharField(label, max_length=12, choices=choices, blank=True, default="")


def _on_or_after_year_end(name: str) -> Q:
    return Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": F("accounting_year_end")})


@audited
class YearFacts(models.Model):
    """Facts of one accounting year, each null or "" until it is known.

    `sources` says of each entered fact where it comes from and since when:
    {"general_meeting_on": {"source": "typed", "on": "2024-07-01", "who": "…"}}.
    Payment into a welfare or public-benefit fund is a fact of cooperatives, dividend or refund
    one of farmer groups. A disaster is looked at by indicator 4.2 of cooperatives only.
    What the auditing department sent (`opinion`, the four components of internal control) is
    locked: see `is_locked`.
    """

    institution = models.ForeignKey("coops.Institution", models.PROTECT, related_name="year_facts")
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")
    accounting_year_end = models.DateField("วันสิ้นปีบัญชี")

    closed_on = models.DateField("วันที่จัดทำงบการเงินแล้วเสร็จ", null=True, blank=True)
    sent_on = models.DateField("วันที่ส่งงบการเงินให้ผู้สอบบัญชี", null=True, blank=True)
    opinion = _choice("ความเห็นของผู้สอบบัญชี", Opinion.choices)
    opinion_on = models.DateField("วันที่ผู้สอบบัญชีแสดงความเห็น", null=True, blank=True)
    general_meeting_on = models.DateField("วันประชุมใหญ่สามัญประจำปี", null=True, blank=True)

    profit_allocated = _yes_no("จัดสรรกำไรสุทธิ")
    welfare_paid = _yes_no("จ่ายทุนสวัสดิการสมาชิกหรือทุนสาธารณประโยชน์")
    dividend_paid = _yes_no("จ่ายเงินปันผลหรือเงินเฉลี่ยคืน")
    members = models.PositiveIntegerField("จำนวนสมาชิก (คน)", null=True, blank=True)
    participating_members = models.PositiveIntegerField(
        "สมาชิกที่ร่วมทำธุรกิจ (คน)", null=True, blank=True
    )
    business_lines = models.PositiveSmallIntegerField("จำนวนประเภทธุรกิจ", null=True, blank=True)
    bookkeeping = _choice("การใช้เทคโนโลยีการบัญชี", Bookkeeping.choices)
    control_environment = _choice("สภาพแวดล้อมการควบคุม", ControlGrade.choices)
    control_risk = _choice("ความเสี่ยงและกิจกรรมควบคุม", ControlGrade.choices)
    control_information = _choice("ระบบข้อมูลสารสนเทศและการสื่อสาร", ControlGrade.choices)
    control_monitoring = _choice("ระบบการติดตามและประเมินผล", ControlGrade.choices)
    staffing = _choice("ผู้ปฏิบัติงานประจำ", Staffing.choices)
    disaster = _yes_no("ประสบภัยธรรมชาติหรือโรคระบาด")
    disaster_note = models.TextField("รายละเอียดภัย", blank=True)

    sources = models.JSONField("ที่มาของแต่ละค่า", default=dict)
    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField("แก้ไขล่าสุด", auto_now=True)

    objects = YearFactsQuerySet.as_manager()

    class Meta:
        ordering = ["institution", "fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "fiscal_year"], name="year_facts_once_a_year"
            ),
            models.CheckConstraint(
                condition=_on_or_after_year_end("closed_on"),
                name="year_facts_closed_after_year_end",
                violation_error_message="วันที่จัดทำงบการเงินแล้วเสร็จต้องไม่ก่อนวันสิ้นปีบัญชี",
            ),
            models.CheckConstraint(
                condition=_on_or_after_year_end("general_meeting_on"),
                name="year_facts_meeting_after_year_end",
                violation_error_message="วันประชุมใหญ่ต้องไม่ก่อนวันสิ้นปีบัญชี",
            ),
            models.CheckConstraint(
                condition=Q(participating_members__isnull=True)
                | Q(members__isnull=False, participating_members__lte=F("members")),
                name="year_facts_participants_are_members",
                violation_error_message="สมาชิกที่ร่วมทำธุรกิจต้องไม่เกินจำนวนสมาชิก",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.fiscal_year}"

    def is_locked(self, name: str) -> bool:
        """Whether the auditing department sent this fact."""
        return bool(self.sources.get(name, {}).get("source") == FactSource.AUDITED)


@audited
class YearEndDecision(models.Model):
    """Which accounting year counts in a fiscal year that has two year-ends, or none.

    The day may lie outside the fiscal year's window: where no accounting year ended in it, the
    decision names the year that is looked at instead.
    """

    institution = models.ForeignKey(
        "coops.Institution", models.PROTECT, related_name="year_end_decisions"
    )
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")
    accounting_year_end = models.DateField("วันสิ้นปีบัญชีที่ใช้")
    reason = models.TextField("เหตุผล")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ผู้พิจารณา"
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField("แก้ไขล่าสุด", auto_now=True)

    objects = YearFactsQuerySet.as_manager()

    class Meta:
        ordering = ["institution", "fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "fiscal_year"], name="year_end_decision_once_a_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.fiscal_year}"

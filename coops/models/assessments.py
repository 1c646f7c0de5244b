"""The yearly assessments and their results."""

from django.db import models
from django.db.models import Q

from coops import rules
from coops.choices import DefectStatus, Standing, Tier, UnassessedGroup
from coops.models.institutions import Institution
from coops.models.rule_sets import RuleSet
from coops.querysets import AssessmentQuerySet
from cpd_portal.core.audit import audited_without
from cpd_portal.core.models import OrgUnit

# The fields of a row, beside points and standing, that the conditions of the tiers read.
CONDITION_FACTS = (
    "loss_latest",
    "loss_previous",
    "allocated_latest",
    "allocated_previous",
    "defect_status",
    "statement_days",
)


# The result is left out of the events: the facts in them and the rule set give it again.
@audited_without("result", "dimensions")
class Assessment(models.Model):
    """The assessment of one institution in one fiscal year.

    That the row exists means that the institution belongs to the frozen population of the
    year. Facts that are null or "" are not entered yet. `office` repeats the institution's
    office at that time; `tier` to `result` are what the rules say about the facts. Where the
    working group decided otherwise (`RunException` of the accepted run), `tier` and
    `unassessed_group` are what it decided, and `result` stays what the rules said.

    `derived` names the values that are not typed here because another fact gives them, each
    with the words of its source: {"loss_latest": "งบการเงินปี 2567", "points/2.1": "…"}.
    """

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="assessments")
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="assessments")
    office = models.ForeignKey(OrgUnit, models.PROTECT, related_name="assessments")

    points = models.JSONField("คะแนนรายตัวชี้วัด", default=dict)
    loss_latest = models.BooleanField("ขาดทุนปีล่าสุด", null=True, blank=True)
    loss_previous = models.BooleanField("ขาดทุนปีก่อนหน้า", null=True, blank=True)
    allocated_latest = models.BooleanField("จัดสรรและจ่ายปีล่าสุด", null=True, blank=True)
    allocated_previous = models.BooleanField("จัดสรรและจ่ายปีก่อนหน้า", null=True, blank=True)
    defect_status = models.CharField(
        "สถานะข้อบกพร่อง", max_length=20, choices=DefectStatus.choices, blank=True, default=""
    )
    statement_days = models.PositiveSmallIntegerField(
        "จำนวนวันที่จัดทำงบการเงิน", null=True, blank=True
    )
    standing = models.CharField(
        "สถานะ ณ วันประเมิน", max_length=10, choices=Standing.choices, default=Standing.OPERATING
    )

    derived = models.JSONField("ค่าที่มาจากข้อเท็จจริงอื่น", default=dict)

    tier = models.PositiveSmallIntegerField("ชั้น", choices=Tier.choices, null=True, blank=True)
    unassessed_group = models.PositiveSmallIntegerField(
        "กลุ่มที่ไม่นำมาประเมิน", choices=UnassessedGroup.choices, null=True, blank=True
    )
    total = models.DecimalField("คะแนนรวม", max_digits=5, decimal_places=2, null=True, blank=True)
    dimensions = models.JSONField("คะแนนรายมิติ", default=dict)
    result = models.JSONField("ผลพร้อมที่มา", null=True, blank=True)
    complete = models.BooleanField("ข้อมูลครบ", default=False)

    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField("แก้ไขล่าสุด", auto_now=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-fiscal_year"]
        indexes = [
            models.Index(
                fields=["rule_set", "office", "tier", "unassessed_group"],
                name="assessment_strength",
            ),
            models.Index(fields=["office", "fiscal_year"], name="assessment_of_office"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "fiscal_year"], name="assessment_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(complete=False, tier__isnull=True, unassessed_group__isnull=True)
                | Q(complete=True, tier__isnull=False, unassessed_group__isnull=True)
                | Q(complete=True, tier__isnull=True, unassessed_group__isnull=False),
                name="assessment_has_one_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.fiscal_year}"

    @property
    def facts(self) -> rules.Facts:
        """The stored facts in the shape that the rules take."""
        return rules.Facts(
            standing=Standing(self.standing),
            points=rules.stored_points(self.points),
            defect_status=DefectStatus(self.defect_status) if self.defect_status else None,
            loss=rules.TwoYears(self.loss_latest, self.loss_previous),
            allocated_and_paid=rules.TwoYears(self.allocated_latest, self.allocated_previous),
            statement_days=self.statement_days,
        )

"""What people tell each other about single values of the entry grid."""

from django.conf import settings
from django.db import models

from coops.models.assessments import Assessment
from cpd_portal.core.audit import audited
from cpd_portal.core.scoping import OfficeScopedQuerySet

LONGEST_COMMENT = 1_000


class CellCommentQuerySet(OfficeScopedQuerySet):
    office_field = "assessment__office"

    def of_cell(self, assessment: Assessment, cell: str) -> "CellCommentQuerySet":
        return self.filter(assessment=assessment, cell=cell)

    def unresolved(self) -> "CellCommentQuerySet":
        return self.filter(resolved_at=None)


@audited
class CellComment(models.Model):
    """A remark on one cell of an assessment's row; `cell` is the name of a grid column
    ("points/2.1"). It stays when the value changes and when it is resolved."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="comments")
    cell = models.CharField("ช่อง", max_length=40)
    text = models.CharField("หมายเหตุ", max_length=LONGEST_COMMENT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("เมื่อ", auto_now_add=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    resolved_at = models.DateTimeField("จบเรื่องเมื่อ", null=True, blank=True)

    objects = CellCommentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["assessment", "cell"], name="comment_of_cell")]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.cell}"

"""Writes of the remarks on single cells: by officers and chiefs who see the row, headquarters
included, also while the form is closed for entry."""

from django.utils import timezone

from coops.grids import column_of
from coops.models import Assessment, CellComment
from coops.models.comments import LONGEST_COMMENT
from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import User


@recorded("coops.comment.added")
def comment_add(
    *, actor: User, assessment: Assessment, cell: str, text: str, reason: str = ""
) -> CellComment:
    """Raises NotAllowed, or InvalidInput for an unknown cell or a text that is empty or too
    long."""
    _require_reviewer(actor, assessment)
    if column_of(assessment, cell) is None:
        raise InvalidInput([("/cell", "ไม่รู้จักช่องนี้")])
    written = text.replace("\x00", "").strip()
    if not written:
        raise InvalidInput([("/text", "ยังไม่ได้พิมพ์หมายเหตุ")])
    if len(written) > LONGEST_COMMENT:
        raise InvalidInput([("/text", f"หมายเหตุยาวได้ไม่เกิน {LONGEST_COMMENT:,} ตัวอักษร")])
    return CellComment.objects.create(assessment=assessment, cell=cell, text=written, author=actor)


@recorded("coops.comment.resolved")
def comment_resolve(*, actor: User, comment: CellComment, reason: str = "") -> CellComment:
    """Raises NotAllowed, or RuleViolation where somebody resolved it already."""
    current: CellComment = (
        CellComment.objects.select_for_update(of=("self",))
        .select_related("assessment__office")
        .get(pk=comment.pk)
    )
    _require_reviewer(actor, current.assessment)
    if current.resolved_at is not None:
        raise RuleViolation("หมายเหตุนี้จบเรื่องไปแล้ว")
    current.resolved_by, current.resolved_at = actor, timezone.now()
    current.save(update_fields=["resolved_by", "resolved_at"])
    return current


def _require_reviewer(actor: User, assessment: Assessment) -> None:
    sees = actor.reach.covers(assessment.office_id)
    if not sees or not actor.has_role(Role.OFFICER, Role.CHIEF):
        raise NotAllowed("ต้องเป็นเจ้าหน้าที่หรือหัวหน้าหน่วยงานที่เห็นแถวนี้จึงจะเขียนหมายเหตุได้")

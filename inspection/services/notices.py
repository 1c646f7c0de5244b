"""Letters before visits, to many institutions at once."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from coops.choices import Kind
from cpd_portal.core.audit import recorded
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.services import document_request
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.models import Document, User
from inspection.models import InspectionPlan, Notice, NoticeBatch, Visit
from inspection.selectors.notices import announceable
from inspection.services.guards import require_planner

REPORT = "visit-notices"
NOBODY = "ไม่มีแห่งใดที่จะแจ้ง ให้เลือกแห่งที่ยังไม่ถึงวันตรวจอย่างน้อยหนึ่งแห่ง"


@recorded("inspection.notices.made")
def notices_make(
    *,
    actor: User,
    plan: InspectionPlan,
    visits: Sequence[UUID],
    file_format: Format,
    today: date,
) -> list[Document]:
    """A letter for each chosen visit that is still to come, and their files: one for the
    cooperatives, one for the farmer groups, because another capacity signs.

    Raises NotAllowed, or RuleViolation where nobody is left to write to.
    """
    require_planner(actor, plan.office)
    rows = announceable(plan, today).filter(pk__in=visits).select_related("institution")
    found = list(rows)
    if not found:
        raise RuleViolation(NOBODY)
    by_kind = {kind: [row for row in found if row.institution.kind == kind] for kind in Kind}
    return [
        _order(actor, plan, kind, rows_of_kind, file_format)
        for kind, rows_of_kind in by_kind.items()
        if rows_of_kind
    ]


def _order(
    actor: User, plan: InspectionPlan, kind: Kind, visits: Sequence[Visit], file_format: Format
) -> Document:
    batch = NoticeBatch.objects.create(
        office=plan.office, kind=kind, fiscal_year=plan.fiscal_year, made_by=actor
    )
    Notice.objects.bulk_create(
        Notice(batch=batch, visit=visit, planned_on=visit.planned_on) for visit in visits
    )
    return document_request(
        actor=actor,
        report=REPORT,
        params={"batch": str(batch.pk)},
        file_format=file_format.value,
    )

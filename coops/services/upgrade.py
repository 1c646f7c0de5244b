"""The upgrade programme: which institution of the register a printed name means."""

from coops.models import Institution, UpgradeCooperative
from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import NotAllowed
from cpd_portal.core.models import User


@recorded("coops.upgrade_cooperative.linked")
def upgrade_link(
    *, actor: User, cooperative: UpgradeCooperative, institution: Institution | None
) -> UpgradeCooperative:
    """None takes the link away. Raises NotAllowed: the list is headquarters' work."""
    if not actor.reach.nationwide:
        raise NotAllowed("จับคู่รายชื่อโครงการกับทะเบียนได้เฉพาะหน่วยงานส่วนกลาง")
    current: UpgradeCooperative = UpgradeCooperative.objects.select_for_update(of=("self",)).get(
        pk=cooperative.pk
    )
    if current.institution_id != (institution.pk if institution else None):
        current.institution = institution
        current.save(update_fields=["institution"])
    return current

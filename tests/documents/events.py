"""What the audit trail says about a document."""

from pghistory.models import Events

from cpd_portal.core.documents.models import Document


def recorded_actions(document: Document) -> list[str]:
    """The named actions of a document, in order."""
    events = Events.objects.tracks(document).order_by("pgh_id")
    return [event.pgh_context["action"] for event in events]

"""Letters about defects as pages list them."""

from django.db.models import Count

from cpd_portal.core.models import OrgUnit, User
from cpd_portal.core.scoping import OfficeScopedQuerySet
from inspection.models import DefectLetter


def letters_of(user: User, office: OrgUnit | None) -> OfficeScopedQuerySet:
    """The latest first."""
    rows: OfficeScopedQuerySet = DefectLetter.objects.visible_to(user)
    if office is not None:
        rows = rows.filter(office=office)
    found: OfficeScopedQuerySet = (
        rows.select_related("institution", "office")
        .annotate(defects=Count("items"))
        .order_by("-made_at")
    )
    return found

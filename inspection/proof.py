"""Defects prove or disprove the early warnings of a day."""

from datetime import date

from django.db.models import Exists, OuterRef

from inspection.models import Defect


def defects_found(first: date, last: date) -> Exists:
    """No observations, no duplicates."""
    rows = Defect.objects.counting().filter(found_on__range=(first, last))
    return Exists(rows.filter(institution=OuterRef("pk")))

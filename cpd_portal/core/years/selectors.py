"""Reads of openings for the rooms."""

from datetime import date

from cpd_portal.core.years.models import YearOpening


def date_set(fiscal_year: int, code: str) -> date | None:
    """The day that was set when the year was opened."""
    found = YearOpening.objects.filter(fiscal_year=fiscal_year).values_list("dates", flat=True)
    text = (found.first() or {}).get(code)
    return date.fromisoformat(text) if text else None

"""Shipped figures: what load_reference brings into the tables."""

from cpd_portal.core.figures.choices import FigureState
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.registry import Content, FigureSet
from cpd_portal.core.figures.selectors import version_in_force
from cpd_portal.core.figures.services import digest, new_version, supersede
from cpd_portal.core.reference import SyncCount


def load_shipped(
    figures: FigureSet, content: Content, source: str, fiscal_year: int | None = None
) -> SyncCount:
    """Version 1 of a set, or the next where the shipped figures changed.

    Once a person has signed a version, shipped figures stay out. Call it inside a recorded
    loader.
    """
    held = version_in_force(figures.code, fiscal_year)
    if held is not None and (held.signed_by_id or held.sha256 == digest(content)):
        return SyncCount(unchanged=1)
    supersede(figures.code, fiscal_year)
    shipped: FigureVersion = new_version(figures, fiscal_year, content, FigureState.IN_FORCE)
    shipped.source = source
    shipped.save(force_insert=True)
    return SyncCount(created=1)

"""Reads of figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from cpd_portal.core.figures.choices import FigureState
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.registry import FigureSet


def version_in_force(code: str, fiscal_year: int | None = None) -> FigureVersion | None:
    """None where the set has nothing for that year."""
    return FigureVersion.objects.of(code, fiscal_year).in_force().first()


def versions_of(figure_set: FigureSet, fiscal_year: int | None) -> list[FigureVersion]:
    """The newest first, with the people in them."""
    rows = FigureVersion.objects.of(figure_set.code, fiscal_year)
    return list(rows.select_related("proposed_by", "signed_by").order_by("-number"))


def version_before(version: FigureVersion) -> FigureVersion | None:
    """What a version is compared with: the one in force for a proposal, else the latest signed
    or shipped one with a lower number."""
    rows = FigureVersion.objects.of(version.set_code, version.fiscal_year)
    if version.is_proposed:
        return rows.in_force().first()
    held = rows.exclude(signed_by=None, proposed_by__isnull=False)
    return held.filter(number__lt=version.number).order_by("-number").first()


@dataclass(frozen=True, slots=True)
class SetLine:
    """One set on the list: what is in force (in that year, where it is dated), what waits."""

    figures: FigureSet
    fiscal_year: int | None
    in_force: FigureVersion | None
    proposed: FigureVersion | None


def set_lines(sets: Sequence[FigureSet], fiscal_year: int) -> list[SetLine]:
    """In one query over all sets."""
    states = (FigureState.IN_FORCE, FigureState.PROPOSED)
    rows = FigureVersion.objects.filter(
        Q(fiscal_year=fiscal_year) | Q(fiscal_year=None), state__in=states
    ).defer("content")
    found = {(row.set_code, row.fiscal_year, row.state): row for row in rows}
    lines = []
    for figures in sets:
        year = fiscal_year if figures.years else None
        held, waiting = (found.get((figures.code, year, state)) for state in states)
        lines.append(SetLine(figures, year, held, waiting))
    return lines

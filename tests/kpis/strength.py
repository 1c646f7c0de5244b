"""A small population to measure: assessments with a given outcome."""

from collections.abc import Sequence

from coops.models import Assessment
from tests.coops.rows import make_assessment, make_group


def classified(tiers: Sequence[int | None], fiscal_year: int = 2567) -> None:
    """One agricultural cooperative per item: its tier, or None while it is not assessed."""
    for tier in tiers:
        _settle(make_assessment(fiscal_year=fiscal_year), tier)


def classified_groups(tiers: Sequence[int | None], fiscal_year: int = 2567) -> None:
    for tier in tiers:
        _settle(make_assessment(make_group(), fiscal_year=fiscal_year), tier)


def _settle(assessment: Assessment, tier: int | None) -> None:
    if tier is not None:
        Assessment.objects.filter(pk=assessment.pk).update(tier=tier, complete=True)

"""The newest tier of one institution as known at the end of a day, and what kept it there."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from coops import rules
from coops.choices import DefectStatus, Standing, Tier
from coops.models import Assessment, Institution
from cpd_portal.core.past import events_until


@dataclass(frozen=True, slots=True)
class TierOn:
    """`gates`: the facts that do not reach the next better tier, in words; none in tier 1."""

    fiscal_year: int
    tier: Tier
    gates: tuple[str, ...]


def tier_on(institution: Institution, day: date) -> TierOn | None:
    """None while no year has given it a tier."""
    row = _results(institution, day).order_by("-fiscal_year").first()
    if row is None:
        return None
    tier = Tier(row.tier)
    return TierOn(row.fiscal_year, tier, tuple(_gates(row, tier)))


def _results(institution: Institution, day: date) -> QuerySet[Any]:
    rows = events_until(Assessment, day).filter(institution=institution, tier__isnull=False)
    return rows.select_related("rule_set")


def _gates(row: Any, tier: Tier) -> list[str]:
    if tier == Tier.ONE:
        return []
    wanted = Tier(tier - 1)
    facts = _facts(row)
    return [
        criterion.fact(facts, row.total)
        for criterion in row.rule_set.rules.criteria
        if not criterion.met(wanted, facts, row.total)
    ]


def _facts(row: Any) -> rules.Facts:
    return rules.Facts(
        standing=Standing.OPERATING,
        defect_status=DefectStatus(row.defect_status) if row.defect_status else None,
        loss=rules.TwoYears(row.loss_latest, row.loss_previous),
        allocated_and_paid=rules.TwoYears(row.allocated_latest, row.allocated_previous),
        statement_days=row.statement_days,
    )

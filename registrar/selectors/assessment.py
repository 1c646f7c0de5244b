"""The facts that the portal holds about an institution, and what its powers are by them."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from coops.choices import Kind
from coops.models import FinancialStatement, Institution
from coops.selectors.standing import standing_on
from coops.selectors.tier_on import tier_on
from early_warning.selectors.law_clocks import law_clocks
from inspection.choices import Category, Severity
from inspection.models import Defect
from registrar.rules.assessment import Assessment, Facts
from registrar.rules.assessment import assess as judge
from registrar.rules.assessment.answers import MOST_WORDS
from registrar.selectors.orders import order_outcomes
from registrar.selectors.powers import framework_of, framework_version

LOSS_YEARS_READ = 10
NOTHING = Decimal(0)
"""A deficit of capital counts as none."""


def assess(institution: Institution, day: date, answers: Mapping[str, Any]) -> Assessment:
    """From the facts of the portal and what the officer answered, which goes first.

    Raises pydantic.ValidationError for answers that are no facts.
    """
    known = {**known_facts(institution, day), **answers}
    return assess_facts(Kind(institution.kind), institution.type.code, Facts(**known), day)


def assess_facts(kind: Kind, type_code: str, facts: Facts, day: date) -> Assessment:
    version = framework_version(day)
    framework = framework_of(version)
    return judge(framework, version.number, kind=kind, type_code=type_code, facts=facts, day=day)


def known_facts(institution: Institution, day: date) -> dict[str, Any]:
    """As of that day: standing, registration, tier and what keeps it there, defects, statements,
    the general meeting, the clocks of section 71, how orders came out. A fact that the portal does
    not hold is left out, so that it stays unknown."""
    found: dict[str, Any] = {"standing": standing_on(institution, day)}
    if institution.registered_on is not None:
        found["registered_on"] = institution.registered_on
    found.update(_tier(institution, day))
    found.update(_defects(institution, day))
    found.update(_statements(institution, day))
    found.update(asdict(law_clocks(institution, day)))
    found.update(order_outcomes(institution, day))
    return {name: value for name, value in found.items() if value is not None}


def _tier(institution: Institution, day: date) -> dict[str, Any]:
    found = tier_on(institution, day)
    if found is None:
        return {}
    gates = "; ".join(found.gates)[:MOST_WORDS]
    return {"tier": int(found.tier), "tier_year": found.fiscal_year, "tier_gates": gates or None}


def _defects(institution: Institution, day: date) -> dict[str, Any]:
    """A defect that was closed after the day was still open on it."""
    rows = Defect.objects.filter(institution=institution, merged_into=None, found_on__lte=day)
    open_ones = [row for row in rows if row.closed_on is None or row.closed_on > day]
    defects = [row for row in open_ones if row.severity == Severity.DEFECT]
    amounts = [row.amount for row in defects if row.amount is not None]
    return {
        "defect": bool(defects),
        "observation": len(open_ones) > len(defects),
        "overdue": any(_is_overdue(row, day) for row in defects),
        "fraud": any(row.category == Category.FRAUD for row in defects),
        "amount": sum(amounts, NOTHING) if amounts else None,
    }


def _is_overdue(row: Defect, day: date) -> bool:
    exempt = row.exempt_until is not None and row.exempt_until >= day
    return row.due_on < day and not exempt


def _statements(institution: Institution, day: date) -> dict[str, Any]:
    """Of accounting years that had ended by the day, the newest first."""
    rows = list(
        FinancialStatement.objects.filter(
            institution=institution, accounting_year_end__lte=day
        ).order_by("-accounting_year_end")[:LOSS_YEARS_READ]
    )
    if not rows:
        return {}
    latest = rows[0]
    return {
        "loss_years": _losses(rows),
        "loss": max(-latest.net_profit, NOTHING),
        "paid_capital": max(latest.share_capital, NOTHING),
        "own_capital": max(latest.share_capital + latest.reserves, NOTHING),
    }


def _losses(rows: list[FinancialStatement]) -> int:
    """Years with a loss, one after another, counted back from the newest."""
    count = 0
    for before, row in zip([None, *rows], rows, strict=False):
        follows = before is None or before.fiscal_year - row.fiscal_year == 1
        if row.net_profit >= 0 or not follows:
            break
        count += 1
    return count

"""The sample of the plan's execution, in one transaction."""

from random import Random

from cpd_portal.core.audit import recorded
from cpd_portal.core.models import User
from strategy.choices import PRINTED_PLAN
from strategy.models import Plan
from strategy.sample.money import sample_ledger
from strategy.sample.progress import LAST_QUARTER, sample_progress
from strategy.selectors.quarters import responsible_units


@recorded("strategy.sample.loaded")
def sample_load(*, actor: User | None, seed: int) -> dict[str, int]:
    """Returns the number of rows by table."""
    random = Random(seed)
    plan = Plan.objects.get(pk=PRINTED_PLAN)
    rows = sample_ledger(random, plan.last_year, LAST_QUARTER)
    return {
        "strategy.LedgerEntry": rows,
        **sample_progress(random, plan, responsible_units(plan)),
    }

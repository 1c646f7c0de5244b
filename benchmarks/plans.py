"""The overview of a plan over ten years of quarterly progress and 50,000 rows of the ledger."""

from benchmarks.long_ledger import SECOND_PLAN, add_rows, add_second_plan
from benchmarks.measure import Result, alternating, percentile_95
from benchmarks.pages import EACH, ROUNDS, WARMING, signed_in
from benchmarks.servers import PEOPLE, PORTAL, Ask, serving
from cpd_portal.core.models import User
from strategy.choices import PRINTED_PLAN
from strategy.models import LedgerEntry, Plan, Project

LONG, SHORT = 45_000, 5_000
STRATEGY = 6
OVERVIEW = "/strategy/overview/"


def overview_ledger(name: str) -> Result:
    """Beside the same page of the other period: as many rows shown, a ninth of the ledger."""
    _prepare()
    ours, reference = _pages(f"?plan={PRINTED_PLAN}", f"?plan={SECOND_PLAN}")
    rows = LedgerEntry.objects.count()
    note = f"{LONG:,} and {SHORT:,} of {rows:,} rows of the ledger; the same projects and years"
    return Result(name, ours, reference, "s", note)


def overview_rows(name: str) -> Result:
    """Beside the same page of one strategy: fewer rows shown, the same database."""
    _prepare()
    shown = Project.objects.all().of_plan(PRINTED_PLAN)
    part = shown.of_strategy(STRATEGY).count()
    ours, reference = _pages(f"?plan={PRINTED_PLAN}", f"?plan={PRINTED_PLAN}&strategy={STRATEGY}")
    note = f"{shown.count()} projects shown beside {part} of one strategy"
    return Result(name, ours, reference, "s", note)


def _prepare() -> None:
    """Once for both."""
    if Plan.objects.filter(first_year=SECOND_PLAN).exists():
        return
    second = add_second_plan(User.objects.get(username="planner"))
    add_rows(second, SHORT)
    add_rows(Plan.objects.get(pk=PRINTED_PLAN), LONG - LedgerEntry.objects.count() + SHORT)


def _pages(query: str, other: str) -> tuple[float, float]:
    """Blocks of requests in turn; the median of their 95th percentiles."""
    headers = signed_in("executive")
    with serving(PORTAL) as portal:

        def seconds(asked: str, each: int = EACH) -> float:
            crowd = [[Ask(f"{OVERVIEW}{asked}", headers)] * each] * PEOPLE
            return percentile_95(portal.seconds_of(crowd))

        seconds(query, WARMING)
        seconds(other, WARMING)
        return alternating(lambda: seconds(query), lambda: seconds(other), ROUNDS)

"""Where the strategy's plan stands: money and projects that are late."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from cpd_portal.home.picture.figures import MILLION, Figure, own_rows_url
from cpd_portal.home.picture.scope import Scope
from strategy.models import Plan
from strategy.selectors.overview import CareLine, OverviewFilter, overview, plan_of

MOST = 5
PART = "spending"


@dataclass(frozen=True)
class Spending:
    """Of the fiscal year where the plan reaches it, else (`is_past`) of the whole plan."""

    plan: Plan
    fiscal_year: int | None
    figures: list[Figure]
    care: list[CareLine]

    @property
    def is_past(self) -> bool:
        return self.fiscal_year is None

    @property
    def url(self) -> str:
        return _address(self.plan, self.fiscal_year)


def spending(scope: Scope) -> Spending | None:
    """None before any plan is loaded."""
    plan = _plan(scope.fiscal_year)
    if plan is None:
        return None
    year = _year(plan, scope)
    wanted = OverviewFilter(fiscal_year=year)
    found = overview(scope.viewer, plan, wanted, scope.on, scope.day)
    balance, progress = found.total.balance, found.total.progress
    money = [
        Figure("งบประมาณที่จัดสรร", balance.funds / MILLION, "ล้านบาท", places=2),
        Figure("เบิกจ่ายแล้ว", balance.absorption, "ร้อยละ", _paid(balance.disbursed), places=2),
    ]
    late = [
        Figure(
            f"โครงการ{status.label}",
            count,
            "รายการ",
            url=_status_url(scope, plan, year, status.value),
        )
        for status, count in found.total.statuses
    ]
    figures = money + late if progress.counts else money
    return Spending(plan, year, figures, _by_project(found.care)[:MOST])


def care_of(scope: Scope, status: str) -> Sequence[CareLine]:
    """The project-years of a status that the figures count."""
    plan = _nearest(scope.fiscal_year)
    if plan is None:
        return []
    wanted = OverviewFilter(fiscal_year=_year(plan, scope), status=status)
    return overview(scope.viewer, plan, wanted, scope.on, scope.day).care


def _year(plan: Plan, scope: Scope) -> int | None:
    return scope.fiscal_year if scope.fiscal_year in plan.years else None


def _status_url(scope: Scope, plan: Plan, year: int | None, status: str) -> str:
    """The overview of the plan takes no day."""
    if scope.day is not None:
        return own_rows_url(scope, PART, status)
    return _address(plan, year, status=status)


def _by_project(lines: Sequence[CareLine]) -> list[CareLine]:
    """The worst year of each project."""
    worst: dict[int, CareLine] = {}
    for line in lines:
        worst.setdefault(line.execution.project.pk, line)
    return list(worst.values())


def _paid(baht: Decimal) -> str:
    return f"{baht / MILLION:,.2f} ล้านบาท"


def _plan(fiscal_year: int) -> Plan | None:
    """With what the filters of its own pages need."""
    chosen = _nearest(fiscal_year)
    return plan_of(chosen.pk) if chosen else None


def _nearest(fiscal_year: int) -> Plan | None:
    """The one that reaches the year, else the newest."""
    plans = list(Plan.objects.order_by("-first_year"))
    reaching = [plan for plan in plans if fiscal_year in plan.years]
    return next(iter([*reaching, *plans]), None)


def _address(plan: Plan, year: int | None, status: str = "") -> str:
    wanted = {"plan": plan.pk, "year": year, "status": status}
    filters = {key: value for key, value in wanted.items() if value}
    return f"{reverse('strategy:overview')}?{urlencode(filters)}"

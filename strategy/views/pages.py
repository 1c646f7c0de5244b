"""What the pages of a plan have in common: the chosen plan and the ways between them."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from cpd_portal.core.imports.registry import ImportForm
from cpd_portal.core.models import User
from strategy.choices import PRINTED_PLAN
from strategy.models import Plan
from strategy.selectors.overview import plan_of

FACETS = (
    ("แผนตามที่พิมพ์", "strategy:list"),
    ("ภาพรวมการดำเนินงาน", "strategy:overview"),
    ("เส้นเวลา", "strategy:timeline"),
    ("บัญชีเงิน", "strategy:ledger"),
    ("การส่งรายงาน", "strategy:board"),
    ("รุ่นของแผน", "strategy:versions"),
)
Facet = tuple[str, str, bool]


def chosen_plan(request: HttpRequest) -> Plan:
    """The plan that the address names; without one the printed plan. Raises Http404."""
    text = request.GET.get("plan", "") or str(PRINTED_PLAN)
    plan = plan_of(int(text)) if text.isascii() and text.isdigit() and len(text) == 4 else None
    if plan is None:
        raise Http404
    return plan


def facets(current: str, plan: Plan | None = None) -> Sequence[Facet]:
    """Title, address, whether it is this page. Other plans stay chosen."""
    query = f"?plan={plan.pk}" if plan is not None and plan.pk != PRINTED_PLAN else ""
    return [(title, reverse(name) + query, name == current) for title, name in FACETS]


def around(current: str, plan: Any = None) -> dict[str, Any]:
    """`plan` as `chosen_plan` read it; the others are a link away."""
    plans = getattr(plan, "all_plans", ())
    return {
        "facets": facets(current, plan),
        "plan": plan,
        "plans": [
            (first, f"{reverse(current)}?plan={first}", first == plan.pk) for first in plans
        ],
    }


def import_links(
    user: User, fiscal_year: int, *forms: ImportForm
) -> Sequence[tuple[str, str, str]]:
    """Title of each import that the person may use, its unit, and where it is."""
    return [
        (
            form.title,
            unit.short_name,
            reverse("coops:import", args=[form.code, unit.code, fiscal_year]),
        )
        for form in forms
        if (unit := form.unit_for(user)) is not None
    ]

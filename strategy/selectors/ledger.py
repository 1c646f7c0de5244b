"""The rows of the ledger for people: of a plan with filters, and of one project by unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from cpd_portal.core.models import User
from cpd_portal.thai.searching import search_key
from strategy.models import LedgerEntry, LedgerSum, Plan, Project, ResponsibleUnit
from strategy.rules.money import Balance, balance_of

NEWEST = 50


@dataclass(frozen=True)
class LedgerFilter:
    """What of the ledger is shown; None and "" mean everything."""

    words: str = ""
    strategy: int | None = None
    unit: str = ""
    fiscal_year: int | None = None
    kind: str = ""


@dataclass(frozen=True)
class UnitYear:
    """One unit's money for a project in one year."""

    unit_id: int
    unit_code: str
    unit_name: str
    fiscal_year: int
    balance: Balance


def ledger_rows(user: User, plan: Plan, wanted: LedgerFilter) -> "QuerySet[LedgerEntry]":
    """The newest first."""
    rows = LedgerEntry.objects.all().visible_to(user).filter(project__strategy__plan=plan)
    if wanted.fiscal_year is not None:
        rows = rows.filter(fiscal_year=wanted.fiscal_year)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.unit:
        rows = rows.filter(unit__code=wanted.unit)
    if wanted.strategy is not None:
        rows = rows.filter(project__strategy__number=wanted.strategy)
    if wanted.words:
        rows = rows.filter(_words(wanted.words))
    found: QuerySet[LedgerEntry] = rows.newest_first().select_related(
        "project", "unit", "recorded_by"
    )
    return found


def money_project(user: User, code: str) -> Any:
    """The project with the keys of its responsible units as `unit_ids`; None where there is
    none."""
    units = ResponsibleUnit.objects.filter(project=OuterRef("pk"), unit__isnull=False)
    rows = Project.objects.filter(code=code).select_related("strategy__plan")
    visible = rows.annotate(unit_ids=ArraySubquery(units.values("unit")))
    return visible.visible_to(user).first()


def project_money(project: Project) -> list[UnitYear]:
    """The balance of each unit and year, in one query."""
    rows = LedgerSum.objects.filter(project=project).values_list(
        "unit", "unit__code", "unit__name", "fiscal_year", "kind", "amount", "settled"
    )
    sums: dict[tuple[int, str, str, int], list[tuple[str, Decimal, Decimal]]] = {}
    for pk, code, name, year, kind, amount, settled in rows.order_by(
        "fiscal_year", "unit__name_sort"
    ):
        sums.setdefault((pk, code, name, year), []).append((kind, amount, settled))
    return [UnitYear(*key, balance_of(parts)) for key, parts in sums.items()]


def project_ledger(project: Project) -> Sequence[LedgerEntry]:
    """The newest ones; all of them are in the ledger of the plan."""
    rows = LedgerEntry.objects.filter(project=project).newest_first()
    return list(rows.select_related("unit", "recorded_by", "commitment", "reverses")[:NEWEST])


def _words(text: str) -> Q:
    """Of the project, or of the papers."""
    words = text.strip()
    found = (
        Q(reference_no__icontains=words)
        | Q(treasury_no__icontains=words)
        | Q(detail__icontains=words)
        | Q(project__code=words)
    )
    key = search_key(words)
    return found | Q(project__search_text__contains=key) if key else found

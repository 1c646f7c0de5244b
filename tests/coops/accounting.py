"""Statements and facts of accounting years to test with."""

from datetime import date
from decimal import Decimal
from typing import Any

from coops.models import FinancialStatement, Institution, YearFacts

YEAR_END = date(2023, 3, 31)
"""Of fiscal year 2566."""


def make_statement(
    institution: Institution, fiscal_year: int = 2566, **changes: int | None
) -> FinancialStatement:
    """Balances: reserves 0.18 of the assets, debt 0.6667 times the equity."""
    baht: dict[str, Any] = {
        "current_assets": 500_000,
        "other_assets": 500_000,
        "current_liabilities": 200_000,
        "other_liabilities": 200_000,
        "share_capital": 300_000,
        "reserves": 180_000,
        "other_equity": 120_000,
        "income": 145_000,
        "expenses": 100_000,
        "operating_expenses": 55_000,
        "receivables_due": 80_000,
        "receivables_paid_on_time": 60_000,
    }
    baht.update(changes)
    return FinancialStatement.objects.create(
        institution=institution,
        fiscal_year=fiscal_year,
        accounting_year_end=_year_end(fiscal_year),
        total_assets=baht["current_assets"] + baht["other_assets"],
        total_liabilities=baht["current_liabilities"] + baht["other_liabilities"],
        total_equity=baht["share_capital"] + baht["reserves"] + baht["other_equity"],
        net_profit=baht["income"] - baht["expenses"],
        **{name: None if value is None else Decimal(value) for name, value in baht.items()},
    )


def make_facts(institution: Institution, fiscal_year: int = 2566, **facts: Any) -> YearFacts:
    return YearFacts.objects.create(
        institution=institution,
        fiscal_year=fiscal_year,
        accounting_year_end=_year_end(fiscal_year),
        **facts,
    )


def _year_end(fiscal_year: int) -> date:
    return YEAR_END.replace(year=YEAR_END.year + fiscal_year - 2566)

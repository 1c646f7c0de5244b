"""Statements and facts to test with."""

from datetime import date
from decimal import Decimal
from typing import Any

from coops.choices import FactSource
from coops.models import FinancialStatement, Institution, YearFacts
from coops.rules import AMOUNTS
from coops.services.statements import Provenance, put_statement

ENDED = date(2024, 3, 31)
"""Of the institutions that tests make, in fiscal year 2567."""
AUDITED = Provenance(FactSource.AUDITED, date(2024, 9, 1), "กรมตรวจบัญชีสหกรณ์")


def amounts(**changes: Any) -> dict[str, Any]:
    """Of a small statement that balances, with a profit of 50 baht."""
    values: dict[str, Decimal | None] = {
        "current_assets": Decimal(600),
        "other_assets": Decimal(400),
        "current_liabilities": Decimal(300),
        "other_liabilities": Decimal(100),
        "share_capital": Decimal(400),
        "reserves": Decimal(100),
        "other_equity": Decimal(100),
        "income": Decimal(200),
        "expenses": Decimal(150),
        "net_profit": Decimal(50),
        "operating_expenses": Decimal(60),
        "receivables_due": Decimal(80),
        "receivables_paid_on_time": Decimal(70),
    }
    assert set(values) == set(AMOUNTS)
    return {**values, **changes}


def lost(baht: int = 50) -> dict[str, Any]:
    """Of the same statement with a loss."""
    return amounts(income=Decimal(100), expenses=Decimal(100 + baht), net_profit=Decimal(-baht))


def statement_values(**changes: Any) -> dict[str, Any]:
    return {"accounting_year_end": ENDED, **amounts(**changes)}


def make_statement(
    institution: Institution,
    fiscal_year: int = 2567,
    provenance: Provenance = AUDITED,
    **changes: Any,
) -> FinancialStatement:
    row = FinancialStatement(institution=institution, fiscal_year=fiscal_year)
    ended = institution.accounting_year_end_in(fiscal_year)
    put_statement(row, {**statement_values(**changes), "accounting_year_end": ended}, provenance)
    row.save()
    return row


def make_facts(institution: Institution, fiscal_year: int = 2567, **facts: Any) -> YearFacts:
    ended = institution.accounting_year_end_in(fiscal_year)
    told = {"source": "typed", "on": "2024-09-01", "who": "เจ้าหน้าที่"}
    values = {"accounting_year_end": ended, "sources": dict.fromkeys(facts, told), **facts}
    return YearFacts.objects.create(institution=institution, fiscal_year=fiscal_year, **values)

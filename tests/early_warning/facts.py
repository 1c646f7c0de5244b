"""Facts of institutions to read signals from."""

from datetime import date
from decimal import Decimal
from typing import Any

from coops.models import FinancialStatement, Institution
from coops.models import YearFacts as YearFactsRow
from early_warning.choices import SignalCode
from early_warning.rules.signals import Facts, YearFacts

YEAR_END = date(2026, 3, 31)
DAY = date(2026, 6, 15)
GOOD = {
    SignalCode.DEBT_TO_EQUITY: Decimal("0.5"),
    SignalCode.RESERVES_TO_ASSETS: Decimal("0.2"),
    SignalCode.RETURN_ON_ASSETS: Decimal(5),
    SignalCode.OPERATING_EXPENSES: Decimal(40),
    SignalCode.CURRENT_RATIO: Decimal(2),
    SignalCode.PAID_ON_TIME: Decimal(90),
}


GOOD_OF_TYPE = {
    SignalCode.ARREARS_GROWTH: Decimal(0),
    SignalCode.STOCK_AGE: Decimal(30),
    SignalCode.COLLECTION_GROWTH: Decimal(5),
}


def year(**changed: Any) -> YearFacts:
    """A good accounting year that ended in March 2569."""
    values: dict[str, Any] = {
        "fiscal_year": 2569,
        "year_end": YEAR_END,
        "ratios": GOOD,
        "measures": GOOD_OF_TYPE,
        "net_profit": Decimal(1000),
        "has_facts": True,
        "closed_on": date(2026, 5, 1),
        "sent_on": date(2026, 5, 10),
        "meeting_on": date(2026, 6, 1),
        "opinion": "unqualified",
        "defect_status": "none",
    }
    return YearFacts(**{**values, **changed})


def facts(*years: YearFacts, **changed: Any) -> Facts:
    values: dict[str, Any] = {
        "institution": 1,
        "type_code": "agricultural",
        "total_assets": Decimal(5_000_000),
        "last_end": YEAR_END,
        "board_term_ends_on": date(2027, 3, 31),
        "years": years,
    }
    return Facts(**{**values, **changed})


def make_statement(
    institution: Institution, fiscal_year: int = 2569, profit: int = 100, **changed: Any
) -> FinancialStatement:
    """Balanced; a profit or a loss in thousand baht."""
    values: dict[str, Any] = {
        "accounting_year_end": date(fiscal_year - 543, 3, 31),
        "current_assets": 800_000,
        "other_assets": 400_000,
        "total_assets": 1_200_000,
        "current_liabilities": 300_000,
        "other_liabilities": 100_000,
        "total_liabilities": 400_000,
        "share_capital": 500_000,
        "reserves": 200_000,
        "other_equity": 100_000,
        "total_equity": 800_000,
        "income": 1_000_000 + profit * 1000,
        "expenses": 1_000_000,
        "net_profit": profit * 1000,
        "operating_expenses": 100_000,
        "receivables_due": 100_000,
        "receivables_paid_on_time": 90_000,
    }
    return FinancialStatement.objects.create(
        institution=institution, fiscal_year=fiscal_year, **{**values, **changed}
    )


def make_facts(institution: Institution, fiscal_year: int = 2569, **changed: Any) -> YearFactsRow:
    end = date(fiscal_year - 543, 3, 31)
    values: dict[str, Any] = {
        "accounting_year_end": end,
        "closed_on": date(end.year, 5, 1),
        "sent_on": date(end.year, 5, 10),
        "general_meeting_on": date(end.year, 6, 1),
        "opinion": "unqualified",
    }
    return YearFactsRow.objects.create(
        institution=institution, fiscal_year=fiscal_year, **{**values, **changed}
    )

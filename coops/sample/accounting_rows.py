"""The rows of an institution's accounting years, and what follows from them."""

from collections.abc import Mapping
from typing import NamedTuple

from coops.choices import FactSource, Kind
from coops.models import FinancialStatement, YearFacts
from coops.rules import AccountingYear, accounting_year_end_in, derived_conditions
from coops.sample.nation import History
from coops.sample.outcomes import SECOND_YEAR
from coops.sample.statements import SampleStatement, baht
from coops.sample.year_facts import WHO_AUDITED, WHO_TYPED
from coops.selectors.accounting_years import accounting_year
from cpd_portal.core.imports.staging import Row

MONEY = (
    "current_assets",
    "other_assets",
    "total_assets",
    "current_liabilities",
    "other_liabilities",
    "total_liabilities",
    "share_capital",
    "reserves",
    "other_equity",
    "total_equity",
    "income",
    "expenses",
    "net_profit",
    "operating_expenses",
    "receivables_due",
    "receivables_paid_on_time",
)


class AccountingRows(NamedTuple):
    statement: Row
    facts: Row

    def known(self) -> AccountingYear | None:
        return accounting_year(FinancialStatement(**self.statement), YearFacts(**self.facts))


def accounting_rows(institution: int, history: History) -> dict[int, AccountingRows]:
    """By fiscal year; `institution` is the primary key."""
    return {
        made.fiscal_year: AccountingRows(
            _statement(institution, made, facts, history),
            {"institution_id": institution, **facts},
        )
        for made, facts in zip(history.statements, history.facts, strict=True)
    }


def derived_sources(year: int, kind: Kind, rows: Mapping[int, AccountingRows]) -> dict[str, str]:
    """The sources of the conditions that follow from the facts of the accounting years; those of
    the first year were typed, and so are those of a year whose facts are still missing."""
    if year != SECOND_YEAR or year not in rows:
        return {}
    latest, previous = (rows[n].known() if n in rows else None for n in (year, year - 1))
    found = derived_conditions(kind, latest, previous)
    return {name: derived.source for name, derived in found.items()}


def _statement(institution: int, made: SampleStatement, facts: Row, history: History) -> Row:
    month, day = history.institution.year_end
    return dict(
        institution_id=institution,
        fiscal_year=made.fiscal_year,
        accounting_year_end=accounting_year_end_in(made.fiscal_year, month, day),
        source=FactSource.AUDITED if made.is_audited else FactSource.TYPED,
        sourced_on=facts["general_meeting_on"],
        sourced_by=WHO_AUDITED if made.is_audited else WHO_TYPED,
        is_sample=True,
        **{name: baht(getattr(made, name)) for name in MONEY},
    )

"""The finance page of one institution: its last accounting years side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coops.choices import Kind
from coops.fact_words import (
    FACT_SECTIONS,
    STATEMENT_SECTIONS,
    amount_label,
    fact_label,
    fact_words,
    source_told,
    words,
)
from coops.models import FinancialStatement, Institution, YearFacts
from coops.rules.year_facts import COOPERATIVE_ONLY, GROUP_ONLY
from coops.selectors.accounting_years import source_words
from cpd_portal.thai.dates import format_date

YEARS_SHOWN = 3
_TOTALS = frozenset({"total_assets", "total_liabilities", "total_equity", "net_profit"})


@dataclass(frozen=True)
class FinanceYear:
    """One column: an accounting year, what is known of it, and whether it may be entered."""

    fiscal_year: int
    accounting_year_end: date
    statement: FinancialStatement | None
    facts: YearFacts | None

    @property
    def source(self) -> str:
        """Of the statement: whose, since when."""
        if self.statement is None or self.statement.sourced_on is None:
            return ""
        day = format_date(self.statement.sourced_on)
        return f"{source_words(self.statement.source)} {day}"


@dataclass(frozen=True)
class FinanceCell:
    """`told`: where a fact comes from, for the reader who asks; `is_locked`: the auditing
    department's."""

    text: str
    told: str = ""
    is_locked: bool = False


@dataclass(frozen=True)
class FinanceRow:
    label: str
    cells: Sequence[FinanceCell]
    is_total: bool = False


@dataclass(frozen=True)
class FinanceSection:
    title: str
    rows: Sequence[FinanceRow]


@dataclass(frozen=True)
class Finance:
    """The newest year first."""

    years: Sequence[FinanceYear]
    statement: Sequence[FinanceSection]
    facts: Sequence[FinanceSection]

    @property
    def sources(self) -> list[tuple[str, str]]:
        """Of the newest year's facts, each with where it comes from."""
        return [
            (row.label, row.cells[0].told)
            for section in self.facts
            for row in section.rows
            if row.cells[0].told
        ]


def finance(institution: Institution, fiscal_year: int) -> Finance:
    """The fiscal year and the two before it; two queries and those of a changed year-end."""
    shown = [fiscal_year - back for back in range(YEARS_SHOWN)]
    statements = {
        row.fiscal_year: row
        for row in institution.financial_statements.filter(fiscal_year__in=shown)
    }
    facts = {row.fiscal_year: row for row in institution.year_facts.filter(fiscal_year__in=shown)}
    years = [_year(institution, year, statements.get(year), facts.get(year)) for year in shown]
    known = [year for year in years if year.statement or year.facts or year is years[0]]
    kind = Kind(institution.kind)
    return Finance(known, _statement_sections(known), _facts_sections(known, kind))


def _year(
    institution: Institution,
    fiscal_year: int,
    statement: FinancialStatement | None,
    facts: YearFacts | None,
) -> FinanceYear:
    known = statement or facts
    ended = known.accounting_year_end if known else institution.accounting_year_end_in(fiscal_year)
    return FinanceYear(fiscal_year, ended, statement, facts)


def _statement_sections(years: Sequence[FinanceYear]) -> list[FinanceSection]:
    return [
        FinanceSection(title, [_statement_row(name, years) for name in names])
        for title, names in STATEMENT_SECTIONS
    ]


def _statement_row(name: str, years: Sequence[FinanceYear]) -> FinanceRow:
    cells = [
        FinanceCell(words(getattr(year.statement, name)) if year.statement else "")
        for year in years
    ]
    return FinanceRow(amount_label(name), cells, name in _TOTALS)


def _facts_sections(years: Sequence[FinanceYear], kind: Kind) -> list[FinanceSection]:
    other = GROUP_ONLY if kind == Kind.COOPERATIVE else COOPERATIVE_ONLY
    return [
        FinanceSection(title, [_facts_row(name, years) for name in names if name not in other])
        for title, names in FACT_SECTIONS
    ]


def _facts_row(name: str, years: Sequence[FinanceYear]) -> FinanceRow:
    return FinanceRow(fact_label(name), [_fact(year.facts, name) for year in years])


def _fact(facts: YearFacts | None, name: str) -> FinanceCell:
    if facts is None:
        return FinanceCell("")
    return FinanceCell(fact_words(facts, name), source_told(facts, name), facts.is_locked(name))

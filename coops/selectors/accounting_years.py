"""What is known of accounting years, in the shape that the rules take."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coops.choices import FactSource, Kind
from coops.models import Assessment, FinancialStatement, YearFacts
from coops.rules import AccountingYear, derived_conditions

Key = tuple[int, int]
"""Primary key of the institution, fiscal year."""


@dataclass(frozen=True)
class AccountingYears:
    """Statements and facts by institution and fiscal year, read in two queries."""

    statements: Mapping[Key, FinancialStatement]
    facts: Mapping[Key, YearFacts]

    @classmethod
    def read(cls, institutions: Iterable[int], fiscal_years: Iterable[int]) -> "AccountingYears":
        of = {"institution__in": set(institutions), "fiscal_year__in": set(fiscal_years)}
        statements = FinancialStatement.objects.filter(**of)
        facts = YearFacts.objects.filter(**of)
        return cls(
            {(row.institution_id, row.fiscal_year): row for row in statements},
            {(row.institution_id, row.fiscal_year): row for row in facts},
        )

    def of(self, institution: int, fiscal_year: int) -> AccountingYear | None:
        """None where nothing is known of the year."""
        statement = self.statements.get((institution, fiscal_year))
        facts = self.facts.get((institution, fiscal_year))
        return accounting_year(statement, facts)


def derived_traces(assessment: Assessment) -> dict[str, str]:
    """How the derived conditions follow from the facts, by the name of the field."""
    if not assessment.derived:
        return {}
    institution, year = assessment.institution, assessment.fiscal_year
    years = AccountingYears.read([institution.pk], (year, year - 1))
    latest, previous = (years.of(institution.pk, n) for n in (year, year - 1))
    found = derived_conditions(Kind(institution.kind), latest, previous)
    return {name: row.trace for name, row in found.items() if name in assessment.derived}


def accounting_year(
    statement: FinancialStatement | None, facts: YearFacts | None
) -> AccountingYear | None:
    known = statement or facts
    if known is None:
        return None
    return AccountingYear(
        fiscal_year=known.fiscal_year,
        accounting_year_end=(facts or known).accounting_year_end,
        net_profit=statement.net_profit if statement else None,
        statement_source=source_words(statement.source) if statement else "",
        closed_on=facts.closed_on if facts else None,
        profit_allocated=facts.profit_allocated if facts else None,
        dividend_paid=facts.dividend_paid if facts else None,
        sources={name: source_words(row["source"]) for name, row in facts.sources.items()}
        if facts
        else None,
    )


def source_words(source: str) -> str:
    return str(FactSource(source).label)

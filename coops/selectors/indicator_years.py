"""Accounting years in the shape that ladders look at."""

from coops.choices import Kind, LadderFact
from coops.models import FinancialStatement, YearFacts
from coops.rules import IndicatorYear, StatementAmounts, TwoAccountingYears
from coops.selectors.accounting_years import AccountingYears

_GRADED = {
    LadderFact.BOOKKEEPING: "bookkeeping",
    LadderFact.CONTROL_ENVIRONMENT: "control_environment",
    LadderFact.CONTROL_RISK: "control_risk",
    LadderFact.CONTROL_INFORMATION: "control_information",
    LadderFact.CONTROL_MONITORING: "control_monitoring",
    LadderFact.STAFFING: "staffing",
}


def two_years(
    years: AccountingYears, kind: Kind, institution: int, fiscal_year: int, defect_status: str
) -> TwoAccountingYears:
    return TwoAccountingYears(
        kind,
        _year(years, institution, fiscal_year),
        _year(years, institution, fiscal_year - 1),
        defect_status,
    )


def amounts_of(
    statement: FinancialStatement, before: FinancialStatement | None
) -> StatementAmounts:
    return StatementAmounts(
        total_assets=statement.total_assets,
        total_liabilities=statement.total_liabilities,
        total_equity=statement.total_equity,
        reserves=statement.reserves,
        current_assets=statement.current_assets,
        current_liabilities=statement.current_liabilities,
        net_profit=statement.net_profit,
        operating_expenses=statement.operating_expenses,
        receivables_due=statement.receivables_due,
        receivables_paid_on_time=statement.receivables_paid_on_time,
        total_assets_before=before.total_assets if before else None,
    )


def _year(years: AccountingYears, institution: int, fiscal_year: int) -> IndicatorYear | None:
    statement = years.statements.get((institution, fiscal_year))
    facts = years.facts.get((institution, fiscal_year))
    known = facts or statement
    if known is None:
        return None
    before = years.statements.get((institution, fiscal_year - 1))
    amounts = amounts_of(statement, before) if statement else None
    if facts is None:
        return IndicatorYear(known.accounting_year_end, amounts)
    return _with_facts(facts, amounts)


def _with_facts(facts: YearFacts, amounts: StatementAmounts | None) -> IndicatorYear:
    return IndicatorYear(
        accounting_year_end=facts.accounting_year_end,
        amounts=amounts,
        members=facts.members,
        participating_members=facts.participating_members,
        profit_allocated=facts.profit_allocated,
        welfare_paid=facts.welfare_paid,
        dividend_paid=facts.dividend_paid,
        business_lines=facts.business_lines,
        closed_on=facts.closed_on,
        opinion_on=facts.opinion_on,
        general_meeting_on=facts.general_meeting_on,
        disaster=facts.disaster,
        graded={fact: getattr(facts, name) for fact, name in _GRADED.items()},
    )

"""Figures beside the statements of the sample: of the last two years that have statements, in
proportion to these; and ends of boards' terms."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from coops.models import FinancialStatement, Institution
from cpd_portal.core.audit import recorded
from cpd_portal.core.imports.staging import Row, copy_into
from cpd_portal.core.models import User
from early_warning.models import FurtherFigures

SAVERS = ("savings", "credit_union")
TRADERS = ("agricultural", "fisheries", "settlement")
YEARS = (2566, 2567)
KNOWN = 0.94
"""Of those asked, who sent them: the others are shown as missing."""
TERM_DAYS = 730
LATE_DAYS = 90
BAHT = Decimal("0.01")


@recorded("early_warning.sample.loaded")
def sample_further_figures_load(*, actor: User | None, seed: int, today: date) -> dict[str, int]:
    """The sample's institutions and statements have to exist. How many rows."""
    rows = list(_rows(Random(f"{seed}/further"), today))
    copy_into(FurtherFigures, rows)
    return {"early_warning.FurtherFigures": len(rows)}


def _rows(random: Random, today: date) -> Iterator[Row]:
    amounts = _amounts()
    listed = Institution.objects.filter(is_sample=True).order_by("registration_no")
    for pk, type_code in listed.values_list("pk", "type__code"):
        if random.random() > KNOWN:
            continue
        mood = random.choices((0.5, 1.0, 2.5), (70, 24, 6))[0]
        growth = Decimal(random.randint(85, 125)) / 100
        for year in YEARS:
            stated = amounts.get((pk, year))
            figures = _of_type(type_code, stated, mood, random) if stated else {}
            grown = {name: (value * growth).quantize(BAHT) for name, value in figures.items()}
            term = _term(random, today) if year == YEARS[-1] else None
            if grown or term:
                yield _row(pk, year, grown if year == YEARS[-1] else figures, term)


def _row(pk: int, year: int, figures: dict[str, Decimal], term: date | None) -> Row:
    return {
        **figures,
        "institution_id": pk,
        "fiscal_year": year,
        "board_term_ends_on": term,
        "is_sample": True,
    }


def _amounts() -> dict[tuple[int, int], tuple[Decimal, Decimal, Decimal]]:
    """Assets, liabilities and income by institution and year."""
    rows = FinancialStatement.objects.filter(
        institution__is_sample=True, fiscal_year__in=YEARS
    ).values_list("institution_id", "fiscal_year", "total_assets", "total_liabilities", "income")
    return {(pk, year): (assets, debts, income) for pk, year, assets, debts, income in rows}


def _term(random: Random, today: date) -> date:
    return today + timedelta(days=random.randint(-LATE_DAYS, TERM_DAYS))


def _of_type(
    type_code: str, stated: tuple[Decimal, Decimal, Decimal], mood: float, random: Random
) -> dict[str, Decimal]:
    """`mood`: how much worse than usual; what no signal of the type reads is left out."""
    if type_code in SAVERS:
        return _saver(stated[0], stated[1], mood, random)
    return _trader(stated[0], stated[2], mood, random) if type_code in TRADERS else {}


def _saver(assets: Decimal, debts: Decimal, mood: float, random: Random) -> dict[str, Decimal]:
    loans = _part(assets, 60, 80, random)
    late = _part(loans, 1, 3, random, mood)
    very_late = _part(late, 20, 40, random, mood)
    deposits = _part(debts, 70, 85, random)
    return {
        "loans": loans,
        "arrears_to_12": late,
        "arrears_over_12": very_late,
        "allowance": _part(very_late + late, 50, 130, random),
        "borrowings": _part(debts, 2, 12, random, mood),
        "liquid_assets": _part(deposits, 18, 40, random),
        "short_payables": _part(debts, 1, 3, random),
        "deposits": deposits,
        "cooperative_deposits": _part(deposits, 0, 30, random),
        "cooperative_loans": _part(loans, 0, 25, random),
    }


def _trader(assets: Decimal, income: Decimal, mood: float, random: Random) -> dict[str, Decimal]:
    loans = _part(assets, 30, 55, random)
    sold = _part(income, 55, 80, random)
    return {
        "loans": loans,
        "arrears_to_12": _part(loans, 2, 8, random, mood),
        "arrears_over_12": _part(loans, 1, 5, random, mood),
        "stock": _part(sold, 6, 25, random, mood),
        "cost_of_sales": sold,
        "collected": _part(income, 20, 90, random),
    }


def _part(whole: Decimal, least: int, most: int, random: Random, mood: float = 1.0) -> Decimal:
    """So many percent, never more than the whole where it is a part of it."""
    share = min(Decimal(random.randint(least * 100, most * 100)) * Decimal(mood), Decimal(13_000))
    return (max(whole, Decimal(0)) * share / 10_000).quantize(BAHT)

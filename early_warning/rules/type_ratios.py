"""Ratios of savings cooperatives, credit unions and agricultural cooperatives.

The first five follow PEARLS (P1 and P2 together, P6, A1, E6, L1); E7 is left out, for it does not
fit cooperatives that members fund by shares. The others are what the plan's documents ask to be
watched. None where a figure is missing or nothing is there to divide by: never zero.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from cpd_portal.thai.formatting import round_half_up
from early_warning.choices import SignalCode

PLACES = 4
HUNDRED = Decimal(100)
DAYS_OF_YEAR = Decimal(365)
NEAR_SHARE = Decimal("0.35")
"""Of what is in arrears up to twelve months, the part that has to be covered (PEARLS P2)."""
Amount = Decimal | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Baht of one accounting year, each None until it is known; the last three stand in the
    statement, `total_liabilities` with the deposits."""

    loans: Amount = None
    arrears_to_12: Amount = None
    arrears_over_12: Amount = None
    allowance: Amount = None
    borrowings: Amount = None
    liquid_assets: Amount = None
    short_payables: Amount = None
    deposits: Amount = None
    cooperative_deposits: Amount = None
    cooperative_loans: Amount = None
    stock: Amount = None
    cost_of_sales: Amount = None
    collected: Amount = None
    total_assets: Amount = None
    total_liabilities: Amount = None
    share_capital: Amount = None

    @property
    def arrears(self) -> Amount:
        return _sum(self.arrears_to_12, self.arrears_over_12)

    @property
    def expected_loss(self) -> Amount:
        if self.arrears_to_12 is None or self.arrears_over_12 is None:
            return None
        return self.arrears_over_12 + NEAR_SHARE * self.arrears_to_12


def type_ratios(now: Figures, before: Figures | None) -> Mapping[SignalCode, Amount]:
    """`before`: of the year before, None when nothing is known of it."""
    return {code: ratio(now, before or Figures()) for code, ratio in RATIOS.items()}


def loss_coverage(now: Figures, before: Figures) -> Amount:
    """Percent of the expected loss that the allowance covers; all, where none is expected."""
    if now.expected_loss is not None and now.expected_loss == 0:
        return HUNDRED
    return _percent(now.allowance, now.expected_loss)


def solvency(now: Figures, before: Figures) -> Amount:
    """Percent of members' deposits and shares that the assets are worth after the expected loss
    and after all other debts."""
    parts = (
        now.total_assets,
        now.allowance,
        _minus(now.expected_loss),
        _minus(now.total_liabilities),
        now.deposits,
    )
    return _percent(_sum(*parts), _sum(now.deposits, now.share_capital))


def delinquency(now: Figures, before: Figures) -> Amount:
    return _percent(now.arrears, now.loans)


def external_credit(now: Figures, before: Figures) -> Amount:
    return _percent(now.borrowings, now.total_assets)


def liquidity(now: Figures, before: Figures) -> Amount:
    return _percent(_sum(now.liquid_assets, _minus(now.short_payables)), now.deposits)


def cooperative_deposits(now: Figures, before: Figures) -> Amount:
    return _percent(now.cooperative_deposits, now.deposits)


def cooperative_loans(now: Figures, before: Figures) -> Amount:
    return _percent(now.cooperative_loans, now.loans)


def arrears_growth(now: Figures, before: Figures) -> Amount:
    return _growth(now.arrears, before.arrears)


def stock_age(now: Figures, before: Figures) -> Amount:
    """Days that the stock lasts at the year's sales."""
    if now.stock is None or not now.cost_of_sales:
        return None
    return round_half_up(now.stock / now.cost_of_sales * DAYS_OF_YEAR, PLACES)


def collection_growth(now: Figures, before: Figures) -> Amount:
    return _growth(now.collected, before.collected)


def _growth(now: Amount, before: Amount) -> Amount:
    """Percent of the year before; none where both are zero."""
    if now is not None and now == before == 0:
        return Decimal(0)
    return _percent(_sum(now, _minus(before)), before)


def _percent(above: Amount, below: Amount) -> Amount:
    if above is None or below is None or below <= 0:
        return None
    return round_half_up(above / below * HUNDRED, PLACES)


def _sum(*amounts: Amount) -> Amount:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else None


def _minus(amount: Amount) -> Amount:
    return None if amount is None else -amount


RATIOS: Mapping[SignalCode, Callable[[Figures, Figures], Amount]] = {
    SignalCode.LOSS_COVERAGE: loss_coverage,
    SignalCode.SOLVENCY: solvency,
    SignalCode.DELINQUENCY: delinquency,
    SignalCode.EXTERNAL_CREDIT: external_credit,
    SignalCode.LIQUIDITY: liquidity,
    SignalCode.COOPERATIVE_DEPOSITS: cooperative_deposits,
    SignalCode.COOPERATIVE_LOANS: cooperative_loans,
    SignalCode.ARREARS_GROWTH: arrears_growth,
    SignalCode.STOCK_AGE: stock_age,
    SignalCode.COLLECTION_GROWTH: collection_growth,
}

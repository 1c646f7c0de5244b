"""Financial statements that balance and agree with the points and with profit or loss.

Sizes are lognormal by type; the ratios follow the points that the indicators of dimension 2
earned (a high point for debt to equity means little debt). Everything is counted in satang,
so that sums are exact.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import exp, log
from random import Random

from coops.choices import Kind

SATANG = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Size:
    """Medians of a type; `spread` is the standard deviation of the logarithm."""

    assets: int
    spread: float
    members: int


SIZES = {
    "agricultural": Size(18_000_000, 1.3, 620),
    "fisheries": Size(6_000_000, 1.1, 180),
    "settlement": Size(70_000_000, 1.0, 1_600),
    "savings": Size(260_000_000, 1.6, 1_100),
    "consumer": Size(4_000_000, 1.2, 450),
    "service": Size(3_500_000, 1.3, 210),
    "credit_union": Size(14_000_000, 1.4, 390),
}
SIZE_OF_GROUPS = Size(450_000, 1.1, 75)
YEARLY_GROWTH = 0.03
AUDITED_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class SampleStatement:
    """Money in satang. Assets and claims are equal; the net profit is already in them. The
    auditing department sent the audited ones."""

    fiscal_year: int
    current_assets: int
    other_assets: int
    current_liabilities: int
    other_liabilities: int
    share_capital: int
    reserves: int
    other_equity: int
    income: int
    expenses: int
    members: int
    participating_members: int
    operating_expenses: int
    receivables_due: int
    receivables_paid_on_time: int
    is_audited: bool

    @property
    def total_assets(self) -> int:
        return self.current_assets + self.other_assets

    @property
    def total_liabilities(self) -> int:
        return self.current_liabilities + self.other_liabilities

    @property
    def total_equity(self) -> int:
        return self.share_capital + self.reserves + self.other_equity

    @property
    def net_profit(self) -> int:
        return self.income - self.expenses


@dataclass(frozen=True, slots=True)
class Scale:
    """An institution's own size and make-up, kept over the years; assets in satang.

    `turnover`: income to assets; `short_share`: current liabilities to all; `capital_share`:
    share capital to the equity that is not reserves.
    """

    assets: float
    members: int
    turnover: float
    short_share: float
    capital_share: float


def scale_of(kind: Kind, type_code: str, quality: float, rng: Random) -> Scale:
    """Stronger institutions tend to be larger."""
    size = SIZE_OF_GROUPS if kind == Kind.FARMER_GROUP else SIZES[type_code]
    place = rng.gauss(0.5 * (quality - 0.5), 1)
    assets = exp(log(size.assets * 100) + size.spread * place)
    members = exp(log(size.members) + 0.6 * size.spread * place + rng.gauss(0, 0.3))
    return Scale(
        assets=assets,
        members=max(round(members), 15),
        turnover=rng.lognormvariate(-1.1, 0.5),
        short_share=rng.uniform(0.6, 0.95),
        capital_share=rng.uniform(0.75, 0.95),
    )


def statement(
    fiscal_year: int,
    years_on: int,
    scale: Scale,
    shares: Mapping[str, float],
    lost: bool,
    rngs: tuple[Random, Random],
) -> SampleStatement:
    """`shares`: what each indicator earned, 0 to 1; `years_on`: years of growth. The second
    generator draws what was added to the sample later, so that the rest stays as it was."""
    rng, details = rngs
    assets = round(scale.assets * exp(rng.gauss(YEARLY_GROWTH, 0.04) * years_on))
    debt = _between(3.2, 0.15, shares["2.1"], rng)
    liabilities = round(assets * debt / (1 + debt))
    current_liabilities = round(liabilities * scale.short_share)
    coverage = _between(0.7, 2.6, shares["2.5"], rng)
    current = min(max(round(current_liabilities * coverage), assets // 5), assets * 49 // 50)
    equity = assets - liabilities
    reserves = min(round(assets * _between(0.01, 0.22, shares["2.2"], rng)), equity * 4 // 5)
    capital = round((equity - reserves) * scale.capital_share)
    turnover = scale.turnover * rng.uniform(0.9, 1.1)
    income, expenses = _result(assets, round(assets * turnover), shares["2.3"], lost, rng)
    members = max(round(scale.members * exp(rng.gauss(0.01, 0.02) * years_on)), 10)
    return SampleStatement(
        fiscal_year=fiscal_year,
        current_assets=current,
        other_assets=assets - current,
        current_liabilities=current_liabilities,
        other_liabilities=liabilities - current_liabilities,
        share_capital=capital,
        reserves=reserves,
        other_equity=equity - reserves - capital,
        income=income,
        expenses=expenses,
        members=members,
        participating_members=round(members * _between(0.25, 0.98, shares["1.1"], rng)),
        **_amounts_beside(assets, income, expenses, shares, details),
        is_audited=details.random() < AUDITED_SHARE,
    )


def _result(assets: int, income: int, share: float, lost: bool, rng: Random) -> tuple[int, int]:
    """Income and expenses; at least one satang of loss or profit, as the facts say."""
    rate = _between(0.004, 0.06, share, rng)
    if lost:
        return income, income + max(round(assets * rng.uniform(0.002, 0.05)), 1)
    profit = max(min(round(assets * rate), income * 9 // 10), 1)
    return income, income - profit


def _amounts_beside(
    assets: int, income: int, expenses: int, shares: Mapping[str, float], rng: Random
) -> dict[str, int]:
    """Operating expenses as part of all expenses, and the receivables of the year."""
    profit = income - expenses
    ratio = _between(0.95, 0.35, shares["2.4"], rng)
    operating = profit * ratio / (1 - ratio) if profit > 0 else expenses * rng.uniform(0.1, 0.3)
    due = round(assets * rng.uniform(0.1, 0.5))
    return {
        "operating_expenses": min(round(operating), expenses),
        "receivables_due": due,
        "receivables_paid_on_time": round(due * _between(0.3, 0.99, shares["2.6"], rng)),
    }


def _between(worst: float, best: float, share: float, rng: Random) -> float:
    """The ratio that belongs to a share of the points, with a little of its own."""
    place = min(max(share + rng.uniform(-0.05, 0.05), 0.0), 1.0)
    return worst + (best - worst) * place


def baht(satang: int) -> Decimal:
    return Decimal(satang) * SATANG

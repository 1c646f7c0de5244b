"""The six financial ratios of dimension 2, each with its way from the amounts.

Definitions: contract of this portal after the auditing department's CAMELS analysis; the source
(kpi_details_fy2567) prints only the names. Values are rounded half up to four decimals, and what
is shown is what ladders compare. A ratio over zero, a negative or an unknown amount is undefined,
never 0: debt over a negative equity would look like the best of all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from coops.choices import Ratio
from cpd_portal.thai.formatting import format_money, format_plain, round_half_up
from cpd_portal.thai.spacing import NBSP

PLACES = 4
HUNDRED = Decimal(100)
TIMES, PERCENT = "เท่า", "ร้อยละ"


@dataclass(frozen=True, slots=True)
class StatementAmounts:
    """Of one statement, in baht; `total_assets_before` is last year's. None is not known."""

    total_assets: Decimal
    total_liabilities: Decimal
    total_equity: Decimal
    reserves: Decimal
    current_assets: Decimal
    current_liabilities: Decimal
    net_profit: Decimal
    operating_expenses: Decimal | None = None
    receivables_due: Decimal | None = None
    receivables_paid_on_time: Decimal | None = None
    total_assets_before: Decimal | None = None


Amount = Callable[[StatementAmounts], Decimal | None]


@dataclass(frozen=True, slots=True)
class RatioDefinition:
    """`above` and `below` are the words of numerator and denominator."""

    ratio: Ratio
    unit: str
    above: str
    below: str
    numerator: Amount
    denominator: Amount

    @property
    def formula(self) -> str:
        times = " × 100" if self.unit == PERCENT else ""
        return f"{self.above} ÷ {self.below}{times}"


@dataclass(frozen=True, slots=True)
class RatioResult:
    """`value` None is undefined; then `trace` is the reason."""

    ratio: Ratio
    unit: str
    value: Decimal | None
    trace: str

    @property
    def words(self) -> str:
        """The value with its unit: "0.18 เท่า", "ร้อยละ 4.5"."""
        if self.value is None:
            return "คำนวณไม่ได้"
        return with_unit(self.value, self.unit)


def with_unit(value: Decimal, unit: str) -> str:
    number = format_plain(value)
    return f"{PERCENT}{NBSP}{number}" if unit == PERCENT else f"{number}{NBSP}{unit}"


def _mean_assets(amounts: StatementAmounts) -> Decimal | None:
    if amounts.total_assets_before is None:
        return None
    return (amounts.total_assets + amounts.total_assets_before) / 2


def _profit_before_expenses(amounts: StatementAmounts) -> Decimal | None:
    if amounts.operating_expenses is None:
        return None
    return amounts.net_profit + amounts.operating_expenses


RATIO_DEFINITIONS: tuple[RatioDefinition, ...] = (
    RatioDefinition(
        Ratio.DEBT_TO_EQUITY,
        TIMES,
        "รวมหนี้สิน",
        "รวมทุน",
        lambda amounts: amounts.total_liabilities,
        lambda amounts: amounts.total_equity,
    ),
    RatioDefinition(
        Ratio.RESERVES_TO_ASSETS,
        TIMES,
        "ทุนสำรอง",
        "รวมสินทรัพย์",
        lambda amounts: amounts.reserves,
        lambda amounts: amounts.total_assets,
    ),
    RatioDefinition(
        Ratio.RETURN_ON_ASSETS,
        PERCENT,
        "กำไรสุทธิ",
        "สินทรัพย์เฉลี่ยต้นปีและปลายปี",
        lambda amounts: amounts.net_profit,
        _mean_assets,
    ),
    RatioDefinition(
        Ratio.OPERATING_EXPENSES,
        PERCENT,
        "ค่าใช้จ่ายดำเนินงาน",
        "กำไรก่อนหักค่าใช้จ่ายดำเนินงาน",
        lambda amounts: amounts.operating_expenses,
        _profit_before_expenses,
    ),
    RatioDefinition(
        Ratio.CURRENT_RATIO,
        TIMES,
        "สินทรัพย์หมุนเวียน",
        "หนี้สินหมุนเวียน",
        lambda amounts: amounts.current_assets,
        lambda amounts: amounts.current_liabilities,
    ),
    RatioDefinition(
        Ratio.PAID_ON_TIME,
        PERCENT,
        "ลูกหนี้ระยะสั้นที่ชำระได้ตามกำหนด",
        "ลูกหนี้ระยะสั้นที่ถึงกำหนดชำระ",
        lambda amounts: amounts.receivables_paid_on_time,
        lambda amounts: amounts.receivables_due,
    ),
)


def ratios(amounts: StatementAmounts) -> dict[Ratio, RatioResult]:
    """All six, in printed order."""
    return {definition.ratio: ratio_of(definition, amounts) for definition in RATIO_DEFINITIONS}


def ratio_value(definition: RatioDefinition, amounts: StatementAmounts) -> Decimal | None:
    """The value alone, for counting over many; None is undefined (see `ratio_of`)."""
    above, below = definition.numerator(amounts), definition.denominator(amounts)
    if above is None or below is None or below <= 0:
        return None
    return _value(definition, above, below)


def ratio_of(definition: RatioDefinition, amounts: StatementAmounts) -> RatioResult:
    above, below = definition.numerator(amounts), definition.denominator(amounts)
    if below is None:
        return _undefined(definition, f"ไม่ทราบ{definition.below}")
    if above is None:
        return _undefined(definition, f"ไม่ทราบ{definition.above}")
    if below <= 0:
        size = "เป็นศูนย์" if below == 0 else f"ติดลบ ({format_money(below)} บาท)"
        return _undefined(definition, f"{definition.below}{size}")
    value = _value(definition, above, below)
    times = " × 100" if definition.unit == PERCENT else ""
    trace = (
        f"{definition.above} {format_money(above)} บาท ÷ {definition.below} "
        f"{format_money(below)} บาท{times} = {with_unit(value, definition.unit)}"
    )
    return RatioResult(definition.ratio, definition.unit, value, trace)


def _value(definition: RatioDefinition, above: Decimal, below: Decimal) -> Decimal:
    scale = HUNDRED if definition.unit == PERCENT else Decimal(1)
    return round_half_up(above / below * scale, PLACES)


def _undefined(definition: RatioDefinition, reason: str) -> RatioResult:
    return RatioResult(definition.ratio, definition.unit, None, f"คำนวณไม่ได้ เพราะ{reason}")

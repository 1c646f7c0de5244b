"""What is wrong with the amounts of a financial statement, in baht.

The parts are entered, their sums follow. That assets equal the claims on them, and that the
net profit is what income leaves after expenses, are checks: both sides are entered.
"""

from collections.abc import Mapping
from decimal import Decimal

from cpd_portal.thai.formatting import format_money

from .facts import Problem

SUMS = {
    "total_assets": ("current_assets", "other_assets"),
    "total_liabilities": ("current_liabilities", "other_liabilities"),
    "total_equity": ("share_capital", "reserves", "other_equity"),
}
REQUIRED = (
    *(part for parts in SUMS.values() for part in parts),
    "income",
    "expenses",
    "net_profit",
)
OPTIONAL = ("operating_expenses", "receivables_due", "receivables_paid_on_time")
AMOUNTS = (*REQUIRED, *OPTIONAL)
MAY_BE_NEGATIVE = frozenset({"other_equity", "net_profit"})
MAX_DIGITS = 14
MAX_DECIMALS = 2

Amounts = Mapping[str, Decimal | None]


def sums_of(amounts: Amounts) -> dict[str, Decimal]:
    """Total assets, liabilities and equity; a part that is not entered counts as nothing."""
    return {
        name: sum((amounts.get(part) or Decimal(0) for part in parts), Decimal(0))
        for name, parts in SUMS.items()
    }


def check_amounts(amounts: Amounts) -> list[Problem]:
    """Everything that is wrong; what compares amounts is asked once each of them is in order."""
    problems = [
        Problem(f"/{name}", message)
        for name in AMOUNTS
        if (message := _problem_of(name, amounts.get(name)))
    ]
    wrong = {problem.pointer.strip("/") for problem in problems}
    for names, check in _COMPARISONS:
        if wrong.isdisjoint(names):
            problems += check(amounts)
    return problems


def _problem_of(name: str, amount: Decimal | None) -> str:
    if amount is None:
        return "ยังไม่ได้กรอก" if name in REQUIRED else ""
    if not amount.is_finite() or abs(amount) >= Decimal(10) ** MAX_DIGITS:
        return f"จำนวนเงินมีได้ไม่เกิน {MAX_DIGITS} หลัก"
    if amount != round(amount, MAX_DECIMALS):
        return f"มีทศนิยมได้ไม่เกิน {MAX_DECIMALS} ตำแหน่ง"
    if amount < 0 and name not in MAY_BE_NEGATIVE:
        return "ต้องไม่ติดลบ"
    return ""


def _balance(amounts: Amounts) -> list[Problem]:
    sums = sums_of(amounts)
    assets, claims = sums["total_assets"], sums["total_liabilities"] + sums["total_equity"]
    if assets == claims:
        return []
    message = (
        f"งบไม่ดุล รวมสินทรัพย์ {format_money(assets)} บาท แต่หนี้สินรวมกับทุน {format_money(claims)} บาท "
        f"ต่างกัน {format_money(abs(assets - claims))} บาท"
    )
    return [Problem("/total_assets", message)]


def _net_profit(amounts: Amounts) -> list[Problem]:
    income, expenses, entered = (amounts[name] for name in ("income", "expenses", "net_profit"))
    if income is None or expenses is None or entered is None or income - expenses == entered:
        return []
    message = (
        f"กำไรสุทธิ {format_money(entered)} บาท ไม่เท่ากับรายได้หักค่าใช้จ่าย "
        f"ซึ่งได้ {format_money(income - expenses)} บาท"
    )
    return [Problem("/net_profit", message)]


def _operating_expenses(amounts: Amounts) -> list[Problem]:
    operating, expenses = amounts.get("operating_expenses"), amounts["expenses"]
    if operating is None or expenses is None or operating <= expenses:
        return []
    return [Problem("/operating_expenses", "ค่าใช้จ่ายดำเนินงานต้องไม่เกินค่าใช้จ่ายทั้งหมด")]


def _receivables(amounts: Amounts) -> list[Problem]:
    due, paid = amounts.get("receivables_due"), amounts.get("receivables_paid_on_time")
    if paid is None:
        return []
    if due is None:
        return [Problem("/receivables_due", "กรอกยอดที่ถึงกำหนดชำระด้วย เพราะมียอดที่ชำระได้ตามกำหนด")]
    if paid > due:
        return [Problem("/receivables_paid_on_time", "ต้องไม่เกินลูกหนี้ที่ถึงกำหนดชำระ")]
    return []


_COMPARISONS = (
    ({part for parts in SUMS.values() for part in parts}, _balance),
    ({"income", "expenses", "net_profit"}, _net_profit),
    ({"operating_expenses", "expenses"}, _operating_expenses),
    ({"receivables_due", "receivables_paid_on_time"}, _receivables),
)

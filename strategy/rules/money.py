"""What money is left, and what the ledger refuses. Amounts are baht."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Self

from cpd_portal.thai.formatting import format_money
from strategy.choices import EntryKind

ZERO = Decimal(0)


@dataclass(frozen=True)
class Balance:
    """Sums of the ledger of one fiscal year, or of several added up."""

    allocated: Decimal = ZERO
    carried_in: Decimal = ZERO
    carried_out: Decimal = ZERO
    committed: Decimal = ZERO
    settled: Decimal = ZERO
    disbursed: Decimal = ZERO

    def __add__(self, other: Self) -> Self:
        names = [field.name for field in fields(self)]
        return type(self)(*(getattr(self, name) + getattr(other, name) for name in names))

    @property
    def funds(self) -> Decimal:
        """What there is to spend in the year."""
        return self.allocated + self.carried_in - self.carried_out

    @property
    def outstanding(self) -> Decimal:
        """Committed and not paid yet."""
        return self.committed - self.settled

    @property
    def available(self) -> Decimal:
        return self.funds - self.outstanding - self.disbursed

    @property
    def absorption(self) -> Decimal | None:
        """Percent of the funds that is paid; None without funds."""
        return self.disbursed * 100 / self.funds if self.funds > 0 else None


_PLACES = {
    EntryKind.ALLOCATION: "allocated",
    EntryKind.CARRIED_IN: "carried_in",
    EntryKind.CARRIED_OUT: "carried_out",
    EntryKind.COMMITMENT: "committed",
    EntryKind.DISBURSEMENT: "disbursed",
}


def balance_of(sums: Iterable[tuple[str, Decimal, Decimal]]) -> Balance:
    """Of (kind, amount, settled)."""
    total = Balance()
    for kind, amount, settled in sums:
        place = _PLACES[EntryKind(kind)]
        total += Balance(**{place: amount}, settled=settled)
    return total


def refused(
    kind: EntryKind, amount: Decimal, balance: Balance, outstanding: Decimal | None = None
) -> str:
    """Why the row cannot be recorded, with the amounts; "" when it can. `outstanding`: what is
    left of the commitment that a payment settles."""
    if kind == EntryKind.DISBURSEMENT and outstanding is not None:
        if amount > outstanding:
            return (
                f"เบิกจ่ายเกินข้อผูกพัน: คงเหลือที่ผูกพัน {format_money(outstanding)} บาท "
                f"ขอเบิก {format_money(amount)} บาท เกิน {format_money(amount - outstanding)} บาท"
            )
        return ""
    spends = (EntryKind.COMMITMENT, EntryKind.DISBURSEMENT, EntryKind.CARRIED_OUT)
    if kind in spends and amount > balance.available:
        return _overspent(kind, amount, balance)
    return ""


def reversal_refused(
    kind: EntryKind, amount: Decimal, left: Decimal, balance: Balance, outstanding: Decimal
) -> str:
    """Why `amount` of a row cannot be taken back. `left`: what of it was not taken back yet;
    `outstanding`: of a commitment, what is not paid yet."""
    if amount > left:
        return (
            f"กลับรายการเกินยอด: คงเหลือให้กลับรายการได้ {format_money(left)} บาท "
            f"ขอกลับ {format_money(amount)} บาท"
        )
    if kind == EntryKind.COMMITMENT and amount > outstanding:
        return (
            f"กลับรายการข้อผูกพันได้ไม่เกินส่วนที่ยังไม่เบิกจ่าย {format_money(outstanding)} บาท "
            f"ขอกลับ {format_money(amount)} บาท"
        )
    if kind in (EntryKind.ALLOCATION, EntryKind.CARRIED_IN) and amount > balance.available:
        return (
            f"กลับรายการไม่ได้ เพราะเงินนี้ถูกผูกพันหรือเบิกจ่ายแล้ว: คงเหลือใช้ได้ "
            f"{format_money(balance.available)} บาท ขอกลับ {format_money(amount)} บาท"
        )
    return ""


def used_words(kind: EntryKind, fiscal_year: int, reference_no: str) -> str:
    """The same document twice is a slip, or a form that was sent twice."""
    return f"เลขที่เอกสาร {reference_no.strip()} บันทึกเป็นรายการ{kind.label}ของปี {fiscal_year} แล้ว"


def _overspent(kind: EntryKind, amount: Decimal, balance: Balance) -> str:
    over = amount - balance.available
    return (
        f"{kind.label}เกินเงินที่มี: ได้รับ {format_money(balance.funds)} บาท "
        f"ผูกพันค้างจ่าย {format_money(balance.outstanding)} บาท "
        f"เบิกจ่ายแล้ว {format_money(balance.disbursed)} บาท "
        f"คงเหลือใช้ได้ {format_money(balance.available)} บาท "
        f"ขอ{kind.label} {format_money(amount)} บาท เกิน {format_money(over)} บาท"
    )

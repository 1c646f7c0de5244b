"""Conditions of the assessment that follow from facts of the accounting years.

What follows is not typed. A condition whose facts are not all known does not follow: then it
stays with whoever types it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from coops.choices import Kind, Year
from cpd_portal.thai.dates import format_date
from cpd_portal.thai.formatting import format_money


@dataclass(frozen=True, slots=True)
class AccountingYear:
    """What is known of the accounting year of a fiscal year; None is not known.

    `net_profit` is in baht. The sources are words ("กรมตรวจบัญชีสหกรณ์"): of the whole
    statement, and of each of the other facts by its name.
    """

    fiscal_year: int
    accounting_year_end: date
    net_profit: Decimal | None = None
    statement_source: str = ""
    closed_on: date | None = None
    profit_allocated: bool | None = None
    dividend_paid: bool | None = None
    sources: Mapping[str, str] | None = None

    def statement_words(self) -> str:
        return f"งบการเงินปี {self.fiscal_year} ({self.statement_source})"

    def fact_words(self, *names: str) -> str:
        found = dict.fromkeys((self.sources or {}).get(name, "") for name in names)
        return f"ข้อเท็จจริงปี {self.fiscal_year} ({', '.join(source for source in found if source)})"


@dataclass(frozen=True, slots=True)
class Derived:
    """A value, the words of its source, and how it follows."""

    value: bool | int | str
    source: str
    trace: str


def derived_conditions(
    kind: Kind, latest: AccountingYear | None, previous: AccountingYear | None
) -> dict[str, Derived]:
    """By the name of the assessment's field; `latest` is the year of the assessment.

    A disaster changes none of them: only an indicator's points look at it.
    """
    years = {Year.LATEST: latest, Year.PREVIOUS: previous}
    rule, name = (_loss, "loss") if kind == Kind.COOPERATIVE else (_allocated, "allocated")
    found = {
        f"{name}_{year.value}": rule(record)
        for year, record in years.items()
        if record is not None
    }
    if kind == Kind.FARMER_GROUP and latest is not None:
        found["statement_days"] = _statement_days(latest)
    return {name: derived for name, derived in found.items() if derived is not None}


def _loss(year: AccountingYear) -> Derived | None:
    """A net profit below zero; a result of zero is no loss."""
    if year.net_profit is None:
        return None
    lost = year.net_profit < 0
    outcome = "น้อยกว่าศูนย์ จึงขาดทุน" if lost else "ไม่น้อยกว่าศูนย์ จึงไม่ขาดทุน"
    trace = f"กำไรสุทธิของ{_ending(year)} {format_money(year.net_profit)} บาท {outcome}"
    return Derived(lost, year.statement_words(), trace)


def _allocated(year: AccountingYear) -> Derived | None:
    """Allocated and paid; one that is known not to be done decides alone."""
    facts = (year.profit_allocated, year.dividend_paid)
    done = all(fact is True for fact in facts)
    if not done and False not in facts:
        return None
    outcome = "จึงถือว่าจัดสรรและจ่าย" if done else "จึงถือว่าไม่ได้จัดสรรและจ่าย"
    words = f"จัดสรรกำไรสุทธิ: {_yes_no(facts[0])}, จ่ายเงินปันผลหรือเงินเฉลี่ยคืน: {_yes_no(facts[1])}"
    source = year.fact_words("profit_allocated", "dividend_paid")
    return Derived(done, source, f"{_ending(year)} {words} {outcome}")


def _statement_days(year: AccountingYear) -> Derived | None:
    """Days from the accounting year-end until the statements were ready."""
    if year.closed_on is None:
        return None
    days = (year.closed_on - year.accounting_year_end).days
    trace = f"จัดทำงบการเงินแล้วเสร็จ {format_date(year.closed_on)} หลัง{_ending(year)} {days} วัน"
    return Derived(days, year.fact_words("closed_on"), trace)


def _ending(year: AccountingYear) -> str:
    return f"ปีบัญชีสิ้นสุด {format_date(year.accounting_year_end)}"


def _yes_no(fact: bool | None) -> str:
    return {True: "ใช่", False: "ไม่ใช่", None: "ยังไม่ทราบ"}[fact]

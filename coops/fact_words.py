"""Facts of an accounting year as they are read: their groups, their words, their sources."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Field

from coops.choices import FactSource
from coops.models import FinancialStatement, YearFacts
from cpd_portal.thai.dates import format_date
from cpd_portal.thai.formatting import format_money, format_number

STATEMENT_SECTIONS = (
    ("สินทรัพย์", ("current_assets", "other_assets", "total_assets")),
    ("หนี้สิน", ("current_liabilities", "other_liabilities", "total_liabilities")),
    ("ทุน", ("share_capital", "reserves", "other_equity", "total_equity")),
    ("ผลการดำเนินงาน", ("income", "expenses", "net_profit", "operating_expenses")),
    ("ลูกหนี้ระยะสั้น", ("receivables_due", "receivables_paid_on_time")),
)
FACT_SECTIONS = (
    (
        "งบการเงินและการประชุมใหญ่",
        ("closed_on", "sent_on", "opinion", "opinion_on", "general_meeting_on"),
    ),
    ("การจัดสรรกำไรสุทธิ", ("profit_allocated", "welfare_paid", "dividend_paid")),
    ("สมาชิกและธุรกิจ", ("members", "participating_members", "business_lines")),
    (
        "การควบคุมภายในและการบัญชี",
        (
            "bookkeeping",
            "control_environment",
            "control_risk",
            "control_information",
            "control_monitoring",
        ),
    ),
    ("ผู้ปฏิบัติงานและภัย", ("staffing", "disaster", "disaster_note")),
)
YES_NO = {True: "ใช่", False: "ไม่ใช่"}


def amount_label(name: str) -> str:
    """The title of a statement's amount, without its unit."""
    field: Any = FinancialStatement._meta.get_field(name)
    return str(field.verbose_name).removesuffix(" (บาท)")


def fact_column(name: str) -> "Field[Any, Any]":
    return YearFacts._meta.get_field(name)  # type: ignore[return-value]


def fact_label(name: str) -> str:
    return str(fact_column(name).verbose_name)


def fact_words(facts: YearFacts | None, name: str) -> str:
    """A stored fact; "" where it is not known."""
    if facts is None:
        return ""
    value, choices = getattr(facts, name), fact_column(name).choices
    if choices:
        return str(dict(choices).get(value, ""))
    return words(value)


def words(value: Any) -> str:
    """A value; "" where it is not known. Decimals are baht."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, Decimal):
        return format_money(value)
    return format_number(value) if isinstance(value, int) else str(value)


def statement_told(statement: FinancialStatement) -> str:
    """Where the statement comes from: whose, since when, by whom."""
    source = str(FactSource(statement.source).label)
    if statement.sourced_on is None:
        return source
    return f"{source} เมื่อ {format_date(statement.sourced_on)} โดย {statement.sourced_by}"


def source_told(facts: YearFacts, name: str) -> str:
    """As `statement_told`, of one fact; "" where nothing is known of its source."""
    told = facts.sources.get(name)
    if not told:
        return ""
    day = format_date(date.fromisoformat(told["on"]))
    return f"{FactSource(told['source']).label} เมื่อ {day} โดย {told['who']}"

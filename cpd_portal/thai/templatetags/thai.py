"""Template filters over cpd_portal.thai. A missing value is shown as a dash, never as zero."""

from datetime import date, datetime
from decimal import Decimal

from django import template

from cpd_portal.thai import dates, fiscal, formatting, money, numerals
from cpd_portal.thai.spacing import EN_DASH

register = template.Library()

Number = Decimal | int


@register.filter
def thai_date(day: date | None) -> str:
    return EN_DASH if day is None else dates.format_date(day)


@register.filter
def thai_date_long(day: date | None) -> str:
    return EN_DASH if day is None else dates.format_date_long(day)


@register.filter
def thai_datetime(moment: datetime | None) -> str:
    return EN_DASH if moment is None else dates.format_datetime(moment)


@register.filter
def fiscal_year_label(fiscal_year: int | None) -> str:
    return EN_DASH if fiscal_year is None else fiscal.fiscal_year_label(fiscal_year)


@register.filter
def thai_digits(value: object) -> str:
    return EN_DASH if value is None else numerals.to_thai_digits(value)


@register.filter
def number(value: Number | None, places: int = 0) -> str:
    return EN_DASH if value is None else formatting.format_number(value, places)


@register.filter
def plain_number(value: Number | None) -> str:
    return EN_DASH if value is None else formatting.format_plain(value)


@register.filter
def money_baht(value: Number | None) -> str:
    return EN_DASH if value is None else formatting.format_money(value)


@register.filter
def million_baht(value: Number | None) -> str:
    return EN_DASH if value is None else formatting.format_million_baht(value)


@register.filter
def percent(value: Number | None) -> str:
    return EN_DASH if value is None else formatting.format_percent(value)


@register.filter
def baht_words(value: Number | None) -> str:
    return EN_DASH if value is None else money.baht_text(value)

"""Dates and times shown in the Buddhist era; stored dates stay Gregorian."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from .calendar import MONTHS, MONTHS_SHORT, to_buddhist_year
from .spacing import NBSP

BANGKOK = ZoneInfo("Asia/Bangkok")


def format_date(day: date) -> str:
    """For tables: "28 ต.ค. 2567", its parts held together."""
    return _with_month(day, MONTHS_SHORT)


def format_date_long(day: date) -> str:
    """For text: "28 ตุลาคม 2567", its parts held together."""
    return _with_month(day, MONTHS)


def format_date_numeric(day: date) -> str:
    """As it is typed: "28/10/2567" (day/month/B.E. year)."""
    local = local_day(day)
    return f"{local.day:02d}/{local.month:02d}/{to_buddhist_year(local.year):04d}"


def format_time(moment: datetime) -> str:
    """ "09.15 น." in Bangkok time."""
    return f"{_in_bangkok(moment):%H.%M}{NBSP}น."


def format_datetime(moment: datetime) -> str:
    """For tables: "28 ต.ค. 2567 09.15 น."."""
    return f"{format_date(moment)} {format_time(moment)}"


def format_datetime_long(moment: datetime) -> str:
    """For text: "28 ตุลาคม 2567 เวลา 09.15 น."."""
    return f"{format_date_long(moment)} เวลา{NBSP}{format_time(moment)}"


def format_month(day: date) -> str:
    """For headings: "ตุลาคม 2567", its parts held together."""
    local = local_day(day)
    return f"{MONTHS[local.month - 1]}{NBSP}{to_buddhist_year(local.year)}"


def local_day(day: date) -> date:
    """The day in Bangkok: a moment after 17.00 UTC belongs to the next day."""
    return _in_bangkok(day).date() if isinstance(day, datetime) else day


def _with_month(day: date, months: tuple[str, ...]) -> str:
    return _day_with_month(local_day(day), months)


@lru_cache(4096)
def _day_with_month(day: date, months: tuple[str, ...]) -> str:
    """Lists and signals tell the same few days again and again."""
    return NBSP.join((str(day.day), months[day.month - 1], str(to_buddhist_year(day.year))))


def _in_bangkok(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(BANGKOK)

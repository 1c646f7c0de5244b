"""On which days a schedule is due. A day that a month lacks is its last day."""

from calendar import monthrange
from datetime import date, timedelta

from cpd_portal.core.schedules.choices import WEEKDAYS, Rhythm


def last_due(rhythm: Rhythm, day: int, today: date) -> date:
    """The latest day it was due on, today included. `day`: Monday is 1, or day of the month."""
    if rhythm == Rhythm.WEEKLY:
        return today - timedelta(days=(today.isoweekday() - day) % 7)
    this = _in_month(today, day)
    return this if this <= today else _in_month(today.replace(day=1) - timedelta(days=1), day)


def next_due(rhythm: Rhythm, day: int, today: date) -> date:
    """The first day it will be due on, today excluded."""
    if rhythm == Rhythm.WEEKLY:
        return last_due(rhythm, day, today) + timedelta(days=7)
    this = _in_month(today, day)
    return this if this > today else _in_month(_next_month(today), day)


def rhythm_words(rhythm: Rhythm, day: int) -> str:
    if rhythm == Rhythm.WEEKLY:
        return f"ทุกวัน{WEEKDAYS[day]}"
    shorter = " หรือวันสุดท้ายของเดือนที่สั้นกว่า" if day > 28 else ""
    return f"ทุกวันที่ {day} ของเดือน{shorter}"


def _in_month(of: date, day: int) -> date:
    return of.replace(day=min(day, monthrange(of.year, of.month)[1]))


def _next_month(today: date) -> date:
    return today.replace(day=1) + timedelta(days=monthrange(today.year, today.month)[1])

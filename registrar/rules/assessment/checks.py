"""The parts of a rule: one condition each, met, not met, or not known for want of a fact."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cpd_portal.thai.dates import format_date
from registrar.framework import Framework
from registrar.rules.assessment.answers import Facts, question


@dataclass(frozen=True, slots=True)
class Check:
    """`met` None: unknown, `missing` names the facts that would tell."""

    text: str
    met: bool | None
    section: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaseFacts:
    """What a rule reads: the answers, the type, the figures of the day, and the day."""

    facts: Facts
    type_code: str
    framework: Framework
    day: date

    def number(self, key: str) -> Decimal:
        return self.framework.figure(key, self.day).value

    def is_true(self, name: str, section: str) -> Check:
        return self.holds(name, lambda value: bool(value), question(name), section)

    def is_false(self, name: str, text: str, section: str) -> Check:
        return self.holds(name, lambda value: not value, text, section)

    def is_one_of(self, name: str, wanted: tuple[str, ...], text: str, section: str) -> Check:
        return self.holds(name, lambda value: value in wanted, text, section)

    def holds(self, name: str, test: Callable[[Any], bool], text: str, section: str) -> Check:
        value = getattr(self.facts, name)
        if value is None:
            return Check(text, None, section, (name,))
        return Check(text, test(value), section)

    def years_since(self, name: str, key: str, text: str, section: str) -> Check:
        """That many years (a figure) have passed since the day of that fact."""
        years = int(self.number(key))
        return self.holds(name, lambda since: years_after(since, years) <= self.day, text, section)

    def days_since(self, name: str, key: str, text: str, section: str) -> Check:
        """More than that many days (a figure) have passed since the day of that fact."""
        days = int(self.number(key))
        words = f"{text} {days:,} วัน"
        value = getattr(self.facts, name)
        if value is not None:
            words = f"{words} (ครบ {format_date(value + timedelta(days=days))})"
        return self.holds(
            name, lambda since: since + timedelta(days=days) < self.day, words, section
        )


def any_of(*checks: Check) -> Check:
    """One of them is enough; unknown while none is met and one is unknown."""
    text = " หรือ ".join(check.text for check in checks)
    section = checks[0].section
    if any(check.met for check in checks):
        return Check(text, True, section)
    missing = tuple(name for check in checks for name in check.missing)
    return Check(text, None if missing else False, section, missing)


def years_after(day: date, years: int) -> date:
    """29 February becomes 1 March in a common year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)

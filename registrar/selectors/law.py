"""The wording of sections, where it is loaded."""

import re
from collections.abc import Sequence
from datetime import date

from registrar.framework import Power
from registrar.models import LawSection, LawText

_BRACKETS = re.compile(r"\([^)]*\)")
_NUMBER = re.compile(r"\d+(?:/\d+)?")


def section_numbers(power: Power) -> list[str]:
    """The sections that a power names, without their items: "มาตรา 80 และ 16 (3)" → 80, 16."""
    return _NUMBER.findall(_BRACKETS.sub(" ", power.section))


def text_of_law(code: str, day: date) -> LawText | None:
    """The newest state up to that day with its sections; None where it is not loaded."""
    rows = LawText.objects.filter(code=code, state_on__lte=day).order_by("-state_on")
    return rows.prefetch_related("sections").first()


def wording_of(power: Power, day: date) -> Sequence[LawSection]:
    """In the newest state up to that day; empty where the law is not loaded."""
    rows = (
        LawSection.objects.filter(
            text_of__code=power.law,
            text_of__state_on__lte=day,
            number__in=section_numbers(power),
        )
        .select_related("text_of")
        .order_by("number", "-text_of__state_on")
    )
    newest: dict[str, LawSection] = {}
    for row in rows:
        newest.setdefault(row.number, row)
    return [newest[number] for number in section_numbers(power) if number in newest]

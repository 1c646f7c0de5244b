"""Parts of an opening that are sets of figures: carried over, or the same for every year."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.urls import reverse

from cpd_portal.core.figures.differences import RowDifference, differences
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.registry import FigureSet
from cpd_portal.core.figures.services import figures_carry, figures_take_back
from cpd_portal.core.models.people import User
from cpd_portal.core.years.facts import YearFacts
from cpd_portal.core.years.registry import Dates, Made, Preview, YearPart


def carried_set(figures: FigureSet, title: str = "") -> YearPart:
    """Last year's version in force becomes the proposal of the year; another person signs it."""

    def preview(facts: YearFacts) -> Preview:
        held = facts.version(figures.code, facts.fiscal_year)
        before = facts.in_force(figures.code, facts.fiscal_year - 1)
        if held is not None:
            words = f"ปีนี้มีรุ่นที่ {held.number} อยู่แล้ว ({held.get_state_display()})"
            return Preview(words, _differences(figures, before, held))
        if before is None:
            return Preview("ปีก่อนไม่มีรุ่นที่ใช้อยู่ จึงไม่มีอะไรให้ยกมา")
        return Preview(f"ยกรุ่นที่ {before.number} ของปีก่อนมาเป็นข้อเสนอ รอให้อีกคนหนึ่งลงนาม")

    def open_(actor: User, facts: YearFacts, dates: Dates) -> Made:
        held = facts.version(figures.code, facts.fiscal_year)
        before = facts.in_force(figures.code, facts.fiscal_year - 1)
        if held is not None or before is None:
            return Made(preview(facts).words)
        proposal = figures_carry(
            actor=actor, figures=figures, version=before, fiscal_year=facts.fiscal_year
        )
        return Made(f"ยกรุ่นที่ {before.number} ของปีก่อนมาเป็นข้อเสนอแล้ว", [proposal])

    return YearPart(
        code=figures.code,
        title=title or figures.title,
        preview=preview,
        open=open_,
        entries=later_version,
        undo=versions_take_back,
        url=lambda year: reverse("figures:set-of-year", args=[figures.code, year]),
    )


def standing_set(figures: FigureSet, title: str = "") -> YearPart:
    """An undated set goes on as it is; the step keeps which version the year began with."""

    def preview(facts: YearFacts) -> Preview:
        held = facts.in_force(figures.code, None)
        if held is None:
            return Preview("ยังไม่มีรุ่นที่ใช้อยู่")
        flag = "" if held.verified else " ยังไม่ยืนยันกับแหล่งที่มา"
        before = facts.undated_a_year_ago(figures.code)
        return Preview(f"ใช้รุ่นที่ {held.number} ต่อไป{flag}", _differences(figures, before, held))

    def open_(actor: User, facts: YearFacts, dates: Dates) -> Made:
        return Made(preview(facts).words)

    def url(fiscal_year: int) -> str:
        return reverse("figures:set", args=[figures.code])

    return YearPart(figures.code, title or figures.title, preview, open_, url=url)


def later_version(facts: YearFacts, rows: Sequence[models.Model]) -> str:
    """Somebody proposed another version of the year since."""
    for row in rows:
        if isinstance(row, FigureVersion) and row.fiscal_year is not None:
            newest = facts.newest(row.set_code, row.fiscal_year)
            if newest > row.number:
                return f"มีรุ่นที่ {newest} ของปีนี้แล้ว"
    return ""


def versions_take_back(actor: User, rows: Sequence[models.Model]) -> None:
    """Versions are never deleted: those of the year are withdrawn."""
    for row in rows:
        if isinstance(row, FigureVersion):
            figures_take_back(actor=actor, version=row)


def _differences(
    figures: FigureSet, before: FigureVersion | None, after: FigureVersion
) -> list[RowDifference]:
    content: Any = before.content if before else None
    return differences(figures, content, after.content) if before else []

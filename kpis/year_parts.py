"""What this room contributes to the opening of a fiscal year: the scorecard, and its entry."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import models
from django.urls import reverse

from cpd_portal.core.models import FigureVersion, User
from cpd_portal.core.years.facts import YearFacts
from cpd_portal.core.years.figure_parts import carried_set, versions_take_back
from cpd_portal.core.years.registry import Dates, Made, Preview, YearPart
from kpis.choices import SCORECARD_SET
from kpis.entry import FORM_CODE
from kpis.figures.scorecard import SCORECARD
from kpis.models import Scorecard
from kpis.services.scorecards import scorecard_close, scorecard_open_with_year

NOT_COPIED = "รอสร้างข้อเสนอใบคะแนนของปีก่อน"
NOT_SIGNED = "รอกองแผนงานหรือผู้บริหารอีกคนหนึ่งลงนามใบคะแนนของปีนี้"
BEING_APPLIED = "กำลังนำใบคะแนนที่ลงนามแล้วไปใช้ กรุณารอสักครู่"


def _entry_preview(facts: YearFacts) -> Preview:
    held = facts.periods_of(FORM_CODE, facts.fiscal_year)
    if held:
        return Preview(f"เปิดให้บันทึกแล้ว {len(held)} รอบของตัวชี้วัด")
    before = len(facts.periods_of(FORM_CODE, facts.fiscal_year - 1))
    last = f" ปีก่อนมี {before} รอบ" if before else ""
    return Preview(f"เปิดรอบ 6 และ 12 เดือนของทุกตัวชี้วัด กำหนดสิ้นเดือนเมษายนและตุลาคม{last}")


def _entry_obstacle(facts: YearFacts) -> str:
    version = facts.version(SCORECARD_SET, facts.fiscal_year)
    if version is None:
        return NOT_COPIED
    if version.is_proposed:
        return NOT_SIGNED
    return BEING_APPLIED if version.is_being_applied else ""


def _entry_open(actor: User, facts: YearFacts, dates: Dates) -> Made:
    scorecard = Scorecard.objects.for_year(facts.fiscal_year).get()
    if scorecard.opened_at is not None:
        return Made("เปิดให้บันทึกผลอยู่แล้ว")
    opened = scorecard_open_with_year(actor=actor, scorecard=scorecard)
    return Made("เปิดให้บันทึกผลตัวชี้วัดแล้ว", [opened])


def _entry_entries(facts: YearFacts, rows: Sequence[models.Model]) -> str:
    begun = facts.begun(FORM_CODE)
    return f"มีการบันทึกผลตัวชี้วัดของปีนี้แล้ว {begun} รายการ" if begun else ""


def _entry_undo(actor: User, rows: Sequence[models.Model]) -> None:
    for row in rows:
        if isinstance(row, Scorecard):
            scorecard_close(actor=actor, scorecard=row)


def _scorecard_undo(actor: User, rows: Sequence[models.Model]) -> None:
    """What the signature of the carried version made goes with it."""
    for row in rows:
        if isinstance(row, FigureVersion) and row.fiscal_year is not None:
            Scorecard.objects.for_year(row.fiscal_year).delete()
    versions_take_back(actor, rows)


PARTS = (
    replace(carried_set(SCORECARD), undo=_scorecard_undo),
    YearPart(
        code="kpis.entry",
        title="รอบบันทึกผลตัวชี้วัด",
        preview=_entry_preview,
        open=_entry_open,
        obstacle=_entry_obstacle,
        entries=_entry_entries,
        undo=_entry_undo,
        url=lambda year: reverse("figures:set-of-year", args=[SCORECARD_SET, year]),
    ),
)

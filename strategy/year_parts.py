"""What this room contributes to the opening of a fiscal year: the quarters of progress."""

from collections.abc import Sequence

from django.db import models

from cpd_portal.core.models import EntryPeriod, User
from cpd_portal.core.years.facts import YearFacts
from cpd_portal.core.years.registry import Dates, Made, Preview, YearPart
from strategy.loading import REFERENCE
from strategy.models import Plan
from strategy.period_loading import load_periods

FORM = "strategy.progress"
NO_PLAN = "ยังไม่มีแผนยุทธศาสตร์ที่ครอบคลุมปีนี้ รอบจะเปิดเองเมื่อนำเข้าแผน"


def _preview(facts: YearFacts) -> Preview:
    held = facts.periods_of(FORM, facts.fiscal_year)
    if held:
        return Preview(f"มีรอบรายงานรายไตรมาส {len(held)} รอบแล้ว")
    return Preview("เปิดรอบรายงานรายไตรมาส ถ้ามีแผนยุทธศาสตร์ที่ครอบคลุมปีนี้")


def _open(actor: User, facts: YearFacts, dates: Dates) -> Made:
    held = facts.periods_of(FORM, facts.fiscal_year)
    if held:
        return Made(_preview(facts).words)
    year = facts.fiscal_year
    plan = Plan.objects.filter(first_year__lte=year, last_year__gte=year).first()
    if plan is None:
        return Made(NO_PLAN)
    load_periods(REFERENCE, plan)
    made = list(EntryPeriod.objects.filter(form__startswith=f"{FORM}.", fiscal_year=year))
    return Made(f"เปิดรอบรายงานรายไตรมาส {len(made)} รอบแล้ว", made)


def _entries(facts: YearFacts, rows: Sequence[models.Model]) -> str:
    begun = facts.begun(FORM) if rows else 0
    return f"มีรายงานรายไตรมาสของปีนี้แล้ว {begun} แบบ" if begun else ""


QUARTERS_PART = YearPart(
    code="strategy.quarters",
    title="รอบรายงานตามแผนยุทธศาสตร์",
    preview=_preview,
    open=_open,
    entries=_entries,
)

"""What this room contributes to the opening of a fiscal year."""

from collections.abc import Sequence
from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse

from coops.entry import FORM_CODE
from coops.figures.conditions import CONDITIONS_CODE, CONDITIONS_SET
from coops.figures.ladders import LADDERS
from coops.models import Assessment, Population, RuleSet
from coops.selectors.population import POPULATION_ON
from coops.services.year_opening import rule_sets_carry, strength_period_open
from cpd_portal.core.figures.differences import differences
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.models import User
from cpd_portal.core.request_memo import once_a_request
from cpd_portal.core.years.facts import YearFacts
from cpd_portal.core.years.figure_parts import carried_set, later_version, versions_take_back
from cpd_portal.core.years.registry import Dates, Made, Preview, YearDate, YearPart, rows_delete
from cpd_portal.thai.dates import format_date
from cpd_portal.thai.fiscal import fiscal_year_bounds

STRENGTH_DUE, STRENGTH_LOCK = "coops.strength-due", "coops.strength-lock"
MEMBERS = "มีรายชื่อสถาบันที่ต้องประเมินของปีนี้แล้ว"


def _year_on(day: date) -> date:
    """The same day of the next year; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


@once_a_request
def _rule_sets(fiscal_year: int) -> list[RuleSet]:
    """In force in that year and the one before; each with whether its year has members, and
    the reference date of its population."""
    members = Assessment.objects.filter(fiscal_year=OuterRef("fiscal_year"))
    reference = Population.objects.filter(fiscal_year=OuterRef("fiscal_year"))
    years = (fiscal_year - 1, fiscal_year)
    rows = RuleSet.objects.filter(fiscal_year__in=years, in_force=True).annotate(
        has_members=Exists(members),
        population_on=models.Subquery(reference.values("reference_date")[:1]),
    )
    return list(rows.order_by("fiscal_year", "identifier"))


def _of(facts: YearFacts, fiscal_year: int) -> list[RuleSet]:
    return [row for row in _rule_sets(facts.fiscal_year) if row.fiscal_year == fiscal_year]


def _has_members(facts: YearFacts) -> bool:
    return any(row.has_members for row in _of(facts, facts.fiscal_year))  # type: ignore[attr-defined]  # annotated above


def _rules_preview(facts: YearFacts) -> Preview:
    held, before = _of(facts, facts.fiscal_year), _of(facts, facts.fiscal_year - 1)
    if not held:
        return Preview(
            f"ยกเกณฑ์ {len(before)} ชุดของปีก่อนมาใช้ชั่วคราว ไม่ยกวันตัดสถานะข้อบกพร่อง จนกว่าคณะทำงานร่วมจะมีมติ"
        )
    old = facts.in_force(CONDITIONS_CODE, facts.fiscal_year - 1)
    new = facts.in_force(CONDITIONS_CODE, facts.fiscal_year)
    changed = differences(CONDITIONS_SET, old.content, new.content) if old and new else []
    status = " ".join(sorted({str(row.get_status_display()) for row in held}))
    return Preview(f"ปีนี้มีเกณฑ์ {len(held)} ชุดแล้ว ({status})", changed)


def _rules_open(actor: User, facts: YearFacts, dates: Dates) -> Made:
    if RuleSet.objects.of_year(facts.fiscal_year).exists():
        return Made("ปีนี้มีเกณฑ์การจัดชั้นอยู่แล้ว")
    made, version = rule_sets_carry(actor=actor, fiscal_year=facts.fiscal_year)
    return Made(f"ยกเกณฑ์ {len(made)} ชุดของปีก่อนมาใช้ชั่วคราวแล้ว", [*made, version])


def _rules_entries(facts: YearFacts, rows: Sequence[models.Model]) -> str:
    return (MEMBERS if _has_members(facts) else "") or later_version(facts, rows)


def _rules_undo(actor: User, rows: Sequence[models.Model]) -> None:
    rows_delete(actor, [row for row in rows if not isinstance(row, FigureVersion)])
    versions_take_back(actor, rows)


def _period_preview(facts: YearFacts) -> Preview:
    held = facts.periods_of(FORM_CODE, facts.fiscal_year)
    if held:
        return Preview(f"มีรอบแล้ว กำหนดส่ง {format_date(held[0].due_on)}")
    before = facts.periods_of(FORM_CODE, facts.fiscal_year - 1)
    last = f" ปีก่อนกำหนดส่ง {format_date(before[0].due_on)}" if before else ""
    return Preview(f"เปิดรอบ 12 เดือนให้ 78 สำนักงาน{last}")


def _period_open(actor: User, facts: YearFacts, dates: Dates) -> Made:
    if facts.periods_of(FORM_CODE, facts.fiscal_year):
        return Made(_period_preview(facts).words)
    period = strength_period_open(
        actor=actor,
        fiscal_year=facts.fiscal_year,
        due_on=dates[STRENGTH_DUE],
        locked_after=dates.get(STRENGTH_LOCK),
    )
    return Made(f"เปิดรอบ 12 เดือน กำหนดส่ง {format_date(period.due_on)}", [period])


def _period_entries(facts: YearFacts, rows: Sequence[models.Model]) -> str:
    begun = facts.begun(FORM_CODE)
    return f"มี {begun} สำนักงานเริ่มแบบความเข้มแข็งของปีนี้แล้ว" if begun else ""


def _last_due(facts: YearFacts) -> date | None:
    before = facts.periods_of(FORM_CODE, facts.fiscal_year - 1)
    return _year_on(before[0].due_on) if before else None


def _last_lock(facts: YearFacts) -> date | None:
    before = facts.periods_of(FORM_CODE, facts.fiscal_year - 1)
    locked = before[0].locked_after if before else None
    return _year_on(locked) if locked else None


def _last_population(facts: YearFacts) -> date:
    days = [row.population_on for row in _of(facts, facts.fiscal_year - 1)]  # type: ignore[attr-defined]  # annotated above
    known = [day for day in days if day is not None]
    return _year_on(known[0]) if known else fiscal_year_bounds(facts.fiscal_year)[1]


def _population_preview(facts: YearFacts) -> Preview:
    if _has_members(facts):
        return Preview(MEMBERS)
    return Preview("จดวันอ้างอิงไว้ ส่วนกลางกำหนดรายชื่อเมื่อถึงวันนั้นด้วยหนังสือ")


def _population_open(actor: User, facts: YearFacts, dates: Dates) -> Made:
    return Made(f"วันอ้างอิงรายชื่อ {format_date(dates[POPULATION_ON])}")


PARTS = (
    YearPart(
        code="coops.rule-sets",
        title="เกณฑ์การจัดชั้นความเข้มแข็ง",
        preview=_rules_preview,
        open=_rules_open,
        entries=_rules_entries,
        undo=_rules_undo,
    ),
    carried_set(LADDERS),
    YearPart(
        code="coops.strength",
        title="รอบบันทึกความเข้มแข็ง",
        preview=_period_preview,
        open=_period_open,
        entries=_period_entries,
        dates=(
            YearDate(STRENGTH_DUE, "กำหนดส่งแบบความเข้มแข็ง", _last_due),
            YearDate(
                STRENGTH_LOCK,
                "ปิดรับแบบหลังวันที่",
                _last_lock,
                required=False,
                help_text="เว้นว่างได้ ถ้ายังไม่กำหนดวันปิดรับ",
            ),
        ),
    ),
    YearPart(
        code="coops.population",
        title="วันอ้างอิงรายชื่อที่ต้องประเมิน",
        preview=_population_preview,
        open=_population_open,
        entries=_rules_entries,
        url=lambda year: reverse("coops:population", args=[year]),
        dates=(YearDate(POPULATION_ON, "รายชื่อ ณ วันที่", _last_population, is_deadline=False),),
    ),
)

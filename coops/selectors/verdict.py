"""What the page of one institution shows beside its stored rows: verdict, bars, history."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from coops import rules
from coops.choices import ConditionCode, Tier
from coops.models import Assessment, Institution

LATEST_EVENTS = 50
BOUNDED = (Tier.ONE, Tier.TWO)

ACTIONS = {
    "coops.assessment.saved": "บันทึกแบบประเมิน",
    "coops.assessment.imported": "นำเข้าแบบประเมินจากแฟ้ม",
    "coops.institution.imported": "นำเข้าทะเบียนจากแฟ้ม",
    "coops.institution.updated": "แก้ไขข้อมูลทะเบียน",
    "coops.points.derived": "คำนวณคะแนนตามบันได",
    "coops.institution.registered": "จดทะเบียน",
    "coops.institution.registration_corrected": "แก้ระดับและวันที่จดทะเบียน",
    "coops.institution.standing_changed": "เปลี่ยนสถานะ",
    "coops.institution.year_end_changed": "เปลี่ยนวันสิ้นปีบัญชี",
    "coops.institution.renamed": "เปลี่ยนชื่อ",
    "coops.institution.moved": "โอนหน่วยงาน",
    "coops.institution.merged": "ควบเข้ากัน",
    "coops.institution.split": "แยก",
    "coops.institution.assigned": "มอบหมายผู้รับผิดชอบ",
    "coops.institution.business_recorded": "บันทึกธุรกิจ",
    "coops.institution.standard_recorded": "บันทึกผลมาตรฐานสหกรณ์",
    "coops.year.classified": "จัดชั้นใหม่ทั้งปี",
    "coops.run.accepted": "คณะทำงานรับผลและให้ผลเฉพาะราย",
    "coops.population.frozen": "เข้ารายชื่อที่ต้องประเมิน",
    "coops.population.added": "เพิ่มเข้ารายชื่อที่ต้องประเมิน",
    "coops.population.removed": "ถอนออกจากรายชื่อที่ต้องประเมิน",
    "core.figures.signed": "ใช้เงื่อนไขการจัดชั้นรุ่นใหม่",
    "home.sample.loaded": "นำเข้าข้อมูลตัวอย่าง",
    "inspection.defect.found": "สถานะข้อบกพร่องตามที่ตรวจพบ",
    "inspection.defect.begun": "สถานะข้อบกพร่อง: เริ่มแก้ไข",
    "inspection.defect.proof_sent": "สถานะข้อบกพร่อง: ส่งหลักฐาน",
    "inspection.defect.closed": "สถานะข้อบกพร่อง: ปิดว่าแล้วเสร็จสมบูรณ์",
    "inspection.defect.monitored": "สถานะข้อบกพร่อง: ปิดแต่ต้องติดตาม",
    "inspection.defect.reopened": "สถานะข้อบกพร่อง: เปิดใหม่",
    "inspection.defect.merged": "สถานะข้อบกพร่อง: รวมรายการซ้ำ",
    "inspection.status.sent": "สถานะข้อบกพร่องจากงานตรวจการ",
}
_LABELS = {"insert": "เพิ่มข้อมูล", "update": "แก้ไขข้อมูล", "delete": "ลบข้อมูล"}


@dataclass(frozen=True)
class ConditionLine:
    """One condition of the tiers: the fact, which tiers it satisfies, what is missing."""

    label: str
    fact: str
    met_for: tuple[int, ...]
    need: str

    @property
    def tiers(self) -> list[tuple[str, bool]]:
        return [(str(tier.label), tier in self.met_for) for tier in BOUNDED]


@dataclass(frozen=True)
class TraceLine:
    text: str
    detail: str = ""
    result: str = ""


@dataclass(frozen=True)
class IndicatorLine:
    code: str
    title: str
    maximum: Decimal
    points: Decimal | None
    previous: Decimal | None

    @property
    def left(self) -> Decimal:
        return self.maximum - (self.points or Decimal(0))


@dataclass(frozen=True)
class DimensionLine:
    """`points` is None until every indicator of the dimension has its points."""

    number: int
    title: str
    maximum: Decimal
    points: Decimal | None
    previous: Decimal | None
    indicators: list[IndicatorLine]


@dataclass(frozen=True)
class Verdict:
    """The stored result of one year in words; nothing is computed anew here."""

    assessment: Assessment
    rule_set: rules.RuleSet
    title: str
    conditions: list[ConditionLine]
    next_tier: int | None
    trace: list[TraceLine]
    sources: list[str]
    missing: list[rules.Problem]
    dimensions: list[DimensionLine]
    previous_total: Decimal | None

    @property
    def indicator_count(self) -> int:
        return len(self.rule_set.indicators)

    @property
    def most_left(self) -> list[IndicatorLine]:
        """The two indicators that can still earn most."""
        lines = [line for row in self.dimensions for line in row.indicators if line.left]
        return sorted(lines, key=lambda line: -line.left)[:2]

    @property
    def largest_dimension(self) -> Decimal:
        return max(row.maximum for row in self.dimensions)

    @property
    def largest_indicator(self) -> Decimal:
        return max(row.maximum for row in self.rule_set.indicators.values())


@dataclass(frozen=True)
class HistoryLine:
    when: datetime
    who: str
    what: str
    note: str
    reason: str


def verdict(assessment: Assessment, before: Assessment | None = None) -> Verdict:
    """`before` is the assessment of the year before, for comparison."""
    rule_set = assessment.rule_set.rules
    result: Mapping[str, Any] = assessment.result or {}
    following = result.get("next_tier")
    needs = {row["code"]: row["text"] for row in following["needs"]} if following else {}
    return Verdict(
        assessment=assessment,
        rule_set=rule_set,
        title=_title(assessment, rule_set),
        conditions=[_condition(row, needs) for row in result.get("conditions", ())],
        next_tier=following["tier"] if following else None,
        trace=[TraceLine(step["text"]) for step in result.get("trace", ())],
        sources=list(dict.fromkeys(step["source"] for step in result.get("trace", ()))),
        missing=rules.missing_facts(assessment.facts, rule_set),
        dimensions=_dimensions(assessment, rule_set, before),
        previous_total=before.total if before else None,
    )


@dataclass(frozen=True)
class TierYears:
    """The oldest first; None where no tier was given."""

    years: list[int]
    tiers: list[int | None]


def tier_years(assessments: Iterable[Assessment]) -> TierYears:
    rows = sorted(assessments, key=lambda row: row.fiscal_year)
    return TierYears([row.fiscal_year for row in rows], [row.tier for row in rows])


def history_of(institution: Institution, assessments: Iterable[Assessment]) -> list[HistoryLine]:
    """The latest changes of the institution and its assessments, the newest first."""
    return sorted(
        [*_register_events(institution), *_assessment_events(assessments)],
        key=lambda line: line.when,
        reverse=True,
    )[:LATEST_EVENTS]


def _title(assessment: Assessment, rule_set: rules.RuleSet) -> str:
    """What the tier or group means, as the document prints it."""
    for number, titles in (
        (assessment.tier, rule_set.tier_titles),
        (assessment.unassessed_group, rule_set.group_titles),
    ):
        if number is not None:
            return {int(key): title for key, title in titles.items()}[number]
    return ""


def _condition(row: Mapping[str, Any], needs: Mapping[str, str]) -> ConditionLine:
    return ConditionLine(
        label=str(ConditionCode(row["code"]).label),
        fact=row["text"],
        met_for=tuple(row["met_for"]),
        need=needs.get(row["code"], ""),
    )


def _dimensions(
    assessment: Assessment, rule_set: rules.RuleSet, before: Assessment | None
) -> list[DimensionLine]:
    points = rules.stored_points(assessment.points)
    previous = rules.stored_points(before.points) if before else {}
    return [_dimension(row, points, previous) for row in rule_set.dimensions]


def _dimension(
    dimension: rules.Dimension, points: Mapping[str, Decimal], previous: Mapping[str, Decimal]
) -> DimensionLine:
    lines = [
        IndicatorLine(
            row.code, row.title, row.maximum, points.get(row.code), previous.get(row.code)
        )
        for row in dimension.indicators
    ]
    return DimensionLine(
        number=dimension.number,
        title=dimension.title,
        maximum=dimension.maximum,
        points=_sum_if_whole([line.points for line in lines]),
        previous=_sum_if_whole([line.previous for line in lines]),
        indicators=lines,
    )


def _sum_if_whole(points: Sequence[Decimal | None]) -> Decimal | None:
    entered = [value for value in points if value is not None]
    return sum(entered, Decimal(0)) if len(entered) == len(points) else None


def _register_events(institution: Institution) -> list[HistoryLine]:
    events = Institution.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_obj_id=institution.pk
    ).order_by("-pgh_id")[:LATEST_EVENTS]
    return [_history_line(event, "ทะเบียน") for event in events]


def _assessment_events(assessments: Iterable[Assessment]) -> list[HistoryLine]:
    events = Assessment.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_obj_id__in=[row.pk for row in assessments]
    ).order_by("-pgh_id")[:LATEST_EVENTS]
    return [_history_line(event, _assessment_note(event)) for event in events]


def _assessment_note(event: Any) -> str:
    note = f"ปี {event.fiscal_year}"
    if event.tier is not None:
        return f"{note} ได้ {rules.plain(event.total)} คะแนน ชั้น {event.tier}"
    if event.unassessed_group is not None:
        return f"{note} ไม่นำมาประเมิน กลุ่มที่ {event.unassessed_group}"
    return f"{note} กรอกแล้ว {len(event.points)} ตัวชี้วัด ข้อมูลยังไม่ครบ"


def _history_line(event: Any, note: str) -> HistoryLine:
    context = event.pgh_context or {}
    action = context.get("action", "")
    return HistoryLine(
        when=event.pgh_created_at,
        who=context.get("actor_name") or "ระบบ",
        what=ACTIONS.get(action) or _LABELS.get(event.pgh_label, event.pgh_label),
        note=note,
        reason=context.get("reason", ""),
    )

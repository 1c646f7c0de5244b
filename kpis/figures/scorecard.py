"""The set `kpis.scorecard` of the mechanism for versioned figures."""

from collections.abc import Callable, Iterable, Sequence

from cpd_portal.core.choices import Role
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.registry import Consequences, Content, FigureSet, Reading
from cpd_portal.core.figures.rows import finding_of, record_of
from cpd_portal.core.imports.table import Finding, SheetRow
from cpd_portal.core.models import OrgUnit
from kpis.choices import SCORECARD_SET
from kpis.figures.checks import Problem, owner_problems, problems
from kpis.figures.content import ScorecardContent, scorecard_content
from kpis.figures.sheets import SCHEMAS, SHEETS, rows_of
from kpis.models import KpiResult, Scorecard
from kpis.selectors.effects import scorecard_effects
from kpis.services.content import content_apply

ABOUT = (
    "หนึ่งแฟ้มคือใบคะแนนทั้งปี: ส่วน กลุ่ม ตัวชี้วัดกับน้ำหนัก เกณฑ์ของแต่ละรอบ และนโยบายการให้คะแนน",
    "น้ำหนักของตัวชี้วัดต้องรวมได้ 100 พอดี และตรงกับน้ำหนักของส่วน",
    "เสนอแล้วต้องให้อีกคนหนึ่งลงนาม ผลที่ปิดผนึกแล้วไม่เปลี่ยนตามเกณฑ์ใหม่",
    "ตัวชี้วัดที่มีผลบันทึกแล้วนำออกไม่ได้",
)


def read(fiscal_year: int | None, rows: Sequence[SheetRow]) -> Reading:
    """Every cell first, then the scorecard as a whole."""
    reading = Reading(content={sheet.code: [] for sheet in SHEETS})
    places: dict[str, list[SheetRow]] = {sheet.code: [] for sheet in SHEETS}
    for row in rows:
        record, findings = record_of(row, SCHEMAS[row.sheet.code])
        reading.findings += findings
        if record is not None:
            reading.content[row.sheet.code].append(record.model_dump(mode="json"))
            places[row.sheet.code].append(row)
    if not reading.findings:
        content = scorecard_content(reading.content)
        found = [*problems(content), *_owners(content), *_removed(fiscal_year, content)]
        reading.findings += [_finding(problem, places) for problem in found]
    return reading


def _finding(problem: Problem, places: dict[str, list[SheetRow]]) -> Finding:
    code, position, key, message = problem
    if position is not None:
        return finding_of(places[code][position], key, message)
    sheet = next(sheet for sheet in SHEETS if sheet.code == code)
    column = next(column.title for column in sheet.columns if column.key == key)
    return Finding(message, sheet.name, column=column)


def _owners(content: ScorecardContent) -> Iterable[Problem]:
    known = set(OrgUnit.objects.headquarters().values_list("code", flat=True))
    return owner_problems(content.kpis, known)


def _removed(fiscal_year: int | None, content: ScorecardContent) -> Iterable[Problem]:
    """KPIs and rounds with results stay."""
    results = KpiResult.objects.filter(kpi__scorecard__fiscal_year=fiscal_year or 0)
    kept = {(row.kpi, row.round) for row in content.criteria}
    for number, round in results.values_list("kpi__number", "round").distinct():
        if (number, round) not in kept:
            words = f"ตัวชี้วัดที่ {number} มีผลบันทึกแล้ว นำออกหรือตัดรอบที่มีผลไม่ได้"
            yield "kpis", None, "number", words


def is_verified(content: Content) -> bool:
    found = scorecard_content(content)
    return all(row.verified or row.printed for row in found.policies) and all(
        row.owner_verified for row in found.kpis
    )


def _years() -> Sequence[int]:
    """Those that have a scorecard, and the next one."""
    known = list(Scorecard.objects.values_list("fiscal_year", flat=True))
    return [max(known) + 1, *known] if known else []


def _measure(version: FigureVersion) -> Iterable[tuple[str, str]]:
    return scorecard_effects(version.fiscal_year or 0, scorecard_content(version.content))


def _apply(version: FigureVersion, progress: Callable[[int], None]) -> None:
    content_apply(
        actor=version.signed_by,
        fiscal_year=version.fiscal_year or 0,
        number=version.number,
        content=scorecard_content(version.content),
    )


SCORECARD = FigureSet(
    code=SCORECARD_SET,
    title="ใบคะแนนตัวชี้วัด",
    about=ABOUT,
    proposers=frozenset({Role.PLANNER}),
    signers=frozenset({Role.PLANNER, Role.EXECUTIVE}),
    schema=ScorecardContent,
    sheets=SHEETS,
    read=read,
    rows=rows_of,
    verified=is_verified,
    years=_years,
    consequences=Consequences(measure=_measure, apply=_apply),
)

"""The holidays of a fiscal year as a set of versioned figures."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated

from django.utils import timezone
from pydantic import BaseModel, BeforeValidator, Field

from cpd_portal.core.choices import Role
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.registry import Content, FigureSet, FigureSheet, Reading, Rows
from cpd_portal.core.figures.rows import YES_NO, YesNo, finding_of, record_of, yes_no
from cpd_portal.core.holidays.choices import HolidayKind
from cpd_portal.core.holidays.content import HOLIDAYS_CODE, Holiday, HolidayContent
from cpd_portal.core.imports.table import Finding, ImportColumn, SheetRow
from cpd_portal.thai.date_input import parse_date
from cpd_portal.thai.dates import format_date_numeric
from cpd_portal.thai.fiscal import fiscal_year_bounds, fiscal_year_of

TWICE = "มีวันนี้อยู่แล้วในแถวก่อนหน้า"
_KINDS = {str(kind.label): kind for kind in HolidayKind}

SHEET = FigureSheet(
    "holidays",
    "วันหยุดราชการ",
    (
        ImportColumn("day", "วันที่", width=16),
        ImportColumn("title", "ชื่อวันหยุด", width=48),
        ImportColumn("kind", "ที่มาของวันหยุด", width=30, choices=tuple(_KINDS)),
        ImportColumn("verified", "ยืนยันแล้ว", choices=YES_NO),
    ),
    keys=("day",),
)
ABOUT = (
    "หนึ่งแถวต่อหนึ่งวัน ในปีงบประมาณเดียว (1 ตุลาคม ถึง 30 กันยายน)",
    "วันเสาร์และวันอาทิตย์ระบบรู้เอง ไม่ต้องกรอก",
    "วันที่มากับระบบคือวันที่ตรงกันทุกปี วันตามจันทรคติ วันชดเชย และวันหยุดพิเศษ ต้องเติมตามประกาศของปีนั้น",
    "กำหนดวันที่บันทึกไว้แล้วไม่เปลี่ยน รุ่นใหม่ใช้กับกำหนดที่ตั้งหลังลงนาม",
)


def _known_kind(cell: object) -> object:
    if cell not in _KINDS:
        raise ValueError("ไม่รู้จักค่านี้")
    return _KINDS[str(cell)]


def _typed_day(cell: object) -> object:
    """Raises DateInputError (a ValueError) with a Thai message."""
    return parse_date(str(cell))


class HolidayRow(BaseModel):
    day: Annotated[date, BeforeValidator(_typed_day)]
    title: Annotated[str, Field(max_length=120)]
    kind: Annotated[HolidayKind, BeforeValidator(_known_kind)]
    verified: YesNo = False


def read(fiscal_year: int | None, rows: Sequence[SheetRow]) -> Reading:
    reading, found = Reading(), []
    for row in rows:
        record, findings = record_of(row, HolidayRow)
        reading.findings += findings
        if record is not None:
            found.append((row, record))
    reading.findings += _problems(fiscal_year, found)
    if not reading.findings:
        records = sorted((record for _, record in found), key=lambda record: record.day)
        reading.content = {"holidays": [record.model_dump(mode="json") for record in records]}
    return reading


def outside(fiscal_year: int, day: date) -> str:
    """Why the day is no day of the year, "" where it is one."""
    first, last = fiscal_year_bounds(fiscal_year)
    return "" if first <= day <= last else f"ไม่อยู่ในปีงบประมาณ {fiscal_year}"


def _problems(
    fiscal_year: int | None, found: Sequence[tuple[SheetRow, HolidayRow]]
) -> Iterator[Finding]:
    seen: set[date] = set()
    for row, record in found:
        problem = outside(fiscal_year, record.day) if fiscal_year else ""
        problem = problem or (TWICE if record.day in seen else "")
        if problem:
            yield finding_of(row, "day", problem)
        seen.add(record.day)


def rows_of(content: Content) -> Rows:
    return {SHEET.code: [_row(holiday) for holiday in content_of(content).holidays]}


def _row(holiday: Holiday) -> dict[str, str]:
    return {
        "day": format_date_numeric(holiday.day),
        "title": holiday.title,
        "kind": str(holiday.kind.label),
        "verified": yes_no(holiday.verified),
    }


def content_of(content: Content) -> HolidayContent:
    return HolidayContent.model_validate(content)


def years() -> list[int]:
    """Those with a version, this one and the next."""
    this = fiscal_year_of(timezone.localdate())
    held = FigureVersion.objects.filter(set_code=HOLIDAYS_CODE).values_list(
        "fiscal_year", flat=True
    )
    return sorted({*held.distinct().order_by(), this, this + 1})


HOLIDAYS = FigureSet(
    code=HOLIDAYS_CODE,
    title="วันหยุดราชการ",
    about=ABOUT,
    proposers=frozenset({Role.ADMINISTRATOR, Role.PLANNER}),
    signers=frozenset({Role.ADMINISTRATOR, Role.PLANNER, Role.EXECUTIVE}),
    schema=HolidayContent,
    sheets=(SHEET,),
    read=read,
    rows=rows_of,
    verified=lambda content: content_of(content).is_verified,
    years=years,
)

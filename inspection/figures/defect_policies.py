"""The policies of defects as a set of versioned figures."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, Field, model_validator

from cpd_portal.core.choices import Role
from cpd_portal.core.figures.loading import load_shipped
from cpd_portal.core.figures.registry import Content, FigureSet, FigureSheet, Reading, Rows
from cpd_portal.core.figures.rows import YES_NO, Digits, YesNo, finding_of, record_of, yes_no
from cpd_portal.core.imports.table import Finding, ImportColumn, SheetRow
from cpd_portal.core.reference import ReferenceModel, SyncCount, read_reference
from inspection.choices import Category, OnHoliday, Severity
from inspection.defect_policies import POLICIES_CODE, PolicyContent, policies_of
from inspection.figures.cells import labelled

REFERENCE = Path(__file__).parent.parent / "reference"
POLICIES_FILE = "defect_policies.yaml"
MISSING = "ยังไม่มีแถวของ"
NOT_RISING = "ต้องมากกว่าแถวก่อนหน้า"
TWICE = "ซ้ำกับแถวก่อนหน้า"
ONE_ROW = "ต้องมีแถวเดียว"
_VERIFIED = ImportColumn("verified", "ยืนยันแล้ว", choices=YES_NO)

DAYS = FigureSheet(
    "days",
    "กำหนดแก้ไข",
    (
        ImportColumn("severity", "ชนิด", width=18, choices=tuple(map(str, Severity.labels))),
        ImportColumn("category", "ด้าน", width=18, choices=tuple(map(str, Category.labels))),
        ImportColumn("days", "แก้ไขภายใน (วัน)", width=20),
        _VERIFIED,
    ),
    keys=("severity", "category"),
)
ESCALATION = FigureSheet(
    "escalation",
    "การยกระดับ",
    (
        ImportColumn("days_late", "เกินกำหนดตั้งแต่ (วัน)", width=24),
        ImportColumn("title", "สิ่งที่ต้องทำ", width=60),
        _VERIFIED,
    ),
    keys=("days_late",),
)
AGEING = FigureSheet(
    "ageing",
    "ช่วงวันที่เกินกำหนด",
    (ImportColumn("days", "ไม่เกิน (วัน)", width=20), _VERIFIED),
    keys=("days",),
)
TERMS = FigureSheet(
    "terms",
    "การเตือนและวันหยุด",
    (
        ImportColumn("soon_days", "ใกล้ครบกำหนด ภายใน (วัน)", width=28),
        ImportColumn(
            "on_holiday",
            "ครบกำหนดในวันหยุด",
            width=28,
            choices=tuple(map(str, OnHoliday.labels)),
        ),
        _VERIFIED,
    ),
    keys=(),
)
ABOUT = (
    "กำหนดแก้ไขนับวันตามปฏิทินจากวันที่พบ ต้องมีครบทุกชนิดและทุกด้าน",
    "กำหนดที่บันทึกไว้แล้วไม่เปลี่ยน รุ่นใหม่ใช้กับสิ่งที่พบหรือเปิดใหม่หลังลงนาม",
    "วันหยุดคือวันเสาร์ วันอาทิตย์ และวันในปฏิทินวันหยุดราชการที่ลงนามแล้วหรือมากับระบบ",
    "ไม่มีเอกสารต้นฉบับใดกำหนดค่าเหล่านี้ จนกว่าผู้มีสิทธิ์จะยืนยันทุกแถว",
)
Days = Annotated[int, Digits, Field(ge=1, le=1_000)]


class DaysRow(BaseModel):
    severity: Annotated[Severity, labelled(Severity)]
    category: Annotated[Category, labelled(Category)]
    days: Days
    verified: YesNo = False


class EscalationRow(BaseModel):
    days_late: Days
    title: Annotated[str, Field(max_length=200)]
    verified: YesNo = False


class AgeingRow(BaseModel):
    days: Days
    verified: YesNo = False


class TermsRow(BaseModel):
    soon_days: Days
    on_holiday: Annotated[OnHoliday, labelled(OnHoliday)]
    verified: YesNo = False


ROWS: dict[str, type[BaseModel]] = {
    DAYS.code: DaysRow,
    ESCALATION.code: EscalationRow,
    AGEING.code: AgeingRow,
    TERMS.code: TermsRow,
}


Found = dict[str, list[tuple[SheetRow, dict[str, Any]]]]


def read(fiscal_year: int | None, sheet_rows: Sequence[SheetRow]) -> Reading:
    reading = Reading()
    found: Found = {code: [] for code in ROWS}
    for row in sheet_rows:
        record, findings = record_of(row, ROWS[row.sheet.code])
        reading.findings += findings
        if record is not None:
            found[row.sheet.code].append((row, record.model_dump(mode="json")))
    if not reading.findings:
        reading.findings += _problems(found)
    content: Content = {code: [values for _, values in rows] for code, rows in found.items()}
    reading.content = {**content, TERMS.code: next(iter(content[TERMS.code]), None)}
    return reading


def _problems(found: Found) -> Iterator[Finding]:
    yield from _pairs(found[DAYS.code])
    yield from _rising(found[ESCALATION.code], "days_late")
    yield from _rising(found[AGEING.code], "days")
    for sheet in (AGEING, TERMS):
        if not found[sheet.code]:
            yield Finding("แผ่นงานนี้ต้องมีข้อมูล", sheet.name)
    for row, _ in found[TERMS.code][1:]:
        yield finding_of(row, "soon_days", ONE_ROW)


def _pairs(rows: Sequence[tuple[SheetRow, dict[str, Any]]]) -> Iterator[Finding]:
    places: Counter[tuple[str, str]] = Counter()
    for row, values in rows:
        place = values["severity"], values["category"]
        places[place] += 1
        if places[place] > 1:
            yield finding_of(row, "category", TWICE)
    for severity, category in product(Severity, Category):
        if not places[severity.value, category.value]:
            words = f"{MISSING}{severity.label} ด้าน{category.label}"
            yield Finding(words, DAYS.name)


def _rising(rows: Sequence[tuple[SheetRow, dict[str, Any]]], key: str) -> Iterator[Finding]:
    for (_, before), (row, values) in pairwise(rows):
        if values[key] <= before[key]:
            yield finding_of(row, key, NOT_RISING)


def rows_of(content: Content) -> Rows:
    held = policies_of(content)
    return {
        DAYS.code: [
            {
                "severity": str(row.severity.label),
                "category": str(row.category.label),
                "days": str(row.days),
                "verified": yes_no(row.verified),
            }
            for row in held.days
        ],
        ESCALATION.code: [
            {
                "days_late": str(row.days_late),
                "title": row.title,
                "verified": yes_no(row.verified),
            }
            for row in held.escalation
        ],
        AGEING.code: [
            {"days": str(row.days), "verified": yes_no(row.verified)} for row in held.ageing
        ],
        TERMS.code: [
            {
                "soon_days": str(held.terms.soon_days),
                "on_holiday": str(held.terms.on_holiday.label),
                "verified": yes_no(held.terms.verified),
            }
        ],
    }


POLICIES = FigureSet(
    code=POLICIES_CODE,
    title="กำหนดแก้ไขและการยกระดับข้อบกพร่อง",
    about=ABOUT,
    proposers=frozenset({Role.OFFICER, Role.CHIEF, Role.PLANNER}),
    signers=frozenset({Role.CHIEF, Role.EXECUTIVE, Role.REGISTRAR}),
    schema=PolicyContent,
    sheets=(DAYS, ESCALATION, AGEING, TERMS),
    read=read,
    rows=rows_of,
    verified=lambda content: policies_of(content).is_verified,
)


class ShippedDays(ReferenceModel):
    severity: Severity
    category: Category
    days: int


class ShippedStep(ReferenceModel):
    days_late: int
    title: str


class PoliciesFile(ReferenceModel):
    source: str
    days: list[ShippedDays]
    escalation: list[ShippedStep]
    ageing: list[int]
    soon_days: int
    on_holiday: OnHoliday

    def content(self) -> PolicyContent:
        """Nothing in it is verified."""
        return PolicyContent.model_validate(
            {
                "days": [row.model_dump() for row in self.days],
                "escalation": [row.model_dump() for row in self.escalation],
                "ageing": [{"days": days} for days in self.ageing],
                "terms": {"soon_days": self.soon_days, "on_holiday": self.on_holiday},
            }
        )

    @model_validator(mode="after")
    def check(self) -> Self:
        self.content()
        return self


def read_policies(folder: Path = REFERENCE) -> PoliciesFile:
    """Raises ReferenceFileError naming file, key and reason."""
    return read_reference(folder / POLICIES_FILE, PoliciesFile)


def load_policies(folder: Path = REFERENCE) -> SyncCount:
    """Version 1, unverified. Raises ReferenceFileError."""
    file = read_policies(folder)
    return load_shipped(POLICIES, file.content().model_dump(mode="json"), file.source)

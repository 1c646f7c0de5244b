"""The policies of retention as a set of versioned figures."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from cpd_portal.core.choices import Role
from cpd_portal.core.figures.loading import load_shipped
from cpd_portal.core.figures.registry import Content, FigureSet, FigureSheet, Reading, Rows
from cpd_portal.core.figures.rows import YES_NO, Digits, YesNo, finding_of, record_of, yes_no
from cpd_portal.core.imports.table import Finding, ImportColumn, SheetRow
from cpd_portal.core.reference import ReferenceModel, SyncCount, read_reference
from cpd_portal.core.retention.registry import retention_kinds

RETENTION_CODE = "core.retention"
REFERENCE = Path(__file__).parent.parent / "reference"
FOREVER = "ตลอดไป"
LEAST_DAYS, MOST_DAYS = 30, 36_500
TWICE = "มีชนิดนี้อยู่แล้วในแถวก่อนหน้า"
UNKNOWN = "ไม่รู้จักชนิดนี้ ประวัติการแก้ไขและบันทึกการเปิดอ่านไม่มีนโยบายลบ"

SHEET = FigureSheet(
    "policies",
    "อายุการเก็บ",
    (
        ImportColumn("kind", "ชนิดข้อมูล", width=44),
        ImportColumn("days", "เก็บไว้ (วัน)", width=18),
        ImportColumn("verified", "ยืนยันแล้ว", choices=YES_NO),
    ),
    keys=("kind",),
)
ABOUT = (
    f"จำนวนวันตั้งแต่ {LEAST_DAYS} ถึง {MOST_DAYS:,} หรือคำว่า {FOREVER}",
    "ชนิดที่ไม่มีแถวเก็บไว้ตลอดไป",
    "ประวัติการแก้ไขและบันทึกว่าใครเปิดอ่านหรือรับอะไร ไม่มีนโยบายลบ",
    "ลงนามแล้วยังไม่มีอะไรถูกลบ จนกว่าผู้ดูแลระบบของกรมจะดูรายการแล้วยืนยันการลบ",
)


class Policy(BaseModel):
    """`days` None: kept for ever."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    days: Annotated[int, Field(ge=LEAST_DAYS, le=MOST_DAYS)] | None
    verified: bool = False


class RetentionContent(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    policies: list[Policy]

    @property
    def is_verified(self) -> bool:
        return bool(self.policies) and all(row.verified for row in self.policies)


def _days(cell: object) -> object:
    return None if cell == FOREVER else cell


class PolicyRow(BaseModel):
    kind: str
    days: Annotated[
        Annotated[int, Digits, Field(ge=LEAST_DAYS, le=MOST_DAYS)] | None, BeforeValidator(_days)
    ]
    verified: YesNo = False


def _titles() -> dict[str, str]:
    return {kind.title: kind.code for kind in retention_kinds()}


def read(fiscal_year: int | None, rows: Sequence[SheetRow]) -> Reading:
    reading, found = Reading(), []
    for row in rows:
        record, findings = record_of(row, PolicyRow)
        reading.findings += findings
        if record is not None:
            found.append((row, record))
    reading.findings += _problems(found)
    if not reading.findings:
        titles = _titles()
        reading.content = {
            "policies": [
                {"kind": titles[record.kind], "days": record.days, "verified": record.verified}
                for _, record in found
            ]
        }
    return reading


def _problems(found: Sequence[tuple[SheetRow, PolicyRow]]) -> Iterator[Finding]:
    known, seen = _titles(), set()
    for row, record in found:
        if record.kind not in known:
            yield finding_of(row, "kind", UNKNOWN)
        elif record.kind in seen:
            yield finding_of(row, "kind", TWICE)
        seen.add(record.kind)


def rows_of(content: Content) -> Rows:
    names = {code: title for title, code in _titles().items()}
    return {
        SHEET.code: [
            {
                "kind": names.get(row.kind, row.kind),
                "days": FOREVER if row.days is None else str(row.days),
                "verified": yes_no(row.verified),
            }
            for row in content_of(content).policies
        ]
    }


def content_of(content: Any) -> RetentionContent:
    return RetentionContent.model_validate(content)


RETENTION = FigureSet(
    code=RETENTION_CODE,
    title="อายุการเก็บข้อมูลชั่วคราว",
    about=ABOUT,
    proposers=frozenset({Role.ADMINISTRATOR}),
    signers=frozenset({Role.ADMINISTRATOR, Role.EXECUTIVE, Role.LEGAL}),
    schema=RetentionContent,
    sheets=(SHEET,),
    read=read,
    rows=rows_of,
    verified=lambda content: content_of(content).is_verified,
)


class ShippedPolicy(ReferenceModel):
    kind: str
    days: int | None


class RetentionFile(ReferenceModel):
    source: str
    policies: list[ShippedPolicy]


def load_retention(folder: Path = REFERENCE) -> SyncCount:
    """Version 1, unverified. Raises ReferenceFileError."""
    file = read_reference(folder / "retention.yaml", RetentionFile)
    rows = [Policy(kind=row.kind, days=row.days) for row in file.policies]
    content = RetentionContent(policies=rows).model_dump(mode="json")
    return load_shipped(RETENTION, content, file.source)

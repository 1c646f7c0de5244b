"""The bounds of early warning as a set of versioned figures."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field

from coops.models import InstitutionType
from cpd_portal.core.choices import Role
from cpd_portal.core.figures.loading import load_shipped
from cpd_portal.core.figures.registry import Content, FigureSet, FigureSheet, Reading, Rows
from cpd_portal.core.figures.rows import (
    YES_NO,
    AsText,
    Digits,
    YesNo,
    finding_of,
    record_of,
    yes_no,
)
from cpd_portal.core.imports.table import Finding, ImportColumn, SheetRow
from cpd_portal.core.reference import ReferenceModel, SyncCount, read_reference
from early_warning.choices import LOW_IS_BAD, TYPE_RATIOS, SignalCode
from early_warning.thresholds import (
    ANY,
    THRESHOLDS_CODE,
    LevelRecord,
    SizeRecord,
    ThresholdContent,
    ThresholdRecord,
    threshold_content,
)

REFERENCE = Path(__file__).parent.parent / "reference"
THRESHOLDS_FILE = "thresholds.yaml"
_VERIFIED = ImportColumn("verified", "ยืนยันแล้ว", choices=YES_NO)
SIGNALS = FigureSheet(
    "thresholds",
    "สัญญาณ",
    (
        ImportColumn("signal", "สัญญาณ", width=52, choices=tuple(map(str, SignalCode.labels))),
        ImportColumn("type_code", "ประเภท (รหัส)", width=20),
        ImportColumn("size", "ขนาด (รหัส)", width=14),
        ImportColumn("watch", "เฝ้าระวังที่", width=14),
        ImportColumn("alarm", "เตือนที่", width=14),
        ImportColumn("points", "คะแนน", width=10),
        ImportColumn("least_rank", "ระดับอย่างน้อย", width=14),
        ImportColumn("missing", "คะแนนเมื่อไม่มีข้อมูล", width=18),
        ImportColumn("source", "ที่มา", width=40),
        _VERIFIED,
    ),
    keys=("signal", "type_code", "size"),
)
LEVELS = FigureSheet(
    "levels",
    "ระดับ",
    (
        ImportColumn("rank", "ลำดับ", width=8),
        ImportColumn("name", "ชื่อระดับ", width=20),
        ImportColumn("enter", "เข้าเมื่อถึง (คะแนน)", width=18),
        ImportColumn("leave", "ออกเมื่อต่ำกว่า (คะแนน)", width=20),
        _VERIFIED,
    ),
    keys=("rank",),
)
SIZES = FigureSheet(
    "sizes",
    "ขนาด",
    (
        ImportColumn("code", "รหัส", width=10),
        ImportColumn("name", "ชื่อ", width=16),
        ImportColumn("from_assets", "สินทรัพย์ตั้งแต่ (บาท)", width=24),
        _VERIFIED,
    ),
    keys=("code",),
)
ABOUT = (
    "ประเภทและขนาดเว้นว่างคือทุกประเภทและทุกขนาด ระบบใช้แถวที่ตรงที่สุด",
    "ทุนสำรอง ผลตอบแทน ทุนหมุนเวียน และลูกหนี้ชำระตามกำหนด ค่าต่ำคือแย่ ข้ออื่นค่าสูงคือแย่",
    "สัญญาณเฉพาะประเภทอ่านเฉพาะประเภทที่มีแถว สัญญาณอื่นต้องมีแถวทุกประเภททุกขนาด",
    "เตือนได้คะแนนเต็ม เฝ้าระวังได้ครึ่งหนึ่ง ระดับอย่างน้อยคือระดับที่การเตือนข้อนั้นข้อเดียวทำให้ถึง",
    "คะแนนออกต้องไม่มากกว่าคะแนนเข้า เพื่อไม่ให้ระดับแกว่งไปมา",
)
TWICE = "ซ้ำกับแถวก่อนหน้า"
WRONG_ORDER = {
    True: "ต้องไม่มากกว่าค่าเฝ้าระวัง เพราะค่าต่ำคือแย่",
    False: "ต้องไม่น้อยกว่าค่าเฝ้าระวัง เพราะค่าสูงคือแย่",
}
LEAVE = "ต้องไม่มากกว่าคะแนนเข้า"
RANKS = "ลำดับต้องเป็น 1, 2, 3 … และคะแนนเข้าต้องเพิ่มขึ้นตามลำดับ"


def _signal(cell: object) -> object:
    values = {str(code.label): code for code in SignalCode}
    if cell not in values:
        raise ValueError("ไม่รู้จักค่านี้")
    return values[str(cell)]


Number = Annotated[Decimal, Digits, Field(max_digits=18, decimal_places=4), AsText]
Points = Annotated[int, Digits, Field(ge=0, le=100)]


class SignalRow(BaseModel):
    signal: Annotated[SignalCode, BeforeValidator(_signal)]
    type_code: str = ANY
    size: str = ANY
    watch: Number
    alarm: Number
    points: Points
    least_rank: Annotated[int, Digits, Field(ge=0, le=9)] = 0
    missing: Points = 0
    source: Annotated[str, Field(max_length=300)] = ""
    verified: YesNo = False


class LevelRow(BaseModel):
    rank: Annotated[int, Digits, Field(ge=1, le=9)]
    name: Annotated[str, Field(max_length=60)]
    enter: Number
    leave: Number
    verified: YesNo = False


class SizeRow(BaseModel):
    code: Annotated[str, Field(pattern=r"^[a-z]{1,10}$")]
    name: Annotated[str, Field(max_length=40)]
    from_assets: Number
    verified: YesNo = False


SCHEMAS: dict[str, type[BaseModel]] = {
    SIGNALS.code: SignalRow,
    LEVELS.code: LevelRow,
    SIZES.code: SizeRow,
}
Held = tuple[SheetRow, Any]


def read(fiscal_year: int | None, sheet_rows: Sequence[SheetRow]) -> Reading:
    """Bounds in their order, known types and sizes, no row twice, a row for all of each signal."""
    reading = Reading()
    held: dict[str, list[Held]] = {code: [] for code in SCHEMAS}
    for row in sheet_rows:
        record, findings = record_of(row, SCHEMAS[row.sheet.code])
        reading.findings += findings
        if record is not None:
            held[row.sheet.code].append((row, record))
    if not reading.findings:
        reading.findings += [*_of_signals(held), *_of_levels(held[LEVELS.code])]
    reading.content = {
        code: [record.model_dump(mode="json") for _, record in rows] for code, rows in held.items()
    }
    return reading


def _of_signals(held: dict[str, list[Held]]) -> Iterator[Finding]:
    types = {ANY, *InstitutionType.objects.values_list("code", flat=True)}
    sizes = {ANY, *(record.code for _, record in held[SIZES.code])}
    seen: set[tuple[str, str, str]] = set()
    for row, record in held[SIGNALS.code]:
        key = (record.signal, record.type_code, record.size)
        if key in seen:
            yield finding_of(row, "signal", TWICE)
        seen.add(key)
        yield from _of_signal(row, record, types, sizes)
    for code in SignalCode:
        if code not in TYPE_RATIOS and (code, ANY, ANY) not in seen:
            yield Finding(f"ยังไม่มีแถวทุกประเภททุกขนาดของ “{code.label}”", SIGNALS.name)


def _of_signal(row: SheetRow, record: Any, types: set[str], sizes: set[str]) -> Iterator[Finding]:
    if record.type_code not in types:
        yield finding_of(row, "type_code", f"ไม่รู้จักประเภท {record.type_code}")
    if record.size not in sizes:
        yield finding_of(row, "size", f"ไม่มีขนาด {record.size} ในแผ่นขนาด")
    is_low = record.signal in LOW_IS_BAD
    if record.alarm > record.watch if is_low else record.alarm < record.watch:
        yield finding_of(row, "alarm", WRONG_ORDER[is_low])


def _of_levels(held: Sequence[Held]) -> Iterator[Finding]:
    for row, record in held:
        if record.leave > record.enter:
            yield finding_of(row, "leave", LEAVE)
    entered = [record.enter for _, record in held]
    ranks = [record.rank for _, record in held]
    if ranks != list(range(1, len(ranks) + 1)) or entered != sorted(entered):
        yield Finding(RANKS, LEVELS.name)


def rows_of(content: Content) -> Rows:
    held = threshold_content(content)
    return {
        SIGNALS.code: [_signal_cells(row) for row in held.thresholds],
        LEVELS.code: [_level_cells(row) for row in held.levels],
        SIZES.code: [_size_cells(row) for row in held.sizes],
    }


def _signal_cells(row: ThresholdRecord) -> dict[str, str]:
    return {
        "signal": str(row.signal.label),
        "type_code": row.type_code,
        "size": row.size,
        "watch": f"{row.watch:f}",
        "alarm": f"{row.alarm:f}",
        "points": str(row.points),
        "least_rank": str(row.least_rank),
        "missing": str(row.missing),
        "source": row.source,
        "verified": yes_no(row.verified),
    }


def _level_cells(row: LevelRecord) -> dict[str, str]:
    return {
        "rank": str(row.rank),
        "name": row.name,
        "enter": f"{row.enter:f}",
        "leave": f"{row.leave:f}",
        "verified": yes_no(row.verified),
    }


def _size_cells(row: SizeRecord) -> dict[str, str]:
    return {
        "code": row.code,
        "name": row.name,
        "from_assets": f"{row.from_assets:f}",
        "verified": yes_no(row.verified),
    }


THRESHOLDS = FigureSet(
    code=THRESHOLDS_CODE,
    title="เกณฑ์เตือนภัยล่วงหน้า",
    about=ABOUT,
    proposers=frozenset({Role.OFFICER, Role.CHIEF, Role.PLANNER}),
    signers=frozenset({Role.CHIEF, Role.EXECUTIVE, Role.REGISTRAR}),
    schema=ThresholdContent,
    sheets=(SIGNALS, LEVELS, SIZES),
    read=read,
    rows=rows_of,
    verified=lambda content: threshold_content(content).is_verified,
)


class ThresholdsFile(ReferenceModel):
    source: str
    thresholds: list[ThresholdRecord]
    levels: list[LevelRecord]
    sizes: list[SizeRecord]

    def content(self) -> ThresholdContent:
        return ThresholdContent(thresholds=self.thresholds, levels=self.levels, sizes=self.sizes)


def read_thresholds(folder: Path = REFERENCE) -> ThresholdsFile:
    """Raises ReferenceFileError naming file, key and reason."""
    return read_reference(folder / THRESHOLDS_FILE, ThresholdsFile)


def load_thresholds(folder: Path = REFERENCE) -> SyncCount:
    """Version 1, unverified. Raises ReferenceFileError."""
    file = read_thresholds(folder)
    return load_shipped(THRESHOLDS, file.content().model_dump(mode="json"), file.source)

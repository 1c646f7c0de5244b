"""The types of cases as a set of versioned figures, and what is shipped of it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from cpd_portal.core.choices import Role
from cpd_portal.core.figures.loading import load_shipped
from cpd_portal.core.figures.registry import Content, FigureSet, FigureSheet, Reading, Rows
from cpd_portal.core.figures.rows import YES_NO, Digits, YesNo, finding_of, record_of, yes_no
from cpd_portal.core.imports.table import Finding, ImportColumn, SheetRow
from cpd_portal.core.reference import ReferenceModel, SyncCount, read_reference
from registrar.case_types import (
    CASE_TYPES_CODE,
    CaseType,
    CaseTypes,
    Code,
    LineFigure,
    Paper,
    Step,
    Title,
)
from registrar.choices import InstitutionScope, Origin, Place

REFERENCE = Path(__file__).parent.parent / "reference"
CHAIN_ROLES = (
    Role.OFFICER,
    Role.INSPECTOR,
    Role.CHIEF,
    Role.LEGAL,
    Role.DEPUTY_REGISTRAR,
    Role.REGISTRAR,
)


def labels(choices: Any) -> tuple[str, ...]:
    return tuple(str(member.label) for member in choices)


def labelled(choices: Any) -> BeforeValidator:
    """A cell with Thai words becomes the value that they stand for."""
    values = {str(member.label): member for member in choices}

    def read(cell: object) -> object:
        if cell not in values:
            raise ValueError("ไม่รู้จักค่านี้")
        return values[str(cell)]

    return BeforeValidator(read)


VERIFIED = ImportColumn("verified", "ยืนยันแล้ว", choices=YES_NO)
TYPES = FigureSheet(
    "types",
    "ประเภทเรื่อง",
    (
        ImportColumn("code", "รหัส", width=24),
        ImportColumn("title", "ประเภทเรื่อง", width=50),
        ImportColumn("origin", "ที่มา", width=26, choices=labels(Origin)),
        ImportColumn("kind", "ใช้กับ", width=24, choices=labels(InstitutionScope)),
        ImportColumn("hearing", "ต้องรับฟังก่อนใช้อำนาจ", choices=YES_NO),
        ImportColumn("limit_days", "กำหนดเวลา (วัน)"),
        ImportColumn("basis", "ที่มาของกำหนดเวลา", width=40),
        ImportColumn("is_new", "สถาบันยังไม่อยู่ในทะเบียน", choices=YES_NO),
        VERIFIED,
    ),
    keys=("code",),
)
PAPERS = FigureSheet(
    "papers",
    "รายการเอกสาร",
    (
        ImportColumn("type", "รหัสประเภทเรื่อง", width=24),
        ImportColumn("code", "รหัสเอกสาร", width=16),
        ImportColumn("title", "เอกสาร", width=50),
        ImportColumn("required", "ต้องมี", choices=YES_NO),
        VERIFIED,
    ),
    keys=("type", "code"),
)
CHAIN = FigureSheet(
    "chain",
    "สายความเห็น",
    (
        ImportColumn("office", "รหัสหน่วยงาน", width=14),
        ImportColumn("position", "ลำดับ"),
        ImportColumn("title", "ในฐานะ", width=40),
        ImportColumn("role", "บทบาทในระบบ", width=22, choices=labels(CHAIN_ROLES)),
        ImportColumn("place", "ที่", width=22, choices=labels(Place)),
        ImportColumn("optional", "ข้ามได้", choices=YES_NO),
        VERIFIED,
    ),
    keys=("office", "position"),
)
LINE = FigureSheet(
    "line",
    "แนวที่เคยตัดสิน",
    (
        ImportColumn("code", "รหัส", width=20),
        ImportColumn("title", "ค่า", width=60),
        ImportColumn("value", "ตัวเลข"),
        VERIFIED,
    ),
    keys=("code",),
)
SHEETS = (TYPES, PAPERS, CHAIN, LINE)
ABOUT = (
    "สำนวนที่รับแล้วใช้ประเภทเรื่อง รายการเอกสาร กำหนดเวลา และสายความเห็นของวันที่รับตลอดไป",
    "สายความเห็นที่เว้นรหัสหน่วยงานไว้ใช้กับทุกสำนักงานที่ไม่มีสายของตนเอง",
    "ห้ามเพิ่มหรือลบแถวของแผ่นงานแนวที่เคยตัดสิน แก้ได้เฉพาะตัวเลข",
    "ค่าตั้งต้นทั้งหมดยังไม่ได้ตรวจกับต้นฉบับ ให้นิติกรยืนยันทีละแถว",
)
Number = Annotated[int, Digits, Field(ge=1, le=20)]


class TypeRow(BaseModel):
    code: Code
    title: Title
    origin: Annotated[Origin, labelled(Origin)]
    kind: Annotated[InstitutionScope, labelled(InstitutionScope)]
    hearing: YesNo
    limit_days: Annotated[int | None, Digits, Field(ge=1, le=730)] = None
    basis: Title = ""
    is_new: YesNo = False
    verified: YesNo = False


class PaperRow(BaseModel):
    type: Code
    code: Code
    title: Title
    required: YesNo
    verified: YesNo = False


class StepRow(BaseModel):
    office: Annotated[str, Field(max_length=12)] = ""
    position: Number
    title: Annotated[str, Field(max_length=120)]
    role: Annotated[Role, labelled(CHAIN_ROLES)]
    place: Annotated[Place, labelled(Place)]
    optional: YesNo = False
    verified: YesNo = False


class LineRow(BaseModel):
    code: Code
    title: Title
    value: Annotated[int, Digits, Field(ge=0, le=100)]
    verified: YesNo = False


ROWS: Mapping[str, type[BaseModel]] = {
    "types": TypeRow,
    "papers": PaperRow,
    "chain": StepRow,
    "line": LineRow,
}


def read(fiscal_year: int | None, sheet_rows: Sequence[SheetRow]) -> Reading:
    """Keys once, papers of known types, and every bound of the common line."""
    reading = Reading()
    found: dict[str, list[dict[str, Any]]] = {sheet.code: [] for sheet in SHEETS}
    places: dict[tuple[str, ...], int] = {}
    for row in sheet_rows:
        sheet = next(one for one in SHEETS if one.code == row.sheet.code)
        record, findings = record_of(row, ROWS[sheet.code])
        reading.findings += findings
        if record is None:
            continue
        values = record.model_dump(mode="json")
        key = (sheet.code, *(str(values[name]) for name in sheet.keys))
        if places.setdefault(key, row.number) != row.number:
            reading.findings.append(finding_of(row, sheet.keys[-1], "ซ้ำกับแถวก่อนหน้า"))
        found[sheet.code].append(values)
    reading.content = found
    reading.findings += _whole(found)
    return reading


def _whole(content: Mapping[str, Any]) -> list[Finding]:
    try:
        CaseTypes.model_validate(content)
    except ValidationError:
        message = "เอกสารต้องอยู่ในประเภทเรื่องที่มี และแนวที่เคยตัดสินต้องมีทุกแถวครั้งเดียว"
        return [Finding(message, TYPES.name)]
    return []


def rows(content: Content) -> Rows:
    held = CaseTypes.model_validate(content)
    return {
        "types": [_type_cells(row) for row in held.types],
        "papers": [_cells(row) for row in held.papers],
        "chain": [_step_cells(row) for row in held.chain],
        "line": [_cells(row) for row in held.line],
    }


def _cells(row: BaseModel) -> dict[str, str]:
    return {name: _text(value) for name, value in row.model_dump().items()}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return yes_no(value)
    return "" if value is None else str(value)


def _type_cells(row: CaseType) -> dict[str, str]:
    return {**_cells(row), "origin": str(row.origin.label), "kind": str(row.kind.label)}


def _step_cells(row: Step) -> dict[str, str]:
    return {**_cells(row), "role": str(row.role.label), "place": str(row.place.label)}


def is_verified(content: Content) -> bool:
    held = CaseTypes.model_validate(content)
    every: list[CaseType | Paper | Step | LineFigure] = [
        *held.types,
        *held.papers,
        *held.chain,
        *held.line,
    ]
    return all(row.verified for row in every)


CASE_TYPES = FigureSet(
    code=CASE_TYPES_CODE,
    title="ประเภทเรื่องของนายทะเบียน รายการเอกสาร กำหนดเวลา และสายความเห็น",
    about=ABOUT,
    proposers=frozenset({Role.LEGAL, Role.CHIEF, Role.OFFICER}),
    signers=frozenset({Role.REGISTRAR, Role.CHIEF, Role.LEGAL}),
    schema=CaseTypes,
    sheets=SHEETS,
    read=read,
    rows=rows,
    verified=is_verified,
)


class CaseTypesFile(ReferenceModel):
    source: str
    types: list[CaseType]
    papers: list[Paper]
    chain: list[Step]
    line: list[LineFigure]


def load_case_types(folder: Path = REFERENCE) -> SyncCount:
    """Version 1, unverified. Raises ReferenceFileError."""
    file = read_reference(folder / "case_types.yaml", CaseTypesFile)
    content = CaseTypes.model_validate(file.model_dump(exclude={"source"}))
    return load_shipped(CASE_TYPES, content.model_dump(mode="json"), file.source)

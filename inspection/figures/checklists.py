"""The checklists of inspections as a set of versioned figures."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field

from coops.choices import Kind
from cpd_portal.core.choices import Role
from cpd_portal.core.figures.loading import load_shipped
from cpd_portal.core.figures.registry import Content, FigureSet, FigureSheet, Reading, Rows
from cpd_portal.core.figures.rows import YES_NO, YesNo, finding_of, record_of, yes_no
from cpd_portal.core.imports.table import ImportColumn, SheetRow
from cpd_portal.core.reference import ReferenceModel, SyncCount, read_reference
from cpd_portal.thai.numerals import to_arabic_digits
from inspection.checklists import CHECKLISTS_CODE, Checklists, Question, checklists_of
from inspection.choices import Side
from inspection.figures.cells import labelled

REFERENCE = Path(__file__).parent.parent / "reference"

QUESTIONS = FigureSheet(
    "questions",
    "ข้อตรวจ",
    (
        ImportColumn("kind", "ใช้กับ", width=16, choices=tuple(map(str, Kind.labels))),
        ImportColumn("number", "ข้อ", width=8),
        ImportColumn("side", "ด้าน", width=18, choices=tuple(map(str, Side.labels))),
        ImportColumn("text", "ข้อตรวจ", width=60),
        ImportColumn("guidance", "วิธีตรวจ", width=60),
        ImportColumn("clause", "กฎหมายหรือระเบียบที่เกี่ยวข้อง", width=50),
        ImportColumn("evidence", "ต้องมีภาพหลักฐานเมื่อพบปัญหา", choices=YES_NO),
        ImportColumn("verified", "ยืนยันแล้ว", choices=YES_NO),
    ),
    keys=("kind", "number"),
)
ABOUT = (
    "หนึ่งแถวต่อหนึ่งข้อตรวจของสหกรณ์หรือกลุ่มเกษตรกร เลขข้อเขียนเป็น ด้าน.ลำดับ เช่น 2.1 และห้ามซ้ำในชนิดเดียวกัน",
    "การตรวจที่เริ่มแล้วใช้ข้อตรวจของรุ่นที่เริ่ม รุ่นใหม่ใช้กับการตรวจที่เริ่มหลังจากนั้น",
    "ข้อตรวจชุดแรกเขียนขึ้นเองในระบบ ยังไม่ใช่แบบตรวจการของกรม",
)


def _numbered(cell: object) -> object:
    return to_arabic_digits(cell) if isinstance(cell, str) else cell


class QuestionRow(BaseModel):
    kind: Annotated[Kind, labelled(Kind)]
    number: Annotated[str, BeforeValidator(_numbered), Field(pattern=r"^\d{1,2}\.\d{1,2}$")]
    side: Annotated[Side, labelled(Side)]
    text: Annotated[str, Field(max_length=300)]
    guidance: Annotated[str, Field(max_length=500)] = ""
    clause: Annotated[str, Field(max_length=300)] = ""
    evidence: YesNo = False
    verified: YesNo = False


def read(fiscal_year: int | None, sheet_rows: Sequence[SheetRow]) -> Reading:
    """Numbers are unique within a kind, and both kinds have questions."""
    reading = Reading()
    questions = []
    places: Counter[tuple[Kind, str]] = Counter()
    for row in sheet_rows:
        record, findings = record_of(row, QuestionRow)
        reading.findings += findings
        if record is None:
            continue
        places[record.kind, record.number] += 1
        if places[record.kind, record.number] > 1:
            reading.findings.append(finding_of(row, "number", "เลขข้อซ้ำกับแถวก่อนหน้า"))
        questions.append(record.model_dump(mode="json"))
    reading.content = {"questions": questions}
    return reading


def rows(content: Content) -> Rows:
    return {QUESTIONS.code: [_cells(row) for row in checklists_of(content).questions]}


def _cells(row: Question) -> dict[str, str]:
    return {
        "kind": str(row.kind.label),
        "number": row.number,
        "side": str(row.side.label),
        "text": row.text,
        "guidance": row.guidance,
        "clause": row.clause,
        "evidence": yes_no(row.evidence),
        "verified": yes_no(row.verified),
    }


def is_verified(content: Content) -> bool:
    questions = checklists_of(content).questions
    return bool(questions) and all(row.verified for row in questions)


CHECKLISTS = FigureSet(
    code=CHECKLISTS_CODE,
    title="รายการตรวจของผู้ตรวจการสหกรณ์",
    about=ABOUT,
    proposers=frozenset({Role.OFFICER, Role.CHIEF, Role.PLANNER}),
    signers=frozenset({Role.CHIEF, Role.EXECUTIVE, Role.REGISTRAR}),
    schema=Checklists,
    sheets=(QUESTIONS,),
    read=read,
    rows=rows,
    verified=is_verified,
)


class ShippedQuestion(ReferenceModel):
    number: str
    side: Side
    text: str
    guidance: str
    clause: str
    evidence: bool


class ShippedChecklist(ReferenceModel):
    kind: Kind
    questions: list[ShippedQuestion]


class ChecklistsFile(ReferenceModel):
    source: str
    checklists: list[ShippedChecklist]


def load_checklists(folder: Path = REFERENCE) -> SyncCount:
    """Version 1, unverified. Raises ReferenceFileError."""
    file = read_reference(folder / "checklists.yaml", ChecklistsFile)
    content = Checklists(
        questions=[
            Question(kind=group.kind, **row.model_dump())
            for group in file.checklists
            for row in group.questions
        ]
    )
    return load_shipped(CHECKLISTS, content.model_dump(mode="json"), file.source)

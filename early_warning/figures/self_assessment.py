"""The questionnaire of savings cooperatives as a set of versioned figures."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field

from coops.models import InstitutionType
from cpd_portal.core.choices import Role
from cpd_portal.core.figures.loading import load_shipped
from cpd_portal.core.figures.registry import Content, FigureSet, FigureSheet, Reading, Rows
from cpd_portal.core.figures.rows import (
    YES_NO,
    Digits,
    YesNo,
    finding_of,
    record_of,
    yes_no,
)
from cpd_portal.core.imports.table import Finding, ImportColumn, SheetRow
from cpd_portal.core.reference import ReferenceModel, SyncCount, read_reference
from cpd_portal.thai.numerals import to_arabic_digits
from early_warning.choices import RiskSide
from early_warning.questionnaire import (
    QUESTIONNAIRE_CODE,
    Limits,
    Percent,
    Questionnaire,
    RiskQuestion,
    questionnaire_of,
)

REFERENCE = Path(__file__).parent.parent / "reference"
QUESTIONS = FigureSheet(
    "questions",
    "ข้อคำถาม",
    (
        ImportColumn("number", "ข้อ", width=8),
        ImportColumn("side", "ด้าน", width=18, choices=tuple(map(str, RiskSide.labels))),
        ImportColumn("text", "ข้อคำถาม", width=60),
        ImportColumn("guidance", "วิธีตอบ", width=60),
        ImportColumn("verified", "ยืนยันแล้ว", choices=YES_NO),
    ),
    keys=("number",),
)
LIMITS = FigureSheet(
    "limits",
    "เกณฑ์",
    (
        ImportColumn("medium_from", "ปานกลางตั้งแต่ร้อยละ"),
        ImportColumn("high_from", "สูงตั้งแต่ร้อยละ"),
        ImportColumn("target", "เป้าหมายการเข้าร่วมร้อยละ"),
        ImportColumn("types", "ประเภทที่ประเมิน (รหัส คั่นด้วยจุลภาค)", width=40),
        ImportColumn("verified", "ยืนยันแล้ว", choices=YES_NO),
    ),
    keys=(),
)
ABOUT = (
    "หนึ่งแถวต่อหนึ่งข้อคำถาม เลขข้อเขียนเป็น ด้าน.ลำดับ เช่น 2.1 และห้ามซ้ำ",
    "แต่ละด้านคิดเป็นร้อยละของความเสี่ยงสูงสุดของด้านนั้น ระดับของสหกรณ์คือระดับของด้านที่แย่ที่สุด",
    "แผ่นเกณฑ์มีหนึ่งแถว ผลที่บันทึกแล้วใช้รุ่นที่บันทึก รุ่นใหม่ใช้กับการประเมินหลังจากนั้น",
)
ONE_ROW = "แผ่นเกณฑ์ต้องมีหนึ่งแถวพอดี"


def _side(cell: object) -> object:
    values = {str(side.label): side for side in RiskSide}
    if cell not in values:
        raise ValueError("ไม่รู้จักค่านี้")
    return values[str(cell)]


def _number(cell: object) -> object:
    return to_arabic_digits(cell) if isinstance(cell, str) else cell


class QuestionRow(BaseModel):
    number: Annotated[str, BeforeValidator(_number), Field(pattern=r"^\d{1,2}\.\d{1,2}$")]
    side: Annotated[RiskSide, BeforeValidator(_side)]
    text: Annotated[str, Field(max_length=300)]
    guidance: Annotated[str, Field(max_length=500)] = ""
    verified: YesNo = False


class LimitsRow(BaseModel):
    medium_from: Annotated[Percent, Digits]
    high_from: Annotated[Percent, Digits]
    target: Annotated[Percent, Digits]
    types: str
    verified: YesNo = False


def read(fiscal_year: int | None, sheet_rows: Sequence[SheetRow]) -> Reading:
    """Numbers are unique, the bounds in order, the types known."""
    reading = Reading()
    by_sheet = {
        code: [row for row in sheet_rows if row.sheet.code == code]
        for code in (QUESTIONS.code, LIMITS.code)
    }
    questions = _questions(by_sheet[QUESTIONS.code], reading)
    reading.content = {"questions": questions, **_limits(by_sheet[LIMITS.code], reading)}
    return reading


def _questions(rows: Sequence[SheetRow], reading: Reading) -> list[dict[str, Any]]:
    questions = []
    places: Counter[str] = Counter()
    for row in rows:
        record, findings = record_of(row, QuestionRow)
        reading.findings += findings
        if record is None:
            continue
        places[record.number] += 1
        if places[record.number] > 1:
            reading.findings.append(finding_of(row, "number", "เลขข้อซ้ำกับแถวก่อนหน้า"))
        questions.append(record.model_dump(mode="json"))
    return questions


def _limits(rows: Sequence[SheetRow], reading: Reading) -> dict[str, Any]:
    if len(rows) != 1:
        reading.findings.append(Finding(ONE_ROW, LIMITS.name))
        return {}
    record, findings = record_of(rows[0], LimitsRow)
    reading.findings += findings
    if record is None:
        return {}
    if record.medium_from >= record.high_from:
        reading.findings.append(finding_of(rows[0], "high_from", "ต้องมากกว่าเกณฑ์ปานกลาง"))
    values = record.model_dump(mode="json")
    types = [code.strip() for code in values.pop("types").split(",") if code.strip()]
    known = set(InstitutionType.objects.values_list("code", flat=True))
    unknown = [code for code in types if code not in known]
    if unknown or not types:
        words = f"ไม่รู้จักประเภท {', '.join(unknown)}" if unknown else "ต้องกรอก"
        reading.findings.append(finding_of(rows[0], "types", words))
    return {"types": types, "limits": values}


def rows(content: Content) -> Rows:
    questionnaire = questionnaire_of(content)
    return {
        QUESTIONS.code: [_question_cells(row) for row in questionnaire.ordered],
        LIMITS.code: [_limit_cells(questionnaire)],
    }


def _question_cells(row: RiskQuestion) -> dict[str, str]:
    return {
        "number": row.number,
        "side": str(row.side.label),
        "text": row.text,
        "guidance": row.guidance,
        "verified": yes_no(row.verified),
    }


def _limit_cells(questionnaire: Questionnaire) -> dict[str, str]:
    limits = questionnaire.limits.model_dump(mode="json")
    verified = limits.pop("verified")
    return {**limits, "types": ", ".join(questionnaire.types), "verified": yes_no(verified)}


SELF_ASSESSMENT = FigureSet(
    code=QUESTIONNAIRE_CODE,
    title="แบบประเมินความเสี่ยงด้วยตนเองของสหกรณ์ออมทรัพย์",
    about=ABOUT,
    proposers=frozenset({Role.OFFICER, Role.CHIEF, Role.PLANNER}),
    signers=frozenset({Role.CHIEF, Role.EXECUTIVE, Role.REGISTRAR}),
    schema=Questionnaire,
    sheets=(QUESTIONS, LIMITS),
    read=read,
    rows=rows,
    verified=lambda content: questionnaire_of(content).verified,
)


class ShippedQuestion(ReferenceModel):
    number: str
    side: RiskSide
    text: str
    guidance: str


class ShippedLimits(ReferenceModel):
    medium_from: str
    high_from: str
    target: str


class QuestionnaireFile(ReferenceModel):
    source: str
    types: list[str]
    limits: ShippedLimits
    questions: list[ShippedQuestion]


def load_questionnaire(folder: Path = REFERENCE) -> SyncCount:
    """Version 1, unverified. Raises ReferenceFileError."""
    file = read_reference(folder / "self_assessment.yaml", QuestionnaireFile)
    content = Questionnaire(
        types=file.types,
        limits=Limits.model_validate(file.limits.model_dump()),
        questions=[RiskQuestion(**row.model_dump()) for row in file.questions],
    )
    return load_shipped(SELF_ASSESSMENT, content.model_dump(mode="json"), file.source)

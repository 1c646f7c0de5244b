"""The templates of orders as a set of versioned figures, and what is shipped of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError

from cpd_portal.core.choices import Role
from cpd_portal.core.figures.loading import load_shipped
from cpd_portal.core.figures.registry import Content, FigureSet, FigureSheet, Reading, Rows
from cpd_portal.core.figures.rows import YES_NO, YesNo, finding_of, record_of, yes_no
from cpd_portal.core.imports.table import Finding, ImportColumn, SheetRow
from cpd_portal.core.reference import ReferenceModel, SyncCount, read_reference
from registrar.choices import OrderForm
from registrar.figures.case_types import labelled, labels
from registrar.order_templates import (
    ORDER_TEMPLATES_CODE,
    PARTS,
    OrderTemplate,
    OrderTemplates,
)
from registrar.rules.order_text import NAMES, TemplateRefused, check

REFERENCE = Path(__file__).parent.parent / "reference"
SHEET = FigureSheet(
    "templates",
    "แบบคำสั่ง",
    (
        ImportColumn("code", "รหัส", width=24),
        ImportColumn("title", "แบบ", width=40),
        ImportColumn("form", "รูปแบบ", width=16, choices=labels(OrderForm)),
        ImportColumn("subject", "เรื่อง", width=50),
        ImportColumn("facts", "ข้อเท็จจริง", width=60),
        ImportColumn("law", "ข้อกฎหมาย", width=60),
        ImportColumn("reasons", "เหตุผล", width=60),
        ImportColumn("operative", "ส่วนที่สั่ง", width=60),
        ImportColumn("appeal", "สิทธิอุทธรณ์", width=60),
        ImportColumn("verified", "ยืนยันแล้ว", choices=YES_NO),
    ),
    keys=("code",),
)
ABOUT = (
    "หนึ่งแถวต่อหนึ่งแบบ ขึ้นบรรทัดใหม่ในเซลล์เป็นย่อหน้าใหม่ของคำสั่ง",
    f"ตัวแปรเขียนเป็น {{{{ชื่อ}}}} ใช้ได้เฉพาะ {NAMES}",
    "บรรทัดที่ตัวแปรทุกตัวว่าง จะไม่พิมพ์",
    "ถ้อยคำตั้งต้นเป็นร่างของระบบ ให้นิติกรตรวจแล้วเปลี่ยนช่อง ยืนยันแล้ว เป็น ใช่",
)
Cell = Annotated[str, Field(max_length=8_000)]


class TemplateRow(BaseModel):
    code: Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9-]+$")]
    title: Annotated[str, Field(max_length=200)]
    form: Annotated[OrderForm, labelled(OrderForm)]
    subject: Cell
    facts: Cell = ""
    law: Cell = ""
    reasons: Cell = ""
    operative: Cell
    appeal: Cell = ""
    verified: YesNo = False


def read(fiscal_year: int | None, sheet_rows: Sequence[SheetRow]) -> Reading:
    """Codes once, and no variable outside the list: each is told at its cell."""
    reading, found, seen = Reading(), list[dict[str, Any]](), set[str]()
    for row in sheet_rows:
        record, findings = record_of(row, TemplateRow)
        reading.findings += findings
        if record is None:
            continue
        values = record.model_dump(mode="json")
        if values["code"] in seen:
            reading.findings.append(finding_of(row, "code", "ซ้ำกับแถวก่อนหน้า"))
        seen.add(values["code"])
        reading.findings += _refused(row, values)
        found.append(values)
    reading.content = {"templates": found}
    if not reading.findings:
        reading.findings += _whole(reading.content)
    return reading


def _refused(row: SheetRow, values: dict[str, Any]) -> list[Finding]:
    found = []
    for part in PARTS:
        try:
            check(values[part])
        except TemplateRefused as error:
            found.append(finding_of(row, part, str(error)))
    return found


def _whole(content: Content) -> list[Finding]:
    try:
        OrderTemplates.model_validate(content)
    except ValidationError:
        return [
            Finding("ต้องมีแบบ order, letter, order-suspension และ order-revocation", SHEET.name)
        ]
    return []


def rows(content: Content) -> Rows:
    held = OrderTemplates.model_validate(content)
    return {SHEET.code: [_cells(row) for row in held.templates]}


def _cells(row: OrderTemplate) -> dict[str, str]:
    values = row.model_dump()
    return {**values, "form": str(row.form.label), "verified": yes_no(row.verified)}


def is_verified(content: Content) -> bool:
    return all(row.verified for row in OrderTemplates.model_validate(content).templates)


TEMPLATES_SET = FigureSet(
    code=ORDER_TEMPLATES_CODE,
    title="แบบคำสั่งและหนังสือของนายทะเบียน",
    about=ABOUT,
    proposers=frozenset({Role.LEGAL, Role.CHIEF, Role.OFFICER}),
    signers=frozenset({Role.LEGAL}),
    schema=OrderTemplates,
    sheets=(SHEET,),
    read=read,
    rows=rows,
    verified=is_verified,
)


class TemplatesFile(ReferenceModel):
    source: str
    templates: list[OrderTemplate]


def load_order_templates(folder: Path = REFERENCE) -> SyncCount:
    """Version 1, unverified. Raises ReferenceFileError."""
    file = read_reference(folder / "order_templates.yaml", TemplatesFile)
    content = OrderTemplates(templates=tuple(file.templates))
    return load_shipped(TEMPLATES_SET, content.model_dump(mode="json"), file.source)

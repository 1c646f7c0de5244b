"""A scorecard as sheets of a workbook, and back."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from cpd_portal.core.choices import Round
from cpd_portal.core.figures.registry import Content, FigureSheet, Rows
from cpd_portal.core.figures.rows import YES_NO, yes_no
from cpd_portal.core.imports.table import ImportColumn
from kpis.choices import Computation, Direction, Method, PolicyCode
from kpis.figures.content import (
    CriterionRow,
    GroupRow,
    KpiRow,
    PartRow,
    PolicyRow,
    ResultPartRow,
    TierRow,
)


def _labels(choices: Any) -> tuple[str, ...]:
    return tuple(str(label) for label in choices.labels)


KPI = ImportColumn("kpi", "ตัวชี้วัดที่", 12)
ROUND = ImportColumn("round", "รอบ", 16, _labels(Round))
DIRECTION = ImportColumn("direction", "ทิศทาง", 16, _labels(Direction))

SHEETS = (
    FigureSheet(
        "parts",
        "ส่วน",
        (
            ImportColumn("number", "ส่วนที่", 10),
            ImportColumn("title", "ชื่อ", 60),
            ImportColumn("weight", "น้ำหนัก", 12),
        ),
        keys=("number",),
    ),
    FigureSheet(
        "groups",
        "กลุ่ม",
        (
            ImportColumn("number", "กลุ่มที่", 10),
            ImportColumn("part", "ส่วนที่", 10),
            ImportColumn("title", "ชื่อ", 60),
        ),
        keys=("number",),
    ),
    FigureSheet(
        "kpis",
        "ตัวชี้วัด",
        (
            ImportColumn("number", "ตัวชี้วัดที่", 12),
            ImportColumn("group", "กลุ่มที่", 10),
            ImportColumn("title", "ชื่อ", 80),
            ImportColumn("weight", "น้ำหนัก", 12),
            ImportColumn("unit", "หน่วย", 20),
            DIRECTION,
            ImportColumn("owner", "รหัสหน่วยงานเจ้าของ", 20),
            ImportColumn("owner_verified", "ยืนยันเจ้าของแล้ว", 18, YES_NO),
        ),
        keys=("number",),
    ),
    FigureSheet(
        "criteria",
        "เกณฑ์",
        (
            KPI,
            ROUND,
            ImportColumn("method", "วิธีคิดคะแนน", 18, _labels(Method)),
            DIRECTION,
            ImportColumn("unit", "หน่วย", 20),
            ImportColumn("measures", "สิ่งที่วัด", 80),
            ImportColumn("is_percent", "เป็นร้อยละ", 12, YES_NO),
            ImportColumn("minimum", "ค่าต่ำสุดที่เป็นไปได้", 20),
            ImportColumn("no_result_score", "คะแนนเมื่อไม่มีผล", 18),
            ImportColumn("provisional", "เกณฑ์ชั่วคราว", 14, YES_NO),
            ImportColumn("computation", "ระบบคำนวณจาก", 40, _labels(Computation)),
            ImportColumn("first_month", "สิ้นปีบัญชีตั้งแต่เดือน", 22),
            ImportColumn("last_month", "สิ้นปีบัญชีถึงเดือน", 20),
        ),
        keys=("kpi", "round"),
    ),
    FigureSheet(
        "result_parts",
        "ส่วนของผล",
        (
            KPI,
            ROUND,
            ImportColumn("part", "รหัสส่วน", 18),
            ImportColumn("label", "ชื่อเต็ม", 60),
            ImportColumn("short", "ชื่อสั้น", 18),
        ),
        keys=("kpi", "round", "part"),
    ),
    FigureSheet(
        "tiers",
        "ขั้นของเกณฑ์",
        (
            KPI,
            ROUND,
            ImportColumn("points", "คะแนน", 10, ("50", "75", "100")),
            ImportColumn("part", "รหัสส่วน", 18),
            ImportColumn("bound", "ค่าที่ต้องถึง", 16),
            ImportColumn("text", "ข้อความของเกณฑ์", 80),
        ),
        keys=("kpi", "round", "points", "part"),
    ),
    FigureSheet(
        "policies",
        "นโยบายการให้คะแนน",
        (
            ImportColumn("code", "นโยบาย", 30, _labels(PolicyCode)),
            ImportColumn("value", "ค่า", 24),
            ImportColumn("text", "คำอธิบาย", 80),
            ImportColumn("printed", "พิมพ์ในเอกสาร", 14, YES_NO),
            ImportColumn("verified", "ยืนยันแล้ว", 12, YES_NO),
        ),
        keys=("code",),
    ),
)
SCHEMAS: Mapping[str, type[BaseModel]] = {
    "parts": PartRow,
    "groups": GroupRow,
    "kpis": KpiRow,
    "criteria": CriterionRow,
    "result_parts": ResultPartRow,
    "tiers": TierRow,
    "policies": PolicyRow,
}
LABELS: Mapping[str, Any] = {
    "round": Round,
    "direction": Direction,
    "method": Method,
    "code": PolicyCode,
    "computation": Computation,
}


def rows_of(content: Content) -> Rows:
    return {sheet.code: [_cells(row) for row in content[sheet.code]] for sheet in SHEETS}


def _cells(row: Mapping[str, Any]) -> dict[str, str]:
    return {key: _cell(key, value) for key, value in row.items()}


def _cell(key: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return yes_no(value)
    if key in LABELS:
        return str(LABELS[key](value).label)
    return str(value)

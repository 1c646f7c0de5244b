"""The thresholds of the status of targets as a set of versioned figures."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, Field, model_validator

from cpd_portal.core.choices import Role
from cpd_portal.core.figures.loading import load_shipped
from cpd_portal.core.figures.models import FigureVersion
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
from cpd_portal.core.figures.selectors import version_in_force
from cpd_portal.core.imports.table import ImportColumn, SheetRow
from cpd_portal.core.reference import ReferenceModel, SyncCount, read_reference
from strategy.rules.status import Thresholds

THRESHOLDS_CODE = "strategy.thresholds"
THRESHOLDS_FILE = "thresholds.yaml"
ONE_ROW = "ต้องมีแถวเดียว"
Percent = Annotated[Decimal, Digits, Field(gt=0, le=100, decimal_places=2), AsText]


class ThresholdContent(BaseModel):
    """Percent of what the time that is over lets expect."""

    on_track: Percent
    at_risk: Percent
    spending: Percent
    verified: YesNo = False

    @model_validator(mode="after")
    def check_order(self) -> Self:
        if self.at_risk >= self.on_track:
            raise ValueError("เกณฑ์เสี่ยงต้องต่ำกว่าเกณฑ์ตามแผน")
        return self


SHEET = FigureSheet(
    "thresholds",
    "เกณฑ์สถานะ",
    (
        ImportColumn("on_track", "ตามแผน ตั้งแต่ร้อยละ", width=20),
        ImportColumn("at_risk", "เสี่ยง ตั้งแต่ร้อยละ", width=20),
        ImportColumn("spending", "เบิกจ่ายช้า ต่ำกว่าร้อยละ", width=24),
        ImportColumn("verified", "ยืนยันแล้ว", choices=YES_NO),
    ),
    keys=(),
)


def read(fiscal_year: int | None, rows: Sequence[SheetRow]) -> Reading:
    reading = Reading()
    for place, row in enumerate(rows):
        if place:
            reading.findings.append(finding_of(row, "on_track", ONE_ROW))
            continue
        record, findings = record_of(row, ThresholdContent)
        reading.findings += findings
        if record is not None:
            reading.content = record.model_dump(mode="json")
    return reading


def rows_of(content: Content) -> Rows:
    held = ThresholdContent.model_validate(content)
    cells = held.model_dump(mode="json")
    row = {name: str(cells[name]) for name in ("on_track", "at_risk", "spending")}
    return {SHEET.code: [{**row, "verified": yes_no(held.verified)}]}


THRESHOLDS = FigureSet(
    code=THRESHOLDS_CODE,
    title="เกณฑ์สถานะของโครงการตามยุทธศาสตร์",
    about=(
        "ร้อยละของผลที่คาดหมายตามเวลาที่ผ่านไปในปีงบประมาณ",
        "ไม่มีในเอกสารแผน ตั้งไว้ในระบบจนกว่ากองแผนงานจะยืนยัน",
    ),
    proposers=frozenset({Role.OFFICER, Role.CHIEF, Role.PLANNER}),
    signers=frozenset({Role.CHIEF, Role.EXECUTIVE}),
    schema=ThresholdContent,
    sheets=(SHEET,),
    read=read,
    rows=rows_of,
    verified=lambda content: ThresholdContent.model_validate(content).verified,
)


class ThresholdsFile(ReferenceModel):
    source: str
    on_track: Decimal
    at_risk: Decimal
    spending: Decimal


def load_thresholds(folder: Path) -> SyncCount:
    """Version 1, unverified. Raises ReferenceFileError."""
    file = read_reference(folder / THRESHOLDS_FILE, ThresholdsFile)
    content = ThresholdContent(
        on_track=file.on_track, at_risk=file.at_risk, spending=file.spending
    )
    return load_shipped(THRESHOLDS, content.model_dump(mode="json"), file.source)


def thresholds_in_force() -> Thresholds:
    """Raises LookupError before the reference data are loaded."""
    held = version_in_force(THRESHOLDS_CODE)
    if held is None:
        raise LookupError(THRESHOLDS_CODE)
    return thresholds_of(held)


def thresholds_of(version: FigureVersion) -> Thresholds:
    content: dict[str, Any] = version.content
    held = ThresholdContent.model_validate(content)
    return Thresholds(
        on_track=held.on_track,
        at_risk=held.at_risk,
        spending=held.spending,
        verified=held.verified,
        version=f"เกณฑ์สถานะ รุ่นที่ {version.number}",
    )

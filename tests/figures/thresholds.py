"""A small set of figures to test the mechanism with: warning thresholds by name."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Annotated, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from pydantic import BaseModel, Field

from cpd_portal.core.choices import Role
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.registry import (
    Consequences,
    Content,
    FigureSet,
    FigureSheet,
    Reading,
    Rows,
)
from cpd_portal.core.figures.rows import AsText, Digits, YesNo, finding_of, record_of, yes_no
from cpd_portal.core.imports.table import ImportColumn, SheetRow

CODE = "test.thresholds"
SHEET = FigureSheet(
    "thresholds",
    "เกณฑ์เตือน",
    (
        ImportColumn("name", "ชื่อ"),
        ImportColumn("minimum", "ค่าต่ำสุด"),
        ImportColumn("verified", "ยืนยันแล้ว"),
    ),
    keys=("name",),
)


class Threshold(BaseModel):
    name: str
    minimum: Annotated[Decimal, Field(ge=0, le=100), Digits, AsText]
    verified: YesNo


class Thresholds(BaseModel):
    thresholds: list[Threshold]


def read(fiscal_year: int | None, rows: Sequence[SheetRow]) -> Reading:
    reading, records, seen = Reading(), [], set()
    for row in rows:
        record, findings = record_of(row, Threshold)
        reading.findings += findings
        if record is not None:
            records.append(record)
            if record.name in seen:
                reading.findings.append(finding_of(row, "name", "มีชื่อนี้แล้ว"))
            seen.add(record.name)
    reading.content = Thresholds(thresholds=records).model_dump(mode="json")
    return reading


def rows(content: Content) -> Rows:
    return {
        "thresholds": [
            {**row, "verified": yes_no(row["verified"])} for row in content["thresholds"]
        ]
    }


def thresholds(consequences: Consequences | None = None, dated: bool = False) -> FigureSet:
    return FigureSet(
        code=CODE,
        title="เกณฑ์เตือนทดสอบ",
        about=("แก้เฉพาะค่าต่ำสุด",),
        proposers=frozenset({Role.OFFICER}),
        signers=frozenset({Role.CHIEF}),
        schema=Thresholds,
        sheets=(SHEET,),
        read=read,
        rows=rows,
        verified=lambda content: all(row["verified"] for row in content["thresholds"]),
        years=(lambda: [2566, 2567]) if dated else None,
        consequences=consequences,
    )


def content(**minimums: str) -> Content:
    return {
        "thresholds": [
            {"name": name, "minimum": value, "verified": False} for name, value in minimums.items()
        ]
    }


def workbook(lines: Sequence[Sequence[Any]], titles: Sequence[str] = ()) -> SimpleUploadedFile:
    book = Workbook()
    page: Any = book.active
    page.title = SHEET.name
    page.append(titles or [column.title for column in SHEET.columns])
    for line in lines:
        page.append(line)
    target = BytesIO()
    book.save(target)
    return SimpleUploadedFile("เกณฑ์.xlsx", target.getvalue())


def last_event(version: FigureVersion) -> Mapping[str, Any]:
    event = version.events.order_by("-pgh_id").first()  # type: ignore[attr-defined]
    context: Mapping[str, Any] = event.pgh_context
    return context

"""The set `registrar.powers` of the mechanism for versioned figures."""

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from pydantic import BaseModel

from coops.models import InstitutionType
from cpd_portal.core.choices import Role
from cpd_portal.core.figures.loading import load_shipped
from cpd_portal.core.figures.registry import Content, FigureSet, Reading, Rows
from cpd_portal.core.figures.rows import finding_of, record_of
from cpd_portal.core.imports.table import SheetRow
from cpd_portal.core.reference import ReferenceModel, SyncCount, read_reference
from registrar.figures.power_rows import (
    FIGURES,
    LAWS,
    POWERS,
    FigureRow,
    LawRow,
    PowerRow,
    figure_cells,
    law_cells,
    power_cells,
)
from registrar.framework import POWERS_CODE, Figure, Framework, Law, Power

REFERENCE = Path(__file__).parent.parent / "reference"
FILES = ("laws", "orders", "applications", "groups")
ABOUT = (
    "หนึ่งแถวต่อหนึ่งอำนาจ สรุปเป็นถ้อยคำของกรมเอง ไม่คัดลอกตัวบท หลายค่าในเซลล์เดียวคั่นด้วย |",
    "นิติกรเป็นผู้ลงนาม เมื่อเทียบกับตัวบทแล้วให้เปลี่ยนช่อง ยืนยันแล้ว เป็น ใช่",
    "อำนาจที่ยังไม่ยืนยันเปิดดูได้ แต่คำสั่งที่อาศัยอำนาจนั้นจะมีคำเตือนและต้องให้นิติกรยืนยัน",
    "ห้ามใส่คำแนะนำเรื่องโทษ",
)
SHEETS = {sheet.code: sheet for sheet in (LAWS, POWERS, FIGURES)}
SCHEMAS: dict[str, type[BaseModel]] = {
    LAWS.code: LawRow,
    POWERS.code: PowerRow,
    FIGURES.code: FigureRow,
}


def read(fiscal_year: int | None, sheet_rows: Sequence[SheetRow]) -> Reading:
    """Codes are unique, laws and types known, figures of one key follow each other."""
    reading = Reading()
    records: dict[str, list[dict[str, object]]] = {code: [] for code in SCHEMAS}
    seen: Counter[tuple[str, ...]] = Counter()
    for row in sheet_rows:
        record, findings = record_of(row, SCHEMAS[row.sheet.code])
        reading.findings += findings
        if record is None:
            continue
        keys = SHEETS[row.sheet.code].keys
        place = (row.sheet.code, *(row.cells.get(name, "") for name in keys))
        seen[place] += 1
        if seen[place] > 1:
            reading.findings.append(finding_of(row, keys[0], "ซ้ำกับแถวก่อนหน้า"))
        records[row.sheet.code].append(record.model_dump(mode="json"))
    _check_references(sheet_rows, records, reading)
    reading.content = dict(records)
    return reading


def _check_references(
    sheet_rows: Sequence[SheetRow], records: dict[str, list[dict[str, object]]], reading: Reading
) -> None:
    laws = {law["code"] for law in records[LAWS.code]}
    powers = {power["code"] for power in records[POWERS.code]}
    types = set(InstitutionType.objects.values_list("code", flat=True))
    for row in sheet_rows:
        if row.sheet.code == LAWS.code and (strange := _strange(row, "details", powers)):
            reading.findings.append(finding_of(row, "details", f"ไม่รู้จักอำนาจ {strange}"))
        if row.sheet.code != POWERS.code:
            continue
        if row.cells.get("law", "") not in laws:
            reading.findings.append(finding_of(row, "law", "ไม่มีรหัสนี้ในแผ่นงาน กฎหมาย"))
        if strange := _strange(row, "types", types):
            reading.findings.append(finding_of(row, "types", f"ไม่รู้จักประเภท {strange}"))


def _strange(row: SheetRow, column: str, known: Collection[object]) -> str:
    """What the cell lists and nobody knows."""
    named = {part.strip() for part in row.cells.get(column, "").split("|")} - {""}
    return ", ".join(sorted(name for name in named if name not in known))


def rows(content: Content) -> Rows:
    framework = Framework.model_validate(content)
    return {
        LAWS.code: [law_cells(law) for law in framework.laws],
        POWERS.code: [power_cells(power) for power in framework.powers],
        FIGURES.code: [figure_cells(figure) for figure in framework.figures],
    }


def is_verified(content: Content) -> bool:
    framework = Framework.model_validate(content)
    powers = all(power.verified for power in framework.powers)
    return powers and all(figure.verified for figure in framework.figures)


POWERS_SET = FigureSet(
    code=POWERS_CODE,
    title="กรอบการใช้อำนาจของนายทะเบียนสหกรณ์",
    about=ABOUT,
    proposers=frozenset({Role.OFFICER, Role.CHIEF, Role.REGISTRAR, Role.LEGAL}),
    signers=frozenset({Role.LEGAL}),
    schema=Framework,
    sheets=tuple(SHEETS.values()),
    read=read,
    rows=rows,
    verified=is_verified,
)


class PowersFile(ReferenceModel):
    """One file of shipped rows."""

    source: str
    laws: list[Law] = []
    powers: list[Power] = []
    figures: list[Figure] = []


def read_powers(folder: Path = REFERENCE) -> tuple[Content, str]:
    """The shipped content and where it comes from. Raises ReferenceFileError."""
    files = [read_reference(folder / f"powers_{name}.yaml", PowersFile) for name in FILES]
    whole = Framework(
        laws=tuple(law for file in files for law in file.laws),
        powers=tuple(power for file in files for power in file.powers),
        figures=tuple(figure for file in files for figure in file.figures),
    )
    return whole.model_dump(mode="json"), files[0].source


def load_powers(folder: Path = REFERENCE) -> SyncCount:
    """The shipped framework, unverified, until a person has signed one."""
    content, source = read_powers(folder)
    return load_shipped(POWERS_SET, content, source)

"""The conditions as rows of a workbook: read with every error named, and written again."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from coops.choices import DefectStatus, Tier, Year
from coops.figures.condition_content import POPULATIONS, TIERS, TITLES, Conditions
from cpd_portal.core.figures.registry import Content, FigureSheet, Reading, Rows
from cpd_portal.core.figures.rows import YES_NO, finding_of, yes_no
from cpd_portal.core.imports.table import Finding, ImportColumn, SheetRow
from cpd_portal.thai.date_input import DateInputError, parse_date
from cpd_portal.thai.dates import format_date_long
from cpd_portal.thai.numerals import to_arabic_digits

NAMES = {title: key for key, title in TITLES.items()}
TIER_NAMES = {str(Tier(tier).label): tier for tier in TIERS}
BOTH = "ทั้งสองปี"
LATEST = str(Year.LATEST.label)
YEARS = {BOTH: [Year.LATEST.value, Year.PREVIOUS.value], LATEST: [Year.LATEST.value]}
STATUSES = {str(status.label): status.value for status in DefectStatus}
BETWEEN = " / "
GROUPS = "farmer_group"

BOUNDS_SHEET = FigureSheet(
    "bounds",
    "เงื่อนไขของแต่ละชั้น",
    (
        ImportColumn("population", "ชุดเกณฑ์", 30, tuple(NAMES)),
        ImportColumn("tier", "ชั้น", 8, tuple(TIER_NAMES)),
        ImportColumn("minimum", "คะแนนรวม", 12),
        ImportColumn("strict", "ต้องมากกว่า", 12, YES_NO),
        ImportColumn("years", "ไม่ขาดทุน หรือจัดสรรและจ่าย", 26, tuple(YEARS)),
        ImportColumn("allowed", "สถานะข้อบกพร่องที่ผ่าน", 70),
        ImportColumn("within_days", "จัดทำงบการเงินภายใน (วัน)", 24),
        ImportColumn("printed", "ข้อความตามมติ", 60),
    ),
    keys=("population", "tier"),
)
CUT_OFF_SHEET = FigureSheet(
    "cut_offs",
    "วันตัดสถานะข้อบกพร่อง",
    (
        ImportColumn("population", "ชุดเกณฑ์", 30, tuple(NAMES)),
        ImportColumn("cut_off", "วันตัดสถานะข้อบกพร่อง", 24),
        ImportColumn("verified", "ยืนยันแล้ว", 12, YES_NO),
    ),
    keys=("population",),
)


def read(fiscal_year: int | None, rows: Sequence[SheetRow]) -> Reading:
    reading = Reading(content={"bounds": [], "cut_offs": []})
    first: dict[tuple[object, ...], SheetRow] = {}
    for row in rows:
        reader = _Row(row, reading)
        is_bound = row.sheet.code == BOUNDS_SHEET.code
        record = reader.bound() if is_bound else reader.cut_off()
        key = (row.sheet.code, record["population"], record.get("tier"))
        if record["population"] and first.setdefault(key, row) is not row:
            reader.wrong("population", f"ซ้ำกับแถวที่ {first[key].number}")
        reading.content[row.sheet.code].append(record)
    if not reading.findings:
        _check_whole(rows, reading)
    if not reading.findings:
        reading.content = Conditions.model_validate(reading.content).model_dump(mode="json")
    return reading


def rows_of(content: Content) -> Rows:
    return {
        "bounds": [_bound_cells(row) for row in content["bounds"]],
        "cut_offs": [
            {
                "population": TITLES[row["population"]],
                "cut_off": _date_words(row["cut_off"]),
                "verified": yes_no(row["verified"]),
            }
            for row in content["cut_offs"]
        ],
    }


def _date_words(day: str | None) -> str:
    return format_date_long(date.fromisoformat(day)) if day else ""


def _bound_cells(row: Mapping[str, Any]) -> dict[str, str]:
    labels = {value: label for label, value in STATUSES.items()}
    return {
        "population": TITLES[row["population"]],
        "tier": str(Tier(row["tier"]).label),
        "minimum": row["minimum"],
        "strict": yes_no(row["strict"]),
        "years": BOTH if len(row["years"]) > 1 else LATEST,
        "allowed": BETWEEN.join(labels[status] for status in row["allowed"]),
        "within_days": "" if row["within_days"] is None else str(row["within_days"]),
        "printed": row["printed"],
    }


class _Row:
    """One row of the workbook; what is wrong with a cell becomes a finding."""

    def __init__(self, row: SheetRow, reading: Reading) -> None:
        self.row, self.reading = row, reading

    def wrong(self, key: str, message: str) -> None:
        self.reading.findings.append(finding_of(self.row, key, message))

    def bound(self) -> dict[str, Any]:
        population = self._one_of("population", NAMES)
        return {
            "population": population,
            "tier": self._one_of("tier", TIER_NAMES),
            "minimum": self._total(),
            "strict": self._one_of("strict", {YES_NO[0]: True, YES_NO[1]: False}),
            "years": self._one_of("years", YEARS),
            "allowed": self._statuses(),
            "within_days": self._days(population == GROUPS),
            "printed": self.row.cells.get("printed", ""),
        }

    def cut_off(self) -> dict[str, Any]:
        return {
            "population": self._one_of("population", NAMES),
            "cut_off": self._date("cut_off"),
            "verified": self._one_of("verified", {YES_NO[0]: True, YES_NO[1]: False}),
        }

    def _one_of(self, key: str, values: Mapping[str, Any]) -> Any:
        text = self.row.cells.get(key, "")
        if text not in values:
            self.wrong(key, f"ต้องเป็นอย่างใดอย่างหนึ่ง: {BETWEEN.join(values)}")
        return values.get(text)

    def _total(self) -> str:
        text = to_arabic_digits(self.row.cells.get("minimum", ""))
        whole, _, part = text.partition(".")
        digits = whole.isascii() and whole.isdigit() and (not part or part.isdigit())
        if not digits or len(part) > 2 or Decimal(text) > 100:
            self.wrong("minimum", "ต้องเป็นคะแนน 0 ถึง 100 ทศนิยมไม่เกิน 2 ตำแหน่ง")
        return text

    def _statuses(self) -> list[str]:
        words = [word.strip() for word in self.row.cells.get("allowed", "").split("/")]
        unknown = [word for word in words if word not in STATUSES]
        if unknown:
            self.wrong("allowed", f"ไม่รู้จักสถานะข้อบกพร่อง “{unknown[0]}” คั่นแต่ละสถานะด้วยเครื่องหมาย /")
        return [status for label, status in STATUSES.items() if label in words]

    def _days(self, is_needed: bool) -> int | None:
        text = to_arabic_digits(self.row.cells.get("within_days", ""))
        if not text and not is_needed:
            return None
        if not is_needed:
            self.wrong("within_days", "ใช้กับกลุ่มเกษตรกรเท่านั้น ให้เว้นว่าง")
        elif not (text.isascii() and text.isdigit() and 0 < int(text) < 1000):
            self.wrong("within_days", "ต้องเป็นจำนวนวัน 1 ถึง 999")
        else:
            return int(text)
        return None

    def _date(self, key: str) -> str | None:
        text = self.row.cells.get(key, "")
        if not text:
            return None
        try:
            return parse_date(text).isoformat()
        except DateInputError as error:
            self.wrong(key, str(error))
            return None


def _check_whole(rows: Sequence[SheetRow], reading: Reading) -> None:
    """Every population has both tiers, and tier 1 asks for at least what tier 2 asks for."""
    sheet_rows = [row for row in rows if row.sheet.code == BOUNDS_SHEET.code]
    places = dict(zip(map(_key, reading.content["bounds"]), sheet_rows, strict=True))
    found = {_key(row): row for row in reading.content["bounds"]}
    dated = {row["population"] for row in reading.content["cut_offs"]}
    for population in POPULATIONS:
        better, lower = (found.get((population, tier)) for tier in TIERS)
        if better is None or lower is None or population not in dated:
            message = f"{TITLES[population]} ต้องมีแถวของชั้น 1 และชั้น 2 และแถววันตัดสถานะข้อบกพร่อง"
            reading.findings.append(Finding(message, BOUNDS_SHEET.name))
            continue
        for key, message in _looser(better, lower):
            reading.findings.append(finding_of(places[population, 1], key, message))


def _looser(better: Mapping[str, Any], lower: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Where tier 1 asks for less than tier 2."""
    higher = (Decimal(better["minimum"]), better["strict"])
    problems = []
    if higher < (Decimal(lower["minimum"]), lower["strict"]):
        problems.append(("minimum", "คะแนนของชั้น 1 ต้องไม่ต่ำกว่าชั้น 2"))
    if not set(lower["years"]) <= set(better["years"]):
        problems.append(("years", "ชั้น 1 ต้องดูผลอย่างน้อยทุกปีที่ชั้น 2 ดู"))
    if not set(better["allowed"]) <= set(lower["allowed"]):
        problems.append(("allowed", "สถานะที่ผ่านชั้น 1 ต้องผ่านชั้น 2 ด้วย"))
    if better["within_days"] and better["within_days"] > lower["within_days"]:
        problems.append(("within_days", "จำนวนวันของชั้น 1 ต้องไม่มากกว่าชั้น 2"))
    return problems


def _key(bound: Mapping[str, Any]) -> tuple[str, int]:
    return bound["population"], bound["tier"]

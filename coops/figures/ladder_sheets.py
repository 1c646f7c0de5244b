"""The workbook of ladders: three sheets, in the words that people use."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from coops import rules
from coops.choices import Direction, Kind, LadderFact, LadderMethod, Sector
from coops.figures.ladder_content import (
    BandRecord,
    Bound,
    ChoiceRecord,
    Key,
    LadderRecord,
    Points,
    content_of,
)
from coops.models import InstitutionType
from cpd_portal.core.figures.registry import Content, FigureSheet, Rows
from cpd_portal.core.figures.rows import YES_NO, YesNo, yes_no
from cpd_portal.core.imports.table import ImportColumn

ALL_TYPES = "ทุกประเภท"
KEYS: dict[str, Key] = {
    "สหกรณ์ภาคการเกษตร": (Kind.COOPERATIVE, Sector.AGRICULTURAL),
    "สหกรณ์นอกภาคการเกษตร": (Kind.COOPERATIVE, Sector.NON_AGRICULTURAL),
    "กลุ่มเกษตรกร": (Kind.FARMER_GROUP, None),
}
NAMES = {key: name for name, key in KEYS.items()}

_OF = ImportColumn("of", "ของ", width=24, choices=tuple(KEYS))
_INDICATOR = ImportColumn("indicator", "ตัวชี้วัด", width=10)
_POINTS = ImportColumn("points", "คะแนน", width=10)

LADDERS = FigureSheet(
    "ladders",
    "วิธีให้คะแนน",
    (
        _OF,
        _INDICATOR,
        ImportColumn("title", "ชื่อตัวชี้วัด", width=50),
        ImportColumn("method", "วิธี", choices=tuple(map(str, LadderMethod.labels))),
        ImportColumn("fact", "คิดจาก", width=36),
        ImportColumn("direction", "ทิศทาง", width=18, choices=tuple(map(str, Direction.labels))),
        ImportColumn("source", "ที่มา", width=50),
        ImportColumn("verified", "ยืนยันแล้ว", choices=YES_NO),
    ),
    keys=("of", "indicator"),
)
BANDS = FigureSheet(
    "bands",
    "ช่วงค่า",
    (
        _OF,
        _INDICATOR,
        ImportColumn("type", "ประเภท", width=30),
        ImportColumn("lower", "ค่าล่าง"),
        ImportColumn("lower_included", "รวมค่าล่าง", choices=YES_NO),
        ImportColumn("upper", "ค่าบน"),
        ImportColumn("upper_included", "รวมค่าบน", choices=YES_NO),
        _POINTS,
    ),
    keys=("of", "indicator", "type", "lower"),
)
CHOICES = FigureSheet(
    "choices",
    "ตัวเลือก",
    (_OF, _INDICATOR, ImportColumn("value", "ตัวเลือก", width=40), _POINTS),
    keys=("of", "indicator", "value"),
)
SHEETS = (LADDERS, BANDS, CHOICES)

ABOUT = (
    "แผ่น “วิธีให้คะแนน” มีหนึ่งแถวต่อตัวชี้วัด วิธี “กรอกเป็นคะแนน” คือสำนักงานกรอกคะแนนเองไม่เกินคะแนนเต็ม",
    "วิธี “ช่วงค่า” ใช้แถวในแผ่น “ช่วงค่า” วิธี “ตัวเลือก” ใช้แถวในแผ่น “ตัวเลือก”",
    "ช่วงต้องต่อกันทุกค่า ไม่ทับกัน ช่วงแรกไม่มีค่าล่าง ช่วงสุดท้ายไม่มีค่าบน และช่วงที่ดีที่สุดต้องได้คะแนนเต็ม",
    f"ประเภทที่ไม่มีช่วงของตนเองใช้แถว “{ALL_TYPES}” คะแนนที่ยังไม่ทราบเว้นว่างไว้",
    "บันไดที่คะแนนยังไม่ครบทุกช่วงหรือทุกตัวเลือกเป็นเพียงข้อมูล สำนักงานยังกรอกคะแนนเอง",
    "บันไดที่ครบและลงนามแล้วคำนวณคะแนนให้ทุกแห่งที่มีข้อเท็จจริงและยังไม่ปิดการกรอก",
    "คิดจาก: " + ", ".join(map(str, LadderFact.labels)),
)


def _labelled(values: Mapping[str, Any]) -> BeforeValidator:
    """A cell with Thai words becomes the value that they stand for."""

    def read(cell: object) -> object:
        if cell not in values:
            raise ValueError("ไม่รู้จักค่านี้")
        return values[str(cell)]

    return BeforeValidator(read)


def _by_label(choices: Any) -> dict[str, Any]:
    return {str(member.label): member for member in choices}


Of = Annotated[Key, _labelled(KEYS)]


class LadderRow(BaseModel):
    """A row of the first sheet; the title is the rule set's and not read."""

    model_config = ConfigDict(extra="ignore")

    of: Of
    indicator: str
    method: Annotated[LadderMethod, _labelled(_by_label(LadderMethod))]
    fact: Annotated[LadderFact, _labelled(_by_label(LadderFact))]
    direction: Annotated[Direction, _labelled(_by_label(Direction))]
    source: Annotated[str, Field(max_length=300)] = ""
    verified: YesNo = False


class BandRow(BaseModel):
    of: Of
    indicator: str
    type: str = ALL_TYPES
    lower: Bound = None
    lower_included: YesNo = False
    upper: Bound = None
    upper_included: YesNo = False
    points: Points = None


class ChoiceRow(BaseModel):
    of: Of
    indicator: str
    value: str
    points: Points = None


def rows(stored: Content) -> Rows:
    """The content of a version as the rows of its sheets."""
    ladders = content_of(stored).ladders
    types = {row.code: row.title for row in InstitutionType.objects.all()}
    return {
        LADDERS.code: [_ladder_cells(row) for row in ladders],
        BANDS.code: [_band_cells(row, band, types) for row in ladders for band in row.bands],
        CHOICES.code: [_choice_cells(row, choice) for row in ladders for choice in row.choices],
    }


def _ladder_cells(row: LadderRecord) -> dict[str, str]:
    return {
        **_place(row),
        "title": row.title,
        "method": str(row.method.label),
        "fact": str(row.fact.label),
        "direction": str(row.direction.label),
        "source": row.source,
        "verified": yes_no(row.verified),
    }


def _band_cells(row: LadderRecord, band: BandRecord, types: Mapping[str, str]) -> dict[str, str]:
    return {
        **_place(row),
        "type": types.get(band.type, band.type) if band.type else ALL_TYPES,
        "lower": _number(band.lower),
        "lower_included": yes_no(band.lower_included),
        "upper": _number(band.upper),
        "upper_included": yes_no(band.upper_included),
        "points": _number(band.points),
    }


def _choice_cells(row: LadderRecord, choice: ChoiceRecord) -> dict[str, str]:
    labels = rules.choice_labels(row.fact)
    return {
        **_place(row),
        "value": labels.get(choice.value, choice.value),
        "points": _number(choice.points),
    }


def _place(row: LadderRecord) -> dict[str, str]:
    return {"of": NAMES[row.key], "indicator": row.indicator}


def _number(value: Any) -> str:
    return "" if value is None else rules.plain(value)

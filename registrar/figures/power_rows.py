"""The framework of powers as rows of a workbook, and back."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator

from cpd_portal.core.figures.registry import FigureSheet
from cpd_portal.core.figures.rows import YES_NO, Digits, YesNo, yes_no
from cpd_portal.core.imports.table import ImportColumn
from cpd_portal.thai.date_input import DateInputError, parse_date
from cpd_portal.thai.dates import format_date_long
from registrar.choices import Act, Appeal, Confidence, Holder, InstitutionScope
from registrar.framework import Figure, Law, Power

BETWEEN = " | "

LAWS = FigureSheet(
    "laws",
    "กฎหมาย",
    (
        ImportColumn("code", "รหัส", 28),
        ImportColumn("title", "ชื่อ", 60),
        ImportColumn("unit", "แบ่งเป็น", 12, ("มาตรา", "ข้อ")),
        ImportColumn("details", "กำหนดวิธีใช้อำนาจ", 40),
        ImportColumn("state_on", "ตัวบท ณ วันที่", 20),
        ImportColumn("was_read", "อ่านตัวบทแล้ว", 14, YES_NO),
        ImportColumn("source", "ที่มา", 60),
        ImportColumn("note", "หมายเหตุ", 60),
    ),
    keys=("code",),
)
POWERS = FigureSheet(
    "powers",
    "อำนาจ",
    (
        ImportColumn("code", "รหัส", 18),
        ImportColumn("law", "รหัสกฎหมาย", 24),
        ImportColumn("section", "มาตรา", 24),
        ImportColumn("act", "การใช้อำนาจ", 14, tuple(map(str, Act.labels))),
        ImportColumn("kind", "ใช้กับ", 20, tuple(map(str, InstitutionScope.labels))),
        ImportColumn("types", "เฉพาะประเภท", 30),
        ImportColumn("title", "เรื่อง", 50),
        ImportColumn("summary", "สรุป", 80),
        ImportColumn("holders", "ผู้มีอำนาจ", 50),
        ImportColumn("delegable", "มอบอำนาจได้", 12, YES_NO),
        ImportColumn("takes_amount", "จำกัดวงเงินได้", 12, YES_NO),
        ImportColumn("step", "ขั้นของมาตรการ", 12),
        ImportColumn("preconditions", "เงื่อนไข", 70),
        ImportColumn("facts", "ข้อเท็จจริงที่ต้องมี", 70),
        ImportColumn("documents", "เอกสารที่ต้องมี", 70),
        ImportColumn("hearing", "ให้โอกาสชี้แจงก่อน", 16, YES_NO),
        ImportColumn("reasons", "ต้องให้เหตุผล", 14, YES_NO),
        ImportColumn("deadline", "กำหนดเวลา", 50),
        ImportColumn("appeal", "การอุทธรณ์", 44, tuple(map(str, Appeal.labels))),
        ImportColumn("appeal_days", "อุทธรณ์ภายใน (วัน)", 16),
        ImportColumn("appeal_section", "อุทธรณ์ตาม", 30),
        ImportColumn("disobeyed", "เมื่อไม่ปฏิบัติตาม", 50),
        ImportColumn("template", "แบบร่าง", 20),
        ImportColumn("starts_on", "ใช้ตั้งแต่", 20),
        ImportColumn("ends_on", "ใช้ถึง", 20),
        ImportColumn("source", "ที่มา", 50),
        ImportColumn("note", "หมายเหตุ", 60),
        ImportColumn("confidence", "ความมั่นใจ", 26, tuple(map(str, Confidence.labels))),
        ImportColumn("verified", "ยืนยันแล้ว", 12, YES_NO),
    ),
    keys=("code",),
)
FIGURES = FigureSheet(
    "figures",
    "ตัวเลขในกฎหมาย",
    (
        ImportColumn("key", "รหัส", 30),
        ImportColumn("title", "เรื่อง", 60),
        ImportColumn("value", "ค่า", 14),
        ImportColumn("unit", "หน่วย", 16),
        ImportColumn("section", "มาตรา", 30),
        ImportColumn("starts_on", "ใช้ตั้งแต่", 20),
        ImportColumn("ends_on", "ใช้ถึง", 20),
        ImportColumn("source", "ที่มา", 60),
        ImportColumn("verified", "ยืนยันแล้ว", 12, YES_NO),
    ),
    keys=("key", "starts_on"),
)


def _labelled(choices: Any) -> BeforeValidator:
    """A cell with Thai words becomes the value that they stand for."""
    values = {str(member.label): member for member in choices}

    def read(cell: object) -> object:
        if cell not in values:
            raise ValueError("ไม่รู้จักค่านี้")
        return values[str(cell)]

    return BeforeValidator(read)


def _listed(cell: object) -> object:
    return tuple(part.strip() for part in str(cell).split("|") if part.strip())


def _holders(cell: object) -> object:
    names = {str(member.label): member for member in Holder}
    parts = _listed(cell)
    assert isinstance(parts, tuple)
    strange = [part for part in parts if part not in names]
    if strange:
        raise ValueError(f"ไม่รู้จัก “{strange[0]}” ใช้ได้: {BETWEEN.join(names)}")
    return tuple(names[part] for part in parts)


def _day(cell: object) -> object:
    try:
        return parse_date(str(cell))
    except DateInputError as error:
        raise ValueError(str(error)) from error


Listed = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Day = Annotated[date | None, BeforeValidator(_day)]


class LawRow(Law):
    details: Listed = ()
    state_on: Day = None
    was_read: YesNo


class PowerRow(Power):
    act: Annotated[Act, _labelled(Act)]
    kind: Annotated[InstitutionScope, _labelled(InstitutionScope)]
    types: Listed = ()
    holders: Annotated[tuple[Holder, ...], BeforeValidator(_holders)]
    delegable: YesNo = False
    takes_amount: YesNo = False
    step: Annotated[int | None, Digits] = None
    preconditions: Listed = ()
    facts: Listed = ()
    documents: Listed = ()
    hearing: YesNo = False
    reasons: YesNo = False
    appeal: Annotated[Appeal, _labelled(Appeal)] = Appeal.NONE
    appeal_days: Annotated[int | None, Digits] = None
    starts_on: Day = None
    ends_on: Day = None
    confidence: Annotated[Confidence, _labelled(Confidence)]
    verified: YesNo = False


class FigureRow(Figure):
    value: Annotated[Any, Digits]
    starts_on: Day = None
    ends_on: Day = None
    verified: YesNo = False


def law_cells(law: Law) -> Mapping[str, str]:
    return {
        "code": law.code,
        "title": law.title,
        "unit": law.unit,
        "details": BETWEEN.join(law.details),
        "state_on": _date_words(law.state_on),
        "was_read": yes_no(law.was_read),
        "source": law.source,
        "note": law.note,
    }


def power_cells(power: Power) -> Mapping[str, str]:
    flags = ("delegable", "takes_amount", "hearing", "reasons", "verified")
    lists = ("types", "preconditions", "facts", "documents")
    words = ("act", "kind", "appeal", "confidence")
    numbers = ("step", "appeal_days")
    plain = ("code", "law", "section", "title", "summary", "deadline", "appeal_section")
    texts = ("disobeyed", "template", "source", "note")
    return {
        **{key: getattr(power, key) for key in (*plain, *texts)},
        **{key: yes_no(getattr(power, key)) for key in flags},
        **{key: BETWEEN.join(getattr(power, key)) for key in lists},
        **{key: str(getattr(power, key).label) for key in words},
        **{key: _number(getattr(power, key)) for key in numbers},
        "holders": BETWEEN.join(str(holder.label) for holder in power.holders),
        "starts_on": _date_words(power.starts_on),
        "ends_on": _date_words(power.ends_on),
    }


def figure_cells(figure: Figure) -> Mapping[str, str]:
    return {
        "key": figure.key,
        "title": figure.title,
        "value": format(figure.value.normalize(), "f"),
        "unit": figure.unit,
        "section": figure.section,
        "starts_on": _date_words(figure.starts_on),
        "ends_on": _date_words(figure.ends_on),
        "source": figure.source,
        "verified": yes_no(figure.verified),
    }


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _date_words(day: date | None) -> str:
    return format_date_long(day) if day else ""

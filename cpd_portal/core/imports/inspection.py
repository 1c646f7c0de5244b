"""A look into an uploaded workbook before it is parsed: its size, its extent, its traps.

The parts of the file are streamed, never held; plain rows are left out. What the reader would
take for an empty cell (a formula that was never calculated) or a far cell that would cost memory
is found here.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.imports import limits
from cpd_portal.core.imports.plain import unplain

NOT_A_WORKBOOK = "เปิดแฟ้มนี้ไม่ได้ แฟ้มอาจเสียหาย มีรหัสผ่าน หรือไม่ใช่แฟ้ม Excel (.xlsx)"
TOO_LARGE_UNPACKED = (
    f"แฟ้มนี้คลายแล้วใหญ่เกิน {limits.MAX_UNPACKED_BYTES // limits.MEGABYTE} MB จึงไม่เปิดอ่าน"
)
TOO_MANY_ROWS = f"แฟ้มมีข้อมูลเลยแถวที่ {limits.MAX_ROWS:,} กรุณาแบ่งแฟ้ม หรือลบข้อมูลที่อยู่นอกตาราง"
TOO_MANY_COLUMNS = f"แฟ้มมีข้อมูลเลยคอลัมน์ที่ {limits.MAX_COLUMNS} กรุณาลบข้อมูลที่อยู่นอกตาราง"
# Parts that hold no cells; everything else is read through as XML.
_NOT_XML = {".bin", ".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf"}
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})", re.ASCII)
_UNREADABLE = (
    BadZipFile,
    expat.ExpatError,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    struct.error,
)
_KEPT = 1_000


@dataclass(slots=True)
class SheetTraps:
    """Places in one sheet that need a word to the person: (row, column, what is there)."""

    uncalculated: list[tuple[int, int, str]] = field(default_factory=list)
    failed: list[tuple[int, int, str]] = field(default_factory=list)
    merged: list[tuple[int, str]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)


def inspect_workbook(content: bytes) -> dict[str, SheetTraps]:
    """Traps by sheet name. Raises RuleViolation for a file that must not be parsed."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = _affordable_parts(archive)
            looks = {part.filename: _look_through(archive, part) for part in parts}
    except _UNREADABLE as error:
        raise RuleViolation(NOT_A_WORKBOOK) from error
    return {name: looks[path].traps for name, path in _sheet_paths(looks)}


def _affordable_parts(archive: ZipFile) -> list[ZipInfo]:
    """By the directory of the archive alone: nothing is unpacked yet."""
    parts = archive.infolist()
    if len(parts) > limits.MAX_PARTS or len({part.filename for part in parts}) < len(parts):
        raise RuleViolation(NOT_A_WORKBOOK)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.MAX_UNPACKED_BYTES or any(_is_bomb(part) for part in parts):
        raise RuleViolation(TOO_LARGE_UNPACKED)
    return [part for part in parts if PurePosixPath(part.filename).suffix.lower() not in _NOT_XML]


def _is_bomb(part: ZipInfo) -> bool:
    large = part.file_size > limits.RATIO_COUNTS_FROM
    return large and part.file_size > part.compress_size * limits.MAX_RATIO


class _Look:
    """What expat meets in one part."""

    def __init__(self) -> None:
        self.traps = SheetTraps()
        self.sheets: list[tuple[str, str]] = []
        self.targets: dict[str, str] = {}
        self._row = self._column = 0
        self._in_cell = False
        self._kind = ""
        self._formula: str | None = None
        self._text: list[str] | None = None
        self._value = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        handler = _STARTS.get(name.rpartition(":")[2])
        if handler is not None:
            handler(self, attributes)

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "v" or local == "f":
            self._end_text(local)
        elif local == "c":
            self._end_cell()

    def text(self, data: str) -> None:
        if self._text is not None and len(self._text) < 8:
            self._text.append(data)

    def doctype(self, *_: Any) -> None:
        """No spreadsheet program writes one; entities would follow."""
        raise RuleViolation(NOT_A_WORKBOOK)

    def left_out(self, row: int | None) -> None:
        """Plain rows up to that one were not parsed here. They cannot stand in a cell."""
        if row is not None:
            self._require_no_cell()
            self._row = row

    def row(self, attributes: dict[str, str]) -> None:
        self._require_no_cell()
        number = attributes.get("r", "")
        self._row = int(number) if number.isdigit() else self._row + 1
        self._column = 0
        if attributes.get("hidden") in ("1", "true"):
            _keep(self.traps.hidden_rows, self._row)

    def cell(self, attributes: dict[str, str]) -> None:
        self._require_no_cell()
        self._in_cell = True
        self._column += 1
        if "r" in attributes:
            found = _REFERENCE.fullmatch(attributes["r"])
            if found is None:
                raise RuleViolation(NOT_A_WORKBOOK)
            self._column, self._row = column_number(found[1].upper()), int(found[2])
        self._kind, self._formula, self._value = attributes.get("t", ""), None, ""

    def formula(self, attributes: dict[str, str]) -> None:
        self._formula, self._text = "", []

    def value(self, attributes: dict[str, str]) -> None:
        self._text = []

    def inline(self, attributes: dict[str, str]) -> None:
        self._value = "…"

    def merge(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("ref", "")
        found = _REFERENCE.match(reference)
        if found:
            _keep(self.traps.merged, (int(found[2]), reference))

    def sheet(self, attributes: dict[str, str]) -> None:
        identity = next((v for k, v in attributes.items() if k.endswith(":id")), "")
        self.sheets.append((attributes.get("name", ""), identity))

    def relationship(self, attributes: dict[str, str]) -> None:
        self.targets[attributes.get("Id", "")] = _path(attributes.get("Target", ""))

    def _end_text(self, local: str) -> None:
        text = "".join(self._text or ())
        self._text = None
        if local == "f":
            self._formula = text
        else:
            self._value = self._value or text

    def _require_no_cell(self) -> None:
        if self._in_cell:
            raise RuleViolation(NOT_A_WORKBOOK)

    def _end_cell(self) -> None:
        self._in_cell = False
        place = (self._row, self._column)
        if self._formula is not None and not self._value and self._kind != "str":
            _keep(self.traps.uncalculated, (*place, f"={self._formula}"))
        if self._kind == "e":
            _keep(self.traps.failed, (*place, self._value))
        if not self._value:
            return
        if self._row > limits.MAX_ROWS + 1:
            raise RuleViolation(TOO_MANY_ROWS)
        if self._column > limits.MAX_COLUMNS:
            raise RuleViolation(TOO_MANY_COLUMNS)


_STARTS = {
    "row": _Look.row,
    "c": _Look.cell,
    "f": _Look.formula,
    "v": _Look.value,
    "is": _Look.inline,
    "mergeCell": _Look.merge,
    "sheet": _Look.sheet,
    "Relationship": _Look.relationship,
}


def _look_through(archive: ZipFile, part: ZipInfo) -> _Look:
    look = _Look()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = look.start
    parser.EndElementHandler = look.end
    parser.CharacterDataHandler = look.text
    parser.StartDoctypeDeclHandler = look.doctype
    with archive.open(part) as stream:
        for piece, row_left_out in unplain(stream):
            parser.Parse(piece, False)
            look.left_out(row_left_out)
    parser.Parse(b"", True)
    return look


def _sheet_paths(looks: dict[str, _Look]) -> Iterator[tuple[str, str]]:
    """Sheet name and the part that holds it; a part that was not looked through is refused."""
    workbook, relations = looks.get("xl/workbook.xml"), looks.get("xl/_rels/workbook.xml.rels")
    if workbook is None or relations is None:
        raise RuleViolation(NOT_A_WORKBOOK)
    for name, identity in workbook.sheets:
        path = relations.targets.get(identity, "")
        if path not in looks:
            raise RuleViolation(NOT_A_WORKBOOK)
        yield name, path


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith(("/", "xl/")) else f"xl/{target}"


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _keep(places: list[Any], place: object) -> None:
    if len(places) < _KEPT:
        places.append(place)

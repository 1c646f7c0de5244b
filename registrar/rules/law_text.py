"""Taking a consolidated law, or a regulation, apart into its sections."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cpd_portal.thai.numerals import to_arabic_digits

_SECTION = re.compile(r"^(?:มาตรา|ข้อ)\s+(\d+(?:/\d+)?)\s*(?:\[\d+\])?\s*(.*)$")
_NOTE = re.compile(r"\[[\d๐-๙]+\]")
_BETWEEN = re.compile(r"^(หมวด|ส่วนที่|บทเฉพาะกาล|ผู้รับสนองพระบรมราชโองการ)")
AMENDING = "========"
"""From here on the sections are those of the amending laws."""


class LawFileError(Exception):
    """A text that cannot be taken apart: the message says why."""


@dataclass(frozen=True, slots=True)
class Section:
    number: str
    text: str


def origin_of(text: str) -> str:
    """What the header of the file says where it came from; "" without a header."""
    found = re.search(r"^#\s*ORIGIN:\s*(.+(?:\n#   .+)*)", text, flags=re.MULTILINE)
    return " ".join(part.strip("# ") for part in found[1].splitlines()) if found else ""


def sections_of(text: str) -> list[Section]:
    """In the order of the text, without the notes of amendments. Raises LawFileError."""
    sections = [Section(number, body) for number, body in _parts(text) if body]
    if not sections:
        raise LawFileError("ไม่พบบรรทัดที่ขึ้นต้นด้วย มาตรา หรือ ข้อ และตัวเลข")
    numbers = [section.number for section in sections]
    twice = next((number for number in numbers if numbers.count(number) > 1), None)
    if twice:
        raise LawFileError(f"มาตราหรือข้อ {twice} มีมากกว่าหนึ่งแห่ง")
    return sections


def _parts(text: str) -> Iterator[tuple[str, str]]:
    number, lines = "", [""]
    for line in text.splitlines():
        if line.startswith(AMENDING):
            break
        clean = _NOTE.sub("", line).strip()
        # The number is read from a copy: the wording keeps its Thai digits.
        head = _SECTION.match(to_arabic_digits(clean))
        if head or _BETWEEN.match(clean):
            if number:
                yield number, "\n".join(lines).strip()
            number, lines = (head[1], [clean[head.start(2) :]]) if head else ("", [])
        elif number and not line.startswith("#"):
            lines.append(clean)
    if number:
        yield number, "\n".join(lines).strip()

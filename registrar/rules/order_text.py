"""Texts of orders from templates: names between {{ and }}, replaced from a closed list.

There is no language behind it: no attributes, no calls, no conditions. A value is put in once, as
text, and never read as a template again; whoever prints the text escapes it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

VARIABLES: Mapping[str, str] = {
    "สถาบัน": "ชื่อสหกรณ์หรือกลุ่มเกษตรกร",
    "เลขทะเบียน": "เลขทะเบียนของสถาบัน",
    "สำนักงาน": "ชื่อสำนักงานของสำนวน",
    "เรื่อง": "เรื่องของสำนวน",
    "เลขสำนวน": "เลขที่สำนวน",
    "วันรับเรื่อง": "วันที่รับเรื่อง",
    "ข้อเท็จจริง": "ข้อเท็จจริงของสำนวน",
    "ข้อบกพร่อง": "ข้อบกพร่องในสำนวน",
    "จำนวนเงิน": "จำนวนเงินของเรื่อง เป็นตัวเลขและตัวอักษร",
    "การรับฟัง": "ผลการรับฟังคู่กรณี",
    "เหตุผล": "เหตุผลของคำตัดสิน",
    "มาตรา": "มาตราของอำนาจ",
    "อำนาจ": "ชื่ออำนาจ",
    "กฎหมาย": "ชื่อกฎหมาย",
    "ตัวบท": "ถ้อยคำของมาตรา เมื่อติดตั้งตัวบทแล้ว",
    "จำนวนวัน": "จำนวนวันที่ให้ปฏิบัติ",
    "ที่อุทธรณ์": "ผู้รับอุทธรณ์",
    "วันอุทธรณ์": "จำนวนวันที่อุทธรณ์ได้",
    "มาตราอุทธรณ์": "บทที่ให้อุทธรณ์",
    "คำสั่งเดิม": "เลขที่และวันที่ของคำสั่งเดิม",
    "เรื่องเดิม": "เรื่องของคำสั่งเดิม",
}
NAMES = ", ".join(VARIABLES)
UNKNOWN = "ไม่รู้จักตัวแปร “{}” ใช้ได้เฉพาะ " + NAMES
NO_ATTRIBUTES = "“{}” เรียกข้อมูลย่อยหรือคำนวณไม่ได้ ในวงเล็บปีกกาใส่ได้เฉพาะชื่อตัวแปร"
UNCLOSED = "วงเล็บปีกกาไม่ครบคู่ ให้เขียนตัวแปรเป็น {{ชื่อ}}"
NO_BLOCKS = "ใช้คำสั่ง {%…%} หรือ {#…#} ไม่ได้ ใส่ได้เฉพาะตัวแปรแบบ {{ชื่อ}}"
_VARIABLE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_NAME = re.compile(r"[\u0e00-\u0e7fA-Za-z ]+")


class TemplateRefused(ValueError):
    """The message is Thai and says what is wrong with the template."""


def check(template: str) -> None:
    """Raises TemplateRefused."""
    if re.search(r"\{[%#]|[%#]\}", template):
        raise TemplateRefused(NO_BLOCKS)
    for name in names_in(template):
        if name in VARIABLES:
            continue
        simple = _NAME.fullmatch(name)
        raise TemplateRefused((UNKNOWN if simple else NO_ATTRIBUTES).format(name))
    if re.search(r"\{\{|\}\}", _VARIABLE.sub("", template)):
        raise TemplateRefused(UNCLOSED)


def names_in(template: str) -> list[str]:
    return [name.strip() for name in _VARIABLE.findall(template)]


def render(template: str, values: Mapping[str, str]) -> str:
    """A line all of whose variables are empty is left out: nothing is known for it.

    Raises TemplateRefused.
    """
    check(template)
    return "\n".join(_lines(template.splitlines(), values))


def _lines(lines: Iterable[str], values: Mapping[str, str]) -> Iterator[str]:
    for line in lines:
        given = [values.get(name, "").strip() for name in names_in(line)]
        if given and not any(given):
            continue
        yield _VARIABLE.sub(lambda found: values.get(found[1].strip(), "").strip(), line)

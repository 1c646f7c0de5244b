"""Reading JSON bodies strictly: what cannot be stored or computed with is refused here."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import IO, Any

from django.conf import settings
from rest_framework.parsers import BaseParser

from cpd_portal.api.exceptions import MalformedRequest, RequestTooLarge
from cpd_portal.api.pointers import pointer

MAX_DEPTH = 32
# PostgreSQL's largest integer has 19 digits.
MAX_INTEGER_DIGITS = 18
# A number of Python's float; beyond it other programs read Infinity.
MAX_FLOAT_EXPONENT = 308


class StrictJSONParser(BaseParser):
    """JSON (RFC 8259, UTF-8). Refused: NaN, Infinity, numbers out of range, repeated keys,
    NUL and lone surrogates in texts, nesting deeper than 32. Fractions become Decimal."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise RequestTooLarge()
        return strict_json(raw)


def strict_json(raw: bytes) -> Any:
    """The value, of a body or of a form's field. Raises MalformedRequest."""
    value = _decode(raw)
    errors = list(_text_errors(value))
    if errors:
        raise MalformedRequest("ข้อความในข้อมูลมีอักขระที่จัดเก็บไม่ได้", errors)
    return value


def _decode(raw: bytes) -> Any:
    try:
        return json.loads(
            raw.decode("utf-8"),
            parse_float=_fraction,
            parse_int=_integer,
            parse_constant=_constant,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError as error:
        raise MalformedRequest("ข้อมูลไม่ได้เข้ารหัสเป็น UTF-8") from error
    except json.JSONDecodeError as error:
        place = f"บรรทัด {error.lineno} ตำแหน่ง {error.colno}"
        raise MalformedRequest(f"ข้อมูลไม่ใช่ JSON ที่ถูกต้อง ({place})") from error
    except RecursionError as error:
        raise MalformedRequest(_TOO_DEEP) from error


_TOO_DEEP = f"ข้อมูลซ้อนกันลึกเกิน {MAX_DEPTH} ชั้น"
_OUT_OF_RANGE = "ข้อมูลมีตัวเลขที่เกินช่วงที่รองรับ"


def _fraction(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise MalformedRequest(_OUT_OF_RANGE) from error
    if number and abs(number.adjusted()) >= MAX_FLOAT_EXPONENT:
        raise MalformedRequest(_OUT_OF_RANGE)
    return number


def _integer(text: str) -> int:
    if len(text.lstrip("-")) > MAX_INTEGER_DIGITS:
        raise MalformedRequest(f"ข้อมูลมีจำนวนเต็มที่ยาวเกิน {MAX_INTEGER_DIGITS} หลัก")
    return int(text)


def _constant(text: str) -> None:
    raise MalformedRequest(f"JSON ไม่รองรับค่า {text}")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise MalformedRequest("ข้อมูลมีชื่อฟิลด์ซ้ำกันในวัตถุเดียวกัน")
    return members


def _text_errors(value: Any) -> Iterator[tuple[str, str]]:
    """Without recursion, so that the depth is measured and not suffered."""
    waiting: list[tuple[Any, str, int]] = [(value, "", 0)]
    while waiting:
        inner, at, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise MalformedRequest(_TOO_DEEP)
        if isinstance(inner, dict):
            for key, member in inner.items():
                if not storable(key):
                    yield at, "ชื่อฟิลด์มีอักขระที่จัดเก็บไม่ได้"
                else:
                    waiting.append((member, at + pointer(key), depth + 1))
        elif isinstance(inner, list):
            waiting += [(item, at + pointer(n), depth + 1) for n, item in enumerate(inner)]
        elif isinstance(inner, str) and not storable(inner):
            yield at, "มีอักขระที่จัดเก็บไม่ได้ (NUL หรือ surrogate เดี่ยว)"


def storable(text: str) -> bool:
    """Whether PostgreSQL can keep the text: no NUL, and it can be written as UTF-8."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return "\x00" not in text

"""Dates as people type them: Thai or Arabic digits, either calendar, month as number or name."""

import re
from datetime import date

from .calendar import MONTHS, MONTHS_SHORT, to_buddhist_year, to_gregorian_year
from .dates import format_date_long
from .numerals import mixes_digit_systems, to_arabic_digits

BUDDHIST_YEARS = range(2400, 2700)
GREGORIAN_YEARS = range(1857, 2157)

_ERA = r"(?P<era>พ\.?\s*ศ\.?|ค\.?\s*ศ\.?)?"
_NUMERIC = re.compile(rf"(?P<day>\d{{1,2}})[/.\-](?P<month>\d{{1,2}})[/.\-]{_ERA}\s*(?P<year>\d+)")
_ISO = re.compile(r"(?P<era>)(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")
_NAMED = re.compile(rf"(?P<day>\d{{1,2}})\s*(?P<month>[ก-๙.]+?)\s*{_ERA}\s*(?P<year>\d+)")

EXPECTED = "กรอกเป็น วัน/เดือน/ปี พ.ศ. เช่น 28/10/2567"


class DateInputError(ValueError):
    """The text is no date; the message is Thai and meant for the person who typed it."""


def parse_date(text: str) -> date:
    """The Gregorian date of a typed one; raises DateInputError with a Thai message."""
    cleaned = " ".join(text.split())
    if not cleaned:
        raise DateInputError(f"ยังไม่ได้กรอกวันที่ {EXPECTED}")
    if mixes_digit_systems(cleaned):
        raise DateInputError(f"วันที่ “{cleaned}” มีทั้งเลขไทยและเลขอารบิก ให้ใช้อย่างใดอย่างหนึ่ง")
    match = _match(to_arabic_digits(cleaned))
    if match is None:
        raise DateInputError(f"อ่านวันที่ “{cleaned}” ไม่ได้ {EXPECTED}")
    year = _gregorian_year(match["year"], match["era"] or "")
    return _existing_day(year, _month_number(match["month"]), int(match["day"]))


def understood_as(day: date) -> str:
    """What the portal echoes beside the field, so that a misread date is seen at once."""
    return f"เข้าใจว่า {format_date_long(day)} (ค.ศ. {day.year})"


def _match(text: str) -> re.Match[str] | None:
    for pattern in (_ISO, _NUMERIC, _NAMED):
        if match := pattern.fullmatch(text):
            return match
    return None


def _month_number(text: str) -> int:
    if text.isdigit():
        return int(text)
    bare = text.replace(".", "")
    for number, (name, short) in enumerate(zip(MONTHS, MONTHS_SHORT, strict=True), start=1):
        if bare in {name, short.replace(".", "")}:
            return number
    raise DateInputError(f"ไม่รู้จักเดือน “{text}” {EXPECTED}")


def _gregorian_year(digits: str, era: str) -> int:
    if len(digits) != 4:
        raise DateInputError(f"ปี “{digits}” ต้องเป็นเลขสี่หลัก เช่น 2567")
    year = int(digits)
    if year in BUDDHIST_YEARS and not era.startswith("ค"):
        return to_gregorian_year(year)
    if year in GREGORIAN_YEARS and not era.startswith("พ"):
        return year
    if year in BUDDHIST_YEARS or year in GREGORIAN_YEARS:
        raise DateInputError(f"ปี {year} ไม่ตรงกับศักราชที่ระบุ ({era.strip()}) {EXPECTED}")
    raise DateInputError(f"ปี {year} ไม่ใช่ปี พ.ศ. หรือ ค.ศ. ที่ใช้ได้ {EXPECTED}")


def _existing_day(year: int, month: int, day: int) -> date:
    if month not in range(1, 13):
        raise DateInputError(f"ไม่มีเดือนที่ {month} {EXPECTED}")
    try:
        return date(year, month, day)
    except ValueError:
        era_years = f"พ.ศ. {to_buddhist_year(year)} (ค.ศ. {year})"
        message = f"ไม่มีวันที่ {day} {MONTHS[month - 1]} {era_years}"
        raise DateInputError(message) from None

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpd_portal.thai.date_input import DateInputError, parse_date, understood_as
from cpd_portal.thai.dates import (
    format_date,
    format_date_long,
    format_date_numeric,
    format_datetime,
    format_datetime_long,
    format_time,
)
from cpd_portal.thai.numerals import to_thai_digits

DAYS = st.dates(min_value=date(1941, 1, 1), max_value=date(2150, 12, 31))
OCTOBER_28 = date(2024, 10, 28)


def test_formats_hold_the_parts_of_a_date_together() -> None:
    assert format_date(OCTOBER_28) == "28\u00a0ต.ค.\u00a02567"
    assert format_date_long(OCTOBER_28) == "28\u00a0ตุลาคม\u00a02567"
    assert format_date_numeric(date(2024, 3, 5)) == "05/03/2567"


def test_formats_of_a_moment_use_the_day_in_bangkok() -> None:
    moment = datetime(2024, 10, 27, 18, 15, tzinfo=UTC)
    assert format_datetime(moment) == "28\u00a0ต.ค.\u00a02567 01.15\u00a0น."
    assert format_datetime_long(moment) == "28\u00a0ตุลาคม\u00a02567 เวลา\u00a001.15\u00a0น."
    assert format_date_numeric(moment) == "28/10/2567"


def test_format_time_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        format_time(datetime(2024, 10, 28, 9, 15))


@pytest.mark.parametrize(
    "text",
    [
        "28/10/2567",
        "28-10-2567",
        "28.10.2567",
        " 28/10/2024 ",
        "๒๘/๑๐/๒๕๖๗",
        "2024-10-28",
        "2567-10-28",
        "28 ต.ค. 2567",
        "28 ตค 2567",
        "28ตุลาคม2567",
        "28\u00a0ตุลาคม\u00a02567",
        "๒๘ ตุลาคม พ.ศ. ๒๕๖๗",
        "28 ตุลาคม ค.ศ. 2024",
        "28/10/พ.ศ.2567",
    ],
)
def test_parse_date_reads_every_way_of_writing(text: str) -> None:
    assert parse_date(text) == OCTOBER_28


@given(DAYS)
def test_parse_date_reads_back_what_is_shown(day: date) -> None:
    for shown in (format_date(day), format_date_long(day), format_date_numeric(day)):
        assert parse_date(shown) == day
        assert parse_date(to_thai_digits(shown)) == day
    assert parse_date(day.isoformat()) == day


def test_parse_date_29_february_needs_a_leap_year_of_the_gregorian_calendar() -> None:
    assert parse_date("29/02/2567") == date(2024, 2, 29)
    assert parse_date("29 ก.พ. 2543") == date(2000, 2, 29)
    with pytest.raises(DateInputError, match=r"^ไม่มีวันที่ 29 กุมภาพันธ์ พ\.ศ\. 2568 \(ค\.ศ\. 2025\)$"):
        parse_date("29/02/2568")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "ยังไม่ได้กรอกวันที่ กรอกเป็น วัน/เดือน/ปี พ.ศ. เช่น 28/10/2567"),
        ("28/๑๐/2567", "วันที่ “28/๑๐/2567” มีทั้งเลขไทยและเลขอารบิก ให้ใช้อย่างใดอย่างหนึ่ง"),
        ("28/10/67", "ปี “67” ต้องเป็นเลขสี่หลัก เช่น 2567"),
        (
            "28/10/พ.ศ.2024",
            "ปี 2024 ไม่ตรงกับศักราชที่ระบุ (พ.ศ.) กรอกเป็น วัน/เดือน/ปี พ.ศ. เช่น 28/10/2567",
        ),
        (
            "28 ตุลาคม ค.ศ. 2567",
            "ปี 2567 ไม่ตรงกับศักราชที่ระบุ (ค.ศ.) กรอกเป็น วัน/เดือน/ปี พ.ศ. เช่น 28/10/2567",
        ),
        (
            "28/10/1200",
            "ปี 1200 ไม่ใช่ปี พ.ศ. หรือ ค.ศ. ที่ใช้ได้ กรอกเป็น วัน/เดือน/ปี พ.ศ. เช่น 28/10/2567",
        ),
        ("31/11/2567", "ไม่มีวันที่ 31 พฤศจิกายน พ.ศ. 2567 (ค.ศ. 2024)"),
        ("28/13/2567", "ไม่มีเดือนที่ 13 กรอกเป็น วัน/เดือน/ปี พ.ศ. เช่น 28/10/2567"),
        ("28 ตลคม 2567", "ไม่รู้จักเดือน “ตลคม” กรอกเป็น วัน/เดือน/ปี พ.ศ. เช่น 28/10/2567"),
        ("พรุ่งนี้", "อ่านวันที่ “พรุ่งนี้” ไม่ได้ กรอกเป็น วัน/เดือน/ปี พ.ศ. เช่น 28/10/2567"),
    ],
)
def test_parse_date_bad_text_says_what_is_wrong(text: str, message: str) -> None:
    with pytest.raises(DateInputError) as refused:
        parse_date(text)
    assert str(refused.value) == message


@given(st.text(max_size=20))
def test_parse_date_any_text_is_a_date_or_a_message(text: str) -> None:
    try:
        outcome: object = parse_date(text)
    except DateInputError as refused:
        outcome = refused
    assert isinstance(outcome, date) or str(outcome)


def test_understood_as_names_both_calendars() -> None:
    assert understood_as(OCTOBER_28) == "เข้าใจว่า 28\u00a0ตุลาคม\u00a02567 (ค.ศ. 2024)"

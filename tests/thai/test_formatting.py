from decimal import Decimal

import pytest
from django.template import Context, Engine
from hypothesis import given
from hypothesis import strategies as st

from cpd_portal.thai.formatting import (
    format_million_baht,
    format_money,
    format_number,
    format_percent,
    format_plain,
    round_half_up,
)
from cpd_portal.thai.numerals import mixes_digit_systems, to_arabic_digits, to_thai_digits


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        ("0", 0, "0"),
        ("1450000", 0, "1,450,000"),
        ("43.0778", 2, "43.08"),
        ("62.245", 2, "62.25"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "\u22123"),
        ("-1234.5", 2, "\u22121,234.50"),
        ("-0.001", 2, "0.00"),
        ("12345678901234567890.125", 2, "12,345,678,901,234,567,890.13"),
    ],
)
def test_format_number_rounds_half_up_and_groups(value: str, places: int, shown: str) -> None:
    assert format_number(Decimal(value), places) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [("7.50", "7.5"), ("79359.54", "79,359.54"), ("100", "100"), ("0.0", "0"), ("1E+3", "1,000")],
)
def test_format_plain_shows_the_decimals_there_are(value: str, shown: str) -> None:
    assert format_plain(Decimal(value)) == shown


def test_format_of_units() -> None:
    assert format_money(1450) == "1,450.00"
    assert format_million_baht(25_500_000) == "25.50"
    assert format_percent(Decimal("45")) == "ร้อยละ\u00a045.00"


@given(st.decimals(-(10**9), 10**9, places=4), st.integers(0, 4))
def test_round_half_up_is_within_half_a_unit(value: Decimal, places: int) -> None:
    assert abs(round_half_up(value, places) - value) * 2 <= Decimal(1).scaleb(-places)


@given(st.integers(0, 10**15))
def test_digits_go_to_thai_and_back(number: int) -> None:
    thai = to_thai_digits(number)
    assert not set(thai) & set("0123456789")
    assert to_arabic_digits(thai) == str(number)


def test_mixes_digit_systems_only_with_both() -> None:
    assert mixes_digit_systems("๑2")
    assert not mixes_digit_systems("๑๒ ก")
    assert not mixes_digit_systems("12 ก")


@pytest.mark.parametrize(
    ("template", "value", "shown"),
    [
        ("{{ value|number:2 }}", Decimal("1234.5"), "1,234.50"),
        ("{{ value|number }}", None, "–"),
        ("{{ value|percent }}", Decimal("43.08"), "ร้อยละ\u00a043.08"),
        ("{{ value|percent|thai_digits }}", Decimal("43.08"), "ร้อยละ\u00a0๔๓.๐๘"),
        ("{{ value|million_baht }}", 0, "0.00"),
        ("{{ value|baht_words }}", 21, "ยี่สิบเอ็ดบาทถ้วน"),
        ("{{ value|fiscal_year_label }}", 2567, "ปีงบประมาณ\u00a02567"),
        ("{{ value|thai_date }}", None, "–"),
        ("{{ value|plain_number }}", Decimal("7.50"), "7.5"),
        ("{{ value|money_baht }}", Decimal("7.5"), "7.50"),
    ],
)
def test_filters_show_values_and_a_dash_for_none(
    template: str, value: Decimal | int | None, shown: str
) -> None:
    engine = Engine(libraries={"thai": "cpd_portal.thai.templatetags.thai"})
    source = "{% load thai %}" + template
    assert engine.from_string(source).render(Context({"value": value})) == shown

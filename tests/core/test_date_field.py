"""Days as people type them in forms."""

from datetime import date

import pytest
from django import forms

from cpd_portal.core.date_field import TypedDateField


@pytest.mark.parametrize("text", ["28/10/2567", "๒๘/๑๐/๒๕๖๗", "2024-10-28", "28 ต.ค. 2567"])
def test_day_is_understood_in_either_calendar(text: str) -> None:
    assert TypedDateField().clean(text) == date(2024, 10, 28)


def test_unreadable_day_says_what_is_expected() -> None:
    with pytest.raises(forms.ValidationError, match="ไม่มีวันที่ 31 กุมภาพันธ์ พ.ศ. 2567"):
        TypedDateField().clean("31/2/2567")


def test_left_out_day_is_none_where_it_may_be() -> None:
    assert TypedDateField(required=False).clean("") is None


def test_stored_day_is_shown_as_it_is_typed() -> None:
    assert TypedDateField().prepare_value(date(2024, 10, 28)) == "28/10/2567"

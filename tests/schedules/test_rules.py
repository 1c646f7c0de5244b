from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpd_portal.core.schedules.choices import Rhythm
from cpd_portal.core.schedules.rules import last_due, next_due, rhythm_words

DAYS = st.dates(date(2023, 1, 1), date(2030, 12, 31))
RHYTHMS = st.one_of(
    st.tuples(st.just(Rhythm.WEEKLY), st.integers(1, 7)),
    st.tuples(st.just(Rhythm.MONTHLY), st.integers(1, 31)),
)


@pytest.mark.parametrize(
    ("rhythm", "day", "today", "last", "following"),
    [
        (Rhythm.WEEKLY, 1, date(2026, 11, 23), date(2026, 11, 23), date(2026, 11, 30)),
        (Rhythm.WEEKLY, 1, date(2026, 11, 22), date(2026, 11, 16), date(2026, 11, 23)),
        (Rhythm.MONTHLY, 5, date(2026, 11, 5), date(2026, 11, 5), date(2026, 12, 5)),
        (Rhythm.MONTHLY, 5, date(2027, 1, 4), date(2026, 12, 5), date(2027, 1, 5)),
        (Rhythm.MONTHLY, 31, date(2028, 2, 29), date(2028, 2, 29), date(2028, 3, 31)),
        (Rhythm.MONTHLY, 31, date(2027, 2, 27), date(2027, 1, 31), date(2027, 2, 28)),
        (Rhythm.MONTHLY, 30, date(2027, 2, 28), date(2027, 2, 28), date(2027, 3, 30)),
    ],
)
def test_due_days_at_the_ends_of_weeks_and_months(
    rhythm: Rhythm, day: int, today: date, last: date, following: date
) -> None:
    assert (last_due(rhythm, day, today), next_due(rhythm, day, today)) == (last, following)


@given(chosen=RHYTHMS, today=DAYS)
def test_next_due_is_the_first_day_whose_last_due_is_itself(
    chosen: tuple[Rhythm, int], today: date
) -> None:
    following = next_due(*chosen, today)
    days = [today + timedelta(days=n) for n in range(1, (following - today).days + 1)]
    assert [day for day in days if last_due(*chosen, day) == day] == [following]
    assert last_due(*chosen, today) <= today < following


def test_rhythm_words_name_the_last_day_of_shorter_months() -> None:
    assert rhythm_words(Rhythm.WEEKLY, 1) == "ทุกวันจันทร์"
    assert rhythm_words(Rhythm.MONTHLY, 28) == "ทุกวันที่ 28 ของเดือน"
    assert rhythm_words(Rhythm.MONTHLY, 29) == ("ทุกวันที่ 29 ของเดือน หรือวันสุดท้ายของเดือนที่สั้นกว่า")

"""My clocks: which days a month brings, whose, and in what order."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from coops.models import YearFacts
from coops.rules.accounting import accounting_year_end_in
from cpd_portal.core.documents.registry import find_report
from cpd_portal.core.models import User
from early_warning.choices import ActionKind, ClockKind
from early_warning.models import FurtherFigures
from early_warning.rules.clocks import Span, days_words, late_span, month_span, months_around
from early_warning.selectors.clocks import ClockChoice, ClockLine, clock_lines
from early_warning.services.actions import alert_acknowledge, alert_action_plan
from tests.coops.rows import make_group, make_institution
from tests.early_warning.alerts import make_alert
from tests.early_warning.own import make_savings

DAY = date(2026, 8, 10)
AUGUST = Span(date(2026, 8, 1), date(2026, 8, 31))
# 31 March 2026 and 150 days
MEETING_DUE = date(2026, 8, 28)


def of_kind(lines: list[ClockLine], kind: ClockKind) -> list[ClockLine]:
    return [line for line in lines if line.kind == kind]


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        ("2026-08", AUGUST),
        ("2024-02", Span(date(2024, 2, 1), date(2024, 2, 29))),
        ("", AUGUST),
        ("2026-13", AUGUST),
        ("9999-01", AUGUST),
        ("0001-01", AUGUST),
    ],
)
def test_month_is_its_first_to_last_day_and_else_that_of_today(month: str, expected: Span) -> None:
    assert month_span(month, DAY) == expected


@given(st.dates(date(2001, 1, 1), date(2190, 12, 31)))
def test_day_is_in_its_month_and_never_late_in_its_own(day: date) -> None:
    span = month_span(f"{day:%Y-%m}", day)

    assert span.holds(day)
    assert not span.holds(span.first - timedelta(days=1))
    assert not span.holds(span.last + timedelta(days=1))
    assert not late_span(day).holds(day)
    assert late_span(day).holds(day - timedelta(days=1))


def test_months_go_over_the_year() -> None:
    months = months_around(date(2026, 12, 31), 1, 1)

    assert [month for month, _ in months] == ["2026-11", "2026-12", "2027-01"]
    assert months[2][1].replace("\u00a0", " ") == "มกราคม 2570"


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "เกิน 1 วัน"), (0, "ครบกำหนดวันนี้"), (1, "เหลือ 1 วัน")]
)
def test_words_count_from_today(days: int, words: str) -> None:
    assert days_words(DAY + timedelta(days=days), DAY) == words


@pytest.mark.django_db
class TestLines:
    def test_meeting_is_due_in_its_month_until_it_was_held(self, officer: User) -> None:
        institution = make_institution()
        lines = clock_lines(officer, ClockChoice(), DAY)
        assert [(line.day, line.kind) for line in lines] == [(MEETING_DUE, ClockKind.MEETING)]
        assert clock_lines(officer, ClockChoice(month="2026-07"), DAY) == []

        YearFacts.objects.create(
            institution=institution,
            fiscal_year=2569,
            accounting_year_end=date(2026, 3, 31),
            general_meeting_on=date(2026, 8, 5),
        )

        assert clock_lines(officer, ClockChoice(), DAY) == []

    def test_board_whose_term_ends_is_listed_by_the_last_end_known(self, officer: User) -> None:
        institution = make_institution(accounting_year_end_month=12)
        other = make_institution("51", accounting_year_end_month=12)
        for row, year, end in (
            (institution, 2567, date(2026, 8, 3)),
            (institution, 2568, date(2026, 8, 20)),
            (other, 2568, date(2026, 8, 20)),
        ):
            FurtherFigures.objects.create(
                institution=row, fiscal_year=year, board_term_ends_on=end
            )

        lines = clock_lines(officer, ClockChoice(kind="board_term"), DAY)

        assert [(line.day, line.registration_no, line.title) for line in lines] == [
            (date(2026, 8, 20), institution.registration_no, "ครบวาระคณะกรรมการ")
        ]

    def test_late_is_the_day_after_and_not_the_day_itself(self, officer: User) -> None:
        make_institution()
        late = ClockChoice(late=True)

        assert MEETING_DUE not in [line.day for line in clock_lines(officer, late, MEETING_DUE)]
        after = clock_lines(officer, late, MEETING_DUE + timedelta(days=1))
        assert MEETING_DUE in [line.day for line in after]
        assert all(line.is_late for line in after)

    def test_meeting_late_of_the_year_before_last_is_not_lost(self, officer: User) -> None:
        make_institution(accounting_year_end_month=9, accounting_year_end_day=30)

        late = clock_lines(officer, ClockChoice(late=True), date(2026, 11, 26))

        # 30 September 2025 (fiscal year 2568) and 150 days
        assert [line.day for line in late] == [date(2026, 2, 27)]

    def test_farmer_group_has_its_statements(self, officer: User) -> None:
        make_group()
        year_end = accounting_year_end_in(2567, 3, 31)

        lines = [
            line
            for number in range(1, 13)
            for line in clock_lines(
                officer, ClockChoice(month=f"{year_end.year}-{number:02}"), year_end
            )
        ]

        assert len(of_kind(lines, ClockKind.STATEMENTS)) == 1

    def test_alert_gives_way_to_its_action(self, officer: User) -> None:
        today = timezone.localdate()
        alert = make_alert(make_savings(), today=today)
        late_month = ClockChoice(kind=ClockKind.ALERT)
        seen = [
            line
            for month in ("", f"{today + timedelta(days=31):%Y-%m}")
            for line in clock_lines(officer, ClockChoice(month, kind=ClockKind.ALERT), today)
        ]
        assert {line.key for line in seen} == {str(alert.pk)}

        alert_acknowledge(actor=officer, alert=alert, version=0)
        alert_action_plan(
            actor=officer,
            alert=alert,
            version=1,
            kind=ActionKind.LETTER,
            title="หนังสือเตือน",
            owner=officer,
            due_on=today,
        )

        assert clock_lines(officer, late_month, today) == []
        (line,) = clock_lines(officer, ClockChoice(kind=ClockKind.ACTION), today)
        assert (line.day, line.key, line.words) == (today, str(alert.pk), "ครบกำหนดวันนี้")
        assert "หนังสือเตือน" in line.title

    def test_only_what_is_in_reach_sorted_by_day(self, officer: User, executive: User) -> None:
        for office, day in (("50", 31), ("51", 30), ("50", 29)):
            make_institution(office, accounting_year_end_day=day)

        mine = clock_lines(officer, ClockChoice(), DAY)
        everything = clock_lines(executive, ClockChoice(), DAY)

        assert {line.registration_no[2:4] for line in mine} == {"50"}
        assert len(everything) == 3
        assert [line.day for line in everything] == sorted(line.day for line in everything)
        assert len(clock_lines(executive, ClockChoice(office="51"), DAY)) == 1

    def test_file_has_the_lines_of_the_page(self, officer: User, client: Client) -> None:
        today = timezone.localdate()
        year_end = today - timedelta(days=150)
        institution = make_institution(
            accounting_year_end_month=year_end.month, accounting_year_end_day=year_end.day
        )
        client.force_login(officer)
        page = client.get("/early-warning/clocks/")
        assert institution.name in page.content.decode()
        assert "ครบกำหนดวันนี้" in page.content.decode()

        rows = report_rows("early-warning-clocks", officer)

        assert [row[4] for row in rows] == [institution.name]
        assert rows[0][6] == "ครบกำหนดวันนี้"

    def test_month_that_is_none_is_refused_by_the_file(self, officer: User) -> None:
        found = find_report("early-warning-clocks")
        assert found is not None
        form = found.params_form({"month": "2569-99"}, user=officer)

        assert form.errors["month"] == ["กรอกเป็นปี ค.ศ. ขีด เดือนสองหลัก เช่น 2026-11"]


def report_rows(identifier: str, user: User, **params: Any) -> list[Any]:
    found = find_report(identifier)
    assert found is not None
    form = found.params_form(params, user=user)
    assert form.is_valid(), form.errors
    return list(found.rows(found.context(user, form.cleaned_data, timezone.now())))

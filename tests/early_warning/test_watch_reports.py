"""Watchlist and health sheet as files: within reach, and as the pages say."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from cpd_portal.core.documents.registry import find_report
from cpd_portal.core.documents.report import ReportError
from cpd_portal.core.models import User
from early_warning.choices import SignalCode, SignalState
from tests.coops.rows import make_institution
from tests.early_warning.test_clocks import report_rows
from tests.early_warning.watched import make_reading, signal

pytestmark = pytest.mark.django_db


def test_watchlist_has_level_reasons_and_reach(officer: User, executive: User) -> None:
    institution = make_institution("50")
    told = [signal(SignalCode.MEETING, SignalState.WATCH), signal(SignalCode.LOSS_YEARS)]
    make_reading(institution, 2, signals=told)
    make_reading(make_institution("51"), 3)
    make_reading(make_institution("50"), 0)

    (row,) = report_rows("watchlist", officer)

    assert row[1:3] == (institution.registration_no, institution.name)
    assert row[4:6] == ("เสี่ยง", Decimal(20))
    assert row[6] == (f"{SignalCode.LOSS_YEARS.label}: ทดสอบ · {SignalCode.MEETING.label}: ทดสอบ")
    everything = report_rows("watchlist", executive)
    assert [line[4] for line in everything] == ["วิกฤต", "เสี่ยง"]
    assert len(report_rows("watchlist", executive, rank="3")) == 1
    assert len(report_rows("watchlist", executive, office="50", signal="meeting")) == 1
    assert report_rows("watchlist", executive, type_code="savings") == []


def test_watchlist_reads_on_after_the_first_thousand(
    executive: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("early_warning.reports.watchlist.ROWS_PER_READ", 2)
    names = {make_reading(make_institution()).institution.name for _ in range(5)}

    assert {row[2] for row in report_rows("watchlist", executive)} == names


def test_health_sheet_has_every_signal(officer: User) -> None:
    institution = make_institution()
    clock = {**signal(SignalCode.MEETING), "runs_from": date(2026, 3, 31).isoformat()}
    make_reading(institution, 2, signals=[signal(SignalCode.LOSS_YEARS), clock])

    rows = report_rows("health-sheet", officer, registration_no=institution.registration_no)

    assert [row[0] for row in rows] == [SignalCode.LOSS_YEARS.label, SignalCode.MEETING.label]
    assert rows[0][1:6] == (SignalState.ALARM.label, "1", "ทดสอบ", "1", "2")
    assert "ครบกำหนด" in rows[1][3]


@pytest.mark.parametrize(
    ("office", "message"),
    [
        ("51", "ไม่พบเลขทะเบียนนี้ในขอบเขตที่บัญชีผู้ขอดูได้"),
        ("50", "ยังไม่ได้คำนวณสัญญาณของแห่งนี้"),
    ],
)
def test_health_sheet_of_others_or_unread_is_refused(
    officer: User, office: str, message: str
) -> None:
    found = find_report("health-sheet")
    assert found is not None
    params = {"registration_no": make_institution(office).registration_no}

    with pytest.raises(ReportError, match=message):
        found.context(officer, params, timezone.now())

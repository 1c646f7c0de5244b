"""General meetings and statements due: SQL and rule agree, the page, the file."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from pytest_django import DjangoAssertNumQueries

from coops.choices import Duty, DutyState, Standing
from coops.models import Institution, YearFacts
from coops.reports import DutiesDue
from coops.selectors.duties import (
    DutyChoice,
    DutyShow,
    duties_of,
    duty_counts,
    duty_lines,
    duty_rules,
)
from cpd_portal.core.documents.registry import find_report
from cpd_portal.core.models import User
from tests.coops.pages import SignIn, text_of
from tests.coops.rows import make_group, make_institution

pytestmark = pytest.mark.django_db
DUE = date(2024, 8, 28)
YEAR_END = date(2024, 3, 31)


def held(institution: Institution, on: date | None, **fields: object) -> YearFacts:
    return YearFacts.objects.create(
        institution=institution,
        fiscal_year=2567,
        accounting_year_end=institution.accounting_year_end_in(2567),
        **{"general_meeting_on": on, **fields},
    )


def choice(as_of: date = DUE, **more: object) -> DutyChoice:
    return DutyChoice(fiscal_year=2567, as_of=as_of, **more)  # type: ignore[arg-type]


def states(user: User, asked: DutyChoice) -> dict[str, DutyState]:
    rules = duty_rules(asked.duty, asked.fiscal_year)
    rows = asked.narrow(duties_of(user, asked, rules))
    return {line.name: line.clock.state for line in duty_lines(rows, asked, rules)}


def test_filters_of_the_database_agree_with_the_rule_on_every_boundary(officer: User) -> None:
    days = [date(2024, 3, 30), YEAR_END, DUE - timedelta(days=30), DUE, DUE + timedelta(days=1)]
    for number, on in enumerate([None, DUE, DUE + timedelta(days=1)]):
        held(make_institution(name=f"ก{number}"), on)
    make_institution(name="ข")
    for as_of, show in product(days, DutyShow):
        everybody = states(officer, choice(as_of))
        found = states(officer, choice(as_of, show=show.value))
        if show == DutyShow.SOON:
            due = [name for name, state in everybody.items() if state == DutyState.DUE]
            wanted = due if DUE - as_of <= timedelta(days=30) else []
        else:
            wanted = [name for name, state in everybody.items() if state == show.value]
        assert sorted(found) == sorted(wanted), (as_of, show)


@pytest.mark.parametrize(
    ("month", "day", "year", "expected"),
    [
        (3, 31, 2567, date(2024, 3, 31)),
        (4, 1, 2567, date(2023, 4, 1)),
        (12, 31, 2567, date(2023, 12, 31)),
        (2, 29, 2567, date(2024, 2, 29)),
        (2, 29, 2568, date(2025, 2, 28)),
        (2, 28, 2567, date(2024, 2, 28)),
    ],
)
def test_year_end_follows_from_the_register_until_facts_say_otherwise(
    officer: User, month: int, day: int, year: int, expected: date
) -> None:
    row = make_institution(accounting_year_end_month=month, accounting_year_end_day=day)
    asked = DutyChoice(fiscal_year=year, as_of=DUE)
    rules = duty_rules(asked.duty, year)
    (line,) = duty_lines(duties_of(officer, asked, rules), asked, rules)
    assert line.year_end == expected == row.accounting_year_end_in(year)

    other = expected - timedelta(days=40)
    YearFacts.objects.create(institution=row, fiscal_year=year, accounting_year_end=other)
    (line,) = duty_lines(duties_of(officer, asked, rules), asked, rules)
    assert line.year_end == other
    assert line.clock.due_on == other + timedelta(days=150)


def test_gone_and_not_yet_registered_ones_have_no_duty(officer: User) -> None:
    make_institution(standing=Standing.DISSOLVED)
    make_institution(standing=Standing.STRUCK_OFF)
    make_institution(registered_on=date(2024, 4, 1))
    make_institution(name="อยู่", registered_on=YEAR_END, standing=Standing.SUSPENDED)

    assert list(states(officer, choice())) == ["อยู่"]


def test_statements_are_due_from_groups_only(officer: User) -> None:
    make_institution()
    held(make_group(name="กลุ่มทัน"), None, closed_on=YEAR_END + timedelta(days=30))
    held(make_group(name="กลุ่มช้า"), None, closed_on=YEAR_END + timedelta(days=31))

    assert states(officer, choice(duty=Duty.STATEMENTS_TIER_1)) == {
        "กลุ่มทัน": DutyState.ON_TIME,
        "กลุ่มช้า": DutyState.LATE,
    }
    assert states(officer, choice(duty=Duty.STATEMENTS_TIER_2))["กลุ่มช้า"] == DutyState.ON_TIME


def test_year_without_rules_has_no_days_for_statements(officer: User) -> None:
    assert duty_rules(Duty.STATEMENTS_TIER_1, 2599) == {}


def test_office_sees_its_own_only(officer: User, outsider: User) -> None:
    make_institution("50")

    assert len(states(officer, choice())) == 1
    assert states(outsider, choice()) == {}


def test_counts_of_all_states_are_one_query(
    officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    held(make_institution(), DUE)
    make_institution()
    asked = choice()
    rules, reach = duty_rules(asked.duty, 2567), officer.reach
    assert reach
    with django_assert_num_queries(1):
        counts = duty_counts(duties_of(officer, asked, rules), asked)

    assert counts == {
        "soon": 1,
        "overdue": 0,
        "due": 1,
        "not_begun": 0,
        "late": 0,
        "on_time": 1,
    }


@pytest.mark.parametrize("rows", [1, 9])
def test_page_asks_the_same_queries_for_any_length(
    officer: User, client_of: SignIn, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        make_institution()
    client = client_of(officer)
    client.post("/context/", {"period": "2567-12m"})
    with django_assert_num_queries(6):
        client.get("/coops/duties/")


def test_page_shows_clocks_as_of_a_day(officer: User, client_of: SignIn) -> None:
    held(make_institution(name="สหกรณ์ประชุมแล้ว"), DUE + timedelta(days=2))
    make_institution(name="สหกรณ์ยังไม่ประชุม")
    client = client_of(officer)
    client.post("/context/", {"period": "2567-12m"})
    text = text_of(client.get("/coops/duties/?as_of=๓๐/๘/๒๕๖๗").content)

    assert "ณ วันที่ 30 ส.ค. 2567" in text.replace("\u00a0", " ")
    assert "เกิน 2 วัน" in text
    assert "ช้า 2 วัน" in text
    assert "มาตรา 54" in text
    soon = text_of(client.get("/coops/duties/?as_of=1/8/2567&show=soon").content)
    assert "2 แห่ง" in soon
    assert "เหลือ 27 วัน" in soon


def test_wrong_day_is_told_and_today_taken(officer: User, client_of: SignIn) -> None:
    text = text_of(client_of(officer).get("/coops/duties/?as_of=31/2/2567").content)

    assert "ไม่มีวันที่ 31 กุมภาพันธ์ พ.ศ. 2567" in text


def test_file_has_a_row_for_each_with_dates(officer: User) -> None:
    report = find_report("duties-due")
    assert isinstance(report, DutiesDue)
    institution = make_institution(name="สหกรณ์ ก")
    held(institution, DUE + timedelta(days=2))
    context = report.context(
        officer,
        {"fiscal_year": 2567, "as_of": "2024-12-31"},
        datetime(2026, 1, 5, tzinfo=UTC),
    )

    assert list(report.rows(context)) == [
        (
            institution.registration_no,
            "สหกรณ์ ก",
            "สหกรณ์",
            "สำนักงานสหกรณ์จังหวัดเชียงใหม่",
            YEAR_END,
            DUE,
            DUE + timedelta(days=2),
            "ทำแล้ว แต่ช้า",
            2,
            None,
        )
    ]
    assert report.row_count(context) == 1
    assert "(ยังไม่ตรวจยืนยัน)" in context.rule_version
    assert len(report.columns) == 10


def test_day_is_recorded_from_the_list(officer: User, client_of: SignIn) -> None:
    institution = make_institution()
    client = client_of(officer)
    address = f"/coops/duties/{institution.registration_no}/2567/day/?as_of=1/9/2567"
    done = client.post(address, {"day": "๒๐/๘/๒๕๖๗", "version": "0"}, follow=True)

    facts = YearFacts.objects.get(institution=institution, fiscal_year=2567)
    assert facts.general_meeting_on == date(2024, 8, 20)
    assert facts.sources["general_meeting_on"]["source"] == "typed"
    assert "บันทึกวันที่ทำของ" in text_of(done.content)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"day": "", "version": "0"}, "ต้อง"),
        ({"day": "31/2/2567", "version": "0"}, "ไม่มีวันที่ 31 กุมภาพันธ์"),
        ({"day": "1/1/2560", "version": "0"}, "ต้องไม่ก่อนวันสิ้นปีบัญชี"),
        ({"day": "20/8/2567", "version": "7"}, "ถูกแก้ไขโดยผู้อื่น"),
    ],
)
def test_wrong_day_is_not_recorded(
    officer: User, client_of: SignIn, data: dict[str, str], message: str
) -> None:
    institution = make_institution()
    address = f"/coops/duties/{institution.registration_no}/2567/day/"
    done = client_of(officer).post(address, data, follow=True)

    if message != "ต้อง":
        assert message in text_of(done.content)
    assert not YearFacts.objects.exists()

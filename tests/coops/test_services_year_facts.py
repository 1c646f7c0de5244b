"""Saving the facts of an accounting year, and deciding which accounting year counts."""

from datetime import date
from typing import Any

import pytest

from coops.models import Institution, YearEndChange, YearEndDecision, YearFacts
from coops.selectors.year_ends import year_end_cases, year_ends_by_institution, year_ends_of
from coops.services import facts_save, statement_save, year_end_decide
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.models import User
from tests.conftest import UserMaker
from tests.coops.rows import make_assessment, make_group, make_institution
from tests.coops.stated import make_statement, statement_values

pytestmark = pytest.mark.django_db
JUNE, MARCH = date(2023, 6, 30), date(2024, 3, 31)


@pytest.fixture
def officer(make_user: UserMaker) -> User:
    return make_user(Role.OFFICER, "50")


@pytest.fixture
def chief(make_user: UserMaker) -> User:
    return make_user(Role.CHIEF, "50")


def save(actor: User, institution: Institution, version: int = 0, **changes: Any) -> YearFacts:
    return facts_save(
        actor=actor, institution=institution, fiscal_year=2567, version=version, changes=changes
    )


def changed_year_end(since: date, month: int, day: int, **now: int) -> Institution:
    """The year-end was `month`, `day` until `since`."""
    institution = make_institution("50", year_end_since=since, **now)
    YearEndChange.objects.create(
        institution=institution,
        effective_on=since,
        before_month=month,
        before_day=day,
        month=institution.accounting_year_end_month,
        day=institution.accounting_year_end_day,
    )
    return institution


def two_year_ends() -> Institution:
    """30 June 2566 and, from then on, 31 March 2567."""
    return changed_year_end(date(2023, 8, 1), 6, 30)


def no_year_end() -> Institution:
    """31 March 2566 and, from then on, 30 April 2567."""
    return changed_year_end(
        date(2023, 5, 1), 3, 31, accounting_year_end_month=4, accounting_year_end_day=30
    )


def test_each_fact_keeps_its_source_and_a_taken_back_one_none(officer: User) -> None:
    institution = make_institution("50")
    row = save(officer, institution, members=120, business_lines=2, opinion="unqualified")
    assert row.accounting_year_end == MARCH
    assert set(row.sources) == {"members", "business_lines", "opinion"}
    assert row.sources["members"]["source"] == "typed"
    assert row.sources["members"]["who"] == str(officer)
    row = save(officer, institution, version=1, members=None, business_lines=2, opinion="")
    assert (row.members, row.opinion, set(row.sources)) == (None, "", {"business_lines"})
    event: Any = YearFacts.pgh_event_model  # type: ignore[attr-defined]
    actions = event.objects.order_by("pgh_id").values_list("pgh_label", "pgh_context__action")
    assert list(actions) == [
        ("insert", "coops.year_facts.saved"),
        ("update", "coops.year_facts.saved"),
    ]


def test_facts_of_a_group_decide_its_conditions(officer: User) -> None:
    institution = make_group("50")
    row = make_assessment(institution, fiscal_year=2567)
    save(
        officer,
        institution,
        closed_on=date(2024, 5, 30),
        profit_allocated=True,
        dividend_paid=False,
    )
    row.refresh_from_db()
    assert (row.statement_days, row.allocated_latest) == (60, False)
    assert row.derived["statement_days"] == "ข้อเท็จจริงปี 2567 (สำนักงานบันทึก)"


def test_disaster_changes_no_condition(officer: User) -> None:
    institution = make_institution("50")
    row = make_assessment(institution, fiscal_year=2567)
    save(officer, institution, disaster=True, disaster_note="น้ำท่วม กันยายน 2566")
    row.refresh_from_db()
    assert (row.loss_latest, row.derived, row.version) == (None, {}, 1)


def test_everything_wrong_is_said_at_once(officer: User) -> None:
    with pytest.raises(InvalidInput) as refused:
        save(
            officer,
            make_institution("50"),
            closed_on=date(2024, 3, 1),
            members=5,
            participating_members=6,
            staffing="robot",
            dividend_paid=True,
        )
    assert {pointer for pointer, _ in refused.value.errors} == {
        "/closed_on",
        "/participating_members",
        "/staffing",
        "/dividend_paid",
    }
    assert not YearFacts.objects.exists()


def test_facts_of_the_auditing_department_are_locked(officer: User) -> None:
    institution = make_institution("50")
    told = {"source": "audited", "on": "2024-09-01", "who": "กรมตรวจบัญชีสหกรณ์"}
    YearFacts.objects.create(
        institution=institution,
        fiscal_year=2567,
        accounting_year_end=MARCH,
        control_risk="good",
        sources={"control_risk": told},
    )
    with pytest.raises(InvalidInput) as refused:
        save(officer, institution, version=1, control_risk="poor", business_lines=3)
    message = "ค่านี้มาจากกรมตรวจบัญชีสหกรณ์ ล็อกไว้ แก้ที่นี่ไม่ได้"
    assert refused.value.errors == [("/control_risk", message)]
    row = save(officer, institution, version=1, control_risk="good", business_lines=3)
    assert (row.business_lines, row.sources["control_risk"]) == (3, told)


def test_stale_version_and_other_office_are_refused(officer: User, make_user: UserMaker) -> None:
    institution = make_institution("50")
    save(officer, institution, members=10)
    with pytest.raises(StaleObject):
        save(officer, institution, members=11)
    with pytest.raises(NotAllowed):
        save(make_user(Role.OFFICER, "51"), institution, version=1, members=11)


def test_undecided_year_end_refuses_facts_and_statements(officer: User) -> None:
    institution = two_year_ends()
    with pytest.raises(RuleViolation, match="สองปี คือ .* ต้องบันทึกก่อนว่าใช้งบการเงินใด"):
        save(officer, institution, members=10)
    with pytest.raises(InvalidInput) as refused:
        statement_save(
            actor=officer,
            institution=institution,
            fiscal_year=2567,
            version=0,
            values=statement_values(),
        )
    assert refused.value.errors[0][0] == "/accounting_year_end"


def decide(actor: User, institution: Institution, day: date, **values: Any) -> YearEndDecision:
    options: Any = {"version": 0, "reason": "มติคณะทำงานจังหวัด", **values}
    return year_end_decide(
        actor=actor, institution=institution, fiscal_year=2567, accounting_year_end=day, **options
    )


def test_decided_year_end_counts(officer: User, chief: User) -> None:
    institution = two_year_ends()
    row = decide(chief, institution, JUNE)
    assert (row.decided_by, row.reason, row.version) == (chief, "มติคณะทำงานจังหวัด", 1)
    assert year_ends_of(institution, 2567).counts == JUNE
    assert save(officer, institution, members=10).accounting_year_end == JUNE
    again = decide(chief, institution, MARCH, version=1)
    assert (again.version, YearEndDecision.objects.count()) == (2, 1)


def test_day_outside_may_be_decided_where_no_year_ended(chief: User) -> None:
    institution = no_year_end()
    assert year_ends_of(institution, 2567).found == []
    assert decide(chief, institution, date(2024, 4, 30)).accounting_year_end == date(2024, 4, 30)


def test_decision_is_the_chiefs_with_a_reason_among_the_year_ends(
    officer: User, chief: User
) -> None:
    institution = two_year_ends()
    with pytest.raises(NotAllowed, match="ต้องเป็นหัวหน้าของ"):
        decide(officer, institution, JUNE)
    with pytest.raises(InvalidInput, match="ข้อมูลไม่ถูกต้อง"):
        decide(chief, institution, date(2023, 12, 31))
    with pytest.raises(InvalidInput):
        decide(chief, institution, JUNE, reason=" ")
    with pytest.raises(RuleViolation, match="ปีงบประมาณ 2567 มีปีบัญชีเดียว ไม่ต้องพิจารณา"):
        decide(chief, make_institution("50"), MARCH)


def test_decision_stands_once_a_statement_is_there(chief: User) -> None:
    institution = two_year_ends()
    decide(chief, institution, MARCH)
    make_statement(institution)
    with pytest.raises(RuleViolation, match="มีงบการเงินปี 2567 แล้ว ต้องลบก่อน"):
        decide(chief, institution, JUNE, version=1)


def test_cases_list_the_undecided_first_within_ones_reach(
    chief: User, make_user: UserMaker, django_assert_num_queries: Any
) -> None:
    decided, undecided = two_year_ends(), no_year_end()
    make_institution("50")
    decide(chief, decided, JUNE)
    with django_assert_num_queries(5):
        cases = year_end_cases(chief, 2567)
    assert [case.institution for case in cases] == [undecided, decided]
    assert [case.decision is None for case in cases] == [True, False]
    assert year_end_cases(make_user(Role.OFFICER, "51"), 2567) == []
    assert len(year_end_cases(make_user(Role.EXECUTIVE), 2567)) == 2


def test_year_ends_of_many_take_the_same_queries(django_assert_num_queries: Any) -> None:
    for _ in range(3):
        two_year_ends()
    rows = list(Institution.objects.prefetch_related("year_end_changes"))
    with django_assert_num_queries(1):
        found = year_ends_by_institution(rows, 2567)
    assert all(ends.found == [JUNE, MARCH] for ends in found.values())

"""What the portal knows about an institution on a day, and its powers by that."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from pydantic import ValidationError

from coops.choices import Standing
from coops.models import Institution
from inspection.choices import Category, DefectState, Severity
from inspection.models import Defect
from registrar.rules.assessment import Outcome
from registrar.selectors.assessment import assess, known_facts
from tests.coops.accounting import make_statement
from tests.coops.facts import cooperative
from tests.coops.rows import make_assessment, make_group, make_institution
from tests.inspection.rows import make_defect

pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 15)
FOUND = date(2024, 3, 1)


@pytest.fixture
def institution() -> Institution:
    return make_institution(registered_on=date(2010, 1, 1))


def test_known_facts_of_an_institution_without_records(institution: Institution) -> None:
    """No statement: nothing is said about losses and capital."""
    assert known_facts(institution, DAY) == {
        "standing": Standing.OPERATING,
        "registered_on": date(2010, 1, 1),
        "defect": False,
        "observation": False,
        "overdue": False,
        "fraud": False,
    }


def test_known_facts_name_the_tier_of_the_day_and_what_keeps_it_there(
    institution: Institution,
) -> None:
    make_assessment(institution, cooperative("30", loss=(True, True)))
    today = timezone.localdate()

    found = known_facts(institution, today)

    assert (found["tier"], found["tier_year"]) == (3, 2566)
    assert found["tier_gates"].startswith("คะแนนรวม 30")
    assert "tier" not in known_facts(institution, today - timedelta(days=1))


def test_tier_three_proposes_a_plan_and_the_trace_says_by_which_gates(
    institution: Institution,
) -> None:
    make_assessment(institution, cooperative("30"))

    found = assess(institution, timezone.localdate(), {"needs_plan": False})

    plan = next(one for one in found.applying if one.power.code == "16-4-plan")
    assert any("อยู่ในชั้น 3 ปี 2566 (คะแนนรวม 30" in check.text for check in plan.checks)
    assert found.as_json()["facts"]["tier"] == 3


def test_known_facts_name_defects_their_amounts_and_fraud(institution: Institution) -> None:
    make_defect(institution, category=Category.FRAUD, amount=Decimal("250000.50"))
    make_defect(institution, title="บัญชีไม่เป็นปัจจุบัน", amount=Decimal(1000))
    make_defect(institution, title="ควรแยกหน้าที่", severity=Severity.OBSERVATION)

    found = known_facts(institution, DAY)

    assert (found["defect"], found["observation"], found["fraud"]) == (True, True, True)
    assert found["amount"] == Decimal("251000.50")


@pytest.mark.parametrize(("late", "expected"), [(0, False), (1, True)])
def test_known_facts_are_overdue_from_the_day_after_the_last(
    institution: Institution, late: int, expected: bool
) -> None:
    defect = make_defect(institution, due_on=date(2024, 5, 1))

    assert known_facts(institution, defect.due_on + timedelta(late))["overdue"] is expected


def test_known_facts_of_an_exempted_defect_are_not_overdue(institution: Institution) -> None:
    defect = make_defect(institution, due_on=date(2024, 5, 1))
    Defect.objects.filter(pk=defect.pk).update(exempt_until=DAY)

    assert not known_facts(institution, DAY)["overdue"]
    assert known_facts(institution, DAY + timedelta(1))["overdue"]


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2024, 4, 30), True), (date(2024, 5, 1), False)]
)
def test_known_facts_hold_a_defect_until_the_day_of_its_cure(
    institution: Institution, day: date, expected: bool
) -> None:
    defect = make_defect(institution)
    Defect.objects.filter(pk=defect.pk).update(
        state=DefectState.RESOLVED, closed_on=date(2024, 5, 1)
    )

    assert known_facts(institution, day)["defect"] is expected


def test_known_facts_leave_out_what_was_found_later(institution: Institution) -> None:
    make_defect(institution, category=Category.FRAUD)

    found = known_facts(institution, FOUND - timedelta(1))

    assert (found["defect"], found["fraud"]) == (False, False)


def test_known_facts_count_losses_back_from_the_newest_statement(
    institution: Institution,
) -> None:
    for year, expenses in ((2563, 200_000), (2564, 100_000), (2565, 200_000), (2566, 245_000)):
        make_statement(institution, year, expenses=expenses)

    found = known_facts(institution, DAY)

    assert found["loss_years"] == 2
    assert found["loss"] == Decimal(100_000)
    assert found["paid_capital"] == Decimal(300_000)
    assert found["own_capital"] == Decimal(480_000)


def test_known_facts_do_not_count_losses_over_a_missing_year(institution: Institution) -> None:
    for year in (2564, 2566):
        make_statement(institution, year, expenses=200_000)

    assert known_facts(institution, DAY)["loss_years"] == 1


def test_known_facts_leave_out_a_year_that_had_not_ended(institution: Institution) -> None:
    make_statement(institution, 2566)
    make_statement(institution, 2567, expenses=900_000)

    assert known_facts(institution, date(2024, 3, 30))["loss"] == 0
    assert known_facts(institution, date(2024, 3, 31))["loss"] == Decimal(755_000)


def test_deficit_of_capital_counts_as_none(institution: Institution) -> None:
    make_statement(institution, reserves=-400_000, other_equity=700_000)

    assert known_facts(institution, DAY)["own_capital"] == 0


def test_assess_proposes_22_1_for_an_overdue_fraud_and_names_what_is_missing(
    institution: Institution,
) -> None:
    make_defect(institution, category=Category.FRAUD, due_on=date(2024, 5, 1))

    found = assess(institution, DAY, {})

    assert found.proposed is not None
    assert found.proposed.code == "22-1"
    assert "board_conduct" not in found.facts.model_dump(exclude_none=True)
    assert any(finding.missing for finding in found.unknown)


def test_assess_puts_answers_before_what_the_portal_holds(institution: Institution) -> None:
    make_defect(institution, due_on=date(2024, 5, 1))

    found = assess(institution, DAY, {"correction": Outcome.RUNNING, "overdue": False})

    assert found.facts.overdue is False
    assert found.proposed is None


def test_assess_of_a_farmer_group_has_no_ladder_of_section_22() -> None:
    group = make_group(registered_on=date(2010, 1, 1))
    make_defect(group, category=Category.FRAUD, due_on=date(2024, 5, 1))

    found = assess(group, DAY, {})

    assert found.ladder == ()
    assert not [one for one in found.findings if one.power.code.startswith("22")]


def test_assess_is_the_same_in_every_office() -> None:
    here, there = (
        make_institution(office, registered_on=date(2010, 1, 1)) for office in ("50", "51")
    )
    for institution in (here, there):
        make_defect(institution, due_on=date(2024, 5, 1))

    assert assess(here, DAY, {}).as_json() == assess(there, DAY, {}).as_json()


@pytest.mark.parametrize("answers", [{"no_such": True}, {"members": -1}, {"advice": "maybe"}])
def test_assess_refuses_answers_that_are_no_facts(
    institution: Institution, answers: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        assess(institution, DAY, answers)


def test_assess_asks_few_queries(
    institution: Institution, django_assert_max_num_queries: Any
) -> None:
    make_defect(institution)
    # Seven of this room, the tier among them; six of the facts that early warning reads.
    with django_assert_max_num_queries(13):
        assess(institution, DAY, {})

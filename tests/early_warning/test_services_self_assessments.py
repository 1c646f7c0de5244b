"""Recording what a cooperative says about itself."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cpd_portal.core.exceptions import InvalidInput, NotAllowed, StaleObject
from cpd_portal.core.models import OrgUnit, User
from early_warning.choices import OwnLevel, Received, RiskAnswer
from early_warning.models import SelfAssessment
from early_warning.selectors.self_assessments import (
    Coverage,
    QuarterChoice,
    coverage_by_office,
    own_page,
)
from early_warning.services.self_assessments import (
    NOT_ASKED,
    NOTHING_CONCERNS,
    self_assessment_record,
)
from tests.coops.rows import make_institution
from tests.core.test_audit import events_of
from tests.early_warning.own import (
    ON,
    QUARTER,
    YEAR,
    answers,
    make_own,
    make_savings,
    own_values,
    questionnaire,
)

pytestmark = pytest.mark.django_db


def test_answers_are_stored_with_their_level_and_version(officer: User) -> None:
    stored = make_own(actor=officer, answers=answers(credit=RiskAnswer.HIGH))

    assert stored.level == OwnLevel.HIGH
    assert stored.percent == Decimal("28.57")
    assert (stored.version, stored.received) == (1, Received.FORM)
    assert stored.questionnaire.number == 1
    events = events_of(SelfAssessment, stored.pk)
    assert [event["action"] for event in events] == ["early_warning.self_assessment.recorded"]


def test_correction_keeps_one_row_for_the_quarter(officer: User) -> None:
    stored = make_own(actor=officer)

    again = self_assessment_record(
        actor=officer,
        institution=stored.institution,
        values=own_values(answers=answers(RiskAnswer.MEDIUM)),
        received=Received.FORM,
        version=1,
    )

    assert (again.pk, again.level, again.version) == (stored.pk, OwnLevel.MEDIUM, 2)
    assert SelfAssessment.objects.count() == 1


def test_stale_correction_is_refused(officer: User) -> None:
    stored = make_own(actor=officer)

    with pytest.raises(StaleObject):
        self_assessment_record(
            actor=officer,
            institution=stored.institution,
            values=own_values(),
            received=Received.FORM,
            version=0,
        )


def test_other_office_may_not_record(outsider: User) -> None:
    with pytest.raises(NotAllowed, match="ต้องเป็นเจ้าหน้าที่หรือหัวหน้าหน่วยงานของ"):
        make_own(actor=outsider)


def test_every_problem_is_named_at_once(officer: User) -> None:
    wrong = answers()
    del wrong["1.1"]
    wrong |= {"2.1": "maybe", "9.9": "low"}

    with pytest.raises(InvalidInput) as refused:
        make_own(make_institution(), officer, answers=wrong, assessed_on=date(2025, 12, 31))

    assert refused.value.errors == [
        ("/answers/1.1", "ข้อ 1.1 ยังไม่ได้ตอบ"),
        ("/answers/2.1", "ไม่รู้จักคำตอบนี้"),
        ("/answers/9.9", "ไม่มีข้อนี้ในแบบ"),
        ("/assessed_on", "วันที่ประเมินต้องไม่ก่อนวันแรกของไตรมาส"),
        ("/institution", NOT_ASKED),
    ]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"quarter": 5}, ("/quarter", "ไตรมาสต้องเป็น 1 ถึง 4")),
        ({"assessed_on": date(2999, 1, 1)}, ("/assessed_on", "วันที่ประเมินต้องไม่เกินวันนี้")),
    ],
)
def test_impossible_quarter_or_day_is_refused(
    officer: User, changed: dict[str, Any], problem: tuple[str, str]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        make_own(actor=officer, **changed)

    assert refused.value.errors == [problem]


def test_answers_that_concern_nothing_are_refused(officer: User) -> None:
    with pytest.raises(InvalidInput) as refused:
        make_own(actor=officer, answers=answers(RiskAnswer.NONE))

    assert refused.value.errors == [("/answers", NOTHING_CONCERNS)]


def test_coverage_counts_those_asked_and_what_they_see(officer: User, executive: User) -> None:
    make_own(actor=officer, answers=answers(RiskAnswer.HIGH))
    make_own(actor=officer, answers=answers(credit=RiskAnswer.MEDIUM))
    earlier = make_own(actor=officer, quarter=1, assessed_on=ON)
    make_savings(standing="dissolved")
    make_institution()
    make_savings("51")

    rows = coverage_by_office(executive, QuarterChoice(YEAR, QUARTER), questionnaire().types)

    assert {row.code: row.coverage for row in rows} == {
        "50": Coverage(expected=3, done=2, high=1, medium=1),
        "51": Coverage(expected=1),
    }
    assert sum((row.coverage for row in rows), Coverage()).share == Decimal("50.00")
    assert earlier.quarter == 1
    own = coverage_by_office(officer, QuarterChoice(YEAR, QUARTER), questionnaire().types)
    assert [row.code for row in own] == ["50"]


def test_nobody_asked_is_no_share() -> None:
    assert Coverage().share is None


def test_page_reads_the_answered_version_and_the_history(officer: User) -> None:
    stored = make_own(actor=officer)
    make_own(stored.institution, officer, quarter=1, assessed_on=ON)

    page = own_page(stored.institution, QuarterChoice(YEAR, QUARTER))

    assert page.own == stored
    assert page.view is not None
    assert page.view.level == OwnLevel.LOW
    assert [row.quarter for row in page.history] == [2, 1]


def test_quarters_follow_one_another() -> None:
    first = QuarterChoice.of_day(date(2025, 10, 1))

    assert first == QuarterChoice(2569, 1)
    assert first.before == QuarterChoice(2568, 4)
    assert first.before.after == first
    assert first.after.before == first


def test_assessment_goes_with_its_institution(officer: User, outsider: User) -> None:
    stored = make_own(actor=officer)
    moved = stored.institution
    moved.office = OrgUnit.objects.get(code="51")
    moved.save()

    assert list(SelfAssessment.objects.visible_to(outsider)) == [stored]
    assert not SelfAssessment.objects.visible_to(officer)

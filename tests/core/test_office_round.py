"""An office in an entry period: what it has sent, and the dates that count for it."""

from datetime import date

import pytest
from django.db.models import Subquery
from pytest_django import DjangoAssertNumQueries

from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.models import EntryPeriod, EntryPeriodException, OrgUnit, Submission, User
from cpd_portal.core.selectors import office_round

pytestmark = pytest.mark.django_db
FORM = "coops.strength"


@pytest.fixture
def period() -> EntryPeriod:
    return EntryPeriod.objects.get(form=FORM, fiscal_year=2567)


@pytest.fixture
def office() -> OrgUnit:
    return OrgUnit.objects.get(code="50")


def test_office_that_has_not_begun_has_the_dates_of_the_period(
    period: EntryPeriod, office: OrgUnit
) -> None:
    other = OrgUnit.objects.get(code="51")
    Submission.objects.create(period=period, office=other)
    EntryPeriodException.objects.create(
        period=period, office=other, due_on=date(2025, 1, 31), reason="น้ำท่วม"
    )

    found = office_round(FORM, 2567, office)

    assert found is not None
    assert (found.period, found.submission, found.dates) == (period, None, period)


def test_office_that_has_sent_is_told_with_its_own_dates_in_one_query(
    period: EntryPeriod,
    office: OrgUnit,
    officer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    sent = Submission.objects.create(
        period=period, office=office, state=SubmissionState.SUBMITTED, submitted_by=officer
    )
    own = EntryPeriodException.objects.create(
        period=period, office=office, due_on=date(2025, 1, 31), reason="น้ำท่วม"
    )

    with django_assert_num_queries(1):
        found = office_round(FORM, 2567, office)
        assert found is not None
        assert found.submission is not None
        assert (found.submission, found.dates) == (sent, own)
        assert found.submission.submitted_by == officer
        assert found.submission.period == period
        assert found.submission.office == office


def test_round_answers_what_the_form_asks_beside_in_the_same_query(
    period: EntryPeriod, office: OrgUnit, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    code = Subquery(OrgUnit.objects.filter(pk=office.pk).values("code"))
    with django_assert_num_queries(1):
        found = office_round(FORM, 2567, office, code=code)

    assert found is not None
    assert found.beside == {"code": "50"}


def test_year_without_a_period_has_no_round(office: OrgUnit) -> None:
    assert office_round(FORM, 2550, office) is None

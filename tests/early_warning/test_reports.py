"""Files of this room: within the reach of who asks, and complete."""

from typing import Any

import pytest
from django.utils import timezone

from cpd_portal.core.documents.registry import find_report
from cpd_portal.core.models import User
from early_warning.choices import RiskAnswer
from tests.early_warning.alerts import make_alert
from tests.early_warning.own import QUARTER, YEAR, answers, make_own, make_savings

pytestmark = pytest.mark.django_db


def rows_of(identifier: str, user: User, **params: Any) -> list[Any]:
    found = find_report(identifier)
    assert found is not None
    form = found.params_form(params, user=user)
    assert form.is_valid(), form.errors
    return list(found.rows(found.context(user, form.cleaned_data, timezone.now())))


def test_quarter_lists_those_who_did_not_answer(officer: User, executive: User) -> None:
    own = make_own(make_savings(name="ก"), officer, answers=answers(RiskAnswer.MEDIUM))
    make_savings(name="ข")
    make_savings("51", name="ค")

    rows = rows_of("self-assessments", officer, fiscal_year=YEAR, quarter=QUARTER)

    assert [row[2:5] for row in rows] == [
        ("ก", "ความเสี่ยงปานกลาง", own.percent),
        ("ข", "ยังไม่ประเมิน", None),
    ]
    everywhere = rows_of("self-assessments", executive, fiscal_year=YEAR, quarter=QUARTER)
    assert len(everywhere) == 3


def test_open_alerts_are_those_in_reach(officer: User, executive: User) -> None:
    mine = make_alert()
    make_alert(make_savings("51"))

    (row,) = rows_of("open-alerts", officer)

    assert row[2] == mine.institution.name
    assert row[6] == "รอรับทราบ"
    assert len(rows_of("open-alerts", executive)) == 2
    assert len(rows_of("open-alerts", executive, office="51")) == 1

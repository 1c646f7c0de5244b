"""Readings follow the facts: by set, once, and never by what was not known yet."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coops.models import FinancialStatement, Institution, StandingChange
from coops.rules import RATIO_DEFINITIONS, ratio_of
from coops.selectors.indicator_years import amounts_of
from coops.selectors.warning_facts import institutions_changed_since, known_facts
from cpd_portal.core.choices import Role
from early_warning.choices import HandlingState
from early_warning.models import Alert, Handling, WatchReading
from early_warning.selectors.computed import computed
from early_warning.services.actions import alert_acknowledge
from early_warning.services.readings import readings_follow
from early_warning.tasks import readings_after_changes
from early_warning.thresholds import book_in_force
from tests.coops.rows import make_institution
from tests.core.test_audit import events_of
from tests.early_warning.facts import DAY, make_facts, make_statement
from tests.inspection.rows import person

pytestmark = pytest.mark.django_db


def good(office: str = "50", **fields: Any) -> Institution:
    """An institution without any warning in June 2569."""
    institution = make_institution(office, **fields)
    for fiscal_year in (2568, 2569):
        make_statement(institution, fiscal_year)
        make_facts(institution, fiscal_year)
    return institution


def losing(office: str = "50") -> Institution:
    """Two years of loss."""
    institution = make_institution(office)
    for fiscal_year in (2568, 2569):
        make_statement(institution, fiscal_year, profit=-50)
        make_facts(institution, fiscal_year)
    return institution


def follow(today: date = DAY, institution: Institution | None = None) -> Any:
    only = None if institution is None else [institution.pk]
    return readings_follow(actor=None, today=today, institutions=only)


def standing(institution: Institution) -> WatchReading:
    found: WatchReading = WatchReading.objects.standing().get(institution=institution)
    return found


def test_good_institution_is_read_and_on_no_level() -> None:
    institution = good()

    assert follow().changed == 1
    found = standing(institution)
    assert (found.rank, found.level, found.alert, found.size) == (0, "ปกติ", None, "small")
    assert {signal["state"] for signal in found.signals} <= {"ok", "missing"}


def test_second_loss_is_a_level_with_its_reason_and_an_alert() -> None:
    institution = losing()

    counted = follow()

    found = standing(institution)
    assert (counted.alerts, found.level) == (1, "เสี่ยง")
    assert found.alert is not None
    assert "ขาดทุนติดต่อกัน (ปี): ขาดทุนปี 2569, 2568" in found.alert.reasons
    assert found.rule_version == found.alert.rule_version == "เกณฑ์เตือนภัย รุ่นที่ 1"
    assert events_of(WatchReading, found.pk)[-1]["action"] == "early_warning.readings.followed"


def test_same_facts_write_nothing_and_give_no_second_alert() -> None:
    losing()
    good()
    follow()
    events = WatchReading.pgh_event_model.objects.count()  # type: ignore[attr-defined]

    again = follow(DAY + timedelta(days=1))

    assert (again.read, again.changed, again.alerts) == (2, 0, 0)
    assert WatchReading.pgh_event_model.objects.count() == events  # type: ignore[attr-defined]
    assert Alert.objects.count() == 1


def test_only_the_named_institution_is_recomputed() -> None:
    one, other = losing(), losing()

    assert follow(institution=one).read == 1
    assert not WatchReading.objects.filter(institution=other).exists()


def test_running_clock_makes_no_row_a_day() -> None:
    institution = good()
    institution.year_facts.filter(fiscal_year=2569).update(general_meeting_on=None)
    follow(DAY)
    follow(DAY + timedelta(days=1))

    (only,) = WatchReading.objects.filter(institution=institution)
    (meeting,) = [signal for signal in only.signals if signal["code"] == "meeting"]
    assert (meeting["value"], meeting["runs_from"]) == (None, "2026-03-31")


def test_overdue_meeting_raises_an_alert_when_its_day_has_come() -> None:
    institution = good()
    institution.year_facts.filter(fiscal_year=2569).update(general_meeting_on=None)

    assert follow(date(2026, 8, 28)).alerts == 0
    assert follow(date(2026, 8, 29)).alerts == 1
    assert standing(institution).level == "เฝ้าระวัง"


def test_recovery_ends_the_alert_and_keeps_the_history() -> None:
    institution = losing()
    follow()
    FinancialStatement.objects.filter(institution=institution, fiscal_year=2569).update(
        income=1_300_000, net_profit=300_000, expenses=1_000_000
    )

    follow(DAY + timedelta(days=30))

    rows = WatchReading.objects.filter(institution=institution)
    assert [(row.rank, row.until) for row in rows] == [(2, DAY + timedelta(days=30)), (0, None)]
    assert Alert.objects.get().ended_on == DAY + timedelta(days=30)


def test_closed_alert_comes_back_only_with_news() -> None:
    institution = losing()
    follow()
    alert, officer = Alert.objects.get(), person(Role.OFFICER)
    alert_acknowledge(actor=officer, alert=alert, version=0, today=DAY)
    Handling.objects.filter(alert=alert).update(state=HandlingState.CLOSED, closed_on=DAY)
    FinancialStatement.objects.filter(fiscal_year=2569).update(reserves=1, other_equity=299_999)
    assert follow(DAY + timedelta(days=1)).alerts == 1
    institution.year_facts.filter(fiscal_year=2569).update(opinion="adverse")

    follow(DAY + timedelta(days=2))

    assert Alert.objects.count() == 2
    assert Alert.objects.exclude(pk=alert.pk).get().raised_on == DAY + timedelta(days=1)


def test_dissolved_institution_is_not_read() -> None:
    institution = losing()
    Institution.objects.filter(pk=institution.pk).update(standing="dissolved")

    assert follow().read == 0


def test_stopped_business_counts_from_its_day() -> None:
    institution = good()
    StandingChange.objects.create(
        institution=institution,
        before="operating",
        standing="suspended",
        effective_on=date(2024, 6, 1),
    )

    follow()

    (stopped,) = [one for one in standing(institution).signals if one["code"] == "stopped"]
    assert (stopped["state"], stopped["runs_from"]) == ("alarm", "2024-06-01")
    assert standing(institution).level == "วิกฤต"


def test_values_of_the_set_are_those_of_the_single_rule() -> None:
    institution = good()
    (known,) = known_facts(DAY, [institution.pk])
    newest = institution.financial_statements.get(fiscal_year=2569)
    before = institution.financial_statements.get(fiscal_year=2568)
    amounts = amounts_of(newest, before)

    assert known.years[0].ratios == {
        definition.ratio.value: ratio_of(definition, amounts).value
        for definition in RATIO_DEFINITIONS
    }


# --- as known then -------------------------------------------------------------------


def test_past_day_uses_nothing_that_was_recorded_later() -> None:
    """What was stored on a day is what is computed for that day afterwards."""
    today = timezone.localdate()
    institution = losing()
    _recorded_before(today - timedelta(days=10))
    stored = list(computed(today - timedelta(days=5), book_in_force(), {}, as_known_then=True))

    FinancialStatement.objects.filter(institution=institution).update(
        income=1_300_000, net_profit=300_000, expenses=1_000_000
    )
    again = list(computed(today - timedelta(days=5), book_in_force(), {}, as_known_then=True))
    now = list(computed(today, book_in_force(), {}))

    assert [one.digest for one in again] == [one.digest for one in stored]
    assert (again[0].watch.rank, now[0].watch.rank < again[0].watch.rank) == (2, True)


def test_before_the_first_entry_nothing_is_known() -> None:
    today = timezone.localdate()
    losing()
    (found,) = computed(today - timedelta(days=5), book_in_force(), {}, as_known_then=True)

    assert {reading.state for reading in found.readings} == {"missing"}


def _recorded_before(day: date) -> None:
    """As if everything so far had been recorded on that day."""
    moment = timezone.make_aware(datetime.combine(day, time(12)))
    rooms = ("financialstatement", "yearfacts", "assessment", "institution")
    names = [f"coops_{room}event" for room in rooms]
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
            cursor.execute(f"UPDATE {name} SET pgh_created_at = %s", [moment])
            cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")


# --- after changes -------------------------------------------------------------------


def test_changed_facts_name_their_institution() -> None:
    institution = good()
    other = good()
    moment = timezone.now() + timedelta(hours=1)

    assert institutions_changed_since(moment - timedelta(hours=2)) >= {institution.pk, other.pk}
    assert institutions_changed_since(moment) == set()


def test_task_follows_what_changed() -> None:
    institution = losing()

    readings_after_changes()

    assert standing(institution).since == timezone.localdate()


def test_recomputing_the_nation_takes_the_same_queries_whatever_its_size() -> None:
    losing()
    good()
    with CaptureQueriesContext(connection) as few:
        follow()
    for _ in range(5):
        losing()
        good()
    with CaptureQueriesContext(connection) as many:
        follow(DAY + timedelta(days=1))

    assert len(many) <= len(few) + 1


def test_stored_signals_never_change() -> None:
    """Events do not repeat them, so nothing else tells what they were."""
    institution = good()
    follow()

    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        WatchReading.objects.filter(institution=institution).update(signals=[])

    assert standing(institution).signals != []

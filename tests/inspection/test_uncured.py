"""What is not cured reaches the facts of the institution, and from there early warning."""

from datetime import timedelta

import pytest

from coops.models import DefectFacts, Institution
from coops.services import DefectFactsValues, defect_facts_supply
from early_warning.choices import SignalCode, SignalState
from early_warning.selectors.computed import computed
from early_warning.thresholds import book_in_force
from inspection.choices import Category, DefectAct, DefectState, Severity
from inspection.models import Defect
from inspection.selectors.uncured import uncured_facts
from inspection.services.defects import defect_act
from tests.coops.rows import make_institution
from tests.inspection.rows import TODAY, make_defect

pytestmark = pytest.mark.django_db
EXEMPT = TODAY + timedelta(days=900)


@pytest.fixture
def institution() -> Institution:
    return make_institution()


def values(institution: Institution) -> DefectFactsValues | None:
    return uncured_facts([institution.pk])[institution.pk]


def test_uncured_facts_are_none_where_no_defect_was_found(institution: Institution) -> None:
    make_defect(institution, severity=Severity.OBSERVATION)

    assert values(institution) is None
    assert not DefectFacts.objects.exists()


def test_fraud_and_the_first_last_day_are_told_with_the_defect(institution: Institution) -> None:
    first = make_defect(institution, category=Category.FRAUD)
    later = make_defect(institution, title="อีกเรื่อง", found_on=TODAY)

    row = DefectFacts.objects.get()

    assert (row.fraud, row.repeated, row.earliest_due_on) == (1, 0, first.due_on)
    assert first.due_on < later.due_on
    event = DefectFacts.pgh_event_model.objects.order_by("pgh_id").first()  # type: ignore[attr-defined]
    assert event.pgh_context["action"] == "inspection.defect.found"


def test_exemption_counts_into_the_last_day_and_merged_ones_do_not(
    institution: Institution,
) -> None:
    kept, other = make_defect(institution), make_defect(institution, title="ซ้ำ")
    Defect.objects.filter(pk=other.pk).update(merged_into=kept)
    Defect.objects.filter(pk=kept.pk).update(exempt_until=EXEMPT)

    assert values(institution) == DefectFactsValues(0, 0, EXEMPT)
    assert other.due_on < EXEMPT


def test_cured_defects_leave_a_row_that_says_that_none_is_open(institution: Institution) -> None:
    defect = make_defect(institution, category=Category.FRAUD)
    Defect.objects.filter(pk=defect.pk).update(state=DefectState.RESOLVED, closed_on=TODAY)
    again = make_defect(institution, title="กลับมา")
    Defect.objects.filter(pk=again.pk).update(recurs=defect)

    assert values(institution) == DefectFactsValues(0, 1, again.due_on)


def test_supply_writes_only_what_changed(institution: Institution) -> None:
    told = {institution.pk: DefectFactsValues(1, 0, TODAY)}

    assert defect_facts_supply(actor=None, facts=told) == 1
    assert defect_facts_supply(actor=None, facts=told) == 0
    assert defect_facts_supply(actor=None, facts={institution.pk: None}) == 1
    row = DefectFacts.objects.get()
    assert (row.fraud, row.earliest_due_on) == (0, None)


def test_fraud_alone_puts_an_institution_on_watch(institution: Institution) -> None:
    make_defect(institution, category=Category.FRAUD)

    (found,) = computed(TODAY, book_in_force(), {}, [institution.pk])

    states = {one.code: one.state for one in found.readings}
    assert states[SignalCode.FRAUD] == SignalState.ALARM
    assert found.watch.rank >= 2
    assert any("ทุจริตที่ยังไม่แก้ 1 เรื่อง" in words for words in found.reasons)


def test_act_on_a_defect_tells_it_anew(institution: Institution) -> None:
    defect = make_defect(institution)
    DefectFacts.objects.all().delete()

    defect_act(
        actor=defect.recorded_by,
        defect=defect,
        act=DefectAct.BEGUN,
        version=defect.version,
        today=TODAY,
    )

    assert DefectFacts.objects.get().earliest_due_on == defect.due_on

"""The institution's status as of any day, and its way to the assessment."""

from datetime import date

import pytest

from coops.choices import DefectStatus
from coops.models import Assessment, RuleSet
from cpd_portal.core.choices import Role
from inspection.choices import DefectAct, Severity
from inspection.models import Defect
from inspection.selectors.status import institution_status, statuses_of
from inspection.services.defect_merging import defect_merge
from inspection.services.defect_status import SOURCE
from inspection.services.defects import defect_act
from inspection.services.exemptions import statuses_send_all
from tests.coops.rows import make_assessment, make_institution, rule_set_for
from tests.inspection.rows import TODAY, make_defect, person

pytestmark = pytest.mark.django_db
A = DefectAct
YEAR_END = date(2024, 9, 30)
NEW_YEAR = date(2024, 10, 1)


def do(defect: Defect, role: Role, act: DefectAct, today: date) -> Defect:
    return defect_act(
        actor=person(role),
        defect=defect,
        act=act,
        version=defect.version,
        reason="เหตุผล",
        today=today,
    )


def close(defect: Defect, today: date, act: DefectAct = A.CLOSED) -> Defect:
    defect = do(defect, Role.OFFICER, A.BEGUN, today)
    defect = do(defect, Role.INSPECTOR, A.CLOSURE_PROPOSED, today)
    return do(defect, Role.CHIEF, act, today)


def test_status_without_defect_is_none() -> None:
    assert institution_status(make_institution(), TODAY) == DefectStatus.NONE


def test_status_on_any_day_follows_the_steps() -> None:
    institution = make_institution()
    defect = make_defect(institution, found_on=date(2024, 2, 29))
    defect = do(defect, Role.OFFICER, A.BEGUN, date(2024, 4, 1))
    defect = do(defect, Role.INSPECTOR, A.CLOSURE_PROPOSED, date(2024, 5, 1))
    defect = do(defect, Role.CHIEF, A.MONITORED, date(2024, 6, 1))
    do(defect, Role.CHIEF, A.CLOSED, date(2024, 10, 5))
    days = {
        date(2024, 2, 28): DefectStatus.NONE,
        date(2024, 2, 29): DefectStatus.NOT_STARTED,
        date(2024, 4, 1): DefectStatus.IN_PROGRESS,
        date(2024, 5, 31): DefectStatus.IN_PROGRESS,
        date(2024, 6, 1): DefectStatus.RESOLVED_MONITORING,
        YEAR_END: DefectStatus.RESOLVED_MONITORING,
        NEW_YEAR: DefectStatus.RESOLVED_MONITORING,
        date(2024, 10, 5): DefectStatus.RESOLVED,
        date(2025, 9, 30): DefectStatus.RESOLVED,
        date(2025, 10, 1): DefectStatus.NONE,
    }

    assert {day: institution_status(institution, day) for day in days} == days


def test_status_closed_counts_to_the_end_of_its_fiscal_year_only() -> None:
    institution = make_institution()
    close(make_defect(institution), YEAR_END)

    assert institution_status(institution, YEAR_END) == DefectStatus.RESOLVED
    assert institution_status(institution, NEW_YEAR) == DefectStatus.NONE


def test_status_is_the_most_serious_and_observations_do_not_count() -> None:
    first, second = make_institution(), make_institution()
    close(make_defect(first), TODAY)
    make_defect(first)
    make_defect(second, severity=Severity.OBSERVATION)

    assert statuses_of([first.pk, second.pk], TODAY) == {
        first.pk: DefectStatus.NOT_STARTED,
        second.pk: DefectStatus.NONE,
    }


def test_status_a_merged_defect_counts_until_that_day() -> None:
    institution = make_institution()
    kept = do(make_defect(institution), Role.OFFICER, A.BEGUN, TODAY)
    twin = make_defect(institution)
    defect_merge(
        actor=person(Role.CHIEF),
        defect=twin,
        into=kept,
        version=1,
        reason="ซ้ำ",
        today=date(2024, 5, 1),
    )

    assert institution_status(institution, date(2024, 4, 30)) == DefectStatus.NOT_STARTED
    assert institution_status(institution, date(2024, 5, 1)) == DefectStatus.IN_PROGRESS


def test_every_change_reaches_the_open_assessment_with_its_source() -> None:
    assessment = make_assessment(fiscal_year=2567)
    defect = make_defect(assessment.institution)

    assert stored(assessment) == (DefectStatus.NOT_STARTED, SOURCE)

    close(defect, date(2024, 5, 1))

    assert stored(assessment) == (DefectStatus.RESOLVED, SOURCE)
    events = type(assessment).events.rel.related_model.objects  # type: ignore[attr-defined]
    actions = events.filter(pgh_obj=assessment).values_list("pgh_context__action", flat=True)
    assert {"inspection.defect.found", "inspection.defect.closed"} <= set(actions)


def test_after_the_cut_off_the_status_of_that_day_stays() -> None:
    assessment = make_assessment(fiscal_year=2567)
    RuleSet.objects.filter(pk=rule_set_for(assessment.institution, 2567).pk).update(
        cut_off=date(2024, 6, 30)
    )
    defect = make_defect(assessment.institution)

    do(defect, Role.OFFICER, A.BEGUN, date(2024, 7, 1))

    assert stored(assessment)[0] == DefectStatus.NOT_STARTED


def test_a_defect_of_last_year_recorded_late_reaches_last_year() -> None:
    assessment = make_assessment(fiscal_year=2567)

    make_defect(assessment.institution, found_on=YEAR_END, today=date(2024, 11, 1))

    assert stored(assessment)[0] == DefectStatus.NOT_STARTED


def test_the_new_year_looks_at_the_defects_that_go_on() -> None:
    institution = make_institution()
    make_defect(institution, found_on=date(2023, 9, 1), today=date(2023, 9, 2))
    assessment = make_assessment(institution, fiscal_year=2567)

    assert statuses_send_all(today=date(2023, 10, 1)) == 1
    assert stored(assessment)[0] == DefectStatus.NOT_STARTED
    assert statuses_send_all(today=date(2023, 10, 2)) == 0


def stored(assessment: Assessment) -> tuple[str, str]:
    row = Assessment.objects.get(pk=assessment.pk)
    return row.defect_status, row.derived["defect_status"]

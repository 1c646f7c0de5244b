"""A frozen result never changes, whichever path is tried; an appeal makes another one."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, InternalError, connection, transaction
from django.db.models import Model

from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.services import submission_return
from kpis.models import CriterionTier, Evidence, KpiResult
from kpis.services import evidence_remove, result_appeal, result_compute, round_freeze
from kpis.services.freezing import LATER_ATTEMPT, NEEDS_REASON, NOT_FROZEN, NOTHING_TO_FREEZE
from kpis.services.guards import FROZEN
from kpis.services.stamps import digest
from tests.conftest import UserMaker
from tests.core.test_audit import events_of
from tests.kpis.entered import TWELVE, Desk
from tests.kpis.strength import classified


@pytest.fixture
def desk(make_user: UserMaker) -> Desk:
    return Desk(make_user)


def test_freeze_keeps_value_criteria_score_papers_and_signatures(desk: Desk) -> None:
    result = desk.frozen(value="80271")
    stamp = result.stamp
    assert stamp["value"] == "80271"
    assert stamp["score"]["shown"] == "96.96"
    assert [tier["points"] for tier in stamp["criterion"]["tiers"]] == [50, 75, 100]
    assert stamp["criteria_version"]["scoring"] == "scoring-2567-1"
    assert [paper["title"] for paper in stamp["evidence"]] == ["รายงานผล"]
    names = {signed["step"]: signed["name"] for signed in stamp["signatures"]}
    assert names == {
        "submitted": str(desk.officer),
        "verified": str(desk.chief),
        "approved": str(desk.planner),
    }
    assert result.stamp_sha256 == digest(stamp)
    assert events_of(KpiResult, result.pk)[-1]["action"] == "kpis.round.frozen"


def test_freeze_names_the_kpis_that_are_not_approved(desk: Desk) -> None:
    result = desk.enter()
    desk.attach(result)
    desk.approve(result)
    desk.enter(1, "9.00")
    done = round_freeze(actor=desk.planner, scorecard=desk.scorecard, round=TWELVE)
    assert [frozen.pk for frozen in done.results] == [result.pk]
    assert done.waiting == (1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13)


def test_freeze_of_nothing_or_by_another_role_is_refused(desk: Desk) -> None:
    with pytest.raises(RuleViolation, match=NOTHING_TO_FREEZE):
        round_freeze(actor=desk.planner, scorecard=desk.scorecard, round=TWELVE)
    with pytest.raises(NotAllowed):
        round_freeze(actor=desk.chief, scorecard=desk.scorecard, round=TWELVE)


def test_changed_criteria_leave_the_frozen_score(desk: Desk) -> None:
    result = desk.frozen()
    before = result.stamp
    CriterionTier.objects.filter(criterion__kpi=result.kpi).update(thresholds={"value": "1"})
    result.refresh_from_db()
    assert result.stamp == before


def test_services_refuse_a_frozen_result(desk: Desk) -> None:
    result = desk.frozen()
    with pytest.raises(RuleViolation, match=FROZEN):
        desk.enter(value="1.00", version=1)
    with pytest.raises(RuleViolation, match=FROZEN):
        desk.attach(result, b"%PDF-other")
    with pytest.raises(RuleViolation, match=FROZEN):
        evidence_remove(actor=desk.officer, evidence=result.evidence.get())


def test_compute_refuses_a_frozen_result(desk: Desk) -> None:
    classified([1, 3])
    desk.frozen(5, "45.00")
    with pytest.raises(RuleViolation, match=FROZEN):
        result_compute(actor=desk.officer, kpi=desk.kpi(5), round=TWELVE, version=1)


def _update(result: KpiResult) -> None:
    KpiResult.objects.filter(pk=result.pk).update(value="1")


def _save(result: KpiResult) -> None:
    result.value = "1"
    result.save()


def _unfreeze(result: KpiResult) -> None:
    KpiResult.objects.filter(pk=result.pk).update(frozen_at=None)


def _delete(result: KpiResult) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kpis_evidence WHERE result_id = %s", [result.pk])
        cursor.execute("DELETE FROM kpis_kpiresult WHERE id = %s", [result.pk])


def _sql(result: KpiResult) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kpis_kpiresult SET stamp = '{}' WHERE id = %s", [result.pk])


def _ignore(result: KpiResult) -> None:
    """pgtrigger's own way around its triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL pgtrigger.ignore = '{kpis_kpiresult:frozen_stays}'")
    _sql(result)


def _paper_out(result: KpiResult) -> None:
    Evidence.objects.filter(result=result).delete()


def _paper_changed(result: KpiResult) -> None:
    Evidence.objects.filter(result=result).update(sha256="0")


def _paper_in(result: KpiResult) -> None:
    paper = result.evidence.get()
    paper.pk, paper.sha256 = None, "1"
    paper.save(force_insert=True)


@pytest.mark.parametrize(
    "path",
    [_update, _save, _unfreeze, _delete, _sql, _ignore, _paper_out, _paper_changed, _paper_in],
)
def test_database_refuses_every_change_of_a_frozen_result(
    desk: Desk, path: Callable[[Model], None]
) -> None:
    result = desk.frozen()
    with pytest.raises(InternalError), transaction.atomic():
        path(result)
    stored = KpiResult.objects.get(pk=result.pk)
    assert (stored.value, stored.is_frozen, stored.evidence.count()) == ("80000.00", True, 1)


def as_application(statement: str) -> list[tuple[str, ...]]:
    """As the role of the running application, which owns no table."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE portal_app")
        cursor.execute(statement)
        rows: list[tuple[str, ...]] = cursor.fetchall() if cursor.description else []
        cursor.execute("RESET ROLE")
    return rows


def test_the_applications_role_can_write_what_is_not_frozen(desk: Desk) -> None:
    result = desk.enter()
    as_application(f"UPDATE kpis_kpiresult SET value = '\"1\"' WHERE id = {result.pk}")
    assert as_application("SELECT current_user, value::text FROM kpis_kpiresult") == [
        ("portal_app", '"1"')
    ]


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE kpis_kpiresult SET value = '\"1\"'", "Cannot update"),
        ("DELETE FROM kpis_kpiresult", "Cannot update or delete"),
        ("UPDATE kpis_evidence SET sha256 = '0'", "is frozen"),
        ("TRUNCATE kpis_kpiresult CASCADE", "permission denied"),
        ("ALTER TABLE kpis_kpiresult DISABLE TRIGGER ALL", "must be owner"),
        ("SET session_replication_role = replica", "permission denied"),
        ("DROP TABLE kpis_kpiresult CASCADE", "must be owner"),
    ],
)
def test_the_applications_role_neither_changes_nor_switches_off(
    desk: Desk, statement: str, words: str
) -> None:
    result = desk.frozen()
    with pytest.raises(DatabaseError, match=words):
        as_application(statement)
    assert KpiResult.objects.get(pk=result.pk).value == "80000.00"


def test_appeal_opens_a_second_attempt_and_both_stay_visible(desk: Desk) -> None:
    first = desk.frozen()
    second = result_appeal(
        actor=desk.planner, result=first, reason="ข้อมูลครัวเรือนปรับปรุง", document_no="กษ 1101/9"
    )
    assert (second.attempt, second.value, second.appeal_reason) == (
        2,
        "80000.00",
        "ข้อมูลครัวเรือนปรับปรุง",
    )
    assert second.evidence.count() == 1
    second.submission.refresh_from_db()
    assert second.submission.state == SubmissionState.RETURNED
    assert second.submission.return_reason == second.appeal_reason
    desk.enter(value="80397.08", version=second.version)
    second.refresh_from_db()
    desk.approve(second)
    round_freeze(actor=desk.planner, scorecard=desk.scorecard, round=TWELVE)
    attempts = KpiResult.objects.of_round(first.kpi, TWELVE)
    assert [(row.attempt, row.stamp["score"]["shown"]) for row in attempts] == [
        (2, "100.00"),
        (1, first.stamp["score"]["shown"]),
    ]


def test_appeal_is_refused_without_reason_seal_or_role(desk: Desk) -> None:
    first = desk.frozen()
    with pytest.raises(RuleViolation, match=NEEDS_REASON):
        result_appeal(actor=desk.planner, result=first, reason=" ")
    with pytest.raises(NotAllowed):
        result_appeal(actor=desk.chief, result=first, reason="ขอแก้")
    second = result_appeal(actor=desk.planner, result=first, reason="ขอแก้")
    with pytest.raises(RuleViolation, match=LATER_ATTEMPT):
        result_appeal(actor=desk.planner, result=first, reason="อีกครั้ง")
    with pytest.raises(RuleViolation, match=NOT_FROZEN):
        result_appeal(actor=desk.planner, result=second, reason="อีกครั้ง")


def test_frozen_result_is_not_reopened_by_returning(desk: Desk) -> None:
    first = desk.frozen()
    with pytest.raises(RuleViolation, match="อนุมัติแล้ว"):
        submission_return(actor=desk.planner, submission=first.submission, reason="ขอแก้")

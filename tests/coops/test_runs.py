"""Runs: started, computed, repeated, cancelled; what they keep and what they leave alone."""

from typing import Any

import psycopg2
import pytest
from django.db import InternalError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from coops.choices import RunState, Standing
from coops.models import Assessment, ClassificationRun, RunResult
from coops.rules import Facts
from coops.services import classify_year, run_cancel, run_compute, run_start
from coops.services.runs import UNEXPECTED, WAITING_FOR_QUEUE, lock_of, runs_enqueue_waiting
from coops.services.year_results import YearResults, bring_to_assessments, write_results
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.locks import lock_key
from cpd_portal.core.models import User
from tests.conftest import UserMaker
from tests.coops.facts import cooperative, group
from tests.coops.rows import make_assessment, make_group, make_official, make_population
from tests.queues import private_queue as private_queue
from tests.queues import queued_tasks
from tests.queues import unreachable_broker as unreachable_broker

pytestmark = pytest.mark.django_db
YEAR = 2567


@pytest.fixture
def starter(make_user: UserMaker) -> User:
    return make_user(Role.OFFICER, "agri")


@pytest.fixture
def members() -> list[Assessment]:
    """Tier 2, group 1, a farmer group in tier 2, and one that is not entered yet."""
    make_population(YEAR)
    return [
        make_assessment(facts=cooperative("60"), fiscal_year=YEAR),
        make_assessment(facts=Facts(Standing.SUSPENDED), fiscal_year=YEAR),
        make_assessment(make_group(), facts=group("70"), fiscal_year=YEAR),
        make_assessment(fiscal_year=YEAR),
    ]


def computed(actor: User | None) -> ClassificationRun:
    run = run_start(actor=actor, fiscal_year=YEAR)
    run_compute(run_id=run.pk)
    run.refresh_from_db()
    return run


def last_event(row: Any) -> Any:
    return row.events.order_by("-pgh_id").first()


def results_of(run: ClassificationRun) -> list[tuple[object, ...]]:
    columns = ("institution", "facts", "tier", "unassessed_group", "total", "missing", "result")
    return list(RunResult.objects.filter(run=run).order_by("institution").values_list(*columns))


def test_run_keeps_counts_facts_and_traces(starter: User, members: list[Assessment]) -> None:
    run = computed(starter)
    assert (run.state, run.number, run.members, run.changed) == (RunState.COMPUTED, 1, 4, 0)
    assert run.counts == {
        "cooperative/agricultural": {"2": 1, "group_1": 1, "incomplete": 1},
        "cooperative/non_agricultural": {},
        "farmer_group": {"2": 1},
    }
    kept = RunResult.objects.get(run=run, institution=members[0].institution)
    assert (kept.tier, str(kept.total), kept.result) == (2, "60.00", members[0].result)
    assert kept.facts["points"] == members[0].points
    open_one = RunResult.objects.get(run=run, institution=members[3].institution)
    assert (open_one.tier, open_one.result) == (None, None)
    assert open_one.missing[0]["pointer"] == "/points/1.1"
    assert [row.identifier for row in run.rule_sets.order_by("identifier")] == [
        "cooperative-agricultural-2567",
        "cooperative-non-agricultural-2567",
        "farmer-group-2567",
    ]


@pytest.mark.usefixtures("members")
def test_run_again_without_changes_gives_the_same_bytes(starter: User) -> None:
    first, second = computed(starter), computed(starter)
    assert second.previous == first
    assert len(first.inputs_sha256) == len(first.results_sha256) == 64
    assert second.inputs_sha256 == first.inputs_sha256
    assert second.results_sha256 == first.results_sha256
    assert results_of(second) == results_of(first)


def test_another_fact_gives_other_hashes(starter: User, members: list[Assessment]) -> None:
    first = computed(starter)
    Assessment.objects.filter(pk=members[0].pk).update(loss_previous=True)
    second = computed(starter)
    assert second.inputs_sha256 != first.inputs_sha256
    assert second.results_sha256 != first.results_sha256


@pytest.mark.usefixtures("members")
def test_other_conditions_give_other_inputs(starter: User) -> None:
    first = computed(starter)
    rule_set = first.rule_sets.get(identifier="farmer-group-2567")
    rule_set.definition["conditions"]["total"]["tier_2"]["minimum"] = "75"
    rule_set.save()
    second = computed(starter)
    assert second.inputs_sha256 != first.inputs_sha256
    assert second.counts["farmer_group"] == {"3": 1}


def test_official_year_reruns_to_the_same_bytes_and_changes_nothing(
    starter: User, members: list[Assessment]
) -> None:
    first = computed(starter)
    official = make_official(YEAR - 1)
    official.fiscal_year, official.number = YEAR, 7
    official.save()
    Assessment.objects.filter(pk=members[0].pk).update(tier=1)
    again = computed(starter)
    assert (again.results_sha256, again.changed) == (first.results_sha256, 0)
    assert Assessment.objects.get(pk=members[0].pk).tier == 1


def test_run_brings_its_results_to_the_assessments(
    starter: User, members: list[Assessment]
) -> None:
    Assessment.objects.filter(pk=members[0].pk).update(
        tier=None, total=None, result=None, dimensions={}, complete=False
    )
    run = computed(starter)
    row = Assessment.objects.get(pk=members[0].pk)
    assert (run.changed, row.tier, row.complete, row.version) == (1, 2, True, members[0].version)
    assert (row.dimensions, row.result) == (members[0].dimensions, members[0].result)
    event = last_event(row)
    assert event.pgh_context["action"] == "coops.year.classified"
    assert event.pgh_context["actor"] == starter.pk


def test_row_saved_since_keeps_its_newer_result(
    starter: User, members: list[Assessment], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a clerk saves while the run computes is not overwritten."""
    bring = bring_to_assessments

    def saved_meanwhile(run: ClassificationRun) -> int:
        Assessment.objects.filter(pk=members[0].pk).update(tier=3, version=9)
        return bring(run)

    monkeypatch.setattr("coops.services.runs.bring_to_assessments", saved_meanwhile)
    assert computed(starter).changed == 0
    assert Assessment.objects.get(pk=members[0].pk).tier == 3


def test_run_without_population_is_refused(starter: User) -> None:
    with pytest.raises(RuleViolation) as refused:
        run_start(actor=starter, fiscal_year=YEAR)
    assert refused.value.message == ("ยังจัดชั้นไม่ได้ เพราะยังไม่ได้กำหนดรายชื่อที่ต้องประเมินปี 2567")


@pytest.mark.usefixtures("members")
def test_second_run_at_once_is_refused(starter: User) -> None:
    run_start(actor=starter, fiscal_year=YEAR)
    with pytest.raises(RuleViolation) as refused:
        run_start(actor=starter, fiscal_year=YEAR)
    assert refused.value.message == ("มีการจัดชั้นปี 2567 ครั้งที่ 1 กำลังทำอยู่ ให้รอจนจบหรือยกเลิกก่อน")


@pytest.mark.usefixtures("members")
@pytest.mark.parametrize(("role", "unit"), [(Role.OFFICER, "50"), (Role.EXECUTIVE, "cpd")])
def test_run_is_started_by_headquarters_only(make_user: UserMaker, role: Role, unit: str) -> None:
    with pytest.raises(NotAllowed):
        run_start(actor=make_user(role, unit), fiscal_year=YEAR)


@pytest.mark.usefixtures("members")
def test_cancelled_run_is_not_computed(starter: User) -> None:
    run = run_start(actor=starter, fiscal_year=YEAR)
    run_cancel(actor=starter, run=run)
    run_compute(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, RunResult.objects.count()) == (RunState.CANCELLED, 0)
    assert last_event(run).pgh_context["action"] == "coops.run.cancelled"


@pytest.mark.usefixtures("members")
def test_run_cancelled_while_computing_leaves_no_result(
    starter: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = run_start(actor=starter, fiscal_year=YEAR)

    def cancelled(current: ClassificationRun, *rest: Any) -> YearResults:
        run_cancel(actor=starter, run=current)
        return write_results(current, *rest)

    monkeypatch.setattr("coops.services.runs.write_results", cancelled)
    run_compute(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, RunResult.objects.count()) == (RunState.CANCELLED, 0)


@pytest.mark.usefixtures("members")
def test_finished_run_cannot_be_cancelled(starter: User) -> None:
    run = computed(starter)
    with pytest.raises(RuleViolation) as refused:
        run_cancel(actor=starter, run=run)
    assert refused.value.message == ("ยกเลิกไม่ได้ เพราะการจัดชั้นนี้อยู่ในสถานะ “จัดชั้นแล้ว รอพิจารณา”")


@pytest.mark.usefixtures("members")
def test_run_of_a_dead_worker_is_computed_anew(starter: User) -> None:
    """It had written some results and never ended; the task is delivered again."""
    run = run_start(actor=starter, fiscal_year=YEAR)
    ClassificationRun.objects.filter(pk=run.pk).update(state=RunState.COMPUTING, progress=40)
    done = computed_again(run)
    assert (done.state, done.progress, done.members) == (RunState.COMPUTED, 100, 4)
    assert computed_again(run).finished_at == done.finished_at


def computed_again(run: ClassificationRun) -> ClassificationRun:
    run_compute(run_id=run.pk)
    return ClassificationRun.objects.get(pk=run.pk)


def test_failure_is_told_and_makes_room(starter: User, members: list[Assessment]) -> None:
    """A stored value that no rule reads: the run fails as a whole, the next one can start."""
    Assessment.objects.filter(pk=members[0].pk).update(points={"1.1": "สิบ"})
    run = computed(starter)
    assert (run.state, RunResult.objects.count()) == (RunState.FAILED, 0)
    assert run.error == UNEXPECTED.format(reference=str(run.pk)[:8])
    assert run_start(actor=starter, fiscal_year=YEAR).number == 2


@pytest.mark.usefixtures("members")
def test_kept_results_are_never_changed(starter: User) -> None:
    run = computed(starter)
    with pytest.raises(InternalError), transaction.atomic():
        RunResult.objects.filter(run=run).update(tier=1)


def test_classify_year_is_refused_in_an_official_year(members: list[Assessment]) -> None:
    make_official(YEAR)
    with pytest.raises(RuleViolation) as refused:
        classify_year(actor=None, fiscal_year=YEAR)
    assert refused.value.message == (
        "แก้ไขไม่ได้ เพราะผลจัดชั้นปี 2567 เป็นทางการแล้ว คณะทำงานรับผลการจัดชั้นครั้งที่ 1"
    )


@pytest.mark.usefixtures("members")
def test_queries_of_a_run_do_not_grow_with_its_members(
    starter: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(30):
        make_assessment(facts=cooperative("60"), fiscal_year=YEAR)
    run = run_start(actor=starter, fiscal_year=YEAR)
    with django_assert_max_num_queries(45):
        run_compute(run_id=run.pk)
    assert ClassificationRun.objects.get(pk=run.pk).members == 34


@pytest.mark.usefixtures("members", "private_queue")
@pytest.mark.parametrize("state", [RunState.QUEUED, RunState.COMPUTING])
def test_run_without_a_worker_is_handed_over_again(starter: User, state: RunState) -> None:
    run = run_start(actor=starter, fiscal_year=YEAR)
    ClassificationRun.objects.filter(pk=run.pk).update(state=state)
    assert (runs_enqueue_waiting(), queued_tasks()) == (1, 1)


@pytest.mark.usefixtures("members", "private_queue")
def test_run_that_a_worker_computes_is_left_alone(starter: User) -> None:
    run = run_start(actor=starter, fiscal_year=YEAR)
    ClassificationRun.objects.filter(pk=run.pk).update(state=RunState.COMPUTING)
    other = psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None})
    other.cursor().execute("SELECT pg_advisory_lock(%s)", [lock_key(lock_of(run.pk))])
    assert (runs_enqueue_waiting(), queued_tasks()) == (0, 0)
    other.close()


@pytest.mark.usefixtures("members", "unreachable_broker")
def test_run_without_the_broker_waits_and_says_so(starter: User) -> None:
    run = run_start(actor=starter, fiscal_year=YEAR)
    assert runs_enqueue_waiting() == 1
    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.QUEUED, WAITING_FOR_QUEUE)

"""The working group accepts or rejects a run, decides exceptions; an official year is locked."""

from datetime import date
from typing import Any, cast

import pytest

from coops.api.institutions import institution_json
from coops.choices import Kind, RuleStatus, RunState, Sector, Standing, Tier
from coops.imports.strength import STRENGTH_IMPORT
from coops.models import (
    Assessment,
    ClassificationRun,
    Population,
    RunException,
    WorkingGroupResolution,
)
from coops.rules import Facts
from coops.selectors import strength_national
from coops.selectors.classification import official_result
from coops.services import assessment_save, refresh_derived, run_compute, run_start
from coops.services.decisions import (
    ExceptionValues,
    run_accept,
    run_exception_record,
    run_exception_remove,
    run_reject,
)
from coops.services.populations import population_add, population_remove
from coops.services.resolutions import MemberValues, ResolutionValues
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import User
from kpis.selectors.measured import measured
from tests.conftest import UserMaker
from tests.coops.facts import cooperative
from tests.coops.rows import make_assessment, make_institution, make_population
from tests.coops.test_runs import last_event

pytestmark = pytest.mark.django_db
YEAR = 2566
OFFICIAL = "แก้ไขไม่ได้ เพราะผลจัดชั้นปี 2566 เป็นทางการแล้ว คณะทำงานรับผลการจัดชั้นครั้งที่ 1"


def resolution(**changed: Any) -> ResolutionValues:
    values: dict[str, Any] = {
        "meeting_no": "2/2566",
        "meeting_on": date(2023, 11, 20),
        "resolution": "รับผลการจัดชั้น",
        "document_no": "กษ 1101/9",
        "document_on": date(2023, 11, 24),
        "members": [
            MemberValues(name="ก", department="cpd", position="ประธาน"),
            MemberValues(name="ข", department="cad", position="คณะทำงาน"),
        ],
    }
    return cast(ResolutionValues, {**values, **changed})


def decision(tier: int | None, group: int | None = None, **changed: Any) -> ExceptionValues:
    values: dict[str, Any] = {
        "reason": "งบการเงินปรับปรุงตามความเห็นผู้สอบบัญชี",
        "document_no": "กษ 1101/7",
        "document_on": date(2023, 11, 18),
    }
    return cast(ExceptionValues, {"tier": tier, "unassessed_group": group, **values, **changed})


@pytest.fixture
def starter(make_user: UserMaker) -> User:
    return make_user(Role.OFFICER, "agri")


@pytest.fixture
def member() -> Assessment:
    """Tier 2 of 2566, beside an incomplete one."""
    make_population(YEAR)
    make_assessment(office="51")
    return make_assessment(facts=cooperative("60"))


@pytest.fixture
def run(starter: User, member: Assessment) -> ClassificationRun:
    started = run_start(actor=starter, fiscal_year=YEAR)
    run_compute(run_id=started.pk)
    return ClassificationRun.objects.get(pk=started.pk)


def test_accepted_run_makes_the_year_official(
    run: ClassificationRun, headquarters_chief: User
) -> None:
    accepted = run_accept(actor=headquarters_chief, run=run, resolution=resolution())
    assert (accepted.state, accepted.decided_by) == (RunState.ACCEPTED, headquarters_chief)
    kept = WorkingGroupResolution.objects.get(runs=run)
    assert [(m.number, m.name, m.department) for m in kept.members.all()] == [
        (1, "ก", "cpd"),
        (2, "ข", "cad"),
    ]
    table = strength_national(YEAR, Kind.COOPERATIVE, Sector.AGRICULTURAL)
    assert (table.population, table.incomplete, table.status) == (2, 1, RuleStatus.OFFICIAL)
    event = last_event(run)
    assert event.pgh_context["action"] == "coops.run.accepted"


def test_who_started_the_run_does_not_accept_it(
    run: ClassificationRun, make_user: UserMaker
) -> None:
    chief = make_user(Role.CHIEF, "agri")
    ClassificationRun.objects.filter(pk=run.pk).update(started_by=chief)
    with pytest.raises(RuleViolation) as refused:
        run_accept(actor=chief, run=run, resolution=resolution())
    assert refused.value.message == "ผู้ที่สั่งจัดชั้นรับผลเองไม่ได้ ต้องให้ผู้อื่นบันทึกมติรับผล"


@pytest.mark.parametrize(
    ("role", "unit"), [(Role.OFFICER, "fin"), (Role.CHIEF, "50"), (Role.EXECUTIVE, "cpd")]
)
def test_only_chiefs_of_headquarters_accept(
    run: ClassificationRun, make_user: UserMaker, role: Role, unit: str
) -> None:
    with pytest.raises(NotAllowed):
        run_accept(actor=make_user(role, unit), run=run, resolution=resolution())


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        (
            {"members": [MemberValues(name="ก", department="cpd", position="ประธาน")]},
            [("/members", "ต้องมีคณะทำงานจากกรมตรวจบัญชีสหกรณ์อย่างน้อยหนึ่งคน")],
        ),
        (
            {
                "members": [
                    MemberValues(name=" ", department="cpd", position="ประธาน"),
                    MemberValues(name="ข", department="cad", position="คณะทำงาน"),
                ]
            },
            [("/members", "คณะทำงานทุกคนต้องมีชื่อและตำแหน่ง")],
        ),
        ({"meeting_on": date(2999, 1, 1)}, [("/meeting_on", "วันประชุมต้องไม่เป็นวันในอนาคต")]),
    ],
)
def test_resolution_that_is_none_is_refused(
    run: ClassificationRun, headquarters_chief: User, changed: Any, errors: Any
) -> None:
    with pytest.raises(InvalidInput) as refused:
        run_accept(actor=headquarters_chief, run=run, resolution=resolution(**changed))
    assert refused.value.errors == errors
    assert not WorkingGroupResolution.objects.exists()


def test_facts_changed_since_the_run_have_to_be_classified_first(
    run: ClassificationRun, member: Assessment, headquarters_chief: User
) -> None:
    Assessment.objects.filter(pk=member.pk).update(version=2)
    with pytest.raises(RuleViolation) as refused:
        run_accept(actor=headquarters_chief, run=run, resolution=resolution())
    assert refused.value.message.startswith("ข้อเท็จจริงหรือรายชื่อเปลี่ยนหลังจากจัดชั้นครั้งนี้")


def test_older_run_is_not_accepted(
    run: ClassificationRun, starter: User, headquarters_chief: User
) -> None:
    run_compute(run_id=run_start(actor=starter, fiscal_year=YEAR).pk)
    with pytest.raises(RuleViolation) as refused:
        run_accept(actor=headquarters_chief, run=run, resolution=resolution())
    assert refused.value.message == "มีการจัดชั้นครั้งใหม่กว่าครั้งนี้ ให้พิจารณาครั้งล่าสุด"


def test_accepted_run_is_decided_once(run: ClassificationRun, headquarters_chief: User) -> None:
    run_accept(actor=headquarters_chief, run=run, resolution=resolution())
    with pytest.raises(RuleViolation) as refused:
        run_reject(actor=headquarters_chief, run=run, reason="ใหม่")
    assert refused.value.message == ("พิจารณาไม่ได้ เพราะการจัดชั้นครั้งที่ 1 อยู่ในสถานะ “คณะทำงานรับผลแล้ว”")


def test_rejected_run_says_why(run: ClassificationRun, headquarters_chief: User) -> None:
    with pytest.raises(RuleViolation):
        run_reject(actor=headquarters_chief, run=run, reason=" ")
    rejected = run_reject(actor=headquarters_chief, run=run, reason="รอข้อมูลสองสำนักงาน")
    assert (rejected.state, rejected.reason) == (RunState.REJECTED, "รอข้อมูลสองสำนักงาน")
    table = strength_national(YEAR, Kind.COOPERATIVE, Sector.AGRICULTURAL)
    assert table.status == RuleStatus.PROVISIONAL


def test_decided_tier_counts_and_the_computed_one_stays_beside(
    run: ClassificationRun, member: Assessment, headquarters_chief: User, make_user: UserMaker
) -> None:
    other = make_user(Role.CHIEF, "fin")
    run_exception_record(actor=other, run=run, institution=member.institution, values=decision(3))
    assert Assessment.objects.get(pk=member.pk).tier == 2
    run_accept(actor=headquarters_chief, run=run, resolution=resolution())
    row = Assessment.objects.get(pk=member.pk)
    assert (row.tier, (row.result or {})["tier"]) == (3, 2)
    table = strength_national(YEAR, Kind.COOPERATIVE, Sector.AGRICULTURAL)
    assert (table.tiers[Tier.TWO].count, table.tiers[Tier.THREE].count) == (0, 1)
    found = measured("strength_agricultural", YEAR)
    assert found is not None
    assert (found.count, found.population, found.open, found.is_preliminary) == (0, 2, 0, False)
    sent = institution_json(member.institution)["assessments"]["2566"]
    assert (sent["result"]["tier"], sent["official"]) == (2, True)
    assert sent["decision"]["tier"] == 3
    official = official_result(member.institution, YEAR)
    assert official is not None
    assert official.decision is not None
    assert official.decision.reason == "งบการเงินปรับปรุงตามความเห็นผู้สอบบัญชี"


def test_decision_can_be_a_group(
    run: ClassificationRun, member: Assessment, headquarters_chief: User, make_user: UserMaker
) -> None:
    other, institution = make_user(Role.CHIEF, "fin"), member.institution
    run_exception_record(actor=other, run=run, institution=institution, values=decision(None, 1))
    run_accept(actor=headquarters_chief, run=run, resolution=resolution())
    row = Assessment.objects.get(pk=member.pk)
    assert (row.tier, row.unassessed_group) == (None, 1)


def test_who_recorded_an_exception_does_not_accept(
    run: ClassificationRun, member: Assessment, headquarters_chief: User
) -> None:
    run_exception_record(
        actor=headquarters_chief, run=run, institution=member.institution, values=decision(3)
    )
    with pytest.raises(RuleViolation) as refused:
        run_accept(actor=headquarters_chief, run=run, resolution=resolution())
    assert refused.value.message == ("ผู้ที่บันทึกผลเฉพาะรายรับผลเองไม่ได้ ต้องให้ผู้อื่นบันทึกมติรับผล")


@pytest.mark.parametrize(
    ("values", "error"),
    [
        (decision(2), ("/outcome", "ผลที่ให้ตรงกับผลที่คำนวณได้อยู่แล้ว")),
        (decision(None), ("/outcome", "ต้องให้เป็นชั้นหรือกลุ่มอย่างใดอย่างหนึ่ง")),
        (decision(1, 1), ("/outcome", "ต้องให้เป็นชั้นหรือกลุ่มอย่างใดอย่างหนึ่ง")),
        (decision(3, reason=" "), ("/reason", "กรุณากรอกเหตุผลและเลขที่หนังสือ")),
    ],
)
def test_exception_that_decides_nothing_is_refused(
    run: ClassificationRun,
    member: Assessment,
    headquarters_chief: User,
    values: ExceptionValues,
    error: tuple[str, str],
) -> None:
    with pytest.raises(InvalidInput) as refused:
        run_exception_record(
            actor=headquarters_chief, run=run, institution=member.institution, values=values
        )
    assert refused.value.errors == [error]


def test_incomplete_institution_has_nothing_to_decide(
    run: ClassificationRun, headquarters_chief: User
) -> None:
    open_one = Assessment.objects.get(complete=False).institution
    with pytest.raises(RuleViolation) as refused:
        run_exception_record(
            actor=headquarters_chief, run=run, institution=open_one, values=decision(1)
        )
    assert refused.value.message.endswith(
        "ข้อมูลยังไม่ครบ จึงยังไม่มีผลให้พิจารณา ให้กรอกข้อมูลให้ครบแล้วจัดชั้นใหม่"
    )


def test_exception_recorded_again_replaces_and_can_be_taken_back(
    run: ClassificationRun, member: Assessment, headquarters_chief: User
) -> None:
    for tier in (1, 3):
        made = run_exception_record(
            actor=headquarters_chief,
            run=run,
            institution=member.institution,
            values=decision(tier),
        )
    assert RunException.objects.get().tier == 3
    run_exception_remove(actor=headquarters_chief, decision=made)
    assert not RunException.objects.exists()


class TestOfficialYear:
    """Nothing changes it: each way in is refused with the reason."""

    @pytest.fixture(autouse=True)
    def accepted(self, run: ClassificationRun, headquarters_chief: User) -> None:
        run_accept(actor=headquarters_chief, run=run, resolution=resolution())

    def test_entry_is_refused(self, member: Assessment, officer: User) -> None:
        with pytest.raises(RuleViolation) as refused:
            assessment_save(
                actor=officer, assessment=member, version=1, changes={"loss_latest": True}
            )
        assert refused.value.message == OFFICIAL

    def test_import_is_refused(self, member: Assessment, officer: User) -> None:
        with pytest.raises(RuleViolation) as refused:
            STRENGTH_IMPORT.refuse_closed(officer, member.office, YEAR)
        assert refused.value.message == OFFICIAL

    def test_derived_values_stay(self, member: Assessment) -> None:
        assert refresh_derived([member]) == 0

    def test_population_stays(self, member: Assessment, starter: User) -> None:
        population = Population.objects.get(fiscal_year=YEAR)
        values: Any = {"reason": "ก", "document_no": "ข", "document_on": date(2023, 11, 1)}
        for change, whom in (
            (population_remove, member.institution),
            (population_add, make_institution()),
        ):
            with pytest.raises(RuleViolation) as refused:
                change(actor=starter, population=population, institution=whom, values=values)
            assert refused.value.message == OFFICIAL

    def test_another_run_is_a_check_only(self, starter: User, run: ClassificationRun) -> None:
        again = run_start(actor=starter, fiscal_year=YEAR)
        run_compute(run_id=again.pk)
        again.refresh_from_db()
        assert (again.inputs_sha256, again.results_sha256) == (
            run.inputs_sha256,
            run.results_sha256,
        )


def test_unassessed_are_counted_in_the_record(starter: User) -> None:
    make_population(YEAR)
    make_assessment(facts=Facts(Standing.DISSOLVED))
    run = run_start(actor=starter, fiscal_year=YEAR)
    run_compute(run_id=run.pk)
    run.refresh_from_db()
    assert run.counts["cooperative/agricultural"] == {"group_2": 1}

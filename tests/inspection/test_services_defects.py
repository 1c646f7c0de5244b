"""Recording findings and the acts on their way to the end."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import (
    InvalidInput,
    NotAllowed,
    PortalError,
    RuleViolation,
    StaleObject,
)
from inspection.choices import Category, DefectAct, DefectState, Severity
from inspection.models import Defect, DefectStep
from inspection.rules.defects import Place, refusal
from inspection.services.corrective_actions import corrective_action_add, corrective_action_done
from inspection.services.defect_merging import defect_merge
from inspection.services.defects import GIVEN_TWICE, OWN_WORK, defect_act, defect_record
from inspection.services.exemptions import exemptions_end
from tests.coops.rows import make_institution
from tests.inspection.rows import FOUND_ON, TODAY, defect_values, make_defect, person

pytestmark = pytest.mark.django_db
A = DefectAct
LATER = date(2024, 12, 31)
# How a defect is brought to each place: (who, act).
WAYS: dict[Place, list[tuple[Role, DefectAct]]] = {
    Place.NOT_STARTED: [],
    Place.IN_PROGRESS: [(Role.OFFICER, A.BEGUN)],
    Place.PROPOSED: [(Role.OFFICER, A.BEGUN), (Role.INSPECTOR, A.CLOSURE_PROPOSED)],
    Place.EXEMPT: [(Role.CHIEF, A.EXEMPTED)],
    Place.MONITORING: [
        (Role.OFFICER, A.BEGUN),
        (Role.INSPECTOR, A.CLOSURE_PROPOSED),
        (Role.CHIEF, A.MONITORED),
    ],
    Place.RESOLVED: [
        (Role.OFFICER, A.BEGUN),
        (Role.INSPECTOR, A.CLOSURE_PROPOSED),
        (Role.CHIEF, A.CLOSED),
    ],
}


def do(defect: Defect, role: Role, act: DefectAct, **said: Any) -> Defect:
    needed: dict[str, Any] = {"reason": "ตามหนังสือ", "until": LATER, "today": TODAY}
    return defect_act(
        actor=person(role),
        defect=defect,
        act=act,
        version=said.pop("version", defect.version),
        **{**needed, **said},
    )


def defect_at(place: Place) -> Defect:
    defect = make_defect()
    for role, act in WAYS[place]:
        defect = do(defect, role, act)
    assert defect.place == place
    return defect


def events(label: str) -> list[str]:
    model = apps.get_model("inspection", label)
    rows = model.objects.order_by("pgh_id").values_list("pgh_context__action", flat=True)
    return list(rows)


def test_defect_record_stores_the_due_day_of_the_policy_and_a_step() -> None:
    defect = make_defect(title=" เงินสดขาดบัญชี ", amount=Decimal("1250.50"))

    defect.refresh_from_db()
    step = defect.steps.get()
    assert defect.title == "เงินสดขาดบัญชี"
    assert defect.due_on == FOUND_ON + timedelta(days=60)
    assert (step.act, step.state, step.day) == (A.FOUND, DefectState.NOT_STARTED, FOUND_ON)
    assert defect.office.code == "50"
    assert events("DefectEvent") == ["inspection.defect.found"]
    assert events("DefectStepEvent") == ["inspection.defect.found"]


@pytest.mark.parametrize(
    ("found_on", "due_on"),
    [
        (date(2023, 12, 31), date(2024, 2, 29)),
        (date(2024, 8, 2), date(2024, 10, 1)),
        (date(2024, 2, 29), date(2024, 4, 29)),
    ],
)
def test_defect_record_due_day_over_leap_day_and_fiscal_year(found_on: date, due_on: date) -> None:
    assert make_defect(found_on=found_on, today=date(2024, 9, 30)).due_on == due_on


def test_defect_record_fraud_is_due_sooner_and_an_observation_later() -> None:
    institution = make_institution()

    assert make_defect(institution, category=Category.FRAUD).due_on == date(2024, 3, 31)
    found = make_defect(institution, severity=Severity.OBSERVATION)
    assert found.due_on == date(2024, 6, 29)


def test_defect_record_sent_twice_stores_once() -> None:
    values = defect_values(id=uuid4())
    actor = person(Role.INSPECTOR)

    first = defect_record(actor=actor, values=values, today=TODAY)
    do(first, Role.CHIEF, A.EXTENDED)
    second = defect_record(actor=actor, values=values, today=TODAY)

    assert first.pk == second.pk == values.id
    assert Defect.objects.count() == 1
    assert second.due_on == LATER


@pytest.mark.parametrize("changed", [{"title": "อื่น"}, {"amount": Decimal(1)}])
def test_defect_record_another_finding_under_the_same_id_is_refused(
    changed: dict[str, Any],
) -> None:
    values = defect_values(id=uuid4())
    defect_record(actor=person(Role.INSPECTOR), values=values, today=TODAY)
    other = defect_values(values.institution, id=values.id, **changed)

    with pytest.raises(RuleViolation, match=GIVEN_TWICE):
        defect_record(actor=person(Role.INSPECTOR), values=other, today=TODAY)
    with pytest.raises(RuleViolation, match=GIVEN_TWICE):
        defect_record(actor=person(Role.CHIEF), values=values, today=TODAY)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"title": "  "}, ("/title", "กรุณากรอก")),
        ({"facts": ""}, ("/facts", "กรุณากรอก")),
        ({"found_on": date(2024, 3, 11)}, ("/found_on", "วันที่ต้องไม่อยู่ในอนาคต")),
        ({"due_on": date(2024, 2, 29)}, ("/due_on", "กำหนดแก้ไขต้องไม่ก่อนวันที่พบ")),
        ({"amount": Decimal("-1")}, ("/amount", "จำนวนเงินต้องไม่ติดลบ")),
    ],
)
def test_defect_record_bad_values_are_named(
    changed: dict[str, Any], error: tuple[str, str]
) -> None:
    with pytest.raises(InvalidInput) as raised:
        make_defect(**changed)

    assert raised.value.errors == [error]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.INSPECTOR, Role.CHIEF])
def test_defect_record_of_another_office_is_refused(role: Role) -> None:
    with pytest.raises(NotAllowed):
        defect_record(actor=person(role, "51"), values=defect_values(), today=TODAY)


def test_defect_record_repeats_the_cured_defect_of_the_same_question() -> None:
    institution = make_institution()
    first = make_defect(institution, question="2.1")
    for role, act in WAYS[Place.RESOLVED]:
        first = do(first, role, act)

    again = make_defect(institution, question="2.1", title="อื่น", found_on=TODAY, today=TODAY)
    other = make_defect(institution, question="2.2", found_on=TODAY)

    assert again.recurs == first
    assert other.recurs is None


@pytest.mark.parametrize("place", WAYS)
@pytest.mark.parametrize("role", [Role.OFFICER, Role.INSPECTOR, Role.CHIEF, Role.EXECUTIVE])
def test_defect_act_obeys_the_table(place: Place, role: Role) -> None:
    """Every act from every place by every role; merging has a service of its own."""
    defect = defect_at(place)
    stored = Defect.objects.get(pk=defect.pk)
    done = set(defect.steps.filter(by=person(role)).values_list("act", flat=True))
    for act in DefectAct:
        if refusal(place, act, {role}, done) is None and act != A.MERGED:
            continue
        with pytest.raises(PortalError):
            do(stored, role, act)
    stored.refresh_from_db()
    assert stored.version == defect.version
    assert stored.place == place


@pytest.mark.parametrize(
    ("place", "role", "act", "after"),
    [
        (Place.NOT_STARTED, Role.INSPECTOR, A.BEGUN, Place.IN_PROGRESS),
        (Place.NOT_STARTED, Role.OFFICER, A.PROOF_SENT, Place.IN_PROGRESS),
        (Place.IN_PROGRESS, Role.INSPECTOR, A.CLOSURE_PROPOSED, Place.PROPOSED),
        (Place.PROPOSED, Role.CHIEF, A.CLOSURE_REFUSED, Place.IN_PROGRESS),
        (Place.PROPOSED, Role.CHIEF, A.CLOSED, Place.RESOLVED),
        (Place.PROPOSED, Role.CHIEF, A.MONITORED, Place.MONITORING),
        (Place.MONITORING, Role.CHIEF, A.CLOSED, Place.RESOLVED),
        (Place.MONITORING, Role.INSPECTOR, A.REOPENED, Place.IN_PROGRESS),
        (Place.RESOLVED, Role.CHIEF, A.REOPENED, Place.IN_PROGRESS),
        (Place.IN_PROGRESS, Role.CHIEF, A.EXEMPTED, Place.EXEMPT),
        (Place.EXEMPT, Role.CHIEF, A.EXEMPTION_ENDED, Place.NOT_STARTED),
        (Place.IN_PROGRESS, Role.CHIEF, A.REFERRED, Place.IN_PROGRESS),
        (Place.PROPOSED, Role.OFFICER, A.LETTER_MADE, Place.PROPOSED),
    ],
)
def test_defect_act_moves_leaves_a_step_and_an_event(
    place: Place, role: Role, act: DefectAct, after: Place
) -> None:
    defect = do(defect_at(place), role, act, document_no="ชม 0010/1", document_on=TODAY)

    stored = Defect.objects.get(pk=defect.pk)
    step = DefectStep.objects.filter(defect=defect).last()
    assert stored.place == after
    assert (stored.closed_on is not None) == (not stored.is_uncured)
    assert step is not None
    assert (step.act, step.by, step.state) == (act, person(role), stored.state)
    assert (step.document_no, step.document_on, step.day) == ("ชม 0010/1", TODAY, TODAY)
    assert events("DefectEvent")[-1] == f"inspection.defect.{act.value}"


def test_defect_act_who_sent_the_proof_cannot_confirm() -> None:
    defect = make_defect()
    defect = do(defect, Role.CHIEF, A.PROOF_SENT)
    defect = do(defect, Role.INSPECTOR, A.CLOSURE_PROPOSED)

    with pytest.raises(RuleViolation, match=OWN_WORK):
        do(defect, Role.CHIEF, A.CLOSED)


def test_defect_act_on_what_somebody_else_changed_is_refused() -> None:
    defect = make_defect()
    do(defect, Role.OFFICER, A.BEGUN)

    with pytest.raises(StaleObject):
        do(defect, Role.CHIEF, A.EXTENDED, version=1)


@pytest.mark.parametrize(
    ("act", "said", "errors"),
    [
        (A.EXTENDED, {"reason": " "}, [("/reason", "กรุณาระบุเหตุผลหรือรายละเอียด")]),
        (A.EXEMPTED, {"until": None}, [("/until", "กรุณาระบุวันสิ้นสุด")]),
        (A.EXEMPTED, {"until": TODAY}, [("/until", "วันสิ้นสุดต้องอยู่หลังวันนี้")]),
        (
            A.EXTENDED,
            {"until": date(2024, 4, 30)},
            [("/until", "กำหนดใหม่ต้องอยู่หลังกำหนดเดิม")],
        ),
    ],
)
def test_defect_act_without_what_it_needs_is_refused(
    act: DefectAct, said: dict[str, Any], errors: list[tuple[str, str]]
) -> None:
    with pytest.raises(InvalidInput) as raised:
        do(make_defect(), Role.CHIEF, act, **said)

    assert raised.value.errors == errors


def test_defect_act_reopened_is_due_anew() -> None:
    defect = defect_at(Place.RESOLVED)

    defect = do(defect, Role.CHIEF, A.REOPENED, today=date(2025, 2, 28))

    assert defect.due_on == date(2025, 4, 29)
    assert defect.closed_on is None


@pytest.mark.parametrize("until", [date(2024, 9, 30), date(2028, 2, 29)])
def test_exemption_ends_the_day_after_its_last_day(until: date) -> None:
    defect = do(make_defect(), Role.CHIEF, A.EXEMPTED, until=until)

    assert exemptions_end(today=until) == 0
    assert exemptions_end(today=until + timedelta(days=1)) == 1
    assert exemptions_end(today=until + timedelta(days=1)) == 0
    stored = Defect.objects.get(pk=defect.pk)
    step = stored.steps.get(act=A.EXEMPTION_ENDED)
    assert (stored.place, stored.due_on) == (Place.NOT_STARTED, until)
    assert step.by is None
    assert events("DefectEvent")[-1] == "inspection.defect.exemption_ended"


def test_defect_merge_leaves_the_other() -> None:
    kept = make_defect()
    twin = make_defect(kept.institution)

    merged = defect_merge(
        actor=person(Role.INSPECTOR),
        defect=twin,
        into=kept,
        version=1,
        reason="เรื่องเดียวกัน",
        today=TODAY,
    )

    assert (merged.place, merged.merged_into) == (Place.MERGED, kept)
    assert list(Defect.objects.uncured()) == [kept]
    assert events("DefectEvent")[-1] == "inspection.defect.merged"


def test_defect_merge_that_makes_no_sense_is_refused() -> None:
    kept = make_defect()
    inspector = person(Role.INSPECTOR)
    cases = {
        "รวมกับตัวเองไม่ได้": kept,
        "รวมได้เฉพาะข้อบกพร่องของแห่งเดียวกัน": make_defect(),
        "ข้อบกพร่องกับข้อสังเกตรวมกันไม่ได้": make_defect(kept.institution, severity=Severity.OBSERVATION),
    }
    for words, into in cases.items():
        with pytest.raises(RuleViolation, match=words):
            defect_merge(
                actor=inspector, defect=kept, into=into, version=1, reason="ซ้ำ", today=TODAY
            )


def test_corrective_action_added_once_and_done() -> None:
    defect, actor, key = make_defect(), person(Role.OFFICER), uuid4()
    for _ in range(2):
        action = corrective_action_add(
            actor=actor, defect=defect, title="นำเงินส่ง", owner="ผู้จัดการ", due_on=LATER, id=key
        )

    done = corrective_action_done(
        actor=actor, action=action, version=1, done_on=TODAY, note="ใบเสร็จเลขที่ 1", today=TODAY
    )

    assert defect.actions.count() == 1
    assert (done.done_on, done.version) == (TODAY, 2)
    assert events("CorrectiveActionEvent") == [
        "inspection.corrective_action.added",
        "inspection.corrective_action.done",
    ]
    with pytest.raises(RuleViolation, match="บันทึกว่าทำเสร็จแล้ว"):
        corrective_action_done(
            actor=actor, action=action, version=2, done_on=TODAY, note="อีก", today=TODAY
        )


@pytest.mark.parametrize(("state_of"), [Place.RESOLVED, Place.MONITORING])
def test_corrective_action_of_a_closed_defect_is_refused(state_of: Place) -> None:
    with pytest.raises(RuleViolation, match="ปิดแล้ว"):
        corrective_action_add(
            actor=person(Role.OFFICER),
            defect=defect_at(state_of),
            title="x",
            owner="y",
            due_on=LATER,
        )

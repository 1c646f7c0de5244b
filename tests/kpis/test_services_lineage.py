"""Entering what results are computed from: components, ticks, papers."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cpd_portal.core.attachments import NOT_A_PAPER
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.models import User
from kpis.models import (
    Component,
    ComponentValue,
    StepEvidence,
    StepTick,
)
from kpis.services.components import ComponentEntry, components_save
from kpis.services.plan import (
    step_evidence_add,
    step_evidence_remove,
    step_evidence_take,
    step_tick,
    step_untick,
)
from tests.conftest import UserMaker
from tests.core.test_audit import events_of
from tests.kpis.lineage import PDF, TODAY, kpi_of, step_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def agri(make_user: UserMaker) -> User:
    return make_user(Role.OFFICER, "agri")


@pytest.fixture
def ict(make_user: UserMaker) -> User:
    return make_user(Role.OFFICER, "ict")


def entry(text: str | None, **changed: Any) -> ComponentEntry:
    values: dict[str, Any] = {"value": None if text is None else Decimal(text), "agency": "สศก."}
    return ComponentEntry(**{**values, **changed})


def save(actor: User, number: int = 8, **entries: ComponentEntry) -> int:
    return components_save(actor=actor, kpi=kpi_of(number), entries=entries, today=TODAY)


def refusal(error: InvalidInput) -> list[tuple[str, str]]:
    return list(error.errors)


def test_components_are_stored_with_letter_and_event(agri: User) -> None:
    letter = {"letter_no": "กษ 1300/9", "letter_on": date(2024, 9, 20)}
    assert save(agri, spots=entry("3500", **letter)) == 1
    stored = ComponentValue.objects.get(component__code="spots")
    assert (stored.value, stored.agency, stored.version) == (Decimal(3500), "สศก.", 1)
    (event,) = events_of(ComponentValue, stored.pk)
    assert (event["action"], event["actor"]) == ("kpis.components.saved", agri.pk)


def test_component_that_is_not_available_is_stored_as_such(agri: User) -> None:
    save(agri, 3, crops=entry(None, absent="N/A"))
    stored = ComponentValue.objects.get(component__kpi=kpi_of(3))
    assert (stored.value, stored.absent) == (None, "N/A")


def test_components_left_empty_are_not_stored(agri: User) -> None:
    assert save(agri, 3, rice=entry("1"), crops=entry(None, agency="")) == 1


def test_component_same_again_writes_nothing(agri: User) -> None:
    save(agri, spots=entry("3500"))
    assert save(agri, spots=entry("3500", version=1)) == 0


def test_component_emptied_is_refused(agri: User) -> None:
    save(agri, spots=entry("3500"))
    with pytest.raises(InvalidInput) as refused:
        save(agri, spots=entry(None, version=1))
    assert refusal(refused.value) == [("/spots", "ค่าที่บันทึกแล้วลบเป็นช่องว่างไม่ได้ ถ้าไม่มีค่าให้กรอก N/A")]


def test_component_changed_meanwhile_is_refused(agri: User) -> None:
    save(agri, spots=entry("3500"))
    with pytest.raises(StaleObject):
        save(agri, spots=entry("3400"))
    assert ComponentValue.objects.get(component__code="spots").value == 3500


@pytest.mark.parametrize(
    ("number", "code", "given", "problem"),
    [
        (8, "spots", {"value": Decimal(-1)}, ("/spots", "ต้องไม่น้อยกว่า 0 จุด")),
        (8, "spots", {"value": Decimal("1.5")}, ("/spots", "ต้องเป็นจำนวนเต็ม")),
        (11, "pillar_1", {"value": Decimal(6)}, ("/pillar_1", "ต้องไม่เกิน 5 ระดับ")),
        (11, "pillar_1", {"value": Decimal(0)}, ("/pillar_1", "ต้องไม่น้อยกว่า 1 ระดับ")),
        (1, "silk", {"value": Decimal("1.234")}, ("/silk", "กรอกทศนิยมได้ไม่เกิน 2 ตำแหน่ง")),
        (1, "silk", {"value": Decimal(10**14)}, ("/silk", "จำนวนมากเกินไป ตรวจหน่วยอีกครั้ง")),
        (1, "silk", {"agency": " "}, ("/silk/agency", "ระบุหน่วยงานที่ให้ค่านี้")),
        (
            1,
            "silk",
            {"letter_no": "กษ 1"},
            ("/silk/letter_no", "ระบุทั้งเลขที่และวันที่ของหนังสือ หรือเว้นว่างทั้งสองช่อง"),
        ),
        (
            1,
            "silk",
            {"letter_no": "กษ 1", "letter_on": date(2024, 10, 2)},
            ("/silk/letter_on", "วันที่ของหนังสือต้องไม่อยู่ในอนาคต"),
        ),
    ],
)
def test_bad_component_is_refused_and_nothing_is_written(
    make_user: UserMaker, number: int, code: str, given: dict[str, Any], problem: tuple[str, str]
) -> None:
    kpi = kpi_of(number)
    assert kpi.owner is not None
    actor = make_user(Role.OFFICER, kpi.owner.code)
    with pytest.raises(InvalidInput) as refused:
        save(actor, number, **{code: entry("1", **given)})
    assert problem in refusal(refused.value)
    assert not ComponentValue.objects.exists()


def test_one_bad_component_keeps_the_good_ones_out(agri: User) -> None:
    with pytest.raises(InvalidInput):
        save(agri, 3, rice=entry("1"), livestock=entry("-1"))
    assert not ComponentValue.objects.exists()


def test_components_of_another_division_are_refused(ict: User) -> None:
    with pytest.raises(NotAllowed):
        save(ict, spots=entry("3500"))


def test_components_of_every_kpi_are_those_of_the_document() -> None:
    counts = {n: Component.objects.filter(kpi=kpi_of(n)).count() for n in (1, 2, 3, 4, 8, 11, 13)}
    assert counts == {1: 6, 2: 4, 3: 4, 4: 2, 8: 1, 11: 7, 13: 7}


def tick(actor: User, **changed: Any) -> StepTick:
    values: dict[str, Any] = {
        "step": step_of(),
        "done_on": date(2023, 11, 20),
        "note": "จัดทำแผนแล้ว",
        "version": 0,
        "today": TODAY,
    }
    return step_tick(actor=actor, **{**values, **changed})


def test_tick_and_correction_leave_events(agri: User) -> None:
    made = tick(agri)
    again = tick(agri, done_on=date(2023, 11, 25), version=1)
    assert (again.pk, again.version) == (made.pk, 2)
    assert [event["action"] for event in events_of(StepTick, made.pk)] == ["kpis.step.ticked"] * 2


def test_second_tick_of_one_who_saw_none_is_refused(agri: User) -> None:
    tick(agri)
    with pytest.raises(StaleObject):
        tick(agri)


@pytest.mark.parametrize(
    ("done_on", "message"),
    [
        (date(2024, 10, 2), "วันที่แล้วเสร็จต้องไม่อยู่ในอนาคต"),
        (date(2023, 9, 30), "วันที่แล้วเสร็จต้องไม่ก่อนปีงบประมาณ 2567"),
    ],
)
def test_tick_with_an_impossible_day_is_refused(agri: User, done_on: date, message: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        tick(agri, done_on=done_on)
    assert refusal(refused.value) == [("/done_on", message)]
    assert not StepTick.objects.exists()


def test_untick_needs_a_reason_and_keeps_the_events(agri: User) -> None:
    made = tick(agri)
    with pytest.raises(InvalidInput) as refused:
        step_untick(actor=agri, step=step_of(), version=1, reason=" ")
    assert refusal(refused.value) == [("/reason", "ระบุเหตุผลที่ยกเลิกว่าแล้วเสร็จ")]
    step_untick(actor=agri, step=step_of(), version=1, reason="บันทึกผิดกิจกรรม")
    assert not StepTick.objects.exists()
    assert events_of(StepTick, made.pk)[-1]["reason"] == "บันทึกผิดกิจกรรม"


def test_untick_of_what_is_not_ticked_is_refused(agri: User) -> None:
    with pytest.raises(RuleViolation, match="กิจกรรมนี้ยังไม่ได้บันทึกว่าแล้วเสร็จ"):
        step_untick(actor=agri, step=step_of(), version=0, reason="x")


def test_tick_by_another_division_is_refused(ict: User) -> None:
    with pytest.raises(NotAllowed):
        tick(ict)


def upload(content: bytes = PDF) -> "SimpleUploadedFile":
    return SimpleUploadedFile("../ลับ/รายงาน.exe", content, "application/pdf")


def test_evidence_is_kept_by_its_bytes_and_each_download_is_logged(agri: User) -> None:
    made = step_evidence_add(actor=agri, step=step_of(), title="รายงาน", upload=upload())
    assert (made.file_name, made.file_type, made.size) == (
        "รายงาน.pdf",
        "application/pdf",
        len(PDF),
    )
    assert step_evidence_take(actor=agri, evidence=made, request_id="r-1") == PDF
    assert made.downloads.get().sha256 == made.sha256
    pk = made.pk
    step_evidence_remove(actor=agri, evidence=made)
    assert not StepEvidence.objects.exists()
    assert events_of(StepEvidence, pk)[-1]["action"] == "kpis.step_evidence.removed"


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"MZ\x90 not a paper", NOT_A_PAPER), (b"", "แฟ้มว่าง ให้เลือกแฟ้มใหม่")],
)
def test_hostile_evidence_is_refused(agri: User, content: bytes, message: str) -> None:
    with pytest.raises(RuleViolation, match=message):
        step_evidence_add(actor=agri, step=step_of(), title="รายงาน", upload=upload(content))
    assert not StepEvidence.objects.exists()


def test_same_evidence_twice_is_refused(agri: User) -> None:
    step_evidence_add(actor=agri, step=step_of(), title="รายงาน", upload=upload())
    with pytest.raises(RuleViolation, match="แฟ้มนี้แนบกับกิจกรรมนี้ไว้แล้ว"):
        step_evidence_add(actor=agri, step=step_of(), title="รายงาน 2", upload=upload())

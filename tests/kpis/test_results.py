"""Entering results: typed, from outside, computed; papers; the way to approval."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cpd_portal.core.attachments import NOT_A_PAPER
from cpd_portal.core.choices import Role, Round, SubmissionState
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.models import EntryPeriod, Submission
from cpd_portal.core.services import (
    submission_approve,
    submission_return,
    submission_submit,
    submission_verify,
)
from kpis.choices import Basis
from kpis.entry import FORM_CODE, NO_EVIDENCE, NO_VALUE
from kpis.models import KpiResult, Scorecard
from kpis.services import (
    ResultEntry,
    evidence_add,
    evidence_remove,
    result_compute,
    result_save,
    scorecard_open,
)
from kpis.services.evidence import GIVEN_TWICE
from kpis.services.guards import NOT_OPENED
from kpis.services.results import NOT_COMPUTED
from kpis.services.scorecards import OPENED_ALREADY
from tests.conftest import UserMaker
from tests.core.test_audit import events_of
from tests.kpis.entered import PDF, TWELVE, Desk, external
from tests.kpis.strength import classified


@pytest.fixture
def desk(make_user: UserMaker) -> Desk:
    return Desk(make_user)


def test_open_makes_a_period_for_every_kpi_and_round(desk: Desk) -> None:
    periods = EntryPeriod.objects.filter(form=FORM_CODE, fiscal_year=2567)
    assert periods.filter(round="12m").count() == 13
    assert periods.filter(round="6m").count() == 8
    assert {period.due_on.isoformat() for period in periods} == {"2024-04-30", "2024-10-31"}


def test_open_twice_is_refused(desk: Desk) -> None:
    with pytest.raises(RuleViolation, match=OPENED_ALREADY):
        scorecard_open(actor=desk.planner, scorecard=desk.scorecard)


def test_open_with_weights_that_do_not_sum_is_refused(make_user: UserMaker) -> None:
    scorecard = Scorecard.objects.get(fiscal_year=2567)
    scorecard.kpis.filter(number=5).update(weight="19.5")
    with pytest.raises(RuleViolation) as refused:
        scorecard_open(actor=make_user(Role.PLANNER), scorecard=scorecard)
    assert refused.value.message == ("น้ำหนักของตัวชี้วัดรวมได้ 99.5 ต้องรวมได้ 100 พอดีจึงจะเปิดให้บันทึกผลได้")
    assert not EntryPeriod.objects.filter(form=FORM_CODE).exists()


def test_open_by_another_role_is_refused(make_user: UserMaker) -> None:
    scorecard = Scorecard.objects.get(fiscal_year=2567)
    with pytest.raises(NotAllowed, match="ต้องเป็นกองแผนงาน"):
        scorecard_open(actor=make_user(Role.EXECUTIVE), scorecard=scorecard)


def test_save_before_the_scorecard_is_opened_is_refused(make_user: UserMaker) -> None:
    officer = make_user(Role.OFFICER, "agri")
    kpi = Scorecard.objects.get(fiscal_year=2567).kpis.get(number=4)
    entry = ResultEntry(value="80000", unit=kpi.criteria.get(round=TWELVE).unit)
    with pytest.raises(RuleViolation, match=NOT_OPENED):
        result_save(actor=officer, kpi=kpi, round=TWELVE, entry=entry, version=0)


def test_typed_result_is_stored_with_every_digit_and_audited(desk: Desk) -> None:
    result = desk.enter(value="80271.005")
    result.refresh_from_db()
    assert (result.value, result.basis, result.attempt, result.version) == (
        "80271.005",
        Basis.TYPED,
        1,
        1,
    )
    assert result.submission.state == SubmissionState.DRAFT
    assert [event["action"] for event in events_of(KpiResult, result.pk)] == ["kpis.result.saved"]


def test_composite_result_is_stored_by_part(make_user: UserMaker) -> None:
    desk = Desk(make_user, "ict")
    value = {"quality_pct": "100", "registered_pct": "94.44"}
    result = desk.enter(9, value)
    result.refresh_from_db()
    assert result.value == value


def test_result_of_another_divisions_kpi_is_refused(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="จึงจะบันทึกผลของตัวชี้วัดนี้ได้"):
        desk.enter(9, {"quality_pct": "100", "registered_pct": "100"})


def test_wrong_unit_is_refused_and_nothing_written(desk: Desk) -> None:
    kpi = desk.kpi(4)
    with pytest.raises(InvalidInput) as refused:
        result_save(
            actor=desk.officer,
            kpi=kpi,
            round=TWELVE,
            entry=ResultEntry(value="80000", unit="ร้อยละ"),
            version=0,
        )
    unit = kpi.criterion(TWELVE).unit  # type: ignore[union-attr]
    assert refused.value.errors == [("/unit", f"หน่วยต้องเป็น {unit} ตามเกณฑ์ของรอบนี้")]
    assert not KpiResult.objects.exists()


def test_external_result_needs_agency_letter_and_date(desk: Desk) -> None:
    kpi = desk.kpi(1)
    criterion = kpi.criterion(TWELVE)
    assert criterion is not None
    bare = ResultEntry(value="9.5", unit=criterion.unit, basis=Basis.EXTERNAL)
    with pytest.raises(InvalidInput) as refused:
        result_save(actor=desk.officer, kpi=kpi, round=TWELVE, entry=bare, version=0)
    assert refused.value.errors == [
        ("/agency", "ระบุหน่วยงานที่แจ้งผล"),
        ("/letter_no", "ระบุเลขที่หนังสือที่แจ้งผล"),
        ("/letter_on", "ระบุวันที่ของหนังสือ"),
    ]
    future = external("9.5", criterion.unit, timezone.localdate() + timedelta(days=1))
    with pytest.raises(InvalidInput, match="กรุณาแก้ไขตามรายการ"):
        result_save(actor=desk.officer, kpi=kpi, round=TWELVE, entry=future, version=0)
    entry = external("9.5", criterion.unit)
    result = result_save(actor=desk.officer, kpi=kpi, round=TWELVE, entry=entry, version=0)
    assert (result.agency, result.letter_no) == ("สำนักงานเศรษฐกิจการเกษตร", "กษ 1300/123")


def test_round_that_the_kpi_lacks_is_refused(make_user: UserMaker) -> None:
    desk = Desk(make_user, "ict")
    with pytest.raises(InvalidInput) as refused:
        result_save(
            actor=desk.officer,
            kpi=desk.kpi(9),
            round=Round.SIX_MONTHS,
            entry=ResultEntry(value="1", unit="ร้อยละ"),
            version=0,
        )
    assert refused.value.errors == [("/round", "ตัวชี้วัดที่ 9 ไม่มีรอบ 6 เดือน")]


def test_save_over_somebody_elses_is_stale(desk: Desk) -> None:
    desk.enter()
    with pytest.raises(StaleObject):
        desk.enter(value="81000.00", version=0)
    assert desk.enter(value="81000.00", version=1).version == 2


def test_save_over_an_external_result_takes_the_letter_away(desk: Desk) -> None:
    kpi = desk.kpi(4)
    entry = external("80000", kpi.criterion(TWELVE).unit)  # type: ignore[union-attr]
    result_save(actor=desk.officer, kpi=kpi, round=TWELVE, entry=entry, version=0)
    result = result_save(
        actor=desk.officer,
        kpi=kpi,
        round=TWELVE,
        entry=replace(entry, basis=Basis.TYPED, agency="", letter_no="", letter_on=None),
        version=1,
    )
    assert (result.agency, result.letter_on) == ("", None)


def test_computed_result_keeps_its_inputs(desk: Desk) -> None:
    classified([1, 2, 3, 3])
    result = result_compute(actor=desk.officer, kpi=desk.kpi(5), round=TWELVE, version=0)
    assert result.basis == Basis.COMPUTED
    assert result.rule_value == 50
    assert [each["value"] for each in result.inputs] == ["2", "4"]


def test_compute_without_data_is_refused(make_user: UserMaker) -> None:
    desk = Desk(make_user, "ict")
    with pytest.raises(RuleViolation, match=NOT_COMPUTED):
        result_compute(actor=desk.officer, kpi=desk.kpi(13), round=TWELVE, version=0)


def test_compute_of_another_division_is_refused(desk: Desk, make_user: UserMaker) -> None:
    stranger = make_user(Role.OFFICER, "fin")
    with pytest.raises(NotAllowed):
        result_compute(actor=stranger, kpi=desk.kpi(5), round=TWELVE, version=0)


def test_send_without_evidence_is_refused(desk: Desk) -> None:
    result = desk.enter()
    with pytest.raises(RuleViolation, match=f"ยังส่งไม่ได้: {NO_EVIDENCE}"):
        submission_submit(actor=desk.officer, submission=result.submission)


def test_send_without_a_value_is_refused_unless_the_source_scores_it(make_user: UserMaker) -> None:
    desk = Desk(make_user, "ict")
    empty, survey = desk.enter(13, None), desk.enter(11, None)
    for result in (empty, survey):
        desk.attach(result)
    with pytest.raises(RuleViolation, match=NO_VALUE):
        submission_submit(actor=desk.officer, submission=empty.submission)
    sent = submission_submit(actor=desk.officer, submission=survey.submission)
    assert sent.state == SubmissionState.SUBMITTED


def test_result_goes_the_whole_way_with_a_return(desk: Desk) -> None:
    result = desk.enter()
    desk.attach(result)
    submission_submit(actor=desk.officer, submission=result.submission)
    submission_return(actor=desk.chief, submission=result.submission, reason="แนบรายงานด้วย")
    desk.enter(value="80100.00", version=1)
    desk.approve(result)
    assert Submission.objects.get(pk=result.submission_id).state == SubmissionState.APPROVED


def test_sent_result_is_closed(desk: Desk) -> None:
    result = desk.enter()
    desk.attach(result)
    submission_submit(actor=desk.officer, submission=result.submission)
    with pytest.raises(RuleViolation, match="แก้ไขไม่ได้ เพราะผลอยู่ในสถานะ “ส่งแล้ว”"):
        desk.enter(value="1.00", version=1)
    with pytest.raises(RuleViolation, match="แก้ไขไม่ได้"):
        desk.attach(result, b"%PDF-other")


def test_nobody_verifies_or_approves_his_own_entry(desk: Desk) -> None:
    kpi = desk.kpi(4)
    criterion = kpi.criterion(TWELVE)
    assert criterion is not None
    entry = ResultEntry(value="80000", unit=criterion.unit)
    result = result_save(actor=desk.chief, kpi=kpi, round=TWELVE, entry=entry, version=0)
    desk.attach(result)
    submission_submit(actor=desk.officer, submission=result.submission)
    with pytest.raises(RuleViolation, match="ต้องให้ผู้อื่นทำ"):
        submission_verify(actor=desk.chief, submission=result.submission)


def test_a_chief_of_headquarters_cannot_approve_a_kpi(desk: Desk, make_user: UserMaker) -> None:
    result = desk.enter()
    desk.attach(result)
    submission_submit(actor=desk.officer, submission=result.submission)
    submission_verify(actor=desk.chief, submission=result.submission)
    with pytest.raises(NotAllowed, match="ต้องเป็นกองแผนงานจึงจะทำขั้นตอนนี้ได้"):
        submission_approve(actor=make_user(Role.CHIEF, "fin"), submission=result.submission)


def test_paper_is_told_by_its_bytes_and_comes_once(desk: Desk) -> None:
    result = desk.enter()
    with pytest.raises(RuleViolation, match=NOT_A_PAPER):
        desk.attach(result, b"MZ no paper")
    desk.attach(result)
    with pytest.raises(RuleViolation, match=GIVEN_TWICE):
        desk.attach(result)
    with pytest.raises(InvalidInput):
        evidence_add(
            actor=desk.officer,
            result=result,
            title=" ",
            upload=SimpleUploadedFile("a.pdf", PDF + b"2"),
        )


def test_paper_can_be_taken_back_while_open(desk: Desk) -> None:
    result = desk.enter()
    desk.attach(result)
    evidence_remove(actor=desk.officer, evidence=result.evidence.get())
    assert not result.evidence.exists()

"""A correction after approval: its way, who may take which step, what is kept."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from cpd_portal.core import entry_forms
from cpd_portal.core.choices import Role, SubmissionState
from cpd_portal.core.corrections import services
from cpd_portal.core.corrections.choices import CorrectionState
from cpd_portal.core.corrections.querysets import Tally
from cpd_portal.core.corrections.services import (
    CorrectionRequest,
    correction_confirm,
    correction_finish,
    correction_grant,
    correction_refuse,
    correction_request,
    correction_return,
    correction_withdraw,
)
from cpd_portal.core.corrections.timeline import correction_timeline
from cpd_portal.core.entry_forms import EntryForm, ItemState
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import Correction, EntryPeriod, OrgUnit, Submission, User
from tests.conftest import UserMaker
from tests.core.test_audit import events_of

ASKED = CorrectionRequest(
    reason="พิมพ์คะแนนผิดช่อง", document_no="ชม 0010/123", document_on=date(2024, 11, 20)
)


class Answers:
    """What the test's form says of its one item "7"."""

    points = "10"
    tier = "ชั้น 2"
    authors: set[int] = set()
    barred = ""


def _item(office: OrgUnit, year: int, key: str) -> ItemState | None:
    if key != "7":
        return None
    return ItemState("สหกรณ์ ก", {"คะแนน": Answers.points, "อื่น": "1"}, {"ผลจัดชั้น": Answers.tier})


@pytest.fixture
def answers() -> Iterator[type[Answers]]:
    entry_forms.register(
        EntryForm(
            code="test.form",
            title="แบบทดสอบ",
            missing=lambda submission: [],
            authors=lambda submission: Answers.authors,
            item=_item,
            barred=lambda year: Answers.barred,
        )
    )
    yield Answers
    Answers.points, Answers.tier, Answers.authors, Answers.barred = "10", "ชั้น 2", set(), ""
    del entry_forms._forms["test.form"]


@pytest.fixture
def approved(db: None, answers: type[Answers]) -> Submission:
    period = EntryPeriod.objects.create(
        form="test.form", fiscal_year=2567, round="12m", due_on=timezone.localdate()
    )
    return Submission.objects.create(
        period=period, office=OrgUnit.objects.get(code="50"), state=SubmissionState.APPROVED
    )


@pytest.fixture
def requested(approved: Submission, officer: User) -> Correction:
    return correction_request(actor=officer, submission=approved, item="7", request=ASKED)


@pytest.fixture
def granted(requested: Correction, headquarters_chief: User) -> Correction:
    return correction_grant(actor=headquarters_chief, correction=requested)


@pytest.fixture
def entered(granted: Correction, officer: User, answers: type[Answers]) -> Correction:
    answers.points, answers.tier = "12", "ชั้น 1"
    return correction_finish(actor=officer, correction=granted)


def test_correction_goes_the_whole_way_and_keeps_the_old_value(
    entered: Correction, officer: User, headquarters_chief: User
) -> None:
    done = correction_confirm(actor=headquarters_chief, correction=entered)

    assert done.state == CorrectionState.CONFIRMED
    assert done.item_title == "สหกรณ์ ก"
    assert done.before["values"] == {"คะแนน": "10", "อื่น": "1"}
    assert done.changes == [["คะแนน", "10", "12"]]
    assert done.effect == [["ผลจัดชั้น", "ชั้น 2", "ชั้น 1"]]
    assert done.changed == 1
    assert (done.requested_by, done.entered_by) == (officer, officer)
    assert (done.decided_by, done.confirmed_by) == (headquarters_chief, headquarters_chief)
    assert [event["action"] for event in events_of(Correction, done.pk)] == [
        "core.correction.requested",
        "core.correction.granted",
        "core.correction.finished",
        "core.correction.confirmed",
    ]


@pytest.mark.parametrize(
    "state", [state for state in SubmissionState if state != SubmissionState.APPROVED]
)
def test_request_before_approval_is_refused(
    approved: Submission, officer: User, state: SubmissionState
) -> None:
    Submission.objects.update(state=state, return_reason="ก")

    with pytest.raises(RuleViolation) as refused:
        correction_request(actor=officer, submission=approved, item="7", request=ASKED)

    assert refused.value.message == (
        f"ขอแก้ไขหลังอนุมัติไม่ได้ เพราะแบบข้อมูลอยู่ในสถานะ “{state.label}” หากยังไม่อนุมัติ ให้ขอให้ส่งแบบกลับแทน"
    )


def test_request_lists_everything_that_is_missing(approved: Submission, officer: User) -> None:
    wrong = CorrectionRequest(
        reason=" ", document_no="", document_on=timezone.localdate() + timedelta(days=1)
    )
    with pytest.raises(InvalidInput) as refused:
        correction_request(actor=officer, submission=approved, item="7", request=wrong)

    assert refused.value.errors == [
        ("/reason", "กรุณาระบุเหตุผลที่ขอแก้ไข"),
        ("/document_no", "กรุณาระบุเลขที่หนังสือ"),
        ("/document_on", "วันที่ของหนังสือต้องไม่อยู่ในอนาคต"),
    ]


def test_second_request_for_the_same_item_is_refused(
    requested: Correction, approved: Submission, chief: User
) -> None:
    with pytest.raises(RuleViolation, match="มีคำขอแก้ไขของสหกรณ์ กที่ยังไม่เสร็จอยู่แล้ว"):
        correction_request(actor=chief, submission=approved, item="7", request=ASKED)


def test_database_holds_one_open_correction_of_an_item(requested: Correction) -> None:
    with pytest.raises(IntegrityError, match="correction_once_at_a_time"), transaction.atomic():
        Correction.objects.create(
            submission=requested.submission,
            item="7",
            reason="ก",
            document_on=date(2024, 1, 1),
        )


def test_unknown_item_is_not_allowed(approved: Submission, officer: User) -> None:
    with pytest.raises(NotAllowed, match="ไม่มีรายการนี้"):
        correction_request(actor=officer, submission=approved, item="8", request=ASKED)


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.EXECUTIVE])
def test_request_by_another_role_is_not_allowed(
    approved: Submission, make_user: UserMaker, role: Role
) -> None:
    unit = "50" if role == Role.INSPECTOR else "cpd"
    with pytest.raises(NotAllowed):
        correction_request(
            actor=make_user(role, unit), submission=approved, item="7", request=ASKED
        )


def test_request_by_another_office_is_not_allowed(approved: Submission, outsider: User) -> None:
    with pytest.raises(NotAllowed):
        correction_request(actor=outsider, submission=approved, item="7", request=ASKED)


def test_official_year_is_refused_with_its_reason(
    approved: Submission, officer: User, answers: type[Answers]
) -> None:
    answers.barred = "ผลปี 2567 เป็นทางการแล้ว"

    with pytest.raises(RuleViolation, match="ผลปี 2567 เป็นทางการแล้ว"):
        correction_request(actor=officer, submission=approved, item="7", request=ASKED)


def test_year_that_became_official_is_not_granted(
    requested: Correction, headquarters_chief: User, answers: type[Answers]
) -> None:
    answers.barred = "ผลปี 2567 เป็นทางการแล้ว"

    with pytest.raises(RuleViolation, match="ผลปี 2567 เป็นทางการแล้ว"):
        correction_grant(actor=headquarters_chief, correction=requested)


@pytest.mark.parametrize("step", [correction_grant, correction_confirm])
def test_chief_of_the_office_does_not_decide(
    requested: Correction, entered: Correction, chief: User, step: Any
) -> None:
    state = CorrectionState.REQUESTED if step is correction_grant else CorrectionState.ENTERED
    Correction.objects.update(state=state)

    with pytest.raises(NotAllowed, match="หัวหน้าหน่วยงานส่วนกลาง"):
        step(actor=chief, correction=requested)


def test_nobody_confirms_what_he_typed(
    entered: Correction, headquarters_chief: User, answers: type[Answers]
) -> None:
    answers.authors = {headquarters_chief.pk}

    with pytest.raises(RuleViolation, match="ผู้ที่บันทึกหรือส่งข้อมูลเอง"):
        correction_confirm(actor=headquarters_chief, correction=entered)


@pytest.mark.parametrize("own", ["requested_by", "entered_by"])
def test_nobody_confirms_what_he_asked_for_or_finished(
    entered: Correction, headquarters_chief: User, own: str
) -> None:
    Correction.objects.update(**{own: headquarters_chief})

    with pytest.raises(RuleViolation, match="ผู้ที่บันทึกหรือส่งข้อมูลเอง"):
        correction_confirm(actor=headquarters_chief, correction=entered)


def test_nobody_grants_what_he_asked_for(requested: Correction, headquarters_chief: User) -> None:
    Correction.objects.update(requested_by=headquarters_chief)

    with pytest.raises(RuleViolation, match="ผู้ที่บันทึกหรือส่งข้อมูลเอง"):
        correction_grant(actor=headquarters_chief, correction=requested)


def test_finish_without_a_change_is_refused(granted: Correction, officer: User) -> None:
    with pytest.raises(RuleViolation, match="ยังไม่มีค่าใดเปลี่ยน"):
        correction_finish(actor=officer, correction=granted)


def test_withdraw_is_refused_after_a_change(
    granted: Correction, officer: User, answers: type[Answers]
) -> None:
    answers.points = "9"
    with pytest.raises(RuleViolation, match="มีค่าที่แก้ไปแล้ว จึงถอนคำขอไม่ได้"):
        correction_withdraw(actor=officer, correction=granted)

    answers.points = "10"
    assert correction_withdraw(actor=officer, correction=granted).state == "withdrawn"


def test_refusal_and_return_need_a_reason(requested: Correction, headquarters_chief: User) -> None:
    with pytest.raises(RuleViolation, match="กรุณาระบุเหตุผล"):
        correction_refuse(actor=headquarters_chief, correction=requested, reason="  ")

    refused = correction_refuse(actor=headquarters_chief, correction=requested, reason="ไม่มีหลักฐาน")
    assert (refused.state, refused.answer) == (CorrectionState.REFUSED, "ไม่มีหลักฐาน")
    assert correction_timeline(refused)[1].reason == "ไม่มีหลักฐาน"


def test_return_opens_the_item_again(entered: Correction, headquarters_chief: User) -> None:
    again = correction_return(actor=headquarters_chief, correction=entered, reason="ค่า 1.1 ยังผิด")

    assert again.state == CorrectionState.GRANTED
    assert again.before["values"]["คะแนน"] == "10"
    steps = correction_timeline(again)
    assert (steps[0].state, steps[0].reason) == ("back", "ค่า 1.1 ยังผิด")
    assert [step.state for step in steps[1:]] == ["done", "done", "now", ""]


def test_a_step_twice_is_refused(granted: Correction, headquarters_chief: User) -> None:
    with pytest.raises(RuleViolation, match="คำขออยู่ในสถานะ “เปิดให้แก้ไข” แล้ว"):
        correction_grant(actor=headquarters_chief, correction=granted)


def test_changed_values_are_counted_by_submission(
    entered: Correction, approved: Submission
) -> None:
    assert Correction.objects.all().tallies() == {approved.pk: Tally(changed=1, waiting=1)}


def test_corrections_are_seen_within_reach(
    requested: Correction, officer: User, outsider: User, headquarters_chief: User
) -> None:
    seen = [
        Correction.objects.visible_to(user).count()
        for user in (officer, outsider, headquarters_chief)
    ]
    assert seen == [1, 0, 1]


def test_document_is_kept_privately_and_its_download_logged(
    approved: Submission, officer: User, tmp_path: Path, settings: Settings
) -> None:
    settings.MEDIA_ROOT = tmp_path
    made = correction_request(
        actor=officer,
        submission=approved,
        item="7",
        request=ASKED,
        upload=SimpleUploadedFile("หนังสือ.pdf", b"%PDF-1.7 x"),
    )
    assert (made.file_name, made.file_type) == ("หนังสือ.pdf", "application/pdf")
    assert made.file.name == f"corrections/{made.pk}.pdf"

    services.correction_record_download(actor=officer, correction=made, request_id="r1")
    log = made.downloads.get()
    assert (log.user, log.sha256, log.request_id) == (officer, made.sha256, "r1")


def test_download_without_a_document_is_refused(requested: Correction, officer: User) -> None:
    with pytest.raises(RuleViolation, match="ไม่มีแฟ้มแนบ"):
        services.correction_record_download(actor=officer, correction=requested, request_id="")

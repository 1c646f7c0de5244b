"""Quarterly progress: entry, conflicts, evidence, and the way to approval."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cpd_portal.core.choices import Quarter, Role, SubmissionState
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import EntryPeriod, OrgUnit, Submission, User
from cpd_portal.core.rules import is_late
from strategy.entry import missing, projects_to_report
from strategy.models import (
    Evidence,
    EvidenceDownload,
    ProgressReport,
    ProgressValue,
    Project,
)
from strategy.services import (
    Entered,
    Place,
    ProgressConflict,
    Reached,
    evidence_attach,
    evidence_record_download,
    evidence_withdraw,
    last_change,
    progress_save,
    quarter_approve,
    quarter_return,
    quarter_submit,
    quarter_verify,
    stored_progress,
)
from tests.conftest import UserMaker
from tests.strategy.quarters import PNG, YEAR, filled, measure, place_of

pytestmark = pytest.mark.django_db
NOTHING = Entered("", "")
Filler = Callable[..., None]


@pytest.fixture(autouse=True)
def media(settings: object, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def fill_all(ict_officer: User) -> Filler:
    """Every project of the IT centre in the second quarter of 2561."""

    def fill() -> None:
        for project in projects_to_report(OrgUnit.objects.get(code="ict"), YEAR):
            place = place_of(project.code)
            progress_save(
                actor=ict_officer, place=place, entered=filled(place), seen=stored_progress(place)
            )

    return fill


def submission() -> Submission:
    return Submission.objects.get(period__form="strategy.progress.q2", office__code="ict")


def test_saving_stores_values_words_and_who(ict_officer: User) -> None:
    place = place_of("5.9")
    trained = measure("5.9", "3.6", "ร้อยละ")
    entered = Entered("อบรมแล้ว 2 รุ่น", "", {trained.pk: Reached(value=Decimal("12.5"))})

    report = progress_save(actor=ict_officer, place=place, entered=entered, seen=NOTHING)

    value = ProgressValue.objects.get(measure=trained)
    assert (value.value, value.quarter, value.updated_by) == (Decimal("12.50"), 2, ict_officer)
    assert report.narrative == "อบรมแล้ว 2 รุ่น"
    events = ProgressValue.pgh_event_model.objects.filter(pgh_obj_id=value.pk)  # type: ignore[attr-defined]
    assert {event.pgh_context["action"] for event in events} == {"strategy.progress.saved"}


@pytest.mark.parametrize(
    ("number", "unit", "reached", "message"),
    [
        ("3.6", "ร้อยละ", Reached(value=Decimal("100.01")), "ร้อยละของกลุ่มเป้าหมายต้องไม่เกิน 100"),
        ("3.6", "ร้อยละ", Reached(value=Decimal(-1)), "ผลต้องไม่ติดลบ"),
        ("3.6", "ร้อยละ", Reached(milestone="done"), "เป้าหมายนี้เป็นตัวเลข ไม่ใช่ขั้นงาน"),
        ("3.7", "ครั้ง", Reached(value=Decimal("1.005")), "มีทศนิยมได้ไม่เกินสองตำแหน่ง"),
        ("3.2", "", Reached(value=Decimal(1)), "ขั้นงานไม่มีตัวเลข เลือกว่าทำแล้วหรือยัง"),
        ("3.1", "", Reached(milestone="done"), "เป้าหมายนี้ไม่ใช่ของโครงการและปีนี้"),
    ],
)
def test_value_that_cannot_be_is_refused_at_its_field(
    ict_officer: User, number: str, unit: str, reached: Reached, message: str
) -> None:
    key = measure("5.9", number, unit).pk

    with pytest.raises(InvalidInput) as raised:
        progress_save(
            actor=ict_officer,
            place=place_of("5.9"),
            entered=Entered("", "", {key: reached}),
            seen=NOTHING,
        )

    assert raised.value.errors == [(f"/values/{key}", message)]
    assert not ProgressValue.objects.exists()


def test_two_people_in_the_same_quarter_lose_nothing(ict_officer: User, ict_chief: User) -> None:
    place = place_of("5.9")
    trained, kept = measure("5.9", "3.6", "ร้อยละ"), measure("5.9", "3.7", "ครั้ง")
    first = Entered("คนแรก", "", {trained.pk: Reached(Decimal(10)), kept.pk: Reached()})
    second = Entered("", "", {trained.pk: Reached(Decimal(15)), kept.pk: Reached(Decimal(1))})
    progress_save(actor=ict_officer, place=place, entered=first, seen=NOTHING)

    with pytest.raises(ProgressConflict) as raised:
        progress_save(actor=ict_chief, place=place, entered=second, seen=NOTHING)

    (conflict,) = raised.value.conflicts
    assert (conflict.title, conflict.stored, conflict.typed) == ("กิจกรรม 3.6", "10", "15")
    assert conflict.by.startswith(str(ict_officer))
    assert stored_progress(place).values[trained.pk] == Reached(Decimal("10.00"))
    progress_save(actor=ict_chief, place=place, entered=second, seen=raised.value.stored)
    after = stored_progress(place)
    assert after.values[trained.pk] == Reached(Decimal("15.00"))
    assert after.values[kept.pk] == Reached(Decimal("1.00"))


def test_field_that_only_the_other_changed_is_kept(ict_officer: User, ict_chief: User) -> None:
    place = place_of("5.9")
    progress_save(actor=ict_officer, place=place, entered=Entered("คนแรก", ""), seen=NOTHING)

    progress_save(actor=ict_chief, place=place, entered=Entered("", "ฝนตก"), seen=NOTHING)

    after = stored_progress(place)
    assert (after.narrative, after.problems) == ("คนแรก", "ฝนตก")


def test_only_the_responsible_division_reports(officer: User, make_user: UserMaker) -> None:
    fin = make_user(Role.OFFICER, "fin")

    with pytest.raises(NotAllowed, match="เฉพาะเจ้าหน้าที่และหัวหน้าของศูนย์เทคโนโลยี"):
        progress_save(actor=officer, place=place_of("5.9"), entered=NOTHING, seen=NOTHING)
    with pytest.raises(NotAllowed, match="ไม่ใช่หน่วยงานที่รับผิดชอบโครงการ 5.9"):
        progress_save(actor=fin, place=place_of("5.9", "fin"), entered=NOTHING, seen=NOTHING)


def test_sending_names_what_is_missing(ict_officer: User, ict: OrgUnit) -> None:
    with pytest.raises(RuleViolation) as raised:
        quarter_submit(actor=ict_officer, unit=ict, fiscal_year=YEAR, quarter=Quarter.SECOND)

    assert raised.value.message == (
        "ยังส่งไม่ได้: ยังไม่บันทึกผลการดำเนินงานของโครงการ 5.1, 5.2, 5.3 และอื่น ๆ · "
        "ยังไม่มีผลของโครงการ 5.1 (2 เป้าหมาย), 5.2 (2 เป้าหมาย), 5.3 (5 เป้าหมาย) และอื่น ๆ"
    )


def test_the_whole_way_with_a_return(
    fill_all: Filler, ict_officer: User, ict_chief: User, ict: OrgUnit, planner: User
) -> None:
    fill_all()
    sent = quarter_submit(actor=ict_officer, unit=ict, fiscal_year=YEAR, quarter=Quarter.SECOND)
    assert missing(Quarter.SECOND, sent) == []
    with pytest.raises(RuleViolation, match="อยู่ในสถานะ “ส่งแล้ว” หากต้องแก้ไข ให้ขอให้ส่งแบบกลับก่อน"):
        progress_save(actor=ict_officer, place=place_of("5.9"), entered=NOTHING, seen=NOTHING)
    quarter_verify(actor=ict_chief, submission=sent, seen=last_change(sent))
    with pytest.raises(NotAllowed, match="ต้องเป็นกองแผนงานจึงจะทำขั้นตอนนี้ได้"):
        quarter_approve(actor=ict_chief, submission=sent, seen=last_change(sent))
    quarter_return(actor=planner, submission=sent, reason="5.9 ขาดหลักฐานการอบรม")
    evidence_attach(
        actor=ict_officer,
        place=place_of("5.9"),
        upload=SimpleUploadedFile("ภาพอบรม.png", PNG),
        title="การอบรม",
    )
    quarter_submit(actor=ict_officer, unit=ict, fiscal_year=YEAR, quarter=Quarter.SECOND)
    quarter_verify(actor=ict_chief, submission=sent, seen=last_change(sent))

    approved = quarter_approve(actor=planner, submission=sent, seen=last_change(sent))

    assert approved.state == SubmissionState.APPROVED


def test_approving_what_was_not_looked_at_says_what_changed(
    fill_all: Filler, ict_officer: User, ict_chief: User, ict: OrgUnit, planner: User
) -> None:
    fill_all()
    sent = quarter_submit(actor=ict_officer, unit=ict, fiscal_year=YEAR, quarter=Quarter.SECOND)
    looked_at = last_change(sent)
    quarter_return(actor=ict_chief, submission=sent, reason="แก้ 5.9")
    place = place_of("5.9")
    stored = stored_progress(place)
    changed = {**stored.values, measure("5.9", "3.6", "ร้อยละ").pk: Reached(Decimal(9))}
    progress_save(
        actor=ict_officer,
        place=place,
        entered=Entered(stored.narrative, "", changed),
        seen=stored,
    )
    quarter_submit(actor=ict_officer, unit=ict, fiscal_year=YEAR, quarter=Quarter.SECOND)

    with pytest.raises(RuleViolation, match="มีการแก้ไขหลังจากที่เปิดดู: .*โครงการ 5.9 กิจกรรม 3.6"):
        quarter_verify(actor=ict_chief, submission=sent, seen=looked_at)
    assert submission().state == SubmissionState.SUBMITTED


def test_two_responsible_divisions_share_the_values_and_send_their_own_forms(
    make_user: UserMaker, ict_officer: User
) -> None:
    rlo = make_user(Role.OFFICER, "rlo")
    place, other = place_of("5.10"), place_of("5.10", "rlo")
    trained = measure("5.10", "3.4", "ราย")
    entered = Entered("ศูนย์ไอที", "", filled(place).values)
    progress_save(actor=ict_officer, place=place, entered=entered, seen=NOTHING)

    assert stored_progress(other).values[trained.pk] == Reached(Decimal("1.00"))
    progress_save(
        actor=rlo,
        place=other,
        entered=Entered("สำนักนายทะเบียน", "", stored_progress(other).values),
        seen=stored_progress(other),
    )
    assert ProgressReport.objects.filter(project=place.project).count() == 2
    quarter_submit(actor=rlo, unit=other.unit, fiscal_year=YEAR, quarter=Quarter.SECOND)
    stored = stored_progress(place)
    changed = {**stored.values, trained.pk: Reached(Decimal(200))}
    with pytest.raises(
        RuleViolation, match="สำนักนายทะเบียนและกฎหมายซึ่งรับผิดชอบโครงการเดียวกันส่งรายงานแล้ว"
    ):
        progress_save(
            actor=ict_officer, place=place, entered=Entered("ศูนย์ไอที", "", changed), seen=stored
        )


def test_evidence_of_a_forbidden_kind_is_refused(ict_officer: User) -> None:
    with pytest.raises(RuleViolation, match="รับเฉพาะแฟ้ม PDF, JPEG หรือ PNG"):
        evidence_attach(
            actor=ict_officer,
            place=place_of("5.9"),
            upload=SimpleUploadedFile("รูป.png", b"<svg onload='x()'>"),
        )

    assert not Evidence.objects.exists()


def test_withdrawn_evidence_stays_and_downloads_are_kept(ict_officer: User) -> None:
    upload = SimpleUploadedFile("ภาพ.png", PNG)
    evidence = evidence_attach(actor=ict_officer, place=place_of("5.9"), upload=upload)
    evidence_record_download(actor=ict_officer, evidence=evidence, request_id="r1")

    evidence_withdraw(actor=ict_officer, evidence=evidence)

    assert Evidence.objects.get().withdrawn_by == ict_officer
    assert EvidenceDownload.objects.get().user == ict_officer


def test_closed_years_are_never_late() -> None:
    periods = EntryPeriod.objects.filter(form__startswith="strategy.progress", fiscal_year=YEAR)

    assert periods.count() == 4
    assert not any(is_late(period, date(2026, 11, 26)) for period in periods)


def test_quarter_that_has_not_begun_cannot_be_reported(ict_officer: User) -> None:
    place = Place(
        Project.objects.get(code="5.9"), OrgUnit.objects.get(code="ict"), 2643, Quarter.FIRST
    )

    with pytest.raises(RuleViolation, match="ไตรมาสที่ 1 ปีงบประมาณ 2643 ยังไม่เริ่ม"):
        progress_save(actor=ict_officer, place=place, entered=NOTHING, seen=NOTHING)


def test_year_without_a_plan_has_no_quarter(ict_officer: User) -> None:
    place = Place(
        Project.objects.get(code="5.9"), OrgUnit.objects.get(code="ict"), 2568, Quarter.FIRST
    )

    with pytest.raises(RuleViolation, match="ปีงบประมาณ 2568 ไม่อยู่ในแผนใด"):
        progress_save(actor=ict_officer, place=place, entered=NOTHING, seen=NOTHING)


def test_seen_moment_is_that_of_the_newest_change(fill_all: Filler, ict_officer: User) -> None:
    fill_all()

    assert isinstance(last_change(submission()), datetime)

"""The pages of the classification of a year, from population to the official result."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from coops.choices import RunState
from coops.figures.conditions import CONDITIONS_CODE
from coops.models import (
    Assessment,
    ClassificationRun,
    Population,
    PopulationChange,
    RunException,
    WorkingGroupResolution,
)
from coops.services import classify_year, run_compute
from cpd_portal.core.choices import Role
from cpd_portal.core.figures.selectors import version_in_force
from cpd_portal.core.models import User
from tests.conftest import UserMaker
from tests.coops.facts import cooperative
from tests.coops.pages import SignIn, text_of
from tests.coops.rows import make_assessment, make_institution, make_official, make_population
from tests.queues import private_queue

__all__ = ["private_queue"]

pytestmark = pytest.mark.django_db
YEAR = 2567
FORMS = re.compile(r"<form[^>]*>")
# Session, person, memberships, and what the masthead shows.
FRAME = 5
MEETING = {
    "meeting_no": "3/2567",
    "meeting_on": "20/11/2567",
    "resolution": "รับผลการจัดชั้น",
    "document_no": "กษ ๑๑๐๑/๙",
    "document_on": "๒๔ พ.ย. ๒๕๖๗",
    "cpd_members": "นาย ก, ประธาน\nนาง ข\tคณะทำงาน",
    "cad_members": "นาย ค, คณะทำงาน",
}


@pytest.fixture
def starter(make_user: UserMaker) -> User:
    return make_user(Role.OFFICER, "agri")


@pytest.fixture
def member() -> Assessment:
    make_population(YEAR)
    return make_assessment(facts=cooperative("60"), fiscal_year=YEAR)


@pytest.fixture
def run(member: Assessment) -> ClassificationRun:
    return classify_year(actor=None, fiscal_year=YEAR)


def test_year_page_says_what_is_missing(
    starter: User,
    run: ClassificationRun,
    client_of: SignIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    make_assessment(fiscal_year=YEAR)
    client = client_of(starter)
    client.get("/")
    with django_assert_max_num_queries(FRAME + 5):
        page = client.get(reverse("coops:classification", args=[YEAR]))
    text = text_of(page.content)
    for words in (
        "ยังใช้เงื่อนไขชั่วคราว 3 ชุด",
        "สำนักงานที่ส่วนกลางยังไม่อนุมัติ 78 จาก 78 แห่ง",
        "ข้อมูลยังไม่ครบ 1 จาก 2 แห่ง",
        "การจัดชั้นครั้งที่ 1 รอคณะทำงานพิจารณา",
        "2 แห่ง ตามทะเบียน ณ 1 มกราคม 2566",
    ):
        assert words in text


def test_executive_reads_and_gets_no_buttons(
    executive: User, run: ClassificationRun, client_of: SignIn
) -> None:
    client = client_of(executive)
    for url in (
        reverse("coops:classification", args=[YEAR]),
        reverse("coops:run", args=[run.pk]),
        reverse("coops:population", args=[YEAR]),
    ):
        page = client.get(url)
        assert page.status_code == 200
        assert "/coops/classification/" not in "".join(FORMS.findall(page.content.decode()))


def test_year_without_rules_is_not_found(executive: User, client_of: SignIn) -> None:
    assert (
        client_of(executive).get(reverse("coops:classification", args=[2570])).status_code == 404
    )


def test_population_is_previewed_and_then_frozen(starter: User, client_of: SignIn) -> None:
    institution, client = make_institution(), client_of(starter)
    url = reverse("coops:population", args=[YEAR])
    assert "ยังไม่ได้เลือกวันอ้างอิง" in text_of(client.get(url).content)
    assert "อ่านวันที่ “วันนี้” ไม่ได้" in text_of(client.get(url, {"reference_date": "วันนี้"}).content)
    shown = text_of(client.get(url, {"reference_date": "1/1/2566"}).content)
    assert "ที่จะเข้ารายชื่อ ณ 1 มกราคม 2566" in shown
    assert "ไม่ทราบวันที่จดทะเบียน จึงนับเข้ารายชื่อไว้ก่อน 1 แห่ง" in shown
    values = {"reference_date": "1/1/2566", "document_no": "กษ 1", "document_on": "5 ม.ค. 2566"}
    assert client.post(url, {**values, "document_no": ""}).status_code == 422
    assert client.post(url, values).status_code == 302
    assert Population.objects.get().fiscal_year == YEAR
    assert Assessment.objects.get().institution == institution


def test_one_institution_is_taken_out_with_its_reason(
    starter: User, member: Assessment, client_of: SignIn
) -> None:
    client, url = client_of(starter), reverse("coops:population-change", args=[YEAR])
    values = {
        "registration_no": member.institution.registration_no,
        "added": "0",
        "reason": "ซ้ำกับอีกแห่ง",
        "document_no": "กษ 3",
        "document_on": "1/2/2566",
    }
    unknown = client.post(url, {**values, "registration_no": "ไม่มี"})
    assert (unknown.status_code, "ไม่พบเลขทะเบียนนี้" in text_of(unknown.content)) == (422, True)
    again = client.post(url, {**values, "added": "1"})
    assert f"{member.institution.name} อยู่ในรายชื่อปี 2567 แล้ว" in text_of(again.content)
    assert client.post(url, values, follow=True).status_code == 200
    assert PopulationChange.objects.get().reason == "ซ้ำกับอีกแห่ง"
    assert "ซ้ำกับอีกแห่ง" in text_of(client.get(reverse("coops:population", args=[YEAR])).content)


@pytest.mark.usefixtures("member", "private_queue")
def test_run_is_started_watched_and_cancelled(starter: User, client_of: SignIn) -> None:
    client = client_of(starter)
    started = client.post(reverse("coops:run-start", args=[YEAR]), follow=True)
    assert "รอคิว" in text_of(started.content)
    assert 'hx-trigger="every 1s"' in started.content.decode()
    twice = client.post(reverse("coops:run-start", args=[YEAR]), follow=True)
    assert "ครั้งที่ 1 กำลังทำอยู่ ให้รอจนจบหรือยกเลิกก่อน" in text_of(twice.content)
    run = ClassificationRun.objects.get()
    cancelled = client.post(reverse("coops:run-cancel", args=[run.pk]), follow=True)
    assert "ยกเลิกการจัดชั้นแล้ว ผลที่เก็บไว้ไม่เปลี่ยน" in text_of(cancelled.content)
    run_compute(run_id=run.pk)
    run.refresh_from_db()
    assert run.state == RunState.CANCELLED


def test_record_of_a_run_shows_counts_and_hashes(
    executive: User,
    run: ClassificationRun,
    client_of: SignIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = client_of(executive)
    client.get("/")
    with django_assert_max_num_queries(FRAME + 5):
        text = text_of(client.get(reverse("coops:run", args=[run.pk])).content)
    assert run.inputs_sha256 in text
    assert run.results_sha256 in text
    assert "ไม่มี ทุกแห่งเป็นไปตามที่คำนวณ" in text


def test_comparison_names_the_facts_that_differ(
    executive: User,
    run: ClassificationRun,
    member: Assessment,
    client_of: SignIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    Assessment.objects.filter(pk=member.pk).update(loss_latest=True)
    later, client = classify_year(actor=None, fiscal_year=YEAR), client_of(executive)
    url = reverse("coops:run-compare", args=[later.pk])
    client.get("/")
    with django_assert_max_num_queries(FRAME + 5):
        text = text_of(client.get(url).content)
    assert "เทียบกับ จัดชั้นปี 2567 ครั้งที่ 1" in text
    assert "ขาดทุนปีล่าสุด: ไม่ใช่ → ใช่" in text
    assert member.institution.name in text
    none = text_of(client.get(url, {"movement": "rose"}).content)
    assert "ไม่มีแห่งใดตรงตัวกรองนี้" in none


def test_comparison_of_one_run_with_nothing_is_an_empty_state(
    executive: User, run: ClassificationRun, client_of: SignIn
) -> None:
    page = client_of(executive).get(reverse("coops:run-compare", args=[run.pk]))
    assert "ยังไม่มีสิ่งที่เทียบได้" in text_of(page.content)


def test_acceptance_makes_the_result_official_on_the_page_of_the_institution(
    headquarters_chief: User,
    officer: User,
    run: ClassificationRun,
    member: Assessment,
    make_user: UserMaker,
    client_of: SignIn,
    settings: Settings,
    tmp_path: object,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    other = client_of(make_user(Role.CHIEF, "fin"))
    number = member.institution.registration_no
    exception = {
        "registration_no": number,
        "outcome": "3",
        "reason": "งบถูกปรับปรุง",
        "document_no": "กษ 7",
        "document_on": "18/11/2567",
    }
    url = reverse("coops:run-exception", args=[run.pk])
    assert "สหกรณ์ทดสอบ" in text_of(other.get(url, {"registration_no": number}).content)
    same = other.post(url, {**exception, "outcome": "2"})
    assert "ผลที่ให้ตรงกับผลที่คำนวณได้อยู่แล้ว" in text_of(same.content)
    assert other.post(url, exception).status_code == 302

    client, accept = client_of(headquarters_chief), reverse("coops:run-accept", args=[run.pk])
    refused = client.post(accept, MEETING)
    assert "ต้องยืนยันว่าคณะทำงานทราบข้อที่ยังไม่ครบ" in text_of(refused.content)
    wrong = client.post(accept, {**MEETING, "acknowledged": "on", "cad_members": "นาย ค"})
    assert "บรรทัด “นาย ค” ต้องเป็น ชื่อ, ตำแหน่ง" in text_of(wrong.content)
    minutes = SimpleUploadedFile("มติ.pdf", b"%PDF-1.7")
    done = client.post(accept, {**MEETING, "acknowledged": "on", "document": minutes}, follow=True)
    assert "ผลจัดชั้นปี 2567 เป็นทางการแล้ว ข้อมูลของปีนี้ล็อกทั้งหมด" in text_of(done.content)
    kept = WorkingGroupResolution.objects.get()
    assert [(m.name, m.department) for m in kept.members.all()] == [
        ("นาย ก", "cpd"),
        ("นาง ข", "cpd"),
        ("นาย ค", "cad"),
    ]
    document = client.get(reverse("coops:resolution-document", args=[kept.pk]))
    assert b"".join(document.streaming_content) == b"%PDF-1.7"  # type: ignore[attr-defined]

    text = text_of(client_of(officer).get(reverse("coops:detail", args=[number])).content)
    assert "ผลทางการ คณะทำงานรับผลเมื่อ 20 พ.ย. 2567" in text
    assert "คณะทำงานให้ผลต่างจากที่คำนวณ ให้เป็นชั้น 3 คำนวณได้ชั้น 2" in text
    assert "เหตุผล: งบถูกปรับปรุง (กษ 7 ลงวันที่ 18 พ.ย. 2567)" in text


@pytest.mark.parametrize("name", ["มติ.exe", "มติ"])
def test_document_of_another_kind_is_refused(
    headquarters_chief: User, run: ClassificationRun, client_of: SignIn, name: str
) -> None:
    values = {**MEETING, "acknowledged": "on", "document": SimpleUploadedFile(name, b"x")}
    page = client_of(headquarters_chief).post(reverse("coops:run-accept", args=[run.pk]), values)
    assert "รับเฉพาะ PDF ภาพ หรือ DOCX" in text_of(page.content)


def test_rejection_and_removal_of_an_exception(
    headquarters_chief: User, run: ClassificationRun, member: Assessment, client_of: SignIn
) -> None:
    client = client_of(headquarters_chief)
    client.post(
        reverse("coops:run-exception", args=[run.pk]),
        {
            "registration_no": member.institution.registration_no,
            "outcome": "group_1",
            "reason": "ก",
            "document_no": "ข",
            "document_on": "1/11/2567",
        },
    )
    made = RunException.objects.get()
    client.post(reverse("coops:run-exception-remove", args=[run.pk, made.pk]))
    assert not RunException.objects.exists()
    url = reverse("coops:run-reject", args=[run.pk])
    empty = client.post(url, {"reason": ""}, follow=True)
    assert "กรุณาระบุเหตุผลที่คณะทำงานไม่รับผล" in text_of(empty.content)
    done = client.post(url, {"reason": "รอสองสำนักงาน"}, follow=True)
    assert "คณะทำงานไม่รับผลครั้งนี้: รอสองสำนักงาน" in text_of(done.content)


def test_shipped_conditions_have_no_resolution(starter: User, client_of: SignIn) -> None:
    version = version_in_force(CONDITIONS_CODE, YEAR)
    assert version is not None
    page = client_of(starter).get(reverse("coops:conditions-resolution", args=[version.pk]))
    assert "รุ่นนี้ไม่มีมติของคณะทำงานในระบบ" in text_of(page.content)


def test_official_year_offers_only_a_check(
    starter: User, member: Assessment, client_of: SignIn
) -> None:
    make_official(YEAR)
    text = text_of(client_of(starter).get(reverse("coops:classification", args=[YEAR])).content)
    assert "ผลทางการ คณะทำงานรับผลการจัดชั้นครั้งที่ 1" in text
    assert "จัดชั้นซ้ำเพื่อตรวจสอบ" in text

"""The pages of results and rounds, from entry to the seal."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cpd_portal.core.choices import Role
from cpd_portal.core.models import User
from kpis.models import EvaluatorScore, EvidenceDownload, KpiResult
from kpis.services import result_compute
from kpis.typed_results import for_field
from tests.conftest import UserMaker
from tests.kpis.entered import PDF, TWELVE, Desk
from tests.kpis.strength import classified

SignIn = Callable[[User], Client]
PAGE = "/kpis/2567/4/12m/"


@pytest.fixture
def desk(make_user: UserMaker) -> Desk:
    return Desk(make_user)


def entry(desk: Desk, **changes: str) -> dict[str, str]:
    criterion = desk.kpi(4).criterion(TWELVE)
    assert criterion is not None
    given = {"basis": "typed", "value": "๘๐,๒๗๑.๐๐", "unit": criterion.unit, "version": "0"}
    return {**given, **changes}


def test_officer_enters_attaches_and_sends(client_of: SignIn, desk: Desk) -> None:
    client = client_of(desk.officer)
    assert client.post(PAGE, entry(desk)).status_code == 302
    upload = SimpleUploadedFile("ผล.pdf", PDF)
    attached = {"evidence-title": "รายงาน", "evidence-file": upload}
    assert client.post(f"{PAGE}evidence/", attached).status_code == 302
    html = client.post(f"{PAGE}step/submit/", follow=True).content.decode()
    assert "ส่งผลให้หัวหน้าหน่วยงานตรวจทานแล้ว" in html
    assert "80,271.00" in html
    assert "96.96" in html


def test_steps_lead_to_the_seal_and_both_results_after_an_appeal(
    client_of: SignIn, desk: Desk
) -> None:
    result = desk.enter()
    desk.attach(result)
    client_of(desk.officer).post(f"{PAGE}step/submit/")
    client_of(desk.chief).post(f"{PAGE}step/verify/")
    planner = client_of(desk.planner)
    planner.post(f"{PAGE}step/approve/")
    frozen = planner.post("/kpis/2567/rounds/12m/freeze/", follow=True).content.decode()
    assert "ปิดผนึกผลรอบ 12 เดือนแล้ว 1 ตัวชี้วัด" in frozen
    reopened = planner.post(
        f"{PAGE}step/appeal/",
        {"appeal-reason": "ข้อมูลปรับปรุง", "appeal-document_no": "1"},
        follow=True,
    ).content.decode()
    assert "ผลเดิมก่อนอุทธรณ์" in reopened
    assert "เปิดให้แก้ไขตามอุทธรณ์: ข้อมูลปรับปรุง" in reopened
    assert KpiResult.objects.count() == 2


def test_return_needs_a_reason(client_of: SignIn, desk: Desk) -> None:
    result = desk.enter()
    desk.attach(result)
    client_of(desk.officer).post(f"{PAGE}step/submit/")
    html = client_of(desk.chief).post(f"{PAGE}step/return/", {}, follow=True).content.decode()
    assert "ระบุเหตุผล เพื่อให้เจ้าของตัวชี้วัดทราบว่าต้องแก้อะไร" in html


def test_step_of_a_person_without_the_role_is_forbidden(client_of: SignIn, desk: Desk) -> None:
    result = desk.enter()
    desk.attach(result)
    client_of(desk.officer).post(f"{PAGE}step/submit/")
    assert client_of(desk.officer).post(f"{PAGE}step/verify/").status_code == 403


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"value": "มาก"}, "ต้องเป็นตัวเลข เช่น 45.00"),
        ({"value": ""}, "กรอกผลเป็นตัวเลข เช่น 45.00"),
        ({"unit": "ร้อยละ"}, "ตามเกณฑ์ของรอบนี้"),
        ({"basis": "computed"}, "เลือกที่มาของผลจากรายการ"),
        ({"basis": "external"}, "ระบุหน่วยงานที่แจ้งผล"),
        ({"letter_on": "32/1/2567"}, "32/1/2567"),
    ],
)
def test_bad_entry_is_refused_and_keeps_what_was_typed(
    client_of: SignIn, desk: Desk, changes: dict[str, str], message: str
) -> None:
    response = client_of(desk.officer).post(PAGE, entry(desk, **changes))
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not KpiResult.objects.exists()


def test_conflict_shows_both_values_and_the_next_save_takes_it(
    client_of: SignIn, desk: Desk
) -> None:
    desk.enter()
    client = client_of(desk.officer)
    response = client.post(PAGE, entry(desk, value="81000"))
    html = response.content.decode()
    assert response.status_code == 409
    assert "ค่าที่บันทึกอยู่ขณะนี้คือ 80,000.00" in html
    assert 'value="81000"' in html
    assert client.post(PAGE, entry(desk, value="81000", version="1")).status_code == 302


def test_evidence_is_a_logged_download(client_of: SignIn, desk: Desk, executive: User) -> None:
    result = desk.enter()
    desk.attach(result)
    paper = result.evidence.get()
    response = client_of(executive).get(f"/kpis/evidence/{paper.pk}/")
    assert response.content == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert EvidenceDownload.objects.get().user == executive


def test_evaluators_score_stands_beside_ours(client_of: SignIn, desk: Desk) -> None:
    desk.enter(value="80397.08")
    given = {
        "evaluator-score": "75.5",
        "evaluator-agency": "สำนักงาน ก.พ.ร.",
        "evaluator-letter_no": "นร 1200/1",
        "evaluator-letter_on": "15/11/2567",
        "evaluator-evaluator_version": "0",
    }
    client = client_of(desk.planner)
    html = client.post(f"{PAGE}evaluator/", given, follow=True).content.decode()
    assert "75.50" in html
    assert "−24.50 คะแนน" in html
    assert client.post(f"{PAGE}evaluator/", given).status_code == 409
    too_much = {**given, "evaluator-score": "101", "evaluator-evaluator_version": "1"}
    assert (
        "คะแนนต้องอยู่ระหว่าง 0 ถึง 100" in client.post(f"{PAGE}evaluator/", too_much).content.decode()
    )
    assert str(EvaluatorScore.objects.get().score) == "75.50"


def test_round_page_says_who_has_to_act(client_of: SignIn, desk: Desk) -> None:
    result = desk.enter()
    desk.attach(result)
    desk.approve(result)
    html = client_of(desk.planner).get("/kpis/2567/rounds/12m/").content.decode()
    assert "ปิดผนึก 1 ตัวชี้วัด" in html
    assert "0 จาก 13" in html
    assert (
        "ปิดผนึก 1 ตัวชี้วัด"
        not in client_of(desk.officer).get("/kpis/2567/rounds/12m/").content.decode()
    )


def test_planner_opens_the_year(client_of: SignIn, make_user: UserMaker) -> None:
    planner = make_user(Role.PLANNER)
    html = client_of(planner).post("/kpis/2567/open/", follow=True).content.decode()
    assert "เปิดใบคะแนนปีงบประมาณ 2567 ให้บันทึกผลแล้ว" in html


def test_planner_copies_the_scorecard_and_sees_what_differs(
    client_of: SignIn, make_user: UserMaker
) -> None:
    client = client_of(make_user(Role.PLANNER))
    assert "ทำสำเนาเป็นปี 2568" in client.get("/kpis/2567/rounds/12m/").content.decode()
    html = client.post("/kpis/2567/clone/", follow=True).content.decode()
    assert "ทำสำเนาเป็นข้อเสนอของปี 2568 แล้ว ต้องให้อีกคนหนึ่งลงนาม" in html
    html = client.get("/kpis/2568/compare/").content.decode()
    assert "ยังไม่มีค่าใดต่างจากปีก่อน" in html
    assert "ดูว่าปี 2568 ต่างจากปี 2567" in client.get("/kpis/2567/rounds/12m/").content.decode()


EXACT = "33.3333333333"
FIELD = 'name="value" value="{}"'


def computed_result(desk: Desk) -> KpiResult:
    """Of KPI 5: one of three is in tier 1."""
    classified([1, 3, 3])
    kpi = desk.kpi(5)
    return result_compute(actor=desk.officer, kpi=kpi, round=TWELVE, version=0)


def test_field_of_a_computed_result_is_rounded_and_its_trace_is_not(
    client_of: SignIn, desk: Desk
) -> None:
    computed_result(desk)
    html = client_of(desk.officer).get("/kpis/2567/5/12m/").content.decode()
    assert FIELD.format("33.33") in html
    assert f"ก่อนปัด {EXACT}" in html


def test_untouched_figure_keeps_every_digit_and_a_typed_one_is_taken(
    client_of: SignIn, desk: Desk
) -> None:
    result = computed_result(desk)
    client, url = client_of(desk.officer), "/kpis/2567/5/12m/"
    left = entry(desk, unit="ร้อยละ", value="33.33", version="1", remark="อธิบายเพิ่ม")
    assert client.post(url, left).status_code == 302
    result.refresh_from_db()
    assert (result.value, result.remark) == (EXACT, "อธิบายเพิ่ม")
    assert client.post(url, {**left, "value": "33.34", "version": "2"}).status_code == 302
    result.refresh_from_db()
    assert result.value == "33.34"


def test_trial_shows_the_rounded_figure_and_explains_the_exact_one(
    client_of: SignIn, desk: Desk
) -> None:
    html = client_of(desk.officer).get(f"/kpis/2567/5/?round=12m&value={EXACT}").content.decode()
    assert FIELD.format("33.33") in html
    assert f"ก่อนปัด {EXACT}" in html


def test_rounding_of_the_field_follows_the_policy_and_leaves_other_units(desk: Desk) -> None:
    percent, baht = desk.kpi(5).criterion(TWELVE), desk.kpi(4).criterion(TWELVE)
    policy = replace(desk.scorecard.policy, percent_places=3)
    assert percent is not None
    assert baht is not None
    assert for_field(EXACT, percent, policy) == "33.333"
    assert for_field("33.3", percent, policy) == "33.3"
    assert for_field("80271.123456", baht, policy) == "80271.123456"

"""Pages of cases: what stands on them, what does not, and every act with what it refuses."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cpd_portal.core.choices import Role
from cpd_portal.core.models import OrgUnit
from inspection.models import Defect
from registrar.choices import CaseState, Ending, Outcome, Verdict
from registrar.models import Case, CaseRead
from registrar.rules.clock import Clock
from registrar.selectors.case_lists import CaseChoice, CaseLine, cases_of
from registrar.selectors.case_overview import overview
from tests.conftest import UserMaker
from tests.coops.rows import make_institution
from tests.inspection.rows import make_defect, person
from tests.registrar.cases import (
    PDF,
    TODAY,
    add_paper,
    add_person,
    decided_case,
    fresh,
    make_case,
    propose,
    ready_to_decide,
    referred_case,
    sign,
)

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
NAME = "สมชาย ใจดี"


def _get(client: Client, name: str, case: Case) -> str:
    response = client.get(reverse(f"registrar:{name}", args=[case.pk]))
    assert response.status_code == 200
    return response.content.decode()


def _post(client: Client, case: Case, act: str, **data: Any) -> Any:
    data.setdefault("version", fresh(case).version)
    return client.post(reverse("registrar:case-act", args=[case.pk, act]), data)


def _named_case() -> Case:
    case = make_case(title=f"นาย{NAME} ยืมเงิน", facts=f"พบว่า{NAME}ไม่คืนเงิน สมชายรับแล้ว")
    add_person(case)
    return fresh(case)


@pytest.mark.parametrize("tab", ["case", "case-work", "case-opinions"])
@pytest.mark.parametrize("role", [Role.CHIEF, Role.OFFICER])
def test_case_pages_show_persons_by_their_part(client_of: SignIn, tab: str, role: Role) -> None:
    case = _named_case()
    propose(case, reason=f"{NAME} ต้องคืนเงิน")
    shown = _get(client_of(person(role)), tab, case)

    assert "สมชาย" not in shown
    assert "ใจดี" not in shown
    assert "ผู้ถูกกล่าวหา 1" in shown
    assert not CaseRead.objects.exists()


def test_persons_page_shows_names_and_logs_it(client_of: SignIn) -> None:
    case = _named_case()
    shown = _get(client_of(person(Role.INSPECTOR)), "case-persons", case)

    assert NAME in shown
    assert [row.user for row in CaseRead.objects.all()] == [person(Role.INSPECTOR)]


def test_persons_page_is_closed_to_who_has_an_interest(client_of: SignIn) -> None:
    case = _named_case()
    client = client_of(person(Role.INSPECTOR))
    assert _post(client, case, "conflict", words="เป็นญาติ").status_code == 302

    assert client.get(reverse("registrar:case-persons", args=[case.pk])).status_code == 403
    assert "ท่านแจ้งว่ามีส่วนได้เสียในเรื่องนี้" in _get(client, "case", case)


@pytest.mark.parametrize("query", ["?q=สมชาย", "?q=ใจดี", "?q=นายสมชาย ใจดี"])
def test_search_never_finds_by_a_name(client_of: SignIn, query: str) -> None:
    _named_case()
    response = client_of(person(Role.CHIEF)).get(reverse("registrar:cases") + query)

    assert "ไม่มีสำนวนตามตัวกรองนี้" in response.content.decode()
    assert "ยืมเงิน" not in response.content.decode().replace(query, "")


def test_search_finds_number_institution_and_subject(client_of: SignIn) -> None:
    case = _named_case()
    client = client_of(person(Role.CHIEF))
    assert case.institution is not None
    for q in (case.shown_number, "2569-1", case.institution.registration_no, "ยืมเงิน"):
        shown = client.get(reverse("registrar:cases"), {"q": q}).content.decode()
        assert case.shown_number in shown, q


def test_paper_is_the_received_bytes_and_its_reading_is_logged(client_of: SignIn) -> None:
    paper = add_paper(make_case())
    response = client_of(person(Role.CHIEF)).get(reverse("registrar:case-paper", args=[paper.pk]))

    assert response.content == PDF
    assert response["X-Content-Type-Options"] == "nosniff"
    assert CaseRead.objects.get().paper == paper


def test_queue_shows_what_waits_for_the_person(client_of: SignIn) -> None:
    case = make_case()
    propose(case)
    other = make_case(make_institution("51"))

    shown = client_of(person(Role.INSPECTOR)).get(reverse("registrar:index")).content.decode()
    assert case.shown_number in shown
    assert other.shown_number not in shown
    waiting = client_of(person(Role.OFFICER)).get(reverse("registrar:index")).content.decode()
    assert "ไม่มีสำนวนที่รอท่าน" in waiting


def test_queue_shows_referred_defects_without_a_case(client_of: SignIn) -> None:
    case, defect = referred_case()
    chief = client_of(person(Role.CHIEF))
    assert defect.title not in chief.get(reverse("registrar:index")).content.decode()
    _post(chief, case, "close", reason="ยุติ")

    assert "ยังไม่มีสำนวน" in chief.get(reverse("registrar:index")).content.decode()
    assert defect.title in chief.get(reverse("registrar:index")).content.decode()


def test_new_case_is_opened_from_its_form(client_of: SignIn) -> None:
    institution = make_institution("50")
    response = client_of(person(Role.OFFICER)).post(
        reverse("registrar:case-new"),
        {
            "type_code": "borrowing-ceiling",
            "registration_no": institution.registration_no,
            "title": "ขอวงเงิน",
            "facts": "ขอวงเงินกู้ยืมประจำปี",
            "amount": "5,000,000",
            "received_on": "1/6/2568",
        },
    )

    case = Case.objects.get()
    assert response["Location"] == reverse("registrar:case", args=[case.pk])
    assert case.shown_number == "50/2568-001"


def test_new_case_of_an_unknown_institution_says_so(client_of: SignIn) -> None:
    outside = make_institution("51")
    response = client_of(person(Role.OFFICER)).post(
        reverse("registrar:case-new"),
        {
            "type_code": "borrowing-ceiling",
            "registration_no": outside.registration_no,
            "title": "ขอวงเงิน",
            "facts": "ขอ",
            "received_on": "1/6/2568",
        },
    )

    assert response.status_code == 422
    assert "ไม่พบเลขทะเบียนนี้ในขอบเขตที่บัญชีนี้ดูได้" in response.content.decode()


def test_defect_page_leads_to_its_case(client_of: SignIn) -> None:
    defect = make_defect()
    chief = client_of(person(Role.CHIEF))
    address = reverse("registrar:referral", args=[defect.pk])

    shown = chief.get(reverse("inspection:defect", args=[defect.pk])).content.decode()
    assert address in shown
    data = {"title": defect.title, "facts": defect.facts, "received_on": "1/6/2568"}
    assert chief.post(address, data).status_code == 302
    assert Case.objects.get().defect_links.get().defect == defect
    assert "สำนวนที่มีข้อบกพร่องนี้" in chief.get(address).content.decode()


def test_referral_shows_the_persons_of_its_case_by_their_part(client_of: SignIn) -> None:
    case, defect = referred_case()
    Defect.objects.filter(pk=defect.pk).update(title=f"นาย{NAME} ยืมเงิน")
    address = reverse("registrar:referral", args=[defect.pk])
    client = client_of(person(Role.OFFICER))
    assert NAME in client.get(address).text
    add_person(case)

    shown = client.get(address).text
    assert NAME not in shown
    assert "ผู้ถูกกล่าวหา 1 ยืมเงิน" in shown


def test_referral_by_an_officer_is_refused(client_of: SignIn) -> None:
    defect = make_defect()
    data = {"title": defect.title, "facts": defect.facts, "received_on": "1/6/2568"}
    address = reverse("registrar:referral", args=[defect.pk])

    assert client_of(person(Role.OFFICER)).post(address, data).status_code == 403


def test_every_act_of_the_way_can_be_done_on_the_pages(client_of: SignIn) -> None:
    case, _ = referred_case()
    officer, inspector = client_of(person(Role.OFFICER)), client_of(person(Role.INSPECTOR))
    chief = client_of(person(Role.CHIEF))
    today = timezone.localdate().strftime("%d/%m/") + str(timezone.localdate().year + 543)
    steps: list[tuple[Client, str, dict[str, Any]]] = [
        (officer, "assess", {}),
        (officer, "person", {"id": uuid4(), "part": "suspect", "name": f"นาย{NAME}"}),
        (officer, "paper", {"item": "report", "file": SimpleUploadedFile("a.pdf", PDF)}),
        (officer, "stop", {"because": "papers", "words": "รอเอกสาร", "from_on": today}),
        (officer, "resume", {"until_on": today}),
        (chief, "task", {"id": uuid4(), "title": "ขอยอด", "owner": person(Role.OFFICER).pk,
                         "due_on": today}),
        (officer, "hearing", {"party": "คณะกรรมการ", "manner": "waived", "heard_on": today,
                              "statement": "เร่งด่วน"}),
        (officer, "propose", {"outcome": "exercise", "power_code": "22-1", "days": "60",
                              "reason": "เบาที่สุด", "no_conflict": "on"}),
        (inspector, "sign", {"position": "1", "verdict": "agrees", "outcome": "exercise",
                             "power_code": "22-1", "days": "60", "reason": "เห็นด้วย",
                             "no_conflict": "on"}),
    ]  # fmt: skip
    for client, act, data in steps:
        response = _post(client, case, act, **data)
        assert response.status_code == 302, (act, response.content.decode()[-3000:])
    task = case.tasks.get()
    assert _post(officer, case, "task-done", task=task.pk, note="ได้แล้ว").status_code == 302
    assert fresh(case).state == CaseState.DECIDING
    page = _get(chief, "case", case)
    assert "มาตรา 22" in page


def test_decision_and_outcome_are_recorded_on_the_pages(client_of: SignIn) -> None:
    case = ready_to_decide(referred_case()[0])
    chief = client_of(person(Role.CHIEF))
    data = {"outcome": "exercise", "power_code": "22-1", "days": "60", "reason": "ตามความเห็น"}
    refused = _post(chief, case, "decide", **data)
    assert refused.status_code == 422
    assert "ยืนยันก่อนว่าไม่มีส่วนได้เสียในเรื่องนี้" in refused.content.decode()

    assert _post(chief, case, "decide", **data, no_conflict="on").status_code == 302
    assert "รองนายทะเบียนสหกรณ์ ปฏิบัติการแทน" in _get(chief, "case-opinions", case)
    ended = _post(chief, case, "end", ending="obeyed", reason="แก้แล้ว")
    assert ended.status_code == 302
    assert _post(chief, case, "close", reason="เสร็จ").status_code == 302
    assert fresh(case).ending == Ending.OBEYED


def test_act_after_somebody_else_keeps_what_was_typed(client_of: SignIn) -> None:
    case = make_case()
    add_person(case)
    data = {"because": "papers", "words": "รอรายงานการประชุม", "from_on": "15/6/2569"}
    response = _post(client_of(person(Role.OFFICER)), case, "stop", version=1, **data)

    assert response.status_code == 409
    shown = response.content.decode()
    assert "มีผู้อื่นทำรายการนี้ไปก่อน" in shown
    assert "รอรายงานการประชุม" in shown


def test_case_page_shows_precedents_without_whom_they_were_about(client_of: SignIn) -> None:
    for _ in range(3):
        other = decided_case()
    shown = _get(client_of(person(Role.OFFICER)), "case", make_case())

    assert "แนวส่วนใหญ่" in shown
    assert "ให้เวลา 60 วัน" in shown
    assert other.about not in shown
    assert other.shown_number not in shown


def test_refused_hearing_still_shows_its_party_by_part(client_of: SignIn) -> None:
    case = _named_case()
    officer = client_of(person(Role.OFFICER))
    called = {"party": f"นาย{NAME}", "called_on": "1/6/2569", "reply_by": "30/6/2569"}
    assert _post(officer, case, "hearing-call", **called).status_code == 302
    Case.objects.filter(pk=case.pk).update(handler=None)

    refused = _post(officer, case, "hearing", hearing="", manner="", statement="")
    assert refused.status_code == 422
    assert "ผู้ถูกกล่าวหา 1</option>" in refused.content.decode()
    assert NAME not in refused.content.decode()


def test_opinion_form_offers_powers_of_the_assessment_first(client_of: SignIn) -> None:
    case = make_case()
    officer = client_of(person(Role.OFFICER))
    _post(officer, case, "assess")
    answers = {"defect": "yes", "harm_possible": "yes", "practice_continues": "yes"}
    _post(officer, case, "assess", **answers)

    shown = _get(officer, "case-opinions", case)
    assert shown.index("ใช้ได้ตามผลประเมิน") < shown.index("อำนาจอื่น")


def test_dissent_stands_on_the_page_of_opinions(client_of: SignIn) -> None:
    case = make_case()
    propose(case)
    sign(case, verdict=Verdict.DISSENTS, outcome=Outcome.NO_ACTION, power_code="", days=None)

    shown = _get(client_of(person(Role.CHIEF)), "case-opinions", case)
    assert "เห็นต่าง" in shown
    assert "ใช้อำนาจ มาตรา 22 (1) " in shown


def test_overview_tells_where_offices_differ(client_of: SignIn, make_user: UserMaker) -> None:
    decided_case(office="51")
    decided_case(office="52", power="22-2")
    client = client_of(make_user(Role.EXECUTIVE))
    shown = overview(make_user(Role.PLANNER), None, 2569, TODAY)
    assert [row.title for row in shown.powers] == ["มาตรา 22-1", "มาตรา 22-2"]
    assert [(row.count, row.offices, row.is_split) for row in shown.patterns] == [(2, 2, True)]
    assert client.get(reverse("registrar:case-overview")).status_code == 200


def test_overview_of_an_office_counts_its_own_alone() -> None:
    decided_case(office="51")
    make_case()
    shown = overview(person(Role.OFFICER), None, 2569, TODAY)

    assert (shown.open, shown.decided) == (1, 0)


def test_overview_compares_the_office_with_the_country_without_names(client_of: SignIn) -> None:
    decided_case(office="51")
    decided_case(office="52", power="22-2")
    mine = decided_case(office="50")
    shown = overview(person(Role.CHIEF), mine.office, 2569, TODAY)

    assert shown.decided == 1
    assert [(row.count, row.own) for row in shown.patterns] == [(3, ["มาตรา 22-1"])]
    address = reverse("registrar:case-overview")
    page = client_of(person(Role.CHIEF)).get(address, {"year": "2569"}).text
    assert "หน่วยงานนี้" in page
    assert OrgUnit.objects.get(code="52").short_name not in page


def test_decided_case_after_its_limit_says_by_how_much() -> None:
    case = fresh(decided_case())
    late = CaseLine(case, Clock(used=64, due_on=None, left=-4, stands=False))

    assert late.words == "ใช้ 64 วัน เกินกำหนด 4 วัน"


def test_cases_chosen_by_time_begin_with_the_most_urgent() -> None:
    first, second = (make_case(received_on=TODAY - timedelta(days=back)) for back in (70, 90))
    choice = CaseChoice(today=TODAY, late="late")

    assert list(cases_of(person(Role.CHIEF), choice)) == [second, first]


def test_overview_page_offers_fiscal_years(client_of: SignIn) -> None:
    client = client_of(person(Role.CHIEF))
    address = reverse("registrar:case-overview")

    assert "ตัดสินในปีงบประมาณ <b>2567</b>" in client.get(address, {"year": "2567"}).text
    assert client.get(address, {"year": "nothing"}).status_code == 200


@pytest.mark.parametrize("tab", ["case", "case-work", "case-opinions", "case-persons"])
def test_case_pages_keep_the_office_in_the_masthead(client_of: SignIn, tab: str) -> None:
    assert "ทุกหน่วยงานที่ดูแล" not in _get(client_of(person(Role.CHIEF)), tab, make_case())

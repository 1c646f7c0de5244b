"""Cases for programs, as documents, from spreadsheets, and as sample."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from cpd_portal.core.choices import Role
from cpd_portal.core.documents.registry import find_report
from cpd_portal.core.figures.registry import figure_set
from cpd_portal.core.imports.choices import ImportState, Level
from cpd_portal.core.imports.services import import_check, import_confirm
from cpd_portal.core.models import OrgUnit, User
from registrar.case_types import case_types
from registrar.choices import CaseState
from registrar.figures.case_types import REFERENCE, load_case_types
from registrar.figures.case_types import rows as figure_rows
from registrar.imports.cases import CASES_IMPORT, IN_PORTAL
from registrar.models import Case, CaseDecision, CaseOpinion
from registrar.selectors.case_lists import Lateness, late_as
from tests.coops.rows import make_institution
from tests.coops.workbooks import upload, workbook
from tests.inspection.rows import person
from tests.registrar.cases import (
    TODAY,
    add_person,
    decided_case,
    fresh,
    make_case,
    propose,
    sample_cases,
)

pytestmark = pytest.mark.django_db
NAME = "สมชาย ใจดี"
AS_OF = datetime(2026, 6, 15, 3, 0, tzinfo=UTC)
CASES = "/api/v1/registrar/cases/"


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def program(client: Client) -> Client:
    client.force_login(person(Role.OFFICER))
    return client


def _named_case() -> Case:
    case = make_case(title=f"นาย{NAME} ยืมเงิน", facts=f"พบว่า{NAME}ไม่คืนเงิน")
    add_person(case)
    propose(case, reason=f"{NAME} ต้องคืน")
    return fresh(case)


def test_api_lists_cases_of_the_scope_without_names(program: Client) -> None:
    case = _named_case()
    make_case(make_institution("51"))
    body = program.get(CASES).json()

    assert body["count"] == 1
    row = body["results"][0]
    assert (row["number"], row["title"]) == (case.shown_number, "ผู้ถูกกล่าวหา 1 ยืมเงิน")
    assert row["office"] == {"code": "50", "name": case.office.name}
    assert row["decision"] is None


def test_api_filters_cases(program: Client) -> None:
    _named_case()

    assert program.get(CASES, {"state": "opinions"}).json()["count"] == 1
    assert program.get(CASES, {"state": "closed"}).json()["count"] == 0
    assert program.get(CASES, {"q": "สมชาย"}).json()["count"] == 0
    refused = program.get(CASES, {"state": "nothing"})
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["pointer"] == "/state"


def test_api_shows_one_case_with_clock_and_etag(program: Client) -> None:
    case = _named_case()
    response = program.get(f"{CASES}{case.pk}/")

    assert response["ETag"]
    body = response.json()
    assert NAME not in response.content.decode()
    assert body["clock"]["limit"] == 60
    assert program.get(f"{CASES}{make_case(make_institution('51')).pk}/").status_code == 404


def test_api_opens_a_case_once_for_a_key(program: Client) -> None:
    institution = make_institution("50")
    body = {
        "type": "borrowing-ceiling",
        "institution": institution.registration_no,
        "title": "ขอวงเงิน",
        "facts": "ขอวงเงินกู้ยืมประจำปี",
        "amount": "5000000.00",
        "received_on": "2025-06-01",
    }
    options: dict[str, Any] = {
        "content_type": "application/json", "headers": {"Idempotency-Key": "case-1"}
    }  # fmt: skip
    first = program.post(CASES, body, **options)
    again = program.post(CASES, body, **options)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["number"] == "50/2568-001"
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"type": "nothing"}, "/type"),
        ({"institution": "no-such"}, "/institution"),
        ({"institution": None}, "/office"),
        ({"conduct": ["nothing"]}, "/conduct/0"),
        ({"defects": ["00000000-0000-4000-8000-000000000000"]}, "/defects/0"),
        ({"received_on": "2999-01-01"}, "/received_on"),
        ({"amount": "-1.00"}, "/amount"),
    ],
)
def test_api_refuses_wrong_values_at_their_pointer(
    program: Client, changed: dict[str, Any], pointer: str
) -> None:
    body = {
        "type": "borrowing-ceiling",
        "institution": make_institution("50").registration_no,
        "title": "ขอวงเงิน",
        "facts": "ขอ",
        "received_on": "2025-06-01",
        **changed,
    }
    response = program.post(CASES, body, content_type="application/json")

    assert response.status_code == 400
    assert response.json()["errors"][0]["pointer"] == pointer


def test_api_needs_a_role_to_open(client: Client) -> None:
    client.force_login(person(Role.PLANNER, "cpd"))

    assert client.post(CASES, {}, content_type="application/json").status_code == 403


def _rows(identifier: str, params: dict[str, Any], role: Role = Role.CHIEF) -> list[list[Any]]:
    report: Any = find_report(identifier)
    context = report.context(person(role), params, AS_OF)
    return [list(row) for row in report.rows(context)]


def test_register_document_has_no_names_even_for_the_chief() -> None:
    case = _named_case()
    rows = _rows("case-register", {})

    assert [row[1] for row in rows] == [case.shown_number]
    assert not any(NAME in str(cell) or "สมชาย" in str(cell) for row in rows for cell in row)


def test_register_document_tells_decision_and_days() -> None:
    case = decided_case(office="50")
    row = _rows("case-register", {"state": "decided"})[0]

    assert row[1] == case.shown_number
    assert row[12] == "มาตรา 22-1"
    assert row[14:] == [60, "ปฏิบัติตามแล้ว"]


def test_summary_document_masks_every_text() -> None:
    case = _named_case()
    rows = _rows("case-summary", {"case": str(case.pk)})
    text = "\n".join(" ".join(row) for row in rows)

    assert "สมชาย" not in text
    assert "ผู้ถูกกล่าวหา 1 ต้องคืน" in text


def test_summary_document_tells_time_persons_and_the_common_line() -> None:
    for _ in range(3):
        decided_case()
    case = _named_case()
    lines = dict(_rows("case-summary", {"case": str(case.pk)}))

    assert lines["เวลา"] == "ใช้ไป 0 วัน จากกำหนด 60 วัน ครบกำหนด 14\u00a0สิงหาคม\u00a02569"
    assert lines["บุคคล"] == "ผู้ถูกกล่าวหา 1"
    assert lines["แนวที่เคยตัดสิน"] == "มาตรา 22-1 3 เรื่อง (แนวส่วนใหญ่): ปฏิบัติตามแล้ว 3"
    assert "ให้เวลา 60 วัน เหตุผล ผู้ถูกกล่าวหา 1 ต้องคืน" in lines["ความเห็นรอบที่ 1"]


def test_summary_document_of_another_office_is_unknown() -> None:
    report: Any = find_report("case-summary")
    form = report.params_form(
        {"case": str(make_case(make_institution("51")).pk)}, user=person(Role.CHIEF)
    )

    assert form.errors == {"case": ["ไม่พบสำนวนนี้ในขอบเขตของบัญชี"]}


def _line(number: str, **changed: Any) -> dict[str, Any]:
    cells = {
        "registration_no": number,
        "type_code": "พิจารณาใช้อำนาจกำกับโดยนายทะเบียนเห็นเอง",
        "title": "ค้างเงินยืม",
        "facts": "ผู้จัดการค้างเงินยืม",
        "received_on": "1/2/2567",
        "outcome": "ใช้อำนาจ",
        "power_code": "22-1",
        "days": "๖๐",
        "decided_on": "1/3/2567",
        "ending": "ปฏิบัติตามแล้ว",
        "category": "การเงิน",
        "amount": "48,500.00",
    }
    return {**cells, **changed}


def _checked(*lines: dict[str, Any]) -> Any:
    office = OrgUnit.objects.get(code="50")
    (sheet,) = CASES_IMPORT.sheets(office, 2569)
    return import_check(
        actor=person(Role.CHIEF),
        form=CASES_IMPORT,
        office=office,
        fiscal_year=2569,
        upload=upload(workbook(sheet, lines)),
    )


def test_import_makes_closed_cases_with_their_decision() -> None:
    number = make_institution("50").registration_no
    checked = _checked(_line(number), _line(number, title="อีกเรื่อง", category=""))
    assert checked.findings == []
    import_confirm(actor=person(Role.CHIEF), checked=checked)

    cases = list(Case.objects.order_by("number"))
    assert [row.shown_number for row in cases] == ["50/2567-001", "50/2567-002"]
    assert {row.state for row in cases} == {CaseState.CLOSED}
    decision = CaseDecision.objects.get(case=cases[0])
    assert (decision.power_code, decision.days) == ("22-1", 60)


def test_import_tells_every_error_and_leaves_out_what_is_there() -> None:
    number = make_institution("50").registration_no
    done = _checked(_line(number))
    import_confirm(actor=person(Role.CHIEF), checked=done)
    again = _checked(_line(number, facts="ถ้อยคำอื่น"))
    assert [(row["level"], row["message"]) for row in again.findings] == [
        (Level.WARNING, IN_PORTAL)
    ]
    wrong = _checked(
        _line("no-such"),
        _line(number, power_code="no-such-power"),
        _line(number, decided_on="1/1/2567", power_code=""),
        _line(number, days="0", outcome="อื่น"),
    )
    assert wrong.state == ImportState.REJECTED
    messages = [row["message"] for row in wrong.findings]
    assert "ไม่มีรหัสอำนาจนี้ในกรอบการใช้อำนาจ" in messages
    assert "วันที่ตัดสินต้องไม่ก่อนวันที่รับเรื่อง" in messages
    assert "ใช้อำนาจต้องมีรหัสอำนาจ" in messages
    assert "จำนวนวันต้องเป็น 1 ถึง 730" in messages
    assert Case.objects.count() == 1


def test_case_types_go_out_and_come_back_the_same() -> None:
    types, _ = case_types()
    shown = figure_rows(types.model_dump(mode="json"))

    assert len(shown["types"]) == len(types.types)
    assert not figure_set("registrar.case-types").verified(types.model_dump(mode="json"))


def test_case_keeps_its_terms_when_the_types_change(tmp_path: Path) -> None:
    case = make_case()
    shipped = (REFERENCE / "case_types.yaml").read_text("utf-8")
    changed = shipped.replace("hearing: true, limit_days: 60", "hearing: false, limit_days: 45")
    (tmp_path / "case_types.yaml").write_text(changed, "utf-8")
    load_case_types(tmp_path)
    later = make_case(case.institution)

    assert fresh(case).terms["type"]["limit_days"] == case.limit_days == 60
    assert [row["role"] for row in fresh(case).terms["chain"]] == [
        "inspector", "officer", "legal", "chief",
    ]  # fmt: skip
    assert (later.limit_days, later.terms["type"]["hearing"]) == (45, False)
    assert later.terms_version == case.terms_version + 1


def test_sample_has_a_case_in_every_state_and_all_are_marked() -> None:
    counts = sample_cases()
    cases = Case.objects.filter(office__code="50")

    assert set(cases.values_list("state", flat=True)) == set(CaseState)
    assert counts["registrar.Case"] == Case.objects.count() == 13
    assert not Case.objects.filter(is_sample=False).exists()
    assert cases.filter(institution=None).count() == 1
    assert cases.exclude(stopped_on=None).count() == 1
    assert cases.exclude(barred=[]).count() == 1
    assert CaseOpinion.objects.filter(verdict="dissents").exists()
    assert cases.filter(late_as(Lateness.LATE, TODAY)).exists()


def test_sample_cases_wait_for_who_has_the_next_step(client: Client) -> None:
    sample_cases()
    expected = {"chief-50": 2, "inspector-50": 1, "officer-50": 5}

    for username, count in expected.items():
        client.force_login(User.objects.get(username=username))
        shown = client.get(reverse("registrar:index")).content.decode()
        assert f"สำนวน <b>{count}</b>" in shown, username

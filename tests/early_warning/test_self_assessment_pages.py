"""Pages, spreadsheet and API of the cooperatives' own view."""

from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from coops.models import Institution
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.imports.services import import_check, import_confirm
from cpd_portal.core.models import FigureVersion, Import, OrgUnit, User
from early_warning.choices import OwnLevel, Received, RiskAnswer
from early_warning.imports.self_assessments import OTHER_VERSION, SELF_ASSESSMENT_IMPORT
from early_warning.models import SelfAssessment
from tests.coops.pages import SignIn, text_of
from tests.coops.workbooks import upload, workbook
from tests.core.test_audit import events_of
from tests.early_warning.own import QUARTER, YEAR, answers, make_own, make_savings

pytestmark = pytest.mark.django_db
LIST = "/early-warning/self-assessments/"
API = "/api/v1/early-warning/self-assessments/"
LABELS = {answer.value: str(answer.label) for answer in RiskAnswer}


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def address(institution: Institution, quarter: int = QUARTER) -> str:
    return f"{LIST}{institution.registration_no}/{YEAR}/{quarter}/"


def posted(**changed: Any) -> dict[str, Any]:
    fields = {f"q-{number}": answer for number, answer in answers(RiskAnswer.MEDIUM).items()}
    return {**fields, "assessed_on": "10/2/2569", "version": "0", **changed}


def test_officer_records_what_the_cooperative_answered(officer: User, client_of: SignIn) -> None:
    savings = make_savings(name="สหกรณ์ออมทรัพย์ครู จำกัด")

    done = client_of(officer).post(address(savings), posted(), follow=True)

    assert "บันทึกการประเมินของสหกรณ์ออมทรัพย์ครู จำกัด แล้ว" in text_of(done.content)
    assert SelfAssessment.objects.get().level == OwnLevel.MEDIUM
    listed = client_of(officer).get(f"{LIST}?fiscal_year={YEAR}&quarter={QUARTER}")
    assert "ความเสี่ยงปานกลาง" in text_of(listed.content)
    assert "ประเมินแล้วร้อยละ 100.00" in text_of(listed.content)


def test_list_shows_who_has_not_answered(officer: User, client_of: SignIn) -> None:
    make_savings(name="สหกรณ์ออมทรัพย์ ข จำกัด")

    text = text_of(client_of(officer).get(LIST).content)

    assert "สหกรณ์ออมทรัพย์ ข จำกัด" in text
    assert "ยังไม่ประเมิน – –" in text


def test_missing_answer_is_named_and_the_others_stay(officer: User, client_of: SignIn) -> None:
    done = client_of(officer).post(address(make_savings()), posted(**{"q-1.1": ""}))

    assert done.status_code == 422
    assert "ยังไม่ได้ตอบข้อนี้" in text_of(done.content)
    assert done.content.decode().count("checked") == len(answers()) - 1


def test_conflict_keeps_what_was_typed(officer: User, client_of: SignIn) -> None:
    stored = make_own(actor=officer)

    done = client_of(officer).post(address(stored.institution), posted(note="ของฉัน"))

    assert done.status_code == 409
    assert "ถูกแก้ไขโดยผู้อื่น" in text_of(done.content)
    assert "ของฉัน" in done.content.decode()
    assert 'name="version" value="1"' in done.content.decode()


def test_quarter_to_come_and_other_types_have_no_page(officer: User, client_of: SignIn) -> None:
    client = client_of(officer)

    assert client.get(f"{LIST}{make_savings().registration_no}/2690/1/").status_code == 404
    assert client.get(f"{LIST}{make_savings().registration_no}/2569/5/").status_code == 404


def test_headquarters_sees_every_office_and_opens_one(
    officer: User, executive: User, client_of: SignIn
) -> None:
    make_own(actor=officer, answers=answers(RiskAnswer.HIGH))
    make_savings("51")
    client = client_of(executive)

    text = text_of(client.get(f"{LIST}?fiscal_year={YEAR}&quarter={QUARTER}").content)
    assert "ประเมินแล้วร้อยละ 50.00" in text
    assert "ต่ำกว่าเป้าหมายของแผน" in text
    one = client.get(f"{LIST}?fiscal_year={YEAR}&quarter={QUARTER}&office=50")
    assert "ความเสี่ยงสูง" in text_of(one.content)


def line(institution: Institution, **cells: Any) -> dict[str, Any]:
    filled = {number: LABELS[answer] for number, answer in answers(RiskAnswer.HIGH).items()}
    return {
        "registration_no": institution.registration_no,
        "name": institution.name,
        "assessed_on": "10/2/2569",
        **filled,
        **cells,
    }


def check_rows(actor: User, *rows: dict[str, Any]) -> Import:
    office = OrgUnit.objects.get(code="50")
    sheets = SELF_ASSESSMENT_IMPORT.sheets(office, YEAR)
    sheet = next(sheet for sheet in sheets if sheet.code == f"q{QUARTER}")
    return import_check(
        actor=actor,
        form=SELF_ASSESSMENT_IMPORT,
        office=office,
        fiscal_year=YEAR,
        upload=upload(workbook(sheet, rows), "ประเมิน.xlsx"),
    )


def test_spreadsheet_brings_new_and_changed_rows(officer: User) -> None:
    new, changed, silent = make_savings(), make_own(actor=officer), make_savings()
    empty = {"registration_no": silent.registration_no, "name": silent.name}

    checked = check_rows(officer, line(new), line(changed.institution), empty)
    assert checked.findings == []
    import_confirm(actor=officer, checked=checked)

    levels = {row.institution_id: row.level for row in SelfAssessment.objects.all()}
    assert levels == {new.pk: OwnLevel.HIGH, changed.institution_id: OwnLevel.HIGH}
    changed.refresh_from_db()
    assert (changed.version, changed.received) == (2, Received.SPREADSHEET)
    last = events_of(SelfAssessment, changed.pk)[-1]
    assert last["action"] == "early_warning.self_assessment.imported"


def test_every_wrong_cell_is_named(officer: User) -> None:
    savings, other = make_savings(), make_savings("51")

    checked = check_rows(
        officer,
        line(savings, **{"1.1": "มาก"}),
        line(savings, **{"1.2": ""}),
        line(other),
        line(savings, assessed_on=""),
    )

    found = [(f["row"], f["column"][:12], f["message"]) for f in checked.findings]
    assert (2, "1.1 สัดส่วนล", "ต้องเป็น ต่ำ ปานกลาง สูง ไม่เกี่ยวข้อง") in found
    assert (3, "เลขทะเบียน", "เลขทะเบียนซ้ำกับแถวที่ 2") in found
    assert any(row == 4 and words.startswith("ไม่พบเลขทะเบียนนี้") for row, _, words in found)
    assert (5, "วันที่สหกรณ์", "กรุณากรอกวันที่") in found


def test_row_changed_after_the_check_is_refused(officer: User) -> None:
    savings = make_savings()
    checked = check_rows(officer, line(savings))
    make_own(savings, officer)

    with pytest.raises(RuleViolation, match="มีผู้แก้ไขหลังจากตรวจแฟ้ม 1 แห่ง"):
        import_confirm(actor=officer, checked=checked)


def test_other_questionnaire_after_the_check_is_refused(officer: User) -> None:
    checked = check_rows(officer, line(make_savings()))
    version = FigureVersion.objects.get(set_code="early_warning.self-assessment")
    FigureVersion.objects.filter(pk=version.pk).update(state="superseded")
    version.pk, version.number = None, 2
    version.save()

    with pytest.raises(RuleViolation, match=OTHER_VERSION):
        import_confirm(actor=officer, checked=checked)


def test_program_records_and_lists(officer: User, client_of: SignIn) -> None:
    savings = make_savings()
    client = client_of(officer)
    body = {
        "institution": savings.registration_no,
        "fiscal_year": YEAR,
        "quarter": QUARTER,
        "answers": answers(RiskAnswer.HIGH),
        "assessed_on": "2026-02-10",
    }

    made = client.post(API, body, content_type="application/json")

    assert made.status_code == 201
    assert made.json()["level"] == "high"
    assert made.json()["received"] == "program"
    listed = client.get(f"{API}?fiscal_year={YEAR}&quarter={QUARTER}&office=50&level=high").json()
    assert [row["institution"] for row in listed["results"]] == [savings.registration_no]
    assert client.get(f"{API}?level=low").json()["count"] == 0


def test_program_learns_what_is_wrong(officer: User, client_of: SignIn) -> None:
    body = {
        "institution": make_savings("51").registration_no,
        "fiscal_year": YEAR,
        "quarter": QUARTER,
        "answers": answers(),
        "assessed_on": "2026-02-10",
    }
    client = client_of(officer)

    unknown = client.post(API, body, content_type="application/json")
    assert unknown.status_code == 400
    assert unknown.json()["errors"] == [
        {"pointer": "/institution", "message": "ไม่พบเลขทะเบียนนี้ในขอบเขตที่บัญชีนี้ดูได้"}
    ]
    body |= {"institution": make_savings().registration_no, "answers": {"1.1": "low"}}
    partly = client.post(API, body, content_type="application/json")
    assert partly.json()["errors"][0] == {
        "pointer": "/answers/1.2",
        "message": "ข้อ 1.2 ยังไม่ได้ตอบ",
    }
    assert client.get(f"{API}?office=51").status_code == 404

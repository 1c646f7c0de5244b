"""The grid of the facts of an accounting year: dates, choices, locked values, conflicts."""

import json
from typing import Any

import pytest

from coops.choices import Kind
from coops.grids import year_facts_sheet
from coops.models import Assessment, YearFacts
from coops.services import CellAnswer, CellConflict, CellEntry, fact_cells_save
from cpd_portal.core.exceptions import InvalidInput, NotAllowed
from cpd_portal.core.models import User
from tests.coops.pages import SignIn, text_of
from tests.coops.rows import make_assessment, make_group

pytestmark = pytest.mark.django_db
YEAR = 2567
GRID = f"/coops/entry/50/{YEAR}/grid/"


@pytest.fixture
def row(db: None) -> Assessment:
    return make_assessment(fiscal_year=YEAR)


def save(actor: User, row: Assessment, name: str, value: str, seen: str = "") -> CellAnswer:
    entry = CellEntry(row.pk, f"facts/{name}", value, seen)
    (answer,) = fact_cells_save(actor=actor, office=row.office, fiscal_year=YEAR, entries=[entry])
    return answer


def facts(row: Assessment) -> YearFacts:
    found: YearFacts = YearFacts.objects.get(institution=row.institution, fiscal_year=YEAR)
    return found


def refused(answer: CellAnswer) -> str:
    assert isinstance(answer.problem, InvalidInput)
    return answer.problem.errors[0][1]


@pytest.mark.parametrize(
    ("name", "typed", "stored"),
    [
        ("general_meeting_on", "๒๔/๗/๒๕๖๗", "24/07/2567"),
        ("general_meeting_on", "2024-07-24", "24/07/2567"),
        ("general_meeting_on", "24 ก.ค. 2567", "24/07/2567"),
        ("business_lines", "๓", "3"),
        ("profit_allocated", "ใช่", "yes"),
        ("staffing", "จัดจ้างเจ้าหน้าที่ประจำ", "employed"),
    ],
)
def test_first_fact_of_the_year_makes_its_row(
    officer: User, row: Assessment, name: str, typed: str, stored: str
) -> None:
    answer = save(officer, row, name, typed)
    column = year_facts_sheet(Kind.COOPERATIVE).by_name[f"facts/{name}"]

    assert (answer.problem, answer.changed, answer.stored) == (None, True, stored)
    assert column.read(facts(row)) == stored
    assert facts(row).sources[name]["who"] == str(officer)


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("general_meeting_on", "31/02/2567", "ไม่มีวันที่ 31 กุมภาพันธ์ พ.ศ. 2567 (ค.ศ. 2024)"),
        ("general_meeting_on", "12/3/2567", "ต้องไม่ก่อนวันสิ้นปีบัญชี"),
        ("business_lines", "สาม", "ต้องเป็นจำนวนเต็มไม่ติดลบ"),
        ("business_lines", "-1", "ต้องเป็นจำนวนเต็มไม่ติดลบ"),
        ("profit_allocated", "บางที", "ไม่มีตัวเลือกนี้"),
        ("dividend_paid", "yes", "ไม่รู้จักช่องนี้ กรุณาโหลดหน้าใหม่"),
        ("disaster_note", "น้ำท่วม", "ไม่รู้จักช่องนี้ กรุณาโหลดหน้าใหม่"),
    ],
)
def test_wrong_fact_is_refused_and_nothing_stored(
    officer: User, row: Assessment, name: str, typed: str, message: str
) -> None:
    assert message in refused(save(officer, row, name, typed))
    assert not YearFacts.objects.filter(institution=row.institution).exists()


def test_what_the_auditing_department_sent_is_locked(
    client_of: SignIn, officer: User, row: Assessment
) -> None:
    save(officer, row, "opinion", "unqualified")
    stored = facts(row)
    told = {**stored.sources["opinion"], "source": "audited"}
    YearFacts.objects.filter(pk=stored.pk).update(sources={"opinion": told})
    page = client_of(officer).get(f"{GRID}?sheet=facts-cooperative").content.decode()

    assert "กรมตรวจบัญชีสหกรณ์" in refused(save(officer, row, "opinion", "qualified", "unqualified"))
    assert 'title="มาจากกรมตรวจบัญชีสหกรณ์"' in page
    assert f'id="c{row.pk}-facts-opinion"' not in page


def test_fact_changed_meanwhile_is_a_conflict_and_the_same_save_twice_is_none(
    officer: User, chief: User, row: Assessment
) -> None:
    save(chief, row, "business_lines", "3")
    conflict = save(officer, row, "business_lines", "4")
    again = save(officer, row, "business_lines", "3")
    other = save(officer, row, "members", "100")

    assert isinstance(conflict.problem, CellConflict)
    assert (conflict.problem.stored, conflict.stored) == ("3", "3")
    assert (again.problem, again.changed) == (None, False)
    assert other.problem is None
    assert facts(row).business_lines == 3


def test_stranger_and_foreign_row_are_refused(
    officer: User, outsider: User, row: Assessment
) -> None:
    with pytest.raises(NotAllowed):
        save(outsider, row, "members", "1")
    foreign = make_assessment(fiscal_year=YEAR, office="51")
    entry = CellEntry(foreign.pk, "facts/members", "1", "")
    (answer,) = fact_cells_save(
        actor=officer, office=row.office, fiscal_year=YEAR, entries=[entry]
    )

    assert refused(answer) == "ไม่พบแถวนี้ในรายชื่อของสำนักงาน กรุณาโหลดหน้าใหม่"


def test_page_and_saves_of_the_facts_of_farmer_groups(client_of: SignIn, officer: User) -> None:
    row = make_assessment(make_group(name="กลุ่มเกษตรกรทำนา"), fiscal_year=YEAR)
    client = client_of(officer)
    page = client.get(f"{GRID}?sheet=facts-farmer_group")
    cell = {"row": row.pk, "name": "facts/dividend_paid", "value": "no", "seen": ""}

    def send(address: str, body: Any) -> Any:
        return client.post(f"{GRID}{address}/", json.dumps(body), content_type="application/json")

    one = send("cell", cell)
    wrong = send("cell", {**cell, "name": "facts/members", "value": "x"})
    conflict = send("cell", {**cell, "value": "yes"})
    points = {**cell, "name": "points/1.1", "value": "3"}
    many = send("cells", {"cells": [points, {**cell, "name": "facts/members", "value": "40"}]})

    assert "กลุ่มเกษตรกรทำนา" in text_of(page.content)
    assert f'id="c{row.pk}-facts-closed_on" value=""' in page.content.decode()
    assert (one.status_code, wrong.status_code, conflict.status_code) == (200, 422, 409)
    assert conflict.json()["cells"][0]["who"] == str(officer)
    assert [(c["name"], c["status"]) for c in many.json()["cells"]] == [
        ("points/1.1", "saved"),
        ("facts/members", "saved"),
    ]
    notes = client.get(f"/coops/entry/cells/{row.pk}/notes/?name=facts/members")
    assert "– → 40" in text_of(notes.content)

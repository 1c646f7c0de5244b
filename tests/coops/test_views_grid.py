"""The entry grid: what the page shows, what saves answer, history and remarks of a cell."""

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from coops.entry import FORM_CODE
from coops.models import Assessment, RuleSet
from coops.services import CellEntry, cell_save
from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.models import EntryPeriod, Submission, User
from tests.coops.facts import cooperative
from tests.coops.pages import SignIn, text_of
from tests.coops.rows import make_assessment, make_group, make_institution

pytestmark = pytest.mark.django_db
YEAR = 2567
GRID = f"/coops/entry/50/{YEAR}/grid/"


@pytest.fixture
def row(db: None) -> Assessment:
    return make_assessment(make_institution(name="สหกรณ์แม่ริม จำกัด"), fiscal_year=YEAR)


@pytest.fixture
def client(client_of: SignIn, officer: User) -> Client:
    return client_of(officer)


def send(client: Client, address: str, body: object) -> Any:
    return client.post(f"{GRID}{address}/", json.dumps(body), content_type="application/json")


def cell(row: Assessment, name: str = "points/1.1", value: str = "1", seen: str = "") -> Any:
    return {"row": row.pk, "name": name, "value": value, "seen": seen}


def put(actor: User, row: Assessment, value: str, seen: str = "") -> None:
    entry = CellEntry(row.pk, "points/1.1", value, seen)
    cell_save(actor=actor, office=row.office, fiscal_year=YEAR, entry=entry)


def sent_form(row: Assessment) -> None:
    period = EntryPeriod.objects.get(form=FORM_CODE, fiscal_year=YEAR)
    Submission.objects.create(period=period, office=row.office, state=SubmissionState.SUBMITTED)


# --- the page ---------------------------------------------------------------------------


def test_page_is_a_table_of_inputs_with_two_head_rows(client: Client, row: Assessment) -> None:
    html = client.get(GRID).content.decode()

    assert html.count('scope="colgroup"') == 1 + 4 + 1
    assert f'<input id="c{row.pk}-points-1-1" value=""' in html
    assert f'<select id="c{row.pk}-loss_latest"' in html
    assert f'aria-labelledby="h-points-1-1 r{row.pk}"' in html
    assert reverse("coops:assess", args=[row.institution.registration_no, YEAR]) in html
    assert '<fieldset class="grid-scroll" disabled data-grid-fields>' in html


def test_page_shows_sheet_by_kind_and_unknown_sheet_is_404(client: Client) -> None:
    group = make_assessment(make_group(name="กลุ่มเกษตรกรทำนา"), fiscal_year=YEAR)
    text = text_of(client.get(f"{GRID}?sheet=farmer_group").content)

    assert group.institution.name in text
    assert "ทำงบเสร็จใน (วัน)" in text
    assert client.get(f"{GRID}?sheet=x").status_code == 404
    assert client.get("/coops/entry/50/2599/grid/").status_code == 404
    assert client.get("/coops/entry/xx/2567/grid/").status_code == 404


def test_page_filters_rows_by_name_type_and_state(client: Client, row: Assessment) -> None:
    done = make_assessment(facts=cooperative("90"), fiscal_year=YEAR)
    names = (row.institution.name, done.institution.name)

    def shown(query: str) -> list[bool]:
        text = text_of(client.get(f"{GRID}?{query}").content)
        return [name in text for name in names]

    assert shown("") == [True, True]
    assert shown("q=แม่ริม") == [True, False]
    assert shown("show=complete") == [False, True]
    assert shown("show=left") == [True, False]
    assert shown("type=fisheries") == [False, False]
    assert "ไม่มีแถวตามตัวกรอง" in text_of(client.get(f"{GRID}?q=ไม่มี").content)


def test_page_of_an_office_without_rows_says_so(client: Client) -> None:
    assert "สำนักงานไม่มีรายการในแผ่นงานนี้" in text_of(client.get(GRID).content)


def test_page_shows_fifty_rows_at_a_time(client: Client) -> None:
    for _ in range(51):
        make_assessment(fiscal_year=YEAR)
    first, second = client.get(GRID), client.get(f"{GRID}?page=2")

    assert first.content.count(b' data-row="') == 50
    assert second.content.count(b' data-row="') == 1
    assert first.content.count(b'class="later"') == 4  # groups of ten below the first
    assert "แสดง 50 จาก 51 แห่ง" in text_of(first.content)


def test_page_asks_as_many_queries_for_many_rows_as_for_one(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(30):
        make_assessment(facts=cooperative("90"), fiscal_year=YEAR)
    client.get(GRID)
    # One of them the types' titles: put together for each row they took half of the counting.
    with django_assert_num_queries(9):
        client.get(GRID)


def test_page_says_which_day_counts_for_the_defect_status(client: Client, row: Assessment) -> None:
    RuleSet.objects.filter(pk=row.rule_set_id).update(cut_off=date(2024, 9, 30))

    assert "สถานะข้อบกพร่อง ณ 30 ก.ย. 2567" in text_of(client.get(GRID).content)
    facts = client.get(f"{GRID}?sheet=facts-cooperative")
    assert "สถานะข้อบกพร่อง ณ" not in text_of(facts.content)


def test_sheets_are_those_of_the_rules_in_force(client: Client, row: Assessment) -> None:
    old = row.rule_set
    RuleSet.objects.filter(pk=old.pk).update(in_force=False)
    new = RuleSet.objects.get(pk=old.pk)
    new.pk, new.version, new.identifier, new.in_force = None, 2, f"{old.identifier}-2", True
    new.save()
    Assessment.objects.filter(rule_set=old).update(rule_set=new)

    html = client.get(GRID).content.decode()

    assert html.count("?sheet=agricultural") == 1
    assert row.institution.name in html


def test_derived_cell_is_locked_with_its_source(client: Client, row: Assessment) -> None:
    Assessment.objects.filter(pk=row.pk).update(
        derived={"loss_latest": "งบการเงินปี 2567"}, loss_latest=True
    )
    html = client.get(GRID).content.decode()

    assert f'id="c{row.pk}-loss_latest"' not in html
    assert 'class="g-answer lock" title="มาจากงบการเงินปี 2567"' in html
    assert "ใช่ ล็อก มาจากงบการเงินปี 2567" in text_of(html.encode())


@pytest.mark.parametrize("person", ["chief_of_headquarters", "closed"])
def test_page_is_text_where_nothing_can_be_typed(
    person: str, client: Client, client_of: SignIn, headquarters_chief: User, row: Assessment
) -> None:
    if person == "closed":
        sent_form(row)
    looking = client if person == "closed" else client_of(headquarters_chief)
    html = looking.get(GRID).content.decode()

    assert row.institution.name in html
    assert f'id="c{row.pk}-points-1-1"' not in html
    assert "js/grid/keys" not in html
    assert ("อยู่ในสถานะ" if person == "closed" else "ดูได้อย่างเดียว") in html


def test_source_of_a_locked_cell_is_text(client: Client, row: Assessment) -> None:
    Assessment.objects.filter(pk=row.pk).update(derived={"loss_latest": '"><b>งบ'})
    html = client.get(GRID).content.decode()

    assert "<b>งบ" not in html
    assert html.count("&quot;&gt;&lt;b&gt;งบ") == 2


def test_desk_leads_to_the_grid(client: Client, row: Assessment) -> None:
    client.post("/context/", {"period": f"{YEAR}-12m"})

    assert GRID in client.get("/coops/entry/").content.decode()


# --- saving -----------------------------------------------------------------------------


def test_saved_cell_answers_the_row(client: Client, officer: User) -> None:
    row = make_assessment(facts=cooperative("90"), fiscal_year=YEAR)
    answer = send(client, "cell", cell(row, value="๑๔", seen="15"))

    assert answer.status_code == 200
    assert answer.json() == {
        "cells": [{"row": row.pk, "name": "points/1.1", "value": "14", "status": "saved"}],
        "rows": {
            str(row.pk): {
                "state": "complete",
                "tier": 1,
                "group": None,
                "total": "89",
                "missing": "",
            }
        },
        "progress": None,
    }


def test_cell_that_completes_a_row_or_empties_it_answers_the_progress(
    client: Client, officer: User
) -> None:
    row = make_assessment(facts=cooperative("90"), fiscal_year=YEAR)

    emptied = send(client, "cell", cell(row, value="", seen="15")).json()["progress"]
    filled = send(client, "cell", cell(row, value="15", seen="")).json()["progress"]

    assert emptied == {"complete": 0, "population": 1}
    assert filled == {"complete": 1, "population": 1}


def test_saved_cell_names_what_the_row_still_lacks(client: Client, row: Assessment) -> None:
    answer = send(client, "cell", cell(row)).json()["rows"][str(row.pk)]

    assert (answer["state"], answer["total"], answer["tier"]) == ("begun", "", None)
    assert answer["missing"] == "ยังขาด 20 ค่า: 1.2 · 1.3 · 2.1 · 2.2 …"


def test_cell_comes_as_a_form_too(client: Client, row: Assessment) -> None:
    answer = client.post(f"{GRID}cell/", cell(row))
    row.refresh_from_db()

    assert (answer.status_code, row.points) == (200, {"1.1": "1"})


def test_refused_cell_is_422_with_the_message_and_the_stored_value(
    client: Client, officer: User, row: Assessment
) -> None:
    put(officer, row, "5")
    answer = send(client, "cell", cell(row, value="99", seen="5"))

    assert answer.status_code == 422
    assert answer.json()["cells"] == [
        {
            "row": row.pk,
            "name": "points/1.1",
            "value": "5",
            "status": "refused",
            "message": "คะแนนตัวชี้วัด 1.1 ต้องไม่เกิน 15 (ได้ 99)",
        }
    ]


def test_conflict_is_409_with_both_values_and_who_and_when(
    client: Client, chief: User, row: Assessment
) -> None:
    put(chief, row, "9")
    answer = send(client, "cell", cell(row, value="12"))
    said = answer.json()["cells"][0]

    assert (answer.status_code, said["status"], said["value"]) == (409, "conflict", "9")
    assert said["who"] == str(chief)
    assert said["when"]
    assert said["message"] == "มีผู้อื่นแก้ค่านี้หลังจากที่เปิดดู เลือกว่าจะใช้ค่าของใคร"


def test_sent_form_is_423_with_the_reason(client: Client, row: Assessment) -> None:
    sent_form(row)
    for address, body in (("cell", cell(row)), ("cells", {"cells": [cell(row)]})):
        answer = send(client, address, body)
        assert answer.status_code == 423
        assert "แก้ไขไม่ได้" in answer.json()["closed"]


def test_block_answers_each_cell(client: Client, chief: User, row: Assessment) -> None:
    put(chief, row, "9")
    body = {"cells": [cell(row, value="12"), cell(row, "points/1.2", "๗"), cell(row, "y")]}
    answer = send(client, "cells", body)

    assert answer.status_code == 200
    assert [one["status"] for one in answer.json()["cells"]] == ["conflict", "saved", "refused"]
    assert answer.json()["cells"][1]["value"] == "7"


def test_row_of_another_office_or_year_is_not_there(client: Client) -> None:
    foreign = make_assessment(office="51", fiscal_year=YEAR)
    earlier = make_assessment(fiscal_year=YEAR - 1)
    for row in (foreign, earlier):
        assert send(client, "cell", cell(row)).status_code == 404
        answer = send(client, "cells", {"cells": [cell(row)]}).json()
        assert answer["cells"][0]["message"] == "ไม่พบแถวนี้ในรายชื่อของสำนักงาน กรุณาโหลดหน้าใหม่"
        row.refresh_from_db()
        assert row.points == {}


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "[" * 100_000,
        "{}",
        '{"cells": []}',
        '{"cells": [1]}',
        '{"cells": [{"row": "x", "name": "a", "value": "1", "seen": ""}]}',
        '{"cells": [{"row": -1, "name": "a", "value": "1", "seen": ""}]}',
        '{"cells": [{"row": 1, "name": "a", "value": 1, "seen": ""}]}',
        '{"cells": [{"row": 9e99, "name": "a", "value": "1", "seen": ""}]}',
        '{"row": null, "name": "a", "value": "1", "seen": ""}',
        '{"row": 1, "name": "a", "value": {"a": 1}, "seen": ""}',
        "\x00",
    ],
    ids=lambda body: body[:30],
)
@pytest.mark.parametrize("address", ["cell", "cells"])
def test_body_of_another_shape_is_400(client: Client, address: str, body: str) -> None:
    answer = client.post(f"{GRID}{address}/", body, content_type="application/json")

    assert answer.status_code == 400


def test_too_many_cells_at_once_are_400(client: Client, row: Assessment) -> None:
    assert send(client, "cells", {"cells": [cell(row)] * 5_001}).status_code == 400


@pytest.mark.parametrize("value", ["9" * 100_000, "1\x002", "\ud800", "<script>", "'; --"])
def test_hostile_value_is_refused_and_nothing_stored(
    client: Client, row: Assessment, value: str
) -> None:
    one = send(client, "cell", cell(row, value=value))
    many = send(client, "cells", {"cells": [cell(row, "points/" + value, "1")]})
    row.refresh_from_db()

    assert (one.status_code, many.status_code, row.points) == (422, 200, {})


def test_signed_out_save_is_401_so_that_the_page_lets_the_person_sign_in(row: Assessment) -> None:
    answer = Client().post(f"{GRID}cell/", cell(row), headers={"HX-Request": "true"})

    assert answer.status_code == 401


def test_saving_a_cell_asks_few_queries(
    client: Client,
    officer: User,
    row: Assessment,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    put(officer, row, "1")
    with django_assert_num_queries(6):
        send(client, "cell", cell(row, value="2", seen="1"))

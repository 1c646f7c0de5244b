"""Progress and ledger over HTTP: the same rules as on the pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from cpd_portal.core.models import User
from strategy.choices import EntryKind
from strategy.models import LedgerEntry, ProgressValue
from tests.strategy.conftest import Recorder
from tests.strategy.quarters import measure

ClientOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
LEDGER = "/api/v1/strategy/projects/5.9/ledger/"
REPORT = "/api/v1/strategy/projects/5.9/reports/ict/2561/2/"
ENTRY = {
    "unit": "ict",
    "kind": "disbursement",
    "amount": "1000.50",
    "category": "operations",
    "occurred_on": "2018-02-15",
    "reference_no": "ขบ 1",
}


def post(
    client: Client, address: str, body: object, **headers: str
) -> tuple[int, dict[str, object]]:
    answer = client.post(address, body, content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def test_payment_is_recorded_once_for_its_key(
    client_of: ClientOf, ict_officer: User, record: Recorder
) -> None:
    record(EntryKind.ALLOCATION, "5000", "จ 1")
    client, key = client_of(ict_officer), {"Idempotency-Key": "k1"}

    status, made = post(client, LEDGER, ENTRY, **key)
    again, same = post(client, LEDGER, ENTRY, **key)

    assert (status, again) == (201, 201)
    assert made == same
    assert (made["amount"], made["fiscal_year"], made["quarter"]) == ("1000.5", 2561, 2)
    assert LedgerEntry.objects.filter(kind="disbursement").count() == 1


@pytest.mark.parametrize(
    ("changes", "status", "pointer", "words"),
    [
        ({"quarter": 3}, 400, "/quarter", "อยู่ในไตรมาสที่ 2 ของปี 2561 ไม่ใช่ 3"),
        ({"fiscal_year": 2562}, 400, "/fiscal_year", "อยู่ในปีงบประมาณ 2561 ไม่ใช่ 2562"),
        ({"amount": "-5"}, 400, "/amount", "จำนวนเงินต้องมากกว่าศูนย์"),
        ({"amount": 5}, 400, "/amount", "ต้องเป็นตัวเลขในรูปข้อความ"),
        ({"unit": "nowhere"}, 400, "/unit", "ไม่พบหน่วยงานรหัส “nowhere”"),
        ({"commitment": 999999}, 400, "/commitment", "ไม่มีข้อผูกพันนี้"),
        ({"kind": "carried_in"}, 400, "/kind", "ไม่รู้จักค่านี้"),
    ],
)
def test_bad_entry_names_its_pointer_and_writes_nothing(
    client_of: ClientOf,
    planner: User,
    changes: dict[str, object],
    status: int,
    pointer: str,
    words: str,
) -> None:
    answered, body = post(client_of(planner), LEDGER, {**ENTRY, **changes})

    errors = {error["pointer"]: error["message"] for error in body["errors"]}  # type: ignore[attr-defined]
    assert answered == status
    assert words in errors[pointer].replace("\u00a0", " ")
    assert not LedgerEntry.objects.exists()


def test_overspending_is_a_conflict_with_the_amounts(
    client_of: ClientOf, ict_officer: User, record: Recorder
) -> None:
    record(EntryKind.ALLOCATION, "1000", "จ 1")

    status, body = post(client_of(ict_officer), LEDGER, ENTRY)

    assert status == 409
    assert "คงเหลือใช้ได้ 1,000.00 บาท ขอเบิกจ่าย 1,000.50 บาท" in str(body["detail"])


def test_ledger_lists_and_reverses(client_of: ClientOf, planner: User, record: Recorder) -> None:
    entry = record(EntryKind.ALLOCATION, "1000", "จ 1")
    client = client_of(planner)

    status, made = post(
        client,
        f"/api/v1/strategy/ledger/{entry.pk}/reversals/",
        {"occurred_on": "2018-02-20", "reference_no": "ก 1", "reason": "ผิด", "amount": "400"},
    )
    listed = client.get("/api/v1/strategy/ledger/?project=5.9&kind=allocation").json()

    assert (status, made["amount"], made["reverses"]) == (201, "-400", entry.pk)
    assert [row["amount"] for row in listed["results"]] == ["-400", "1000"]
    assert client.get("/api/v1/strategy/ledger/?kind=gift").status_code == 400


def test_report_is_read_and_saved_with_its_etag(client_of: ClientOf, ict_officer: User) -> None:
    client = client_of(ict_officer)
    seen = client.get(REPORT)
    trained = measure("5.9", "3.6", "ร้อยละ").pk
    body = {
        "narrative": "อบรมแล้ว",
        "problems": "",
        "values": [{"measure": trained, "value": "12.5"}],
    }

    def put(**headers: str) -> int:
        return client.put(
            REPORT, body, content_type="application/json", headers=headers
        ).status_code

    assert put() == 428
    assert put(**{"If-Match": seen["ETag"]}) == 200
    assert put(**{"If-Match": seen["ETag"]}) == 412
    assert ProgressValue.objects.get().value == 12.5
    shown = {row["measure"]: row for row in client.get(REPORT).json()["values"]}
    assert shown[trained] == {"measure": trained, "value": "12.5", "milestone": ""}


def test_report_refuses_what_cannot_be_at_its_pointer(
    client_of: ClientOf, ict_officer: User
) -> None:
    client = client_of(ict_officer)
    trained = measure("5.9", "3.6", "ร้อยละ").pk
    body = {"narrative": "", "problems": "", "values": [{"measure": trained, "value": "101"}]}

    answer = client.put(REPORT, body, content_type="application/json", headers={"If-Match": "*"})

    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {"pointer": f"/values/{trained}", "message": "ร้อยละของกลุ่มเป้าหมายต้องไม่เกิน 100"}
    ]


def test_progress_tells_status_money_and_targets(
    client_of: ClientOf, officer: User, record: Recorder
) -> None:
    record(EntryKind.ALLOCATION, "1000", "จ 1")

    years = client_of(officer).get("/api/v1/strategy/projects/5.9/progress/").json()

    year = next(one for one in years if one["fiscal_year"] == 2561)
    assert (year["planned"], year["status"], year["attained"]) == ("5", "no_report", None)
    assert year["balance"]["available"] == "1000"
    assert {"กิจกรรม": "3.6", "เป้าหมาย": "20"} in [
        {"กิจกรรม": one["activity"], "เป้าหมาย": one["target"]} for one in year["targets"]
    ]

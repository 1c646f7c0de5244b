"""The ledger's pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from cpd_portal.core.models import User
from strategy.choices import EntryKind
from strategy.models import LedgerEntry
from tests.strategy.conftest import Recorder

ClientOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
MONEY = "/strategy/projects/5.9/money/"
ENTRY = {
    "kind": "disbursement",
    "unit": "ict",
    "occurred_on": "15/2/2561",
    "amount": "๑,๐๐๐.๕๐",
    "category": "operations",
    "reference_no": "ขบ 1",
}


def test_unit_records_a_payment_and_sees_the_balance(
    client_of: ClientOf, ict_officer: User, record: Recorder
) -> None:
    record(EntryKind.ALLOCATION, "5000", "จ 1")
    client = client_of(ict_officer)

    answer = client.post(f"{MONEY}record/", ENTRY, follow=True)

    html = answer.content.decode()
    assert "บันทึกรายการเบิกจ่าย ขบ 1 แล้ว" in html
    assert "3,999.50" in html


def test_overspending_keeps_the_form_and_says_the_amounts(
    client_of: ClientOf, ict_officer: User, record: Recorder
) -> None:
    record(EntryKind.ALLOCATION, "1000", "จ 1")

    answer = client_of(ict_officer).post(f"{MONEY}record/", ENTRY)

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "คงเหลือใช้ได้ 1,000.00 บาท ขอเบิกจ่าย 1,000.50 บาท เกิน 0.50 บาท" in html
    assert 'value="๑,๐๐๐.๕๐"' in html
    assert LedgerEntry.objects.count() == 1


def test_unit_is_offered_no_allocation(client_of: ClientOf, ict_officer: User) -> None:
    client = client_of(ict_officer)

    assert 'value="allocation"' not in client.get(MONEY).content.decode()
    answer = client.post(f"{MONEY}record/", {**ENTRY, "kind": "allocation"})
    assert answer.status_code == 422


def test_planner_reverses_with_a_reason(
    client_of: ClientOf, planner: User, record: Recorder
) -> None:
    entry = record(EntryKind.ALLOCATION, "1000", "จ 1")
    client = client_of(planner)
    address = f"/strategy/ledger/{entry.pk}/reverse/"
    assert "กลับได้อีก <b>1,000.00</b> บาท" in client.get(address).content.decode()

    refused = client.post(address, {"occurred_on": "20/2/2561", "reference_no": "ก 1"})
    answer = client.post(
        address,
        {"occurred_on": "20/2/2561", "reference_no": "ก 1", "reason": "จัดสรรผิดโครงการ"},
        follow=True,
    )

    assert refused.status_code == 422
    assert "กลับรายการ จ 1 แล้ว" in answer.content.decode()
    assert LedgerEntry.objects.filter(reverses=entry).count() == 1


def test_planner_carries_money_into_the_next_year(
    client_of: ClientOf, planner: User, record: Recorder
) -> None:
    record(EntryKind.ALLOCATION, "1000", "จ 1")
    carried = {
        "unit": "ict",
        "from_year": "2561",
        "amount": "400",
        "category": "operations",
        "reference_no": "กัน 1",
    }
    client = client_of(planner)

    answer = client.post(f"{MONEY}carry-over/", carried, follow=True)
    refused = client.post(
        f"{MONEY}carry-over/", {**carried, "reference_no": "กัน 2", "amount": "601"}
    )

    assert "กันเงินไปปี 2562 แล้ว" in answer.content.decode()
    assert "คงเหลือใช้ได้ 600.00 บาท" in refused.content.decode()


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", 2),
        ("?kind=allocation", 1),
        ("?year=2562", 0),
        ("?q=ตรวจการ", 2),
        ("?q=ขบ 1", 1),
        ("?strategy=6", 0),
    ],
)
def test_ledger_of_the_plan_filters(
    client_of: ClientOf, officer: User, record: Recorder, query: str, shown: int
) -> None:
    record(EntryKind.ALLOCATION, "1000", "จ 1")
    record(EntryKind.DISBURSEMENT, "10", "ขบ 1")

    html = client_of(officer).get(f"/strategy/ledger/{query}").content.decode()

    assert f"แสดง {shown} รายการ" in html


def test_another_unit_cannot_write(client_of: ClientOf, officer: User, record: Recorder) -> None:
    entry = record(EntryKind.ALLOCATION, "1000", "จ 1")
    client = client_of(officer)

    assert client.post(f"{MONEY}record/", ENTRY).status_code == 403
    assert client.get(f"/strategy/ledger/{entry.pk}/reverse/").status_code == 403
    assert "บัญชีนี้ดูได้อย่างเดียว" in client.get(MONEY).content.decode()

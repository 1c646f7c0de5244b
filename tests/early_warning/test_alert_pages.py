"""Pages of what is done about alerts."""

from typing import Any

import pytest

from cpd_portal.core.models import User
from early_warning.models import Alert, AlertAction, Handling
from early_warning.services.actions import alert_acknowledge
from tests.coops.pages import SignIn, text_of
from tests.days import in_days, today
from tests.early_warning.alerts import make_alert, version_of
from tests.early_warning.own import make_savings

pytestmark = pytest.mark.django_db
LIST = "/early-warning/alerts/"


def thai(days: int) -> str:
    day = in_days(days)
    return f"{day.day}/{day.month}/{day.year + 543}"


def address(alert: Alert, act: str = "") -> str:
    return f"{LIST}{alert.pk}/{act}"


def test_officer_goes_from_the_list_to_the_end(officer: User, client_of: SignIn) -> None:
    client = client_of(officer)
    alert = make_alert(make_savings(name="สหกรณ์ออมทรัพย์ ก จำกัด"), today=today())
    assert "สหกรณ์ออมทรัพย์ ก จำกัด" in text_of(client.get(LIST).content)

    client.post(address(alert, "acknowledge/"), {"version": "0", "note": "ทราบ"})
    plan = {
        "version": "1",
        "kind": "letter",
        "title": "หนังสือเตือน",
        "owner": str(officer.pk),
        "due_on": thai(5),
    }
    done = client.post(address(alert, "plan/"), plan, follow=True)
    assert "วางการดำเนินการแล้ว" in text_of(done.content)
    action = AlertAction.objects.get()
    finish: dict[str, Any] = {
        "version": "1",
        "done_on": thai(0),
        "result": "improving",
        "outcome": "สหกรณ์ตอบรับ",
    }
    client.post(f"/early-warning/actions/{action.pk}/finish/", finish)
    closing = {"version": str(version_of(alert)), "reason": "ดีขึ้นแล้ว"}
    closed = client.post(address(alert, "close/"), closing, follow=True)

    text = text_of(closed.content)
    assert "ปิดคำเตือนแล้ว" in text
    assert "หนังสือเตือน: สหกรณ์ตอบรับ" in text
    assert "ไม่มีคำเตือนที่รอดำเนินการ" in text_of(client.get(LIST).content)


def test_refused_form_keeps_what_was_typed(officer: User, client_of: SignIn) -> None:
    alert = make_alert(today=today())
    alert_acknowledge(actor=officer, alert=alert, version=0)
    client = client_of(officer)

    missing = client.post(address(alert, "plan/"), {"version": "1", "title": "หนังสือ"})
    assert missing.status_code == 422
    assert 'value="หนังสือ"' in missing.content.decode()
    past = {
        "version": "1",
        "kind": "letter",
        "title": "ก",
        "owner": str(officer.pk),
        "due_on": thai(-1),
    }
    assert "กำหนดต้องไม่ก่อนวันนี้" in text_of(client.post(address(alert, "plan/"), past).content)


def test_conflict_is_told_and_can_be_sent_again(officer: User, client_of: SignIn) -> None:
    alert = make_alert(today=today())
    alert_acknowledge(actor=officer, alert=alert, version=0)
    stale = {
        "version": "0",
        "kind": "letter",
        "title": "ก",
        "owner": str(officer.pk),
        "due_on": thai(1),
    }

    done = client_of(officer).post(address(alert, "plan/"), stale)

    assert done.status_code == 409
    assert "ถูกแก้ไขโดยผู้อื่น" in text_of(done.content)
    assert 'name="version" value="1"' in done.content.decode()


def test_chief_puts_off_and_officer_is_not_offered_it(
    officer: User, chief: User, client_of: SignIn
) -> None:
    alert = make_alert(today=today())
    assert "เหตุผลที่ชะลอ" not in text_of(client_of(officer).get(address(alert)).content)
    data = {"version": "0", "reason": "รองบการเงิน", "until": thai(30)}

    assert client_of(officer).post(address(alert, "put-off/"), data).status_code == 403
    done = client_of(chief).post(address(alert, "put-off/"), data, follow=True)

    assert "ชะลอคำเตือนแล้ว" in text_of(done.content)
    assert Handling.objects.get().put_off_until == in_days(30)


def test_executive_reads_without_forms(executive: User, client_of: SignIn) -> None:
    page = client_of(executive).get(address(make_alert()))

    assert page.status_code == 200
    assert "วางการดำเนินการ" not in text_of(page.content)

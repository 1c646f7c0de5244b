"""What has to be done about a defect, as its page asks for it."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cpd_portal.core.choices import Role
from inspection.choices import DefectAct as A
from inspection.models import CorrectiveAction, Defect
from inspection.services.corrective_actions import corrective_action_add, corrective_action_done
from tests.coops.pages import SignIn, text_of
from tests.inspection.rows import person
from tests.inspection.test_views_defects import do, recent

pytestmark = pytest.mark.django_db


def test_corrective_action_from_the_page(client_of: SignIn) -> None:
    defect = recent(1)
    client = client_of(person(Role.OFFICER))
    add = reverse("inspection:action-add", args=[defect.pk])
    refused = client.post(add, {"id": str(uuid4()), "title": "", "owner": "", "due_on": "x"})
    assert refused.status_code == 422

    sent = {"id": str(uuid4()), "title": "นำเงินส่ง", "owner": "ผู้จัดการ", "due_on": "30/9/2580"}
    assert [client.post(add, sent).status_code for _ in range(2)] == [302, 302]
    action = CorrectiveAction.objects.get()
    done = reverse("inspection:action-done", args=[action.pk])
    assert client.post(done, {"version": 1, "done_on": "x", "note": ""}).status_code == 422
    today = timezone.localdate().isoformat()
    assert client.post(done, {"version": 1, "done_on": today, "note": "ใบเสร็จ"}).status_code == 302
    assert "ทำเสร็จแล้ว" in text_of(
        client.get(reverse("inspection:defect", args=[defect.pk])).content
    )


def test_refused_action_keeps_what_was_typed(client_of: SignIn) -> None:
    defect, key = recent(1), str(uuid4())
    add = reverse("inspection:action-add", args=[defect.pk])
    typed = {"id": key, "title": 'นำ"เงิน"ส่ง', "owner": "ผู้จัดการ", "due_on": "๓๑/๒/๒๕๘๐"}

    page = client_of(person(Role.OFFICER)).post(add, typed).content.decode()

    for value in (key, "นำ&quot;เงิน&quot;ส่ง", "ผู้จัดการ", "๓๑/๒/๒๕๘๐"):
        assert f'value="{value}"' in page
    assert '<details class="how gap-t4" open><summary>เพิ่มสิ่งที่ต้องทำ' in page


def test_action_for_a_closed_defect_keeps_what_was_typed(client_of: SignIn) -> None:
    defect = do(do(recent(1), Role.OFFICER, A.BEGUN), Role.INSPECTOR, A.CLOSURE_PROPOSED)
    do(defect, Role.CHIEF, A.CLOSED)
    add = reverse("inspection:action-add", args=[defect.pk])
    typed = {"id": str(uuid4()), "title": "นำเงินส่ง", "owner": "ก", "due_on": "30/9/2580"}

    response = client_of(person(Role.OFFICER)).post(add, typed)

    assert response.status_code == 422
    assert "ข้อบกพร่องนี้ปิดแล้ว" in text_of(response.content)
    assert 'value="นำเงินส่ง"' in response.content.decode()


def test_refused_end_of_an_action_keeps_what_was_typed_in_its_own_form(
    client_of: SignIn,
) -> None:
    defect = recent(1)
    first, other = action_of(defect), action_of(defect)
    done = reverse("inspection:action-done", args=[first.pk])

    page = (
        client_of(person(Role.OFFICER))
        .post(done, {"version": 1, "done_on": "30/9/2580", "note": "ใบเสร็จ <1>"})
        .content.decode()
    )

    mine = page.split(f'action="{done}"')[1].split("</form>")[0]
    assert 'value="30/9/2580"' in mine
    assert "ใบเสร็จ &lt;1&gt;</textarea>" in mine
    assert page.count("ใบเสร็จ &lt;1&gt;") == 1
    assert f'id="{other.pk}_note"' in page


def test_action_that_somebody_else_ended_shows_both(client_of: SignIn) -> None:
    action = action_of(recent(1))
    today = timezone.localdate()
    corrective_action_done(
        actor=person(Role.CHIEF), action=action, version=1, done_on=today, note="ของหัวหน้า"
    )
    done = reverse("inspection:action-done", args=[action.pk])

    response = client_of(person(Role.OFFICER)).post(
        done, {"version": 1, "done_on": today.isoformat(), "note": "ของเจ้าหน้าที่"}
    )

    assert response.status_code == 409
    assert "ของหัวหน้า" in text_of(response.content)
    assert "ของเจ้าหน้าที่" in text_of(response.content)


def action_of(defect: Defect) -> CorrectiveAction:
    return corrective_action_add(
        actor=person(Role.OFFICER),
        defect=defect,
        title="นำเงินส่ง",
        owner="ผู้จัดการ",
        due_on=timezone.localdate(),
    )

"""The API of inspections: what arrives twice is stored once, what is wrong is said where."""

from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from cpd_portal.core.choices import Role
from inspection.models import Attachment, Defect, Visit
from inspection.services.uploads import NOTHING_THERE, OTHER_BYTES, uploads_expire
from tests.api.conftest import TokenClient
from tests.coops.rows import make_institution
from tests.inspection.rows import make_defect, person
from tests.inspection.visits import (
    answered,
    image_bytes,
    inspector_of,
    make_visit,
    started,
    upload,
)

pytestmark = pytest.mark.django_db
BASE = "/api/v1/inspection/"
Json = dict[str, Any]


@pytest.fixture
def api() -> TokenClient:
    return TokenClient(inspector_of())


def _patch(api: TokenClient, visit: Visit, body: Json, status: int = 200) -> Json:
    response = api.patch(
        f"{BASE}visits/{visit.pk}/", body, "application/json", headers={"If-Match": "*"}
    )
    assert response.status_code == status, response.content.decode()
    answer: Json = response.json()
    return answer


def _answer(question: str = "1.1", answer: str = "fine", **changed: Any) -> Json:
    moment = timezone.now().isoformat()
    values = {"id": str(uuid4()), "question": question, "answer": answer, "answered_at": moment}
    return {**values, **changed}


def _defect(visit: Visit, **changed: Any) -> Json:
    return {
        "id": str(uuid4()),
        "institution": visit.institution.registration_no,
        "visit": str(visit.pk),
        "question": "1.2",
        "severity": "defect",
        "category": "finance",
        "source": "inspector",
        "title": "เงินสดขาดบัญชี",
        "facts": "นับเงินสดได้น้อยกว่ายอดตามบัญชี",
        "found_on": timezone.localdate().isoformat(),
        **changed,
    }


def _photo(visit: Visit, content: bytes, **changed: Any) -> Json:
    digest = sha256(content).hexdigest()
    return {
        "id": str(uuid4()),
        "kind": "photo",
        "sha256": digest,
        "visit": str(visit.pk),
        **changed,
    }


def _part(api: TokenClient, key: str, offset: int, content: bytes) -> Any:
    address = f"{BASE}uploads/{key}/{offset}/"
    return api.put(address, content, content_type="application/octet-stream")


def test_visit_planned_twice_with_one_id_is_stored_once() -> None:
    institution = make_institution("50")
    chief = TokenClient(person(Role.CHIEF))
    body = {
        "id": str(uuid4()),
        "institution": institution.registration_no,
        "planned_on": "2024-10-09",
        "inspectors": [inspector_of().username],
    }
    first = chief.post(f"{BASE}visits/", body, "application/json")
    again = chief.post(f"{BASE}visits/", body, "application/json")

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first.json()["fiscal_year"] == 2568
    assert first.headers["ETag"] == chief.get(f"{BASE}visits/{body['id']}/").headers["ETag"]
    assert Visit.objects.count() == 1


def test_visit_with_unknown_institution_and_person_says_where() -> None:
    chief = TokenClient(person(Role.CHIEF))
    other = make_institution("51")
    body = {
        "institution": other.registration_no,
        "planned_on": "2024-10-09",
        "inspectors": ["ไม่มี"],
    }
    problem = chief.post(f"{BASE}visits/", body, "application/json").json()

    assert [(row["pointer"], row["message"]) for row in problem["errors"]] == [
        ("/institution", "ไม่พบเลขทะเบียนนี้ในขอบเขตที่บัญชีนี้ดูได้"),
        ("/inspectors/0", "ไม่พบบัญชีผู้ใช้นี้"),
    ]


def test_visit_started_answered_and_finished_in_one_body(api: TokenClient) -> None:
    visit = make_visit()
    now = timezone.now()
    body = {
        "state": "started",
        "started_at": (now - timedelta(hours=1)).isoformat(),
        "answers": [_answer("1.1"), _answer("1.2", "problem", note="พบเงินขาด")],
    }
    shown = _patch(api, visit, body)
    assert shown["state"] == "started"
    assert [(row["question"], row["answer"]) for row in shown["answers"]] == [
        ("1.1", "fine"),
        ("1.2", "problem"),
    ]
    end = {
        "state": "finished",
        "finished_at": timezone.now().isoformat(),
        "representative": "นายสมชาย ใจดี",
        "summary": "พบ 1 ข้อ",
    }
    assert _patch(api, visit, end)["state"] == "finished"
    assert _patch(api, visit, body | {"state": "finished"} | end)["state"] == "finished"


def test_answers_of_two_inspectors_to_one_question_are_both_shown(api: TokenClient) -> None:
    second = inspector_of(username="second")
    visit = started(inspector_of(), second)
    answered(second, visit, "1.1", "problem")  # type: ignore[arg-type]
    shown = _patch(api, visit, {"answers": [_answer("1.1")]})

    assert {(row["inspector"], row["answer"]) for row in shown["answers"]} == {
        ("inspector-of-50", "fine"),
        ("second", "problem"),
    }


def test_patch_without_if_match_is_refused_and_a_stale_one_shows_the_visit(
    api: TokenClient,
) -> None:
    visit = started()
    address = f"{BASE}visits/{visit.pk}/"
    body = {"answers": [_answer()]}
    assert api.patch(address, body, "application/json").status_code == 428
    stale = api.patch(address, body, "application/json", headers={"If-Match": '"old"'})
    assert (stale.status_code, stale.json()["current"]["id"]) == (412, str(visit.pk))


def test_finishing_with_another_summary_than_stored_is_a_conflict(api: TokenClient) -> None:
    visit = started()
    end = {
        "state": "finished",
        "finished_at": timezone.now().isoformat(),
        "representative": "ก",
        "summary": "ข",
    }
    _patch(api, visit, end)
    problem = _patch(api, visit, {**end, "summary": "ค"}, 409)
    assert "ตรวจเสร็จแล้ว" in problem["detail"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"state": "started"}, "/started_at"),
        ({"state": "cancelled"}, "/reason"),
        ({"state": "planned"}, "/state"),
        ({"answers": [{"id": "x"}]}, "/answers/0/id"),
        (
            {"state": "started", "started_at": "2024-01-01T00:00:00Z", "checklist_version": 999},
            "/checklist_version",
        ),
        ({"notes": ""}, "/notes"),
    ],
)
def test_patch_with_a_wrong_body_says_where(api: TokenClient, body: Json, pointer: str) -> None:
    problem = _patch(api, make_visit(), body, 400)
    assert pointer in [row["pointer"] for row in problem["errors"]]


def test_defect_sent_twice_is_stored_once_and_other_content_refused(api: TokenClient) -> None:
    body = _defect(started())
    first = api.post(f"{BASE}defects/", body, "application/json")
    again = api.post(f"{BASE}defects/", body, "application/json")
    other = api.post(f"{BASE}defects/", {**body, "title": "อื่น"}, "application/json")

    assert [row.status_code for row in (first, again, other)] == [201, 201, 409]
    assert first.json() == again.json()
    assert Defect.objects.count() == 1


def test_action_is_added_once_and_only_to_a_visible_defect(api: TokenClient) -> None:
    defect = make_defect()
    body = {"id": str(uuid4()), "title": "นำเงินส่ง", "owner": "ผู้จัดการ", "due_on": "2568-01-01"}
    address = f"{BASE}defects/{defect.pk}/actions/"
    for _ in range(2):
        assert api.post(address, body, "application/json").status_code == 201
    assert defect.actions.count() == 1
    outsider = TokenClient(person(Role.OFFICER, "51"))
    assert outsider.post(address, body, "application/json").status_code == 404


def test_attachment_answer_has_the_hash_of_the_received_bytes(api: TokenClient) -> None:
    visit, content = started(), image_bytes()
    body = _photo(visit, content)
    for _ in range(2):
        sent = {**body, "file": upload(content)}
        response = api.post(f"{BASE}attachments/", sent)
        assert response.status_code == 201, response.content.decode()
        assert response.json()["sha256"] == sha256(content).hexdigest()
    assert Attachment.objects.count() == 1


def test_attachment_with_a_wrong_hash_is_not_stored(api: TokenClient) -> None:
    visit = started()
    sent = {**_photo(visit, b"other"), "file": upload(image_bytes())}
    assert api.post(f"{BASE}attachments/", sent).status_code == 409
    assert not Attachment.objects.exists()


def test_upload_in_parts_goes_on_where_the_line_dropped(api: TokenClient) -> None:
    visit, content = started(), image_bytes()
    body = _photo(visit, content)
    key, half = body["id"], len(content) // 2
    assert api.get(f"{BASE}uploads/{key}/").json() == {"received": 0}
    assert _part(api, key, 0, content[:half]).json() == {"received": half}
    assert _part(api, key, 0, content[:half]).json() == {"received": half}
    assert _part(api, key, half + 9, content[half + 9 :]).json() == {"received": half}
    assert _part(api, key, half - 5, content[half - 5 :]).json() == {"received": len(content)}

    for _ in range(2):
        stored = api.post(f"{BASE}attachments/", body)
        assert stored.status_code == 201, stored.content.decode()
        assert stored.json()["sha256"] == body["sha256"]
    assert Attachment.objects.count() == 1


def test_upload_part_with_other_bytes_is_refused(api: TokenClient) -> None:
    key = str(uuid4())
    _part(api, key, 0, b"abc")
    problem = _part(api, key, 0, b"abX")
    assert (problem.status_code, problem.json()["detail"]) == (409, OTHER_BYTES)


def test_upload_parts_are_each_persons_own_and_expire(api: TokenClient) -> None:
    key = str(uuid4())
    _part(api, key, 0, b"abc")
    second = TokenClient(inspector_of(username="second"))
    assert second.get(f"{BASE}uploads/{key}/").json() == {"received": 0}

    assert uploads_expire(now=timezone.now().timestamp() + 8 * 86_400) >= 1
    assert api.get(f"{BASE}uploads/{key}/").json() == {"received": 0}


def test_upload_too_large_or_never_sent_is_refused(api: TokenClient) -> None:
    key = str(uuid4())
    assert _part(api, key, 0, b"x" * (1024 * 1024 + 1)).status_code == 413
    assert _part(api, key, 10 * 1024 * 1024, b"x").status_code == 409
    body = _photo(started(), b"nothing")
    problem = api.post(f"{BASE}attachments/", body)
    assert (problem.status_code, problem.json()["detail"]) == (409, NOTHING_THERE)


def test_day_pack_holds_own_visits_and_nothing_personal(
    api: TokenClient, django_assert_max_num_queries: Any
) -> None:
    visit = make_visit()
    make_visit(inspector_of(username="second"))
    defect = make_defect(visit.institution)
    with django_assert_max_num_queries(20):
        pack = api.get(f"{BASE}daypack/").json()

    assert [row["id"] for row in pack["visits"]] == [str(visit.pk)]
    institution = pack["institutions"][visit.institution.registration_no]
    assert set(institution) == {
        "name", "kind", "district", "is_sample", "tier", "trend", "open_defects", "last_findings",
    }  # fmt: skip
    assert [row["id"] for row in institution["open_defects"]] == [str(defect.pk)]
    assert pack["checklists"]["cooperative"][0]["number"] == "1.1"
    assert pack["limits"]["offline_hours"] > 0

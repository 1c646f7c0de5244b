"""What may be kept, under which name, how many, and what the events say."""

from urllib.parse import parse_qs

import pytest

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed
from cpd_portal.core.models import SavedFilter
from cpd_portal.core.saved_filters import services
from cpd_portal.core.saved_filters.services import saved_filter_delete, saved_filter_save
from inspection.forms.defects import BOARD
from tests.core.test_audit import events_of
from tests.inspection.rows import person

pytestmark = pytest.mark.django_db


def save(
    name: str = "เกินกำหนด", query: str = "late=overdue", role: Role = Role.OFFICER
) -> SavedFilter:
    return saved_filter_save(actor=person(role), page=BOARD, name=name, query=query)


def said(query: str) -> dict[str, list[str]]:
    return parse_qs(query)


def test_filter_is_kept_with_its_event() -> None:
    row = save(name="  เกิน   กำหนด ", query="late=overdue&office=50&q=+แพร่+")

    assert (row.user, row.page, row.name) == (person(Role.OFFICER), BOARD.code, "เกิน กำหนด")
    assert said(row.query) == {"late": ["overdue"], "office": ["50"], "q": ["แพร่"]}
    (event,) = events_of(SavedFilter, row.pk)
    assert (event["action"], event["actor"]) == ("core.saved_filter.saved", row.user_id)


def test_only_what_the_form_of_the_page_knows_is_stored() -> None:
    row = save(query="late=soon&page=3&next=//example.com&stage=")

    assert said(row.query) == {"late": ["soon"]}
    assert "office=&" in row.query


def test_the_same_name_again_replaces_the_filter() -> None:
    first = save(query="late=overdue")
    again = save(query="late=soon")

    assert again.pk == first.pk
    assert said(SavedFilter.objects.get().query) == {"late": ["soon"]}
    assert [event["action"] for event in events_of(SavedFilter, first.pk)] == [
        "core.saved_filter.saved"
    ] * 2


def test_two_people_have_the_same_name_each() -> None:
    save()
    save(role=Role.CHIEF)

    assert SavedFilter.objects.count() == 2
    assert SavedFilter.objects.visible_to(person(Role.CHIEF)).count() == 1


@pytest.mark.parametrize(
    ("name", "query", "pointer", "message"),
    [
        (" ", "late=soon", "/name", "กรุณาตั้งชื่อตัวกรอง"),
        ("ก" * 81, "late=soon", "/name", "ชื่อยาวเกิน 80 ตัวอักษร"),
        ("ก", "late=nonsense", "/query", "ตัวกรองนี้มีค่าที่ใช้ไม่ได้ ให้กลับไปกรองใหม่แล้วบันทึก"),
        ("ก", "office=51", "/query", "ตัวกรองนี้มีค่าที่ใช้ไม่ได้ ให้กลับไปกรองใหม่แล้วบันทึก"),
        ("ก", f"q={'ก' * 101}", "/query", "ตัวกรองนี้มีค่าที่ใช้ไม่ได้ ให้กลับไปกรองใหม่แล้วบันทึก"),
    ],
)
def test_what_cannot_be_kept_is_refused(name: str, query: str, pointer: str, message: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        save(name, query)

    assert refused.value.errors == [(pointer, message)]
    assert not SavedFilter.objects.exists()


def test_number_is_limited_and_a_name_that_is_there_may_still_be_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(services, "MOST", 2)
    save("ก")
    save("ข")

    with pytest.raises(InvalidInput) as refused:
        save("ค")

    assert refused.value.errors == [
        (
            "/name",
            "บันทึกตัวกรองของหน้านี้ได้ไม่เกิน 20 ชื่อ ให้ลบชื่อที่ไม่ใช้แล้วก่อน หรือบันทึกทับชื่อเดิม",
        )
    ]
    save("ข", "late=soon")
    assert set(SavedFilter.objects.values_list("name", flat=True)) == {"ก", "ข"}


def test_deleting_leaves_an_event_and_is_for_the_owner() -> None:
    row = save()
    key = row.pk
    with pytest.raises(NotAllowed):
        saved_filter_delete(actor=person(Role.CHIEF), saved=row)

    saved_filter_delete(actor=row.user, saved=row)

    assert not SavedFilter.objects.exists()
    assert events_of(SavedFilter, key)[-1]["action"] == "core.saved_filter.deleted"

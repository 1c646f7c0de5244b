"""History and remarks of one cell: what they tell, who writes them, what stays of them."""

import pytest
from django.test import Client
from django.urls import reverse

from coops.models import Assessment, CellComment
from coops.services import CellEntry, cell_save, comment_add, comment_resolve
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import User
from tests.coops.pages import SignIn, text_of
from tests.coops.rows import make_assessment
from tests.coops.test_views_grid import GRID, YEAR, put, sent_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(db: None) -> Assessment:
    return make_assessment(fiscal_year=YEAR)


@pytest.fixture
def client(client_of: SignIn, officer: User) -> Client:
    return client_of(officer)


def notes(row: Assessment, name: str = "points/1.1") -> str:
    return f"{reverse('coops:cell-notes', args=[row.pk])}?name={name}"


def test_history_tells_only_of_this_cell(
    client: Client, officer: User, chief: User, row: Assessment
) -> None:
    put(officer, row, "5")
    other = CellEntry(row.pk, "points/1.2", "8", "")
    cell_save(actor=officer, office=row.office, fiscal_year=YEAR, entry=other)
    put(chief, row, "6", seen="5")
    text = text_of(client.get(notes(row)).content)

    assert f"แก้ครั้งล่าสุด {chief}" in text
    assert "5 → 6 (บันทึกแบบประเมิน)" in text
    assert "ประวัติทั้งหมด 2 ครั้ง" in text
    assert "– → 5" in text
    assert "→ 8" not in text


def test_untouched_cell_has_no_history(client: Client, row: Assessment) -> None:
    assert "ยังไม่เคยกรอกช่องนี้" in text_of(client.get(notes(row)).content)
    assert client.get(notes(row, "x")).status_code == 404
    assert client.get(reverse("coops:cell-notes", args=[0])).status_code == 404


def test_remark_is_added_shown_counted_and_resolved(
    client: Client, officer: User, row: Assessment
) -> None:
    added = client.post(notes(row), {"name": "points/1.1", "text": " ตรวจกับ\nงบแล้ว "})
    page = client.get(GRID).content.decode()
    comment = CellComment.objects.get()
    resolved = client.post(reverse("coops:comment-resolve", args=[comment.pk]))
    again = client.post(reverse("coops:comment-resolve", args=[comment.pk]))
    comment.refresh_from_db()

    assert "ตรวจกับ งบแล้ว" in text_of(added.content)
    assert 'data-open-comments="1"' in added.content.decode()
    assert 'data-comments="1"' in page
    assert f'r{row.pk} state-comment"' in page
    assert f"จบเรื่องโดย {officer}" in text_of(resolved.content)
    assert "หมายเหตุนี้จบเรื่องไปแล้ว" in text_of(again.content)
    assert comment.resolved_by == officer
    assert "data-comments=" not in client.get(GRID).content.decode()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("  ", "ยังไม่ได้พิมพ์หมายเหตุ"),
        ("\x00", "ยังไม่ได้พิมพ์หมายเหตุ"),
        ("ก" * 1_001, "หมายเหตุยาวได้ไม่เกิน 1,000 ตัวอักษร"),
    ],
)
def test_wrong_remark_is_refused_and_kept(
    client: Client, row: Assessment, text: str, message: str
) -> None:
    answer = client.post(notes(row), {"name": "points/1.1", "text": text})

    assert answer.status_code == 422
    assert message in text_of(answer.content)
    assert not CellComment.objects.exists()


def test_headquarters_remark_on_a_sent_form_and_strangers_do_not(
    headquarters_chief: User, outsider: User, executive: User, row: Assessment
) -> None:
    sent_form(row)
    comment = comment_add(
        actor=headquarters_chief, assessment=row, cell="loss_latest", text="ขอเอกสาร"
    )
    for stranger in (outsider, executive):
        with pytest.raises(NotAllowed):
            comment_add(actor=stranger, assessment=row, cell="loss_latest", text="ก")
        with pytest.raises(NotAllowed):
            comment_resolve(actor=stranger, comment=comment)
    with pytest.raises(InvalidInput, match="ข้อมูลไม่ถูกต้อง"):
        comment_add(actor=headquarters_chief, assessment=row, cell="x", text="ก")
    comment_resolve(actor=headquarters_chief, comment=comment)
    with pytest.raises(RuleViolation, match="จบเรื่องไปแล้ว"):
        comment_resolve(actor=headquarters_chief, comment=comment)
    events = CellComment.pgh_event_model.objects.order_by("pgh_id")  # type: ignore[attr-defined]

    assert [event.pgh_context["action"] for event in events] == [
        "coops.comment.added",
        "coops.comment.resolved",
    ]

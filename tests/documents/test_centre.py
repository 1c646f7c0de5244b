"""The report centre: finding a report, one's own history, calling off, making again."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from django.test import Client
from django.urls import reverse

from cpd_portal.core.choices import Role
from cpd_portal.core.documents import registry
from cpd_portal.core.documents.choices import DocumentStatus
from cpd_portal.core.documents.models import Document
from cpd_portal.core.documents.production import produce
from cpd_portal.core.documents.report import Member, Row
from cpd_portal.core.documents.selectors import catalogue
from cpd_portal.core.documents.services import (
    document_again,
    document_cancel,
    document_request,
)
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import Membership, User
from tests.documents.events import recorded_actions
from tests.documents.sample_reports import RegisterContext, SampleRegister

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("sample_register", "media", "assets", "private_queue"),
]
ClientOf = Callable[[User], Client]
FORM = "/reports/new/sample-register/"
FORM_OF_REGISTER = "/reports/new/institution-register/"


class CancelledOnTheWay(SampleRegister):
    """Its requester calls it off while it is rendered: before the rows, or at the last one."""

    identifier = "cancelled-on-the-way"
    at_row = 1

    def rows(self, context: RegisterContext) -> Iterator[Row]:
        for number, row in enumerate(super().rows(context), start=1):
            if number == self.at_row:
                document = Document.objects.get(report=self.identifier)
                document_cancel(actor=document.requester, document=document)
            yield row


@pytest.fixture
def on_the_way() -> Iterator[type[CancelledOnTheWay]]:
    registry.register(CancelledOnTheWay)
    yield CancelledOnTheWay
    registry.unregister(CancelledOnTheWay.identifier)


@pytest.fixture
def document(officer: User) -> Document:
    return document_request(
        actor=officer,
        report="sample-register",
        params={"rows": 5, "kind": "cooperative"},
        file_format="csv",
    )


def now_is(document: Document) -> Document:
    return Document.objects.get(pk=document.pk)


def page(client: Client, address: str) -> str:
    return str(client.get(address).content.decode())


@pytest.mark.parametrize(
    "query", ["?q=ทะเบียนทดสอบ", "?q=ทดสอบ ทะเบียน", "?q=sample", "?room=ห้องทดสอบ"]
)
def test_catalogue_finds_by_words_and_room(officer: User, client_of: ClientOf, query: str) -> None:
    shown = page(client_of(officer), f"/reports/{query}")
    assert FORM in shown
    assert FORM_OF_REGISTER not in shown


def test_catalogue_search_takes_spellings_without_tone_marks(
    sample_register: SampleRegister,
) -> None:
    reports = registry.all_reports()
    titles = [
        report.title for room in catalogue(reports, "สหกรณและกลุม") for report in room.reports
    ]
    assert "ทะเบียนสหกรณ์และกลุ่มเกษตรกร" in titles
    assert sample_register.title not in titles


def test_catalogue_lists_every_report_once_under_a_heading() -> None:
    reports = registry.all_reports()
    rooms = catalogue(reports)
    listed = [report.identifier for room in rooms for report in room.reports]
    assert sorted(listed) == sorted(report.identifier for report in reports)
    assert all(room.title for room in rooms)
    assert "ห้องทดสอบ" in {room.title for room in rooms}
    assert "สหกรณ์และกลุ่มเกษตรกร" in {room.title for room in rooms}


def test_catalogue_without_a_find_says_so(officer: User, client_of: ClientOf) -> None:
    assert "ไม่พบรายงานที่ค้นหา" in page(client_of(officer), "/reports/?q=ไม่มีสิ่งนี้เลย")


def test_catalogue_unknown_room_says_so_and_shows_all(officer: User, client_of: ClientOf) -> None:
    shown = page(client_of(officer), "/reports/?room=moon")
    assert "ไม่มีตัวเลือกนี้" in shown
    assert FORM in shown


def test_history_shows_what_was_chosen(
    document: Document, officer: User, client_of: ClientOf
) -> None:
    assert document.conditions == "จำนวนแถว 5 · ชนิด สหกรณ์"
    assert document.conditions in page(client_of(officer), "/reports/mine/")


def test_history_filters_by_stage(document: Document, officer: User, client_of: ClientOf) -> None:
    waiting, failed, ready, expired = (
        document,
        *(document_again(actor=officer, document=document) for _ in range(3)),
    )
    Document.objects.filter(pk=failed.pk).update(status=DocumentStatus.FAILED, error="เหตุ")
    Document.objects.filter(pk=ready.pk).update(status=DocumentStatus.DONE, file="x.csv")
    Document.objects.filter(pk=expired.pk).update(status=DocumentStatus.DONE)
    cancelled = document_cancel(
        actor=officer, document=document_again(actor=officer, document=document)
    )
    by_stage = {
        "waiting": waiting,
        "failed": failed,
        "ready": ready,
        "expired": expired,
        "cancelled": cancelled,
    }
    client = client_of(officer)
    for stage, row in by_stage.items():
        found = client.get(f"/reports/mine/?stage={stage}").context["documents"]
        assert [found_row.pk for found_row in found] == [row.pk]
    assert len(client.get("/reports/mine/?stage=moon").context["documents"]) == 5


def test_cancel_ends_a_waiting_document_and_is_recorded(document: Document, officer: User) -> None:
    document_cancel(actor=officer, document=document)
    produce(document.pk)
    ended = now_is(document)
    assert (ended.status, ended.error) == (DocumentStatus.FAILED, "ยกเลิกตามที่ขอ ไม่มีแฟ้ม")
    assert (ended.shown_status, ended.attempts, bool(ended.file)) == ("cancelled", 0, False)
    assert recorded_actions(document) == ["core.document.requested", "core.document.cancelled"]


@pytest.mark.parametrize(("at_row", "read"), [(1, "while it is rendered"), (20, "at its end")])
def test_cancel_stops_the_worker_which_keeps_nothing(
    on_the_way: type[CancelledOnTheWay], officer: User, at_row: int, read: str, media: Path
) -> None:
    on_the_way.at_row = at_row
    document = document_request(
        actor=officer, report=on_the_way.identifier, params={"rows": 20}, file_format="csv"
    )
    produce(document.pk)
    ended = now_is(document)
    assert (ended.shown_status, bool(ended.file), ended.sha256) == ("cancelled", False, "")
    assert recorded_actions(document)[-1] == "core.document.cancelled"
    assert not list(media.rglob("*.csv"))


def test_cancel_of_an_ended_document_is_refused(document: Document, officer: User) -> None:
    produce(document.pk)
    with pytest.raises(RuleViolation, match="^เอกสารนี้จบแล้ว จึงยกเลิกไม่ได้$"):
        document_cancel(actor=officer, document=document)
    assert now_is(document).status == DocumentStatus.DONE


def test_cancel_of_another_person_is_refused(document: Document, executive: User) -> None:
    with pytest.raises(NotAllowed, match="^ยกเลิกได้เฉพาะเอกสารที่ตนเองขอ$"):
        document_cancel(actor=executive, document=document)


def test_cancel_button_ends_it(document: Document, officer: User, client_of: ClientOf) -> None:
    client = client_of(officer)
    address = reverse("reports:cancel", args=[document.pk])
    assert f'action="{address}"' in page(client, "/reports/mine/")
    answer = client.post(address, follow=True)
    assert "ยกเลิก “ทะเบียนทดสอบ” แล้ว" in answer.content.decode()
    assert f'action="{address}"' not in answer.content.decode()
    again = client.post(address, follow=True)
    assert "เอกสารนี้จบแล้ว จึงยกเลิกไม่ได้" in again.content.decode()


def test_again_orders_the_same_as_of_now(
    document: Document, officer: User, client_of: ClientOf
) -> None:
    produce(document.pk)
    client = client_of(officer)
    address = reverse("reports:again", args=[document.pk])
    assert f'action="{address}"' in page(client, "/reports/mine/")
    assert "รับคำขอ “ทะเบียนทดสอบ” แล้ว" in client.post(address, follow=True).content.decode()
    again = Document.objects.exclude(pk=document.pk).get()
    assert (again.params, again.format, again.requester) == (document.params, "csv", officer)
    assert again.status == DocumentStatus.QUEUED


def test_again_without_the_role_is_refused_and_orders_nothing(
    document: Document, officer: User, client_of: ClientOf
) -> None:
    Membership.objects.filter(user=officer).update(role=Role.LEGAL)
    address = reverse("reports:again", args=[document.pk])
    shown = client_of(officer).post(address, follow=True).content.decode()
    assert "บัญชีนี้ไม่มีบทบาทที่ขอรายงานนี้ได้" in shown
    assert Document.objects.count() == 1


def test_again_with_a_value_that_is_no_longer_offered_says_which(
    document: Document, officer: User, client_of: ClientOf
) -> None:
    Document.objects.filter(pk=document.pk).update(params={"rows": 9999})
    with pytest.raises(InvalidInput):
        document_again(actor=officer, document=now_is(document))
    address = reverse("reports:again", args=[document.pk])
    shown = client_of(officer).post(address, follow=True).content.decode()
    assert "ค่านี้ต้องน้อยกว่าหรือเท่ากับ 5000" in shown


class CancelledBetweenFiles(SampleRegister):
    """Called off while the second file of an archive is made."""

    identifier = "cancelled-between-files"
    made: ClassVar[list[str]] = []

    def members(self, context: RegisterContext) -> Iterator[Member]:
        for number, member in enumerate(super().members(context), start=1):
            if number == 2:
                document = Document.objects.get(report=self.identifier)
                document_cancel(actor=document.requester, document=document)
            self.made.append(member.name)
            yield member


def test_cancel_stops_an_archive_at_the_file_that_is_being_made(
    officer: User, media: Path
) -> None:
    registry.register(CancelledBetweenFiles)
    try:
        document = document_request(
            actor=officer,
            report=CancelledBetweenFiles.identifier,
            params={"rows": 5},
            file_format="zip",
        )
        produce(document.pk)
    finally:
        registry.unregister(CancelledBetweenFiles.identifier)
    assert CancelledBetweenFiles.made == ["แฟ้ม 1.csv", "แฟ้ม 2.csv"]
    assert now_is(document).shown_status == "cancelled"
    assert not list(media.rglob("*.zip"))

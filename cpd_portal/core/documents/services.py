"""Asking for documents, and cleaning up after them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from cpd_portal.api.pointers import pointer
from cpd_portal.core.audit import recorded
from cpd_portal.core.documents.choices import DocumentStatus, Format
from cpd_portal.core.documents.models import Document, DownloadLog
from cpd_portal.core.documents.registry import AnyReport, find_report, may_have
from cpd_portal.core.documents.report import ReportForm
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.locks import only_worker
from cpd_portal.core.models.people import User

logger = structlog.get_logger(__name__)

KEEP = timedelta(days=30)
CANCELLED = "ยกเลิกตามที่ขอ ไม่มีแฟ้ม"
WAITING_FOR_QUEUE = "ระบบจัดคิวงานยังไม่พร้อม เอกสารรออยู่และระบบจะส่งจัดทำใหม่ให้เอง ปิดหน้านี้ได้"


def lock_of(document_id: UUID) -> str:
    """The name that its worker holds while it renders."""
    return f"document {document_id}"


@recorded("core.document.requested")
def document_request(
    *,
    actor: User,
    report: str,
    params: Mapping[str, Any],
    file_format: str,
    schedule_id: int | None = None,
    scheduled_for: date | None = None,
) -> Document:
    """Take the order and queue it after the commit; that of a schedule says for which day.

    Raises InvalidInput (unknown report, format or parameter) or NotAllowed (role).
    """
    found, form, chosen = order_checked(actor, report, params, file_format)
    document = Document.objects.create(
        report=found.identifier,
        title=found.title,
        params=form.params(),
        conditions=form.words(),
        format=chosen,
        requester=actor,
        schedule_id=schedule_id,
        scheduled_for=scheduled_for,
    )
    transaction.on_commit(lambda: document_enqueue(document=document), robust=True)
    return document


def order_checked(
    actor: User, report: str, params: Mapping[str, Any], file_format: str
) -> tuple[AnyReport, ReportForm, Format]:
    """What an order would be, with the rights of now; raises InvalidInput or NotAllowed."""
    found = find_report(report)
    if found is None:
        raise InvalidInput([("/report", f"ไม่มีรายงานชื่อ “{report}”")])
    if not may_have(actor, found):
        raise NotAllowed("บัญชีนี้ไม่มีบทบาทที่ขอรายงานนี้ได้")
    form = checked_form(found, actor, params)
    return found, form, _checked_format(found, file_format)


def document_again(*, actor: User, document: Document) -> Document:
    """The same report with the same parameters, as of now; raises as `document_request`."""
    return document_request(
        actor=actor,
        report=document.report,
        params=document.params,
        file_format=document.format,
    )


@recorded("core.document.cancelled")
def document_cancel(*, actor: User, document: Document) -> Document:
    """Call off what has not ended; a worker that renders it stops and keeps nothing.

    Raises NotAllowed (of somebody else) or RuleViolation (it has ended).
    """
    held: Document = Document.objects.select_for_update().get(pk=document.pk)
    if held.requester_id != actor.pk:
        raise NotAllowed("ยกเลิกได้เฉพาะเอกสารที่ตนเองขอ")
    if not held.is_waiting:
        raise RuleViolation("เอกสารนี้จบแล้ว จึงยกเลิกไม่ได้")
    held.status = DocumentStatus.FAILED
    held.error = CANCELLED
    held.cancelled_at = held.finished_at = timezone.now()
    held.save(update_fields=["status", "error", "cancelled_at", "finished_at"])
    return held


def document_enqueue(*, document: Document) -> None:
    """Hand the document to a worker; with the broker down it waits and says so."""
    from cpd_portal.core.documents.tasks import render_document

    try:
        render_document.delay(str(document.pk))
    except OperationalError:
        logger.warning("document not queued, broker unreachable", document=str(document.pk))
        _note_queueing(document, enqueued_at=None, error=WAITING_FOR_QUEUE)
    else:
        _note_queueing(document, enqueued_at=timezone.now(), error="")


def document_resume_abandoned() -> int:
    """Queue again what a dead worker left in its midst; returns how many. Run every minute and
    when a worker starts.

    A worker holds the document's lock as long as it renders: one that runs and is not held has
    lost its worker. Whoever is told the same by the broker meanwhile finds the lock taken.
    """
    abandoned = [document for document in Document.objects.running() if _put_back(document)]
    for document in abandoned:
        document_enqueue(document=document)
    return len(abandoned)


def _put_back(document: Document) -> bool:
    """Whether it has no worker and waits again."""
    with only_worker(lock_of(document.pk)) as alone:
        return alone and _await_worker(actor=None, document=document)


@recorded("core.document.put_back")
def _await_worker(*, actor: User | None, document: Document) -> bool:
    held: Document | None = (
        Document.objects.running().select_for_update().filter(pk=document.pk).first()
    )
    if held is None:
        return False
    held.status, held.progress = DocumentStatus.QUEUED, 0
    held.save(update_fields=["status", "progress"])
    return True


def document_enqueue_waiting() -> int:
    """Queue again what never reached a worker; returns how many. Run every minute."""
    waiting = list(Document.objects.to_enqueue(timezone.now()).order_by("created_at")[:500])
    for document in waiting:
        document_enqueue(document=document)
    return len(waiting)


def document_delete_expired() -> int:
    """Delete the files whose time is over; the rows stay. Returns how many. Run every night."""
    expired = list(Document.objects.expired(timezone.now()))
    for document in expired:
        _forget_file(document=document, actor=None)
    return len(expired)


@recorded("core.document.downloaded")
def document_record_download(*, actor: User, document: Document, request_id: str) -> None:
    """Log a download before the file is handed out; raises RuleViolation without a file."""
    if not document.is_downloadable:
        raise RuleViolation("เอกสารนี้ยังไม่มีแฟ้มให้ดาวน์โหลด หรือพ้นกำหนดเก็บแฟ้มแล้ว")
    DownloadLog.objects.create(
        user=actor, document=document, sha256=document.sha256, request_id=request_id
    )


def checked_form(report: AnyReport, user: User, params: Mapping[str, Any]) -> ReportForm:
    """The report's form, valid for that user at this moment; raises InvalidInput."""
    form = report.params_form(data=dict(params), user=user)
    errors = [*_shape_errors(form, params), *_form_errors(form)]
    if errors:
        raise InvalidInput(errors)
    return form


def _shape_errors(form: ReportForm, params: Mapping[str, Any]) -> list[tuple[str, str]]:
    unknown = [
        (pointer("params", name), "รายงานนี้ไม่มีเงื่อนไขนี้")
        for name in params
        if name not in form.fields
    ]
    nested = [
        (pointer("params", name), "ต้องเป็นค่าเดียว")
        for name, value in params.items()
        if isinstance(value, dict | list)
    ]
    return unknown + nested


def _form_errors(form: ReportForm) -> list[tuple[str, str]]:
    return [
        ("/params" if name == "__all__" else f"/params/{name}", str(message))
        for name, messages in form.errors.items()
        for message in messages
    ]


def _checked_format(report: AnyReport, file_format: str) -> Format:
    if file_format not in report.formats:
        offered = ", ".join(report.formats)
        raise InvalidInput([("/format", f"รายงานนี้มีเฉพาะรูปแบบ {offered}")])
    return Format(file_format)


def _note_queueing(document: Document, *, enqueued_at: datetime | None, error: str) -> None:
    """Only while it waits: a quick worker may have taken the document already."""
    Document.objects.filter(pk=document.pk).update(enqueued_at=enqueued_at)
    Document.objects.still_queued(document.pk).update(error=error)
    document.refresh_from_db()


@recorded("core.document.expired")
def _forget_file(*, actor: User | None, document: Document) -> None:
    document.file.delete(save=False)
    document.preview.delete(save=False)
    document.save(update_fields=["file", "preview"])

"""What a worker does with a document: claim it, render it, keep the file."""

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import OperationalError
from django.utils import timezone

from cpd_portal.core.audit import recorded
from cpd_portal.core.documents.choices import DocumentStatus, Format
from cpd_portal.core.documents.models import MAX_ATTEMPTS, Document
from cpd_portal.core.documents.preview import first_page_png
from cpd_portal.core.documents.querysets import UNFINISHED
from cpd_portal.core.documents.registry import AnyReport, find_report, may_have
from cpd_portal.core.documents.rendering import ProgressSink, render
from cpd_portal.core.documents.report import ReportError
from cpd_portal.core.documents.services import KEEP, checked_form, lock_of
from cpd_portal.core.exceptions import InvalidInput
from cpd_portal.core.locks import only_worker
from cpd_portal.core.models.people import User
from cpd_portal.core.schedules.choices import NoticeKind
from cpd_portal.core.schedules.notices import notice_send
from cpd_portal.core.schedules.services import NO_ROLE, reason_of, schedule_stop
from cpd_portal.core.stored_files import is_storage_full, store_file, stores_files

logger = structlog.get_logger(__name__)

TOO_MANY_ATTEMPTS = "จัดทำไม่สำเร็จหลายครั้ง อาจมีข้อมูลมากเกินไป ลองเลือกเงื่อนไขให้แคบลงหรือขอเป็น CSV"
TOO_SLOW = "จัดทำนานเกินกำหนด ลองเลือกเงื่อนไขให้แคบลงหรือขอเป็น CSV"
UNEXPECTED = "เกิดข้อผิดพลาดระหว่างจัดทำเอกสาร ผู้ดูแลระบบเห็นรายละเอียดแล้ว รหัสอ้างอิง {reference}"
STORAGE_FULL = "ที่เก็บไฟล์ของระบบเต็ม จึงเก็บเอกสารไม่ได้ แจ้งผู้ดูแลระบบ แล้วขอเอกสารใหม่ภายหลัง"
NO_LONGER_ALLOWED = "บัญชีผู้ขอถูกระงับหรือไม่มีบทบาทที่ขอรายงานนี้แล้ว จึงไม่จัดทำเอกสาร"
REPORT_GONE = "รายงานนี้ไม่มีในระบบแล้ว"


class NoLongerAllowed(ReportError):
    """Whoever asked may not have it any more, or nobody may."""


class DocumentCancelled(Exception):
    """Its requester called it off, or it ended otherwise: nothing is kept of it."""


def produce(document_id: UUID) -> None:
    """Render a document once, however often its task is delivered.

    An outage of the database is let through: the document stays unfinished and is queued
    again later.
    """
    with only_worker(lock_of(document_id)) as alone:
        if not alone:
            return
        document = _claim(document_id)
        if document is None:
            return
        try:
            _render_and_keep(document)
        except DocumentCancelled:
            logger.info("document cancelled", document=str(document_id))
        except (NoLongerAllowed, InvalidInput) as error:
            _fail(actor=document.requester, document=document, message=_reason(error))
            _stop_schedule(document, error)
        except ReportError as error:
            _fail_and_tell(document, error.message)
        except SoftTimeLimitExceeded:
            _fail_and_tell(document, TOO_SLOW)
        except OperationalError:
            raise
        except Exception as error:
            logger.exception("document failed", document=str(document_id))
            unexpected = UNEXPECTED.format(reference=str(document_id)[:8])
            _fail_and_tell(document, STORAGE_FULL if is_storage_full(error) else unexpected)
        else:
            _tell_recipient(document, NoticeKind.READY)


def _fail_and_tell(document: Document, message: str) -> None:
    _fail(actor=document.requester, document=document, message=message)
    _tell_recipient(document, NoticeKind.FAILED)


def _tell_recipient(document: Document, kind: NoticeKind) -> None:
    """Of a schedule: that there is something to fetch, or that there is not."""
    if document.schedule and document.schedule.by_email:
        notice_send(document.requester, kind)


def _stop_schedule(document: Document, error: NoLongerAllowed | InvalidInput) -> None:
    """What the recipient may not have any more is not tried again on the next day."""
    if document.schedule:
        schedule_stop(schedule=document.schedule, because=reason_of(error))


def _claim(document_id: UUID) -> Document | None:
    """The document, now running; None when it is finished, gone, or was tried too often."""
    found = Document.objects.select_related("requester", "schedule__recipient").filter(
        pk=document_id
    )
    document: Document | None = found.first()
    if document is None or not document.is_waiting:
        return None
    if document.attempts >= MAX_ATTEMPTS:
        _fail_and_tell(document, TOO_MANY_ATTEMPTS)
        return None
    try:
        _start(actor=document.requester, document=document)
    except DocumentCancelled:
        return None
    return document


@recorded("core.document.started")
def _start(*, actor: User, document: Document) -> None:
    _require(document, UNFINISHED)
    document.status = DocumentStatus.RUNNING
    document.attempts += 1
    document.progress = 0
    document.started_at = timezone.now()
    document.error = ""
    document.save(update_fields=["status", "attempts", "progress", "started_at", "error"])


def _render_and_keep(document: Document) -> None:
    report = _allowed_report(document)
    params = checked_form(report, document.requester, document.params).params()
    context = report.context(document.requester, params, timezone.now())
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"file.{document.format}"
        render(report, context, Format(document.format), path, _progress_of(document))
        document.title = context.title
        document.as_of = context.as_of
        preview = first_page_png(path) if document.format == Format.PDF else None
        _finish(actor=document.requester, document=document, path=path, preview=preview)


def _allowed_report(document: Document) -> AnyReport:
    """The report, if the requester may still have it at this moment."""
    report = find_report(document.report)
    if report is None:
        raise NoLongerAllowed(REPORT_GONE)
    if not may_have(document.requester, report):
        raise NoLongerAllowed(NO_LONGER_ALLOWED)
    if document.schedule_id and not document.requester.active_memberships:
        raise NoLongerAllowed(NO_ROLE)
    return report


def _progress_of(document: Document) -> ProgressSink:
    """Writes the percentage where the requester's page reads it; stops what was cancelled."""

    def write(percent: int) -> None:
        running = Document.objects.filter(pk=document.pk, status=DocumentStatus.RUNNING)
        if not running.update(progress=percent):
            raise DocumentCancelled

    return write


@stores_files
@recorded("core.document.finished")
def _finish(*, actor: User, document: Document, path: Path, preview: bytes | None) -> None:
    _require(document, (DocumentStatus.RUNNING,))
    with path.open("rb") as file:
        document.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        store_file(document.file, f"{document.pk}.{document.format}", File(file))
    if preview:
        store_file(document.preview, f"{document.pk}.png", ContentFile(preview))
    document.size = path.stat().st_size
    document.status = DocumentStatus.DONE
    document.progress = 100
    document.finished_at = timezone.now()
    document.expires_at = document.finished_at + KEEP
    document.save()


@recorded("core.document.failed")
def _fail(*, actor: User, document: Document, message: str) -> None:
    """Leaves what has ended meanwhile as it is."""
    try:
        _require(document, UNFINISHED)
    except DocumentCancelled:
        return
    document.status = DocumentStatus.FAILED
    document.error = message
    document.finished_at = timezone.now()
    document.save(update_fields=["status", "error", "finished_at"])


def _require(document: Document, states: tuple[str, ...]) -> None:
    """Hold the row, still in one of the states; raises DocumentCancelled."""
    held = Document.objects.select_for_update().filter(pk=document.pk, status__in=states)
    if held.first() is None:
        raise DocumentCancelled


def _reason(error: NoLongerAllowed | InvalidInput) -> str:
    if isinstance(error, InvalidInput):
        return " · ".join(message for _, message in error.errors)
    return error.message

"""The kinds of the core: working rows whose work is over."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from cpd_portal.core.announcements.models import Announcement
from cpd_portal.core.digests.models import SentDigest
from cpd_portal.core.documents.choices import DocumentStatus
from cpd_portal.core.documents.models import Document
from cpd_portal.core.imports.choices import ImportState
from cpd_portal.core.imports.models import Import, PlannedRow
from cpd_portal.core.notifications.models import NotificationRead
from cpd_portal.core.notifications.selectors import SHOWN_DAYS
from cpd_portal.core.retention.registry import RetentionKind
from cpd_portal.thai.dates import format_date


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _left_imports(before: date) -> "models.QuerySet[Any]":
    rows = Import.objects.exclude(state=ImportState.CONFIRMED)
    return rows.filter(created_at__lt=_begin(before)).order_by("created_at", "pk")


def _import_line(row: Import) -> str:
    day = format_date(timezone.localdate(row.created_at))
    return f"{row.file_name} · ตรวจเมื่อ {day} · {row.get_state_display()}"


def _remove_imports(rows: Sequence[Import]) -> None:
    """With the file that was uploaded and the rows that were planned."""
    for row in rows:
        name, storage = row.file.name, row.file.storage
        row.delete()
        if name:
            transaction.on_commit(partial(storage.delete, name))


def _planned_rows(before: date) -> "models.QuerySet[Any]":
    done = Import.objects.filter(state=ImportState.CONFIRMED, confirmed_at__lt=_begin(before))
    return PlannedRow.objects.filter(of__in=done).order_by("pk")


def _planned_line(row: PlannedRow) -> str:
    return f"แผ่นงาน {row.sheet} แถวที่ {row.row}"


def _documents(before: date) -> "models.QuerySet[Any]":
    """Without a file, and never taken by anybody: who took one stands in a log that stays."""
    rows = Document.objects.filter(file="", downloads__isnull=True)
    ended = (DocumentStatus.DONE, DocumentStatus.FAILED)
    return rows.filter(status__in=ended, created_at__lt=_begin(before)).order_by(
        "created_at", "pk"
    )


def _document_line(row: Document) -> str:
    return f"{row.title} · ขอเมื่อ {format_date(timezone.localdate(row.created_at))}"


def _announcements(before: date) -> "models.QuerySet[Any]":
    return Announcement.objects.filter(ends__lt=before).order_by("ends", "pk")


def _announcement_line(row: Announcement) -> str:
    return f"{row.title} · แสดงถึง {format_date(row.ends)}"


def _read_notifications(before: date) -> "models.QuerySet[Any]":
    """Of what is not shown any more: the others would be unread again."""
    shown = timezone.localdate() - timedelta(days=SHOWN_DAYS)
    return NotificationRead.objects.filter(at__lt=_begin(min(before, shown))).order_by("at", "pk")


def _read_line(row: NotificationRead) -> str:
    return f"{row.source} · {format_date(timezone.localdate(row.at))}"


def _sent_digests(before: date) -> "models.QuerySet[Any]":
    return SentDigest.objects.filter(period__lt=before).order_by("period", "pk")


def _digest_line(row: SentDigest) -> str:
    return f"{row.digest} · {format_date(row.period)}"


def _delete(rows: Sequence[models.Model]) -> None:
    for row in rows:
        row.delete()


def _delete_all(rows: Sequence[models.Model]) -> None:
    """In one statement: nothing hangs on them."""
    type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows]).delete()


KINDS = (
    RetentionKind(
        "core.imports",
        "แฟ้มนำเข้าที่ไม่ได้ยืนยัน",
        "แฟ้มที่ตรวจแล้วแต่ไม่มีใครยืนยัน พร้อมตัวแฟ้ม นับจากวันที่ตรวจ",
        _left_imports,
        _import_line,
        _remove_imports,
    ),
    RetentionKind(
        "core.planned-rows",
        "รายละเอียดของการนำเข้าที่ยืนยันแล้ว",
        "ค่าก่อนและหลังที่แสดงก่อนยืนยัน บันทึกการนำเข้าและเหตุการณ์ของแต่ละแถวยังอยู่ นับจากวันที่ยืนยัน",
        _planned_rows,
        _planned_line,
        _delete_all,
    ),
    RetentionKind(
        "core.documents",
        "เอกสารที่แฟ้มหมดอายุและไม่มีใครรับ",
        "รายการขอเอกสาร เอกสารที่มีผู้รับแล้วอยู่ในบันทึกการรับเอกสารและไม่ถูกลบ นับจากวันที่ขอ",
        _documents,
        _document_line,
        _delete,
    ),
    RetentionKind(
        "core.announcements",
        "ประกาศที่พ้นวันแสดง",
        "ประกาศและการรับทราบ นับจากวันสุดท้ายที่แสดง",
        _announcements,
        _announcement_line,
        _delete,
    ),
    RetentionKind(
        "core.notification-reads",
        "เครื่องหมายว่าอ่านการแจ้งเตือนแล้ว",
        f"ของเรื่องที่พ้น {SHOWN_DAYS} วันและไม่แสดงแล้ว นับจากวันที่เกิดเรื่อง",
        _read_notifications,
        _read_line,
        _delete_all,
    ),
    RetentionKind(
        "core.sent-digests",
        "บันทึกการส่งอีเมลสรุป",
        "ว่าใครได้รับฉบับใดแล้ว เพื่อไม่ให้ส่งซ้ำ นับจากวันแรกของช่วง",
        _sent_digests,
        _digest_line,
        _delete_all,
    ),
)

"""Enumerations of documents."""

from django.db import models


class Format(models.TextChoices):
    PDF = "pdf", "PDF"
    XLSX = "xlsx", "Excel (XLSX)"
    CSV = "csv", "CSV"
    DOCX = "docx", "Word (DOCX) แก้ไขได้"
    ZIP = "zip", "ZIP รวมหลายแฟ้ม"


class DocumentStatus(models.TextChoices):
    QUEUED = "queued", "รอจัดทำ"
    RUNNING = "running", "กำลังจัดทำ"
    DONE = "done", "เสร็จแล้ว"
    FAILED = "failed", "จัดทำไม่สำเร็จ"


class Stage(models.TextChoices):
    """Where a document stands, as its requester asks for it on the list."""

    WAITING = "waiting", "รอหรือกำลังจัดทำ"
    READY = "ready", "มีแฟ้มให้ดาวน์โหลด"
    EXPIRED = "expired", "พ้นกำหนดเก็บแฟ้ม"
    FAILED = "failed", "จัดทำไม่สำเร็จ"
    CANCELLED = "cancelled", "ยกเลิกแล้ว"


CONTENT_TYPES = {
    Format.PDF: "application/pdf",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.ZIP: "application/zip",
}

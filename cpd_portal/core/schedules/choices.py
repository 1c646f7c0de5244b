"""Enumerations of schedules."""

from django.db import models


class Rhythm(models.TextChoices):
    WEEKLY = "weekly", "ทุกสัปดาห์"
    MONTHLY = "monthly", "ทุกเดือน"


WEEKDAYS = {
    1: "จันทร์",
    2: "อังคาร",
    3: "พุธ",
    4: "พฤหัสบดี",
    5: "ศุกร์",
    6: "เสาร์",
    7: "อาทิตย์",
}
MONTH_DAYS = range(1, 32)


class NoticeKind(models.TextChoices):
    """What an e-mail tells; never what a document holds."""

    READY = "ready", "เอกสารตามกำหนดพร้อมให้ดาวน์โหลด"
    FAILED = "failed", "เอกสารตามกำหนดจัดทำไม่สำเร็จ"
    PAUSED = "paused", "กำหนดการรายงานหยุดไว้"

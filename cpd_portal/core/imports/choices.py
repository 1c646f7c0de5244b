"""Enumerations of imports."""

from django.db import models


class ImportState(models.TextChoices):
    CHECKED = "checked", "รอยืนยัน"
    REJECTED = "rejected", "มีข้อผิดพลาด"
    CONFIRMED = "confirmed", "นำเข้าแล้ว"
    REPLACED = "replaced", "เลือกแฟ้มใหม่แล้ว"


class Scope(models.TextChoices):
    """Whose rows one file holds."""

    OFFICE = "office", "ของสำนักงาน"
    HEADQUARTERS = "headquarters", "ทั้งประเทศ"


class Level(models.TextChoices):
    ERROR = "error", "ต้องแก้ไข"
    WARNING = "warning", "ควรตรวจดู"

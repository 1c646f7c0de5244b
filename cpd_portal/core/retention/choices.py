"""Enumerations of retention."""

from django.db import models


class RunState(models.TextChoices):
    QUEUED = "queued", "รอคิว"
    RUNNING = "running", "กำลังลบ"
    DONE = "done", "ลบแล้ว"
    FAILED = "failed", "ลบไม่สำเร็จ"

"""Enumerations of figures."""

from django.db import models


class FigureState(models.TextChoices):
    """Of one version of a set; at most one is proposed and one in force."""

    PROPOSED = "proposed", "เสนอแล้ว รอลงนาม"
    IN_FORCE = "in_force", "ใช้อยู่"
    SUPERSEDED = "superseded", "มีรุ่นใหม่กว่าแล้ว"
    WITHDRAWN = "withdrawn", "ถอนข้อเสนอแล้ว"


class Change(models.TextChoices):
    """What a version does to one row of the version before."""

    ADDED = "added", "เพิ่ม"
    CHANGED = "changed", "เปลี่ยน"
    REMOVED = "removed", "ตัดออก"

"""Enumerations of the holiday calendar."""

from django.db import models


class HolidayKind(models.TextChoices):
    """Where a holiday comes from: the same date every year, or decided for the year."""

    FIXED = "fixed", "วันเดียวกันทุกปี"
    MOVABLE = "movable", "ตามปฏิทินจันทรคติหรือประกาศ"
    SUBSTITUTE = "substitute", "วันหยุดชดเชย"
    SPECIAL = "special", "วันหยุดพิเศษตามมติคณะรัฐมนตรี"

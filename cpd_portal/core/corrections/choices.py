"""Enumerations of corrections."""

from django.db import models


class CorrectionState(models.TextChoices):
    REQUESTED = "requested", "รอส่วนกลางพิจารณา"
    GRANTED = "granted", "เปิดให้แก้ไข"
    REFUSED = "refused", "ไม่อนุญาต"
    ENTERED = "entered", "แก้แล้ว รอส่วนกลางยืนยัน"
    CONFIRMED = "confirmed", "ยืนยันและล็อกแล้ว"
    WITHDRAWN = "withdrawn", "ถอนคำขอ"


UNDER_WAY = (CorrectionState.REQUESTED, CorrectionState.GRANTED, CorrectionState.ENTERED)
CHANGED = (CorrectionState.ENTERED, CorrectionState.CONFIRMED)
FOR_HEADQUARTERS = (CorrectionState.REQUESTED, CorrectionState.ENTERED)

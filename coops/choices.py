"""Enumerations of cooperatives and farmer groups."""

from django.db import models


class Kind(models.TextChoices):
    COOPERATIVE = "cooperative", "สหกรณ์"
    FARMER_GROUP = "farmer_group", "กลุ่มเกษตรกร"


class Sector(models.TextChoices):
    """Of a cooperative; a farmer group has none."""

    AGRICULTURAL = "agricultural", "ภาคการเกษตร"
    NON_AGRICULTURAL = "non_agricultural", "นอกภาคการเกษตร"


class Standing(models.TextChoices):
    OPERATING = "operating", "ดำเนินธุรกิจ"
    NEW = "new", "จัดตั้งใหม่"
    SUSPENDED = "suspended", "หยุดดำเนินธุรกิจ"
    DISSOLVED = "dissolved", "เลิก"
    STRUCK_OFF = "struck_off", "ถอนชื่อ"


class DefectStatus(models.TextChoices):
    """Of an institution: the most serious among the defects of the assessment period."""

    NONE = "none", "ไม่มีข้อบกพร่อง"
    RESOLVED = "resolved", "แก้ไขแล้วเสร็จสมบูรณ์"
    RESOLVED_MONITORING = "resolved_monitoring", "แก้ไขแล้วเสร็จต้องติดตาม"
    IN_PROGRESS = "in_progress", "อยู่ระหว่างแก้ไข"
    NOT_STARTED = "not_started", "ยังไม่เริ่มดำเนินการแก้ไข"


class RuleStatus(models.TextChoices):
    OFFICIAL = "official", "ตามประกาศ"
    PROVISIONAL = "provisional", "ชั่วคราว"


class Tier(models.IntegerChoices):
    ONE = 1, "ชั้น 1"
    TWO = 2, "ชั้น 2"
    THREE = 3, "ชั้น 3"


class UnassessedGroup(models.IntegerChoices):
    ONE = 1, "กลุ่มที่ 1 จัดตั้งใหม่/หยุดดำเนินธุรกิจ"
    TWO = 2, "กลุ่มที่ 2 เลิก/ถอนชื่อ"


class ConditionCode(models.TextChoices):
    TOTAL = "total", "คะแนนรวม"
    LOSS = "loss", "ผลประกอบการ"
    ALLOCATED_AND_PAID = "allocated_and_paid", "การจัดสรรกำไรสุทธิ"
    DEFECTS = "defects", "ข้อบกพร่องของการดำเนินกิจการ"
    STATEMENTS = "statements", "การจัดทำงบการเงิน"


class Year(models.TextChoices):
    """The two accounting years that the conditions look at."""

    LATEST = "latest", "ปีล่าสุด"
    PREVIOUS = "previous", "ปีก่อนหน้า"


class NearMiss(models.TextChoices):
    """Why an institution counts as near the next tier."""

    POINTS = "points", "ขาดไม่กี่คะแนน"
    CONDITION = "condition", "ขาดเงื่อนไขเดียว"

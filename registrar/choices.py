"""Enumerations of this room."""

from django.db import models


class Act(models.TextChoices):
    """What the registrar does by a power; the first six are those of the framework."""

    ORDER = "order", "สั่ง"
    PERMIT = "permit", "อนุญาต"
    APPROVE = "approve", "อนุมัติ"
    CONSENT = "consent", "เห็นชอบ"
    REGISTER = "register", "รับจดทะเบียน"
    APPOINT = "appoint", "แต่งตั้ง"
    DECIDE = "decide", "วินิจฉัย"
    INSPECT = "inspect", "ตรวจสอบ"
    ADVISE = "advise", "แนะนำ"
    OTHER = "other", "ดำเนินการอื่น"


class Holder(models.TextChoices):
    """Who holds a power by the section itself, before any delegation."""

    REGISTRAR = "registrar", "นายทะเบียนสหกรณ์"
    DEPUTY = "deputy", "รองนายทะเบียนสหกรณ์"
    INSPECTOR = "inspector", "ผู้ตรวจการสหกรณ์"
    AUDITOR = "auditor", "ผู้สอบบัญชี"
    OFFICIAL = "official", "พนักงานเจ้าหน้าที่ที่ได้รับมอบหมาย"
    GROUP_REGISTRAR = "group_registrar", "นายทะเบียนกลุ่มเกษตรกรประจำจังหวัด"


class Delegate(models.TextChoices):
    """To whom section 16 lets the registrar delegate."""

    DEPUTY = "deputy", "รองนายทะเบียนสหกรณ์"
    INSPECTOR = "inspector", "ผู้ตรวจการสหกรณ์"
    OFFICIAL = "official", "พนักงานเจ้าหน้าที่"


class Appeal(models.TextChoices):
    """Where an order can be contested."""

    COMMITTEE = "committee", "คณะกรรมการพิจารณาอุทธรณ์"
    GENERAL = "general", "ตามกฎหมายว่าด้วยวิธีปฏิบัติราชการทางปกครอง"
    FINAL = "final", "คำวินิจฉัยเป็นที่สุด"
    NONE = "none", "ไม่มีการอุทธรณ์โดยเฉพาะ"


class Confidence(models.TextChoices):
    """How sure the summary of a power is."""

    HIGH = "high", "อ่านจากตัวบทแล้ว"
    MEDIUM = "medium", "อ่านบางส่วนหรือเป็นการตีความ"
    LOW = "low", "ยังไม่ได้อ่านตัวบท"


class InstitutionScope(models.TextChoices):
    """On which kind of institution a power bears."""

    COOPERATIVE = "cooperative", "สหกรณ์"
    FARMER_GROUP = "farmer_group", "กลุ่มเกษตรกร"
    BOTH = "both", "สหกรณ์และกลุ่มเกษตรกร"


class Basis(models.TextChoices):
    """By what a person uses a power."""

    OFFICE = "office", "โดยตำแหน่ง"
    DELEGATION = "delegation", "โดยการมอบอำนาจ"

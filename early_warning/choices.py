"""Enumerations of this room."""

from django.db import models


class RiskSide(models.TextChoices):
    """The risks that the policy of a large savings cooperative covers at least (ministerial
    regulation 2564, clause 5 (3))."""

    CREDIT = "credit", "สินเชื่อ"
    INVESTMENT = "investment", "การลงทุน"
    LIQUIDITY = "liquidity", "สภาพคล่อง"
    OPERATIONS = "operations", "ปฏิบัติการ"


class RiskAnswer(models.TextChoices):
    """What a cooperative answers to one question about itself."""

    LOW = "low", "ต่ำ"
    MEDIUM = "medium", "ปานกลาง"
    HIGH = "high", "สูง"
    NONE = "none", "ไม่เกี่ยวข้อง"


class OwnLevel(models.TextChoices):
    """The risk of a cooperative in its own view."""

    LOW = "low", "ความเสี่ยงต่ำ"
    MEDIUM = "medium", "ความเสี่ยงปานกลาง"
    HIGH = "high", "ความเสี่ยงสูง"

    @property
    def rank(self) -> int:
        return list(OwnLevel).index(self)


class Received(models.TextChoices):
    """The way on which a self-assessment arrived."""

    FORM = "form", "แบบกรอก"
    SPREADSHEET = "sheet", "แฟ้มตาราง"
    PROGRAM = "program", "โปรแกรม"


class HandlingState(models.TextChoices):
    """How far an alert has come; put off is not done."""

    NEW = "new", "รอรับทราบ"
    ACKNOWLEDGED = "acknowledged", "รับทราบแล้ว"
    UNDER_WAY = "under_way", "กำลังดำเนินการ"
    PUT_OFF = "put_off", "ชะลอไว้"
    CLOSED = "closed", "ปิดแล้ว"


class AlertAct(models.TextChoices):
    """One step of an alert's history."""

    ACKNOWLEDGED = "acknowledged", "รับทราบ"
    PLANNED = "planned", "วางการดำเนินการ"
    FINISHED = "finished", "ดำเนินการแล้ว"
    WITHDRAWN = "withdrawn", "ยกเลิกการดำเนินการ"
    PUT_OFF = "put_off", "ชะลอ"
    RESUMED = "resumed", "ครบกำหนดชะลอ"
    ESCALATED = "escalated", "ยกระดับ"
    CLOSED = "closed", "ปิด"


class ActionKind(models.TextChoices):
    ADVICE = "advice", "ให้คำแนะนำ"
    LETTER = "letter", "มีหนังสือถึงสหกรณ์"
    VISIT = "visit", "เข้าตรวจเยี่ยม"
    WORKING_GROUP = "working_group", "นำเข้าคณะทำงาน"
    REFERRAL = "referral", "เสนอนายทะเบียน"


class ActionResult(models.TextChoices):
    """What came of an action."""

    SOLVED = "solved", "แก้ไขแล้ว"
    IMPROVING = "improving", "ดีขึ้น"
    UNCHANGED = "unchanged", "ไม่เปลี่ยนแปลง"
    WORSE = "worse", "แย่ลง"
